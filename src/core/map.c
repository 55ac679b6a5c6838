/* SPDX-License-Identifier: BSD-2-Clause */
#include "map.h"

#include <smpboot/smpboot.h>

/* ---- Sorted ---------------------------------------------------------------- */

/* Index of the first id whose MPIDR is not below `mpidr`. */
static unsigned int lower_bound(const struct smpboot_map *map, unsigned int count, uint64_t mpidr)
{
	unsigned int low = 0;

	while (count > 0) {
		unsigned int half = count / 2;

		if (map->hwids[map->ids[low + half]] < mpidr) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

void smpboot_map_insert(struct smpboot_map *map, unsigned int count, uint64_t mpidr)
{
	unsigned int i = count;

	/* From the end: device trees list CPUs in rising order, so that this is one step as a rule. */
	for (; i > 0 && map->hwids[map->ids[i - 1]] > mpidr; i--)
		map->ids[i] = map->ids[i - 1];
	map->ids[i] = count;
	map->hwids[count] = mpidr;
	map->differing |= mpidr ^ map->hwids[0];
}

void smpboot_map_truncate(struct smpboot_map *map, unsigned int count, unsigned int first)
{
	unsigned int left = 0;

	for (unsigned int i = 0; i < count; i++)
		if (map->ids[i] < first)
			map->ids[left++] = map->ids[i];
	map->differing = 0;
	for (unsigned int id = 0; id < first; id++)
		map->differing |= map->hwids[id] ^ map->hwids[0];
}

/* ---- Direct ---------------------------------------------------------------- */

static inline unsigned int part_of(uint64_t mpidr, uint32_t field)
{
	return (unsigned int)(mpidr >> (field & 63)) & field >> SMPBOOT_MAP_FIELD_MASK_SHIFT;
}

_Static_assert(SMPBOOT_MAP_FIELDS == 4, "index_of() takes them one by one");

__attribute__((always_inline)) static inline unsigned int index_of(const uint32_t fields[SMPBOOT_MAP_FIELDS],
                                                                   uint64_t mpidr)
{
	return part_of(mpidr, fields[0]) | part_of(mpidr, fields[1]) | part_of(mpidr, fields[2]) |
	       part_of(mpidr, fields[3]);
}

/*
 * Gives each affinity level its place in the index: from its lowest differing bit
 * to its highest, behind the levels below. Returns the index's width in bits.
 */
static unsigned int place_fields(struct smpboot_map *map, uint64_t bits)
{
	static const uint8_t level_shift[SMPBOOT_MAP_FIELDS] = { 0, 8, 16, 32 };
	unsigned int width = 0;
	unsigned int used = 0;

	for (unsigned int i = 0; i < SMPBOOT_MAP_FIELDS; i++) {
		uint32_t level = (uint32_t)(bits >> level_shift[i]) & 0xff;
		unsigned int low = 0;
		unsigned int high = 0;

		map->fields[i] = 0;
		while (level >> high != 0)
			high++;
		if (high == 0)
			continue;
		while ((level >> low & 1) == 0)
			low++;
		map->fields[used++] = ((1u << (high - low)) - 1) << width << SMPBOOT_MAP_FIELD_MASK_SHIFT |
		                      (level_shift[i] + low - width);
		width += high - low;
	}
	return width;
}

/* Of its own fields: for all that a compiler knows, an id that is stored could else be one of them. */
static void fill(const struct smpboot_map *map, unsigned int count)
{
	const uint32_t fields[SMPBOOT_MAP_FIELDS] = { map->fields[0], map->fields[1], map->fields[2],
		                                      map->fields[3] };
	const uint64_t *hwids = map->hwids;
	uint32_t *ids = map->ids;

	for (unsigned int id = 0; id < count; id++)
		ids[index_of(fields, hwids[id])] = id;
}

void smpboot_map_close(struct smpboot_map *map, unsigned int count)
{
	unsigned int width = place_fields(map, map->differing);
	uint64_t entries = 1ull << width;

	if (entries > (uint64_t)map->capacity * SMPBOOT_MAP_IDS_PER_CPU)
		return;
	/* An interrupt of this CPU may look something up meanwhile. */
	__atomic_store_n(&map->kind, SMPBOOT_MAP_NONE, __ATOMIC_RELEASE);
	/* An index that no CPU has leads to id 0, whose MPIDR is another; with as many as CPUs there is none. */
	for (unsigned int i = 0; i < entries && entries != count; i++)
		map->ids[i] = 0;
	fill(map, count);
	/* The ids before the word that says how to read them. */
	__atomic_store_n(&map->kind, SMPBOOT_MAP_DIRECT, __ATOMIC_RELEASE);
}

/* ---- Look-up --------------------------------------------------------------- */

/* The only id that the CPU can have, or `count`. */
static unsigned int candidate(const struct smpboot_map *map, unsigned int count, uint64_t mpidr)
{
	unsigned int i;

	switch (__atomic_load_n(&map->kind, __ATOMIC_ACQUIRE)) {
	case SMPBOOT_MAP_DIRECT:
		return map->ids[index_of(map->fields, mpidr)];
	case SMPBOOT_MAP_SORTED:
		i = lower_bound(map, count, mpidr);
		return i < count ? map->ids[i] : count;
	default:
		for (i = 0; i < count && map->hwids[i] != mpidr; i++)
			continue;
		return i;
	}
}

unsigned int smpboot_map_find(const struct smpboot_map *map, unsigned int count, uint64_t mpidr)
{
	unsigned int id;

	mpidr &= SMPBOOT_MPIDR_AFFINITY;
	id = candidate(map, count, mpidr);
	return id < count && map->hwids[id] == mpidr ? id : SMPBOOT_NO_CPU;
}
