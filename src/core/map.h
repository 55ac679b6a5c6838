/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MPIDR to logical id and back. One map for the kernel's look-ups and for the
 * first instructions of a secondary, which read the same memory.
 *
 * `hwids` is the way back: the MPIDR of each logical id. The way there is one
 * of three, and every answer is checked against hwids:
 *
 *   sorted  while CPUs are added: logical ids in the order of their MPIDRs, to be
 *           searched by halving; and for good where `direct` does not fit.
 *   direct  from the first bring-up on, where it fits: the bits in which the
 *           MPIDRs differ, moved next to each other, are an index.
 *   none    for the moment in which one becomes the other: all are looked at.
 */
#ifndef SMPBOOT_CORE_MAP_H
#define SMPBOOT_CORE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/* Aff3 at 39:32, Aff2, Aff1 and Aff0 at 23:0 (Arm ARM DDI0487, MPIDR_EL1). */
#define SMPBOOT_MPIDR_AFFINITY 0xff00ffffffull

/* Entries of `ids` for each CPU that the table can hold. */
#define SMPBOOT_MAP_IDS_PER_CPU 2

struct smpboot_map {
	uint64_t *hwids;
	uint32_t *ids;
	uint32_t capacity; /* CPUs */
	uint32_t kind;     /* SMPBOOT_MAP_...; atomic */
	uint32_t fields[SMPBOOT_MAP_FIELDS];
	uint64_t differing; /* the bits in which the MPIDRs differ */
};

/* Bytes of hwids and ids, which are one block. */
static inline size_t smpboot_map_size(const struct smpboot_map *map)
{
	return map->capacity * (sizeof(*map->hwids) + SMPBOOT_MAP_IDS_PER_CPU * sizeof(*map->ids));
}

/* Logical id of an MPIDR, whose other bits are ignored; SMPBOOT_NO_CPU: none. */
unsigned int smpboot_map_find(const struct smpboot_map *map, unsigned int count, uint64_t mpidr);

/* Adds an MPIDR that is not in the map yet, as logical id `count`; there is room for it. */
void smpboot_map_insert(struct smpboot_map *map, unsigned int count, uint64_t mpidr);

/* Drops every id of `first` or above. */
void smpboot_map_truncate(struct smpboot_map *map, unsigned int count, unsigned int first);

/* All CPUs are there: makes the map direct where that fits. */
void smpboot_map_close(struct smpboot_map *map, unsigned int count);

#endif
