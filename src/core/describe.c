/* SPDX-License-Identifier: BSD-2-Clause */
#include "describe.h"

#include "cache.h"
#include "machine.h"

static struct smpboot_self *self_of(unsigned int id)
{
	return &smpboot_machine.selves[id];
}

void smpboot_describe_capacity(unsigned int id, uint32_t capacity)
{
	self_of(id)->capacity = capacity;
	self_of(id)->described |= SMPBOOT_DESCRIBED_CAPACITY;
}

void smpboot_describe_numa(unsigned int id, uint32_t node)
{
	if (node >= SMPBOOT_PLACE_NONE)
		return;
	self_of(id)->numa = (uint16_t)node;
	self_of(id)->described |= SMPBOOT_DESCRIBED_NUMA;
}

void smpboot_describe_place(unsigned int id, const struct smpboot_place *place)
{
	struct smpboot_self *self = self_of(id);

	if ((self->described & SMPBOOT_DESCRIBED_PLACE) != 0)
		return;
	self->place = *place;
	self->described |= SMPBOOT_DESCRIBED_PLACE;
}

void smpboot_describe_cache(unsigned int id, struct smpboot_cache cache)
{
	uint64_t list[SMPBOOT_CACHES] = { 0 };

	cache.source = SMPBOOT_SOURCE_DESCRIPTION;
	/* Only the boot CPU's registers were read before. */
	if (id != 0) {
		(void)smpboot_cache_insert(self_of(id)->cache, &cache);
		return;
	}
	list[0] = smpboot_cache_pack(&cache);
	smpboot_cache_merge(self_of(id)->cache, list, SMPBOOT_SOURCE_DESCRIPTION);
}

void smpboot_describe_leader(unsigned int id, unsigned int level, unsigned int leader)
{
	unsigned int index = level - SMPBOOT_SHARED_FIRST;

	if (index < SMPBOOT_SHARED_LEVELS)
		self_of(id)->leader[index] = leader + 1;
}

void smpboot_describe_as(unsigned int id, unsigned int level, unsigned int leader)
{
	const struct smpboot_self *from = self_of(leader);

	for (unsigned int i = 0; i < SMPBOOT_CACHES && from->cache[i] != 0; i++) {
		struct smpboot_cache cache = smpboot_cache_unpack(from->cache[i]);

		if (cache.level >= level)
			smpboot_describe_cache(id, cache);
	}
	for (unsigned int i = 0; i < SMPBOOT_SHARED_LEVELS; i++)
		if (SMPBOOT_SHARED_FIRST + i >= level)
			self_of(id)->leader[i] = from->leader[i];
}

/* Where a CPU shares no cache yet, there is room for a number. */
uint32_t *smpboot_describe_link(unsigned int id)
{
	return &self_of(id)->leader[0];
}

uint32_t *smpboot_describe_scratch(unsigned int record)
{
	return self_of(record)->scratch;
}

unsigned int smpboot_describe_records(void)
{
	return smpboot_machine.capacity;
}

void smpboot_describe_end(void)
{
	for (unsigned int id = 1; id < smpboot_machine.capacity; id++)
		for (unsigned int i = 0; i < SMPBOOT_SELF_SCRATCH; i++)
			self_of(id)->scratch[i] = 0;
}

/* What registers have told stays. */
static void forget(struct smpboot_self *self)
{
	uint64_t told[SMPBOOT_CACHES];

	for (unsigned int i = 0; i < SMPBOOT_CACHES; i++) {
		told[i] = self->cache[i];
		self->cache[i] = 0;
	}
	smpboot_cache_merge(self->cache, told, SMPBOOT_SOURCE_REGISTERS);
	for (unsigned int i = 0; i < SMPBOOT_SHARED_LEVELS; i++)
		self->leader[i] = 0;
	self->described = 0;
}

void smpboot_describe_forget(void)
{
	for (unsigned int id = 0; id < smpboot_machine.capacity; id++)
		forget(self_of(id));
}
