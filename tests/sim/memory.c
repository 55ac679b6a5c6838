/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every access of the library's C code is announced by sim_memory_touch(), so
 * that the caches can be kept block by block: absent, clean or dirty. A block is
 * the cache writeback granule: writing one back overwrites all of it in memory.
 */
#include "memory.h"

#include <string.h>

#include "machine.h"
#include "sched.h"

#define REGIONS    4
#define MAX_SIZE   16384u
#define MAX_BLOCKS (MAX_SIZE / 64)

#define ABSENT 0
#define CLEAN  1
#define DIRTY  2

static struct region {
	unsigned char *cached;
	size_t size;
	uint64_t memory[MAX_SIZE / 8];
	unsigned char state[MAX_BLOCKS];
	void (*settle)(void);
} regions[REGIONS];

static unsigned int region_count;

void sim_memory_reset(void)
{
	region_count = 0;
}

void sim_memory_add(void *p, size_t size, void (*settle)(void))
{
	struct region *region = &regions[region_count++];

	*region = (struct region){ .cached = p, .size = size, .settle = settle };
	/* What is there before anybody writes is rubbish, in memory and in caches. */
	memset(region->memory, 0xa5, size);
	memset(region->cached, 0x5a, size);
}

void sim_memory_spoil(void *p, size_t size)
{
	for (unsigned int i = 0; i < region_count; i++) {
		struct region *region = &regions[i];

		if (region->cached != (unsigned char *)p)
			continue;
		memset(region->memory, 0xa5, size);
		memset(region->cached, sim.coherent ? 0x5a : 0xa5, size);
		memset(region->state, ABSENT, sizeof(region->state));
	}
}

uint64_t sim_pa(const void *p)
{
	return (uintptr_t)p + SIM_PHYS_OFFSET;
}

static struct region *region_of(uintptr_t address, size_t size)
{
	for (unsigned int i = 0; i < region_count; i++) {
		uintptr_t start = (uintptr_t)regions[i].cached;

		if (address >= start && address - start + size <= regions[i].size)
			return &regions[i];
	}
	return NULL;
}

/* Extent of a block: the last one of a region may be cut off. */
static size_t block_size(const struct region *region, size_t block)
{
	size_t left = region->size - block * sim.granule;

	return left < sim.granule ? left : sim.granule;
}

static void write_back(struct region *region, size_t block)
{
	size_t at = block * sim.granule;

	memcpy((unsigned char *)region->memory + at, region->cached + at, block_size(region, block));
	region->state[block] = CLEAN;
}

static void fill(struct region *region, size_t block)
{
	size_t at = block * sim.granule;

	memcpy(region->cached + at, (unsigned char *)region->memory + at, block_size(region, block));
	region->state[block] = CLEAN;
}

void sim_memory_touch(const void *p, size_t size, bool write)
{
	struct region *region = region_of((uintptr_t)p, size);
	size_t at;

	if (region == NULL)
		return;
	if (region->settle != NULL)
		region->settle();
	if (!sim.coherent) {
		if ((uintptr_t)p % (size < 8 ? size : 8) != 0)
			sim_fail("unaligned access with the MMU off");
		return;
	}
	at = (size_t)((const unsigned char *)p - region->cached);
	for (size_t block = at / sim.granule; block <= (at + size - 1) / sim.granule; block++) {
		if (region->state[block] == ABSENT)
			fill(region, block);
		if (write)
			region->state[block] = DIRTY;
	}
}

void sim_memory_disturb(void)
{
	struct region *region;
	size_t block;

	if (region_count == 0 || !sim.coherent)
		return;
	region = &regions[sim_random(region_count)];
	block = sim_random((uint32_t)((region->size + sim.granule - 1) / sim.granule));
	switch (region->state[block]) {
	case ABSENT:
		fill(region, block);
		break;
	case DIRTY:
		write_back(region, block);
		break;
	default:
		region->state[block] = ABSENT;
		break;
	}
}

void sim_memory_power_down(void)
{
	for (unsigned int i = 0; i < region_count && sim.coherent; i++)
		for (size_t block = 0; block * sim.granule < regions[i].size; block++)
			if (regions[i].state[block] == DIRTY && sim_chance(2))
				write_back(&regions[i], block);
}

void sim_memory_clean(const void *p, size_t size)
{
	struct region *region = region_of((uintptr_t)p, size);
	size_t at;

	if (region == NULL || !sim.coherent)
		return;
	at = (size_t)((const unsigned char *)p - region->cached);
	for (size_t block = at / sim.granule; block <= (at + size - 1) / sim.granule; block++)
		if (region->state[block] == DIRTY)
			write_back(region, block);
}

/* What was written and not cleaned may be lost, or not. */
void sim_memory_invalidate(const void *p, size_t size)
{
	struct region *region = region_of((uintptr_t)p, size);
	size_t at;

	if (region == NULL || !sim.coherent)
		return;
	at = (size_t)((const unsigned char *)p - region->cached);
	for (size_t block = at / sim.granule; block <= (at + size - 1) / sim.granule; block++) {
		if (region->state[block] == DIRTY && sim_chance(2))
			write_back(region, block);
		region->state[block] = ABSENT;
	}
}

/* The word of memory behind a physical address. */
static uint64_t *word_at(uint64_t pa, size_t size)
{
	uintptr_t address = (uintptr_t)(pa - SIM_PHYS_OFFSET);
	struct region *region = region_of(address, size);

	if (region == NULL || pa % size != 0)
		sim_fail("CPU %u, caches off, uses physical address %#llx", sim_self()->id,
		         (unsigned long long)pa);
	if (!sim.coherent)
		return (uint64_t *)(address & ~(uintptr_t)7);
	return &region->memory[(address - (uintptr_t)region->cached) / 8];
}

uint64_t sim_read64(uint64_t pa)
{
	sim_step();
	return SIM_GET(*word_at(pa, 8));
}

void sim_memory_poke(uint64_t pa, uint64_t value)
{
	SIM_SET(*word_at(pa, 8), value);
}

uint32_t sim_read32(uint64_t pa)
{
	uint64_t both;

	sim_step();
	both = SIM_GET(*word_at(pa, 4));
	return (uint32_t)(pa % 8 != 0 ? both >> 32 : both);
}

void sim_write64(uint64_t pa, uint64_t value)
{
	sim_step();
	SIM_SET(*word_at(pa, 8), value);
}

void sim_record64(uint64_t pa, uint64_t value)
{
	sim_write64(pa, value);
}

void sim_publish64(uint64_t pa, uint64_t value)
{
	sim_write64(pa, value);
}

uint64_t sim_load64(const uint64_t *p)
{
	sim_step();
	sim_memory_touch(p, sizeof(*p), false);
	return SIM_GET(*p);
}

void sim_store64(uint64_t *p, uint64_t value)
{
	sim_step();
	sim_memory_touch(p, sizeof(*p), true);
	SIM_SET(*p, value);
}

/* Each access is looked at here: see sim_stack_check(). */
void sim_memory_use(void *p, size_t size)
{
	(void)p;
	(void)size;
}
