/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory where CPUs run freely: it is coherent. What CPUs do to it with their
 * caches off is not known to ThreadSanitizer, with the exceptions in access.c.
 */
#include "../memory.h"

#include <string.h>

#include "../machine.h"
#include "../sched.h"
#include "access.h"

#define REGIONS   4
#define MAX_WORDS 2048

static struct region {
	unsigned char *start;
	size_t size;
	void (*settle)(void);
	bool written[MAX_WORDS]; /* by sim_record64() */
} regions[REGIONS];

static unsigned int region_count;

void sim_memory_reset(void)
{
	region_count = 0;
}

void sim_memory_add(void *p, size_t size, void (*settle)(void))
{
	struct region *region = &regions[region_count++];

	*region = (struct region){ .start = p, .size = size, .settle = settle };
	/* What is there before anybody writes is rubbish. */
	memset(p, 0xa5, size);
}

void sim_memory_spoil(void *p, size_t size)
{
	memset(p, 0xa5, size);
}

uint64_t sim_pa(const void *p)
{
	return (uintptr_t)p + SIM_PHYS_OFFSET;
}

static struct region *region_of(uintptr_t address, size_t size)
{
	for (unsigned int i = 0; i < region_count; i++) {
		uintptr_t start = (uintptr_t)regions[i].start;

		if (address >= start && address - start + size <= regions[i].size)
			return &regions[i];
	}
	return NULL;
}

static uint64_t *word_at(uint64_t pa, size_t size)
{
	uintptr_t address = (uintptr_t)(pa - SIM_PHYS_OFFSET);

	if (region_of(address, size) == NULL || pa % size != 0)
		sim_fail("CPU %u, caches off, uses physical address %#llx", sim_self()->id,
		         (unsigned long long)pa);
	return (uint64_t *)(address & ~(uintptr_t)7);
}

void sim_memory_touch(const void *p, size_t size, bool write)
{
	(void)p;
	(void)size;
	(void)write;
}

void sim_memory_power_down(void)
{
}

void sim_memory_clean(const void *p, size_t size)
{
	(void)p;
	(void)size;
}

void sim_memory_invalidate(const void *p, size_t size)
{
	struct region *region = region_of((uintptr_t)p, size);

	if (region != NULL && region->settle != NULL)
		region->settle();
}

uint64_t sim_read64(uint64_t pa)
{
	sim_step();
	return SIM_GET(*word_at(pa, 8));
}

uint32_t sim_read32(uint64_t pa)
{
	uint64_t both;

	sim_step();
	both = SIM_GET(*word_at(pa, 4));
	return (uint32_t)(pa % 8 != 0 ? both >> 32 : both);
}

void sim_memory_poke(uint64_t pa, uint64_t value)
{
	SIM_SET(*word_at(pa, 8), value);
}

void sim_write64(uint64_t pa, uint64_t value)
{
	sim_step();
	sim_memory_poke(pa, value);
}

/*
 * A record that is written again, by a CPU that went back to the pen, may be
 * read at that very moment, and then is told again later: that is meant so, and
 * so ThreadSanitizer is shown the first time only.
 */
void sim_record64(uint64_t pa, uint64_t value)
{
	uint64_t *word = word_at(pa, 8);
	struct region *region = region_of((uintptr_t)word, 8);
	bool *written = &region->written[(uint64_t *)(void *)word - (uint64_t *)(void *)region->start];

	sim_step();
	if (*written)
		SIM_SET(*word, value);
	else
		sim_plain_store64(word, value);
	*written = true;
}

void sim_publish64(uint64_t pa, uint64_t value)
{
	sim_step();
	sim_release64(word_at(pa, 8), value);
}

uint64_t sim_load64(const uint64_t *p)
{
	sim_step();
	return sim_acquire64(p);
}

void sim_store64(uint64_t *p, uint64_t value)
{
	sim_step();
	sim_release64(p, value);
}

void sim_memory_use(void *p, size_t size)
{
	sim_plain_use(p, size);
}
