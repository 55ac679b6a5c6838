/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's architecture interface over the made-up machine.
 */
#include "fake_arch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arch.h"

#define REGIONS   4
#define PAGE      4096u
#define BOOT_CPU  (fake_arch.mpidr == boot_mpidr)
#define MAX_WAITS 10000000u

struct fake_arch fake_arch;

static uint64_t boot_mpidr;

/* `behind` is what is in memory, behind the caches; `synced` what both last agreed on. */
static struct region {
	unsigned char *start;
	size_t size;
	unsigned char *behind;
	unsigned char *synced;
} regions[REGIONS];

static unsigned int region_count;

static _Noreturn void broken(const char *what)
{
	fprintf(stderr, "made-up machine: %s\n", what);
	abort();
}

void fake_arch_reset(uint64_t mpidr)
{
	while (region_count > 0) {
		free(regions[--region_count].behind);
		free(regions[region_count].synced);
	}
	boot_mpidr = mpidr;
	fake_arch = (struct fake_arch){
		.mpidr = mpidr,
		.level = 1,
		.frequency = FAKE_TICKS_PER_US * 1000000,
		.granule = 64,
		.coherent = true,
		.now = 1000,
		.step = 1,
		.phys_offset = 0x10000000,
		.entry_pa = FAKE_ENTRY_PA,
	};
}

void fake_memory_add(void *p, size_t size)
{
	struct region *region = &regions[region_count];

	if (region_count == REGIONS)
		broken("too many memory regions");
	region->start = p;
	region->size = size;
	region->behind = malloc(size);
	region->synced = malloc(size);
	if (region->behind == NULL || region->synced == NULL)
		broken("no memory");
	memset(region->behind, 0xa5, size);
	for (size_t i = 0; i < size; i++)
		region->synced[i] = (unsigned char)~region->start[i];
	region_count++;
}

/* The region that holds all of [p, p + size), or NULL. */
static struct region *region_of(const void *p, size_t size)
{
	uintptr_t address = (uintptr_t)p;

	for (unsigned int i = 0; i < region_count; i++) {
		uintptr_t start = (uintptr_t)regions[i].start;

		if (address >= start && address - start + size <= regions[i].size)
			return &regions[i];
	}
	return NULL;
}

void *fake_memory(uint64_t pa)
{
	unsigned char *p = (unsigned char *)(uintptr_t)(pa - fake_arch.phys_offset);
	struct region *region = region_of(p, 1);

	if (region == NULL)
		return NULL;
	return fake_arch.coherent ? region->behind + (p - region->start) : p;
}

uint64_t fake_pa(const void *p)
{
	return (uintptr_t)p + fake_arch.phys_offset;
}

uint64_t smpboot_arch_mpidr(void)
{
	return fake_arch.mpidr;
}

uintptr_t smpboot_arch_stack(void)
{
	return fake_arch.stack;
}

unsigned int smpboot_arch_level(void)
{
	return fake_arch.level;
}

uint64_t smpboot_arch_now(void)
{
	fake_arch.now += fake_arch.step;
	return fake_arch.now;
}

uint32_t smpboot_arch_frequency(void)
{
	return fake_arch.frequency;
}

void smpboot_arch_wait(uint64_t deadline)
{
	if (!BOOT_CPU) {
		fake_arch.secondary_wait(deadline);
		return;
	}
	if (++fake_arch.waits == MAX_WAITS)
		broken("the boot CPU waits for ever");
	if (fake_arch.idle != NULL)
		fake_arch.idle(deadline);
	else if (fake_arch.now < deadline)
		fake_arch.now = deadline;
}

void smpboot_arch_signal(void)
{
	if (fake_arch.signal != NULL)
		fake_arch.signal();
}

size_t smpboot_arch_granule(void)
{
	return fake_arch.granule;
}

bool smpboot_arch_coherent(void)
{
	return fake_arch.coherent;
}

static void tell(const void *p)
{
	if (fake_arch.maintained != NULL)
		fake_arch.maintained(p);
}

void smpboot_arch_clean(const void *p, size_t size)
{
	struct region *region = region_of(p, size);
	size_t offset;

	if (region == NULL)
		return;
	offset = (size_t)((const unsigned char *)p - region->start);
	memcpy(region->behind + offset, p, size);
	memcpy(region->synced + offset, p, size);
	tell(p);
}

void smpboot_arch_clean_word(const uint64_t *word)
{
	smpboot_arch_clean(word, sizeof(*word));
}

static void invalidate(const void *p, size_t size)
{
	struct region *region = region_of(p, size);
	size_t offset;

	if (region == NULL || !fake_arch.coherent)
		return;
	offset = (size_t)((const unsigned char *)p - region->start);
	memcpy(region->start + offset, region->behind + offset, size);
	memcpy(region->synced + offset, region->behind + offset, size);
	tell(p);
}

/* What the kernel has not written since is not in its cache to be written back. */
void smpboot_arch_clean_invalidate(const void *p, size_t size)
{
	struct region *region = region_of(p, size);

	if (region != NULL &&
	    memcmp(p, region->synced + ((const unsigned char *)p - region->start), size) != 0)
		smpboot_arch_clean(p, size);
	invalidate(p, size);
	fake_arch.emptied = (uintptr_t)p;
	fake_arch.emptied_size = size;
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	invalidate(word, sizeof(*word));
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	uintptr_t page = (uintptr_t)p & ~(uintptr_t)(PAGE - 1);

	if (fake_arch.hole != 0 && page == (fake_arch.hole & ~(uintptr_t)(PAGE - 1)))
		return false;
	*pa = fake_pa(p);
	if (fake_arch.moved != 0 && page == (fake_arch.moved & ~(uintptr_t)(PAGE - 1)))
		*pa += PAGE;
	return true;
}

enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	(void)ops;
	fake_arch.captures++;
	if (fake_arch.capture_status != SMPBOOT_OK)
		return fake_arch.capture_status;
	args->target = fake_arch.level;
	args->entry_pa = fake_arch.entry_pa;
	return SMPBOOT_OK;
}

_Noreturn void smpboot_arch_park(void)
{
	if (!BOOT_CPU)
		fake_arch.secondary_park();
	broken("the boot CPU parked");
}

_Noreturn void smpboot_arch_leave(struct smpboot_slot *slot, unsigned int level, uint64_t address,
                                  uint64_t argument)
{
	(void)slot;
	fake_arch.leave(level, address, argument);
	broken("a CPU came back from another kernel");
}

int64_t smpboot_arch_suspend(struct smpboot_slot *slot, int64_t (*enter)(uint64_t argument),
                             uint64_t argument)
{
	int64_t answer = enter(argument);

	return fake_arch.wakes != NULL ? fake_arch.wakes(slot, answer) : answer;
}

const void *smpboot_arch_pen(void)
{
	return fake_arch.pen;
}

_Noreturn void smpboot_arch_return(struct smpboot_slot *slot, unsigned int level, uint64_t context)
{
	if (BOOT_CPU)
		broken("the boot CPU went to the pen");
	/* The line of the claim: it is looked at without caches next. */
	smpboot_arch_clean_invalidate(slot, 64);
	fake_arch.secondary_return(level, context);
	broken("a CPU came back from the pen");
}

static const struct smpboot_registers *own_registers(void)
{
	return fake_arch.registers_of != NULL ? fake_arch.registers_of(fake_arch.mpidr) : fake_arch.registers;
}

bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	const struct smpboot_registers *own = own_registers();

	fake_arch.full_reads++;
	if (own != NULL)
		*registers = *own;
	return own != NULL;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	const struct smpboot_registers *own = own_registers();

	return own != NULL && memcmp(boot, own, sizeof(*boot)) == 0;
}
