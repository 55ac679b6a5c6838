/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's architecture interface over the machine in virtual time. Caches are
 * on, memory is coherent, and no CPU fails: what is measured is the order in which
 * things are asked for.
 */
#include "core/arch.h"
#include "core/machine.h"
#include "core/registers.h"
#include "core/secondary.h"

#include <stdio.h>
#include <stdlib.h>

#include "kernel.h"
#include "machine.h"

/*
 * Nanoseconds that each request to the processor takes, about what the library's
 * instructions between two of them do, and the entry code, at one an instruction.
 */
#define STEP_NS  25
#define ENTRY_NS 120

#define HERTZ 1000000000u
#define ENTRY 0x1000

uint64_t smpboot_arch_mpidr(void)
{
	return kernel_mpidr(machine_self());
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
	machine_spend(STEP_NS);
	return machine_now();
}

uint32_t smpboot_arch_frequency(void)
{
	return HERTZ;
}

void smpboot_arch_wait(uint64_t deadline)
{
	machine_spend(STEP_NS);
	machine_wait(deadline);
}

void smpboot_arch_signal(void)
{
	machine_spend(STEP_NS);
	machine_signal();
}

size_t smpboot_arch_granule(void)
{
	return 64;
}

bool smpboot_arch_coherent(void)
{
	return true;
}

void smpboot_arch_clean(const void *p, size_t size)
{
	(void)p;
	(void)size;
	machine_spend(STEP_NS);
}

void smpboot_arch_clean_word(const uint64_t *word)
{
	smpboot_arch_clean(word, sizeof(*word));
}

void smpboot_arch_clean_invalidate(const void *p, size_t size)
{
	smpboot_arch_clean(p, size);
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	smpboot_arch_clean_word(word);
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	*pa = (uintptr_t)p;
	return true;
}

enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	(void)ops;
	args->target = 1;
	args->entry_pa = ENTRY;
	return SMPBOOT_OK;
}

_Noreturn void smpboot_arch_park(void)
{
	machine_stop();
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
	fprintf(stderr, "latency: CPU %u, level %u, context %llu was sent away\n", machine_self(), level,
	        (unsigned long long)context);
	abort();
}

/* All CPUs are alike. */
bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	*registers = (struct smpboot_registers){ 0 };
	return true;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	(void)boot;
	machine_spend(STEP_NS);
	return true;
}

void kernel_enter(unsigned int cpu)
{
	unsigned int id = smpboot_this_cpu();
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t generation = slot->claim >> SMPBOOT_GENERATION_SHIFT;
	uint64_t entered = machine_now();

	(void)cpu;
	smpboot_machine.early[id].crumb = generation << SMPBOOT_GENERATION_SHIFT |
	                                  1 << SMPBOOT_CRUMB_LEVEL_SHIFT | SMPBOOT_ENTRY_STAGE_REGIME;
	machine_spend(ENTRY_NS);
	smpboot_secondary_main(slot, id, (uint32_t)generation, 1, id, entered, machine_now());
}
