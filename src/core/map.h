/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MPIDR to logical id: a sorted array that is searched by halving, by this
 * code and by the secondary's first instructions alike.
 */
#ifndef SMPBOOT_CORE_MAP_H
#define SMPBOOT_CORE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/* Aff3 at 39:32, Aff2, Aff1 and Aff0 at 23:0 (Arm ARM DDI0487, MPIDR_EL1). */
#define SMPBOOT_MPIDR_AFFINITY 0xff00ffffffull

/* The four affinity fields next to each other: all that tells CPUs apart, in 32 bits. */
static inline uint32_t smpboot_map_pack(uint64_t mpidr)
{
	return (uint32_t)(mpidr & 0xffffff) | (uint32_t)((mpidr >> 32) & 0xff) << 24;
}

/* Logical id of an MPIDR, whose other bits are ignored; SMPBOOT_NO_CPU: none. */
unsigned int smpboot_map_find(const struct smpboot_map_entry *map, unsigned int count, uint64_t mpidr);

/* Adds an entry that is not in the map yet; there is room for it. */
void smpboot_map_insert(struct smpboot_map_entry *map, unsigned int count, uint64_t mpidr, unsigned int id);

/* Drops every entry with an id of `first` or above; returns how many are left. */
unsigned int smpboot_map_truncate(struct smpboot_map_entry *map, unsigned int count, unsigned int first);

#endif
