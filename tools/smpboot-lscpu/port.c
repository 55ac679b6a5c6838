/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's architecture interface on a machine where none of the CPUs
 * exists, so that they can be added and nothing else; and a PSCI that is never
 * called.
 */
#include "port.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/arch.h"
#include "core/registers.h"

static uint64_t mpidr;
static struct smpboot_psci_config psci;

void port_reset(uint64_t boot_mpidr)
{
	mpidr = boot_mpidr;
	psci = (struct smpboot_psci_config){ .conduit = SMPBOOT_CONDUIT_NONE };
}

const struct smpboot_psci_config *port_psci(void)
{
	return psci.conduit != SMPBOOT_CONDUIT_NONE ? &psci : NULL;
}

/* Nothing is ever started here: whoever asks is told so. */
static struct smpboot_start refuse(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_FW_NOT_SUPPORTED };
}

/* In place of the library's: there is no firmware here to ask for its version. */
enum smpboot_status smpboot_psci_init(const struct smpboot_psci_config *config)
{
	static const struct smpboot_method method = { .name = "psci", .start = refuse };
	enum smpboot_status status = smpboot_register_method(&method);

	if (status == SMPBOOT_OK)
		psci = *config;
	return status;
}

uint64_t smpboot_arch_mpidr(void)
{
	return mpidr;
}

uintptr_t smpboot_arch_stack(void)
{
	return 0;
}

unsigned int smpboot_arch_level(void)
{
	return 1;
}

uint64_t smpboot_arch_now(void)
{
	return 1; /* 0 is no time */
}

uint32_t smpboot_arch_frequency(void)
{
	return 1000000;
}

/* No other CPU is there to be waited for, or to be woken. */
void smpboot_arch_wait(uint64_t deadline)
{
	(void)deadline;
}

void smpboot_arch_signal(void)
{
}

size_t smpboot_arch_granule(void)
{
	return 64;
}

bool smpboot_arch_coherent(void)
{
	return true;
}

/* No CPU looks past the caches. */
void smpboot_arch_clean(const void *p, size_t size)
{
	(void)p;
	(void)size;
}

void smpboot_arch_clean_word(const uint64_t *word)
{
	smpboot_arch_clean(word, sizeof(*word));
}

void smpboot_arch_clean_invalidate(const void *p, size_t size)
{
	(void)p;
	(void)size;
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	(void)word;
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	*pa = (uintptr_t)p;
	return true;
}

/* A bring-up ends here, before any CPU is touched. */
enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	(void)args;
	(void)ops;
	return SMPBOOT_ERR_TRANSLATION;
}

_Noreturn void smpboot_arch_park(void)
{
	abort();
}

_Noreturn void smpboot_arch_leave(struct smpboot_slot *slot, unsigned int level, uint64_t address,
                                  uint64_t argument)
{
	(void)slot;
	(void)level;
	(void)address;
	(void)argument;
	abort();
}

int64_t smpboot_arch_suspend(struct smpboot_slot *slot, int64_t (*enter)(uint64_t argument),
                             uint64_t argument)
{
	(void)slot;
	(void)enter;
	(void)argument;
	abort();
}

const void *smpboot_arch_pen(void)
{
	abort();
}

_Noreturn void smpboot_arch_return(struct smpboot_slot *slot, unsigned int level, uint64_t context)
{
	(void)slot;
	(void)level;
	(void)context;
	abort();
}

/* What the CPUs are is for the tree to say. */
bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	(void)registers;
	return false;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	(void)boot;
	return true;
}
