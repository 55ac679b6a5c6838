/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Caches: from CLIDR_EL1 and CCSIDR_EL1 (Arm ARM, DDI0487), and each in one word.
 */
#ifndef SMPBOOT_CORE_CACHE_H
#define SMPBOOT_CORE_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/topology.h>

#include "registers.h"

/* One word for each cache; 0 is none. */
uint64_t smpboot_cache_pack(const struct smpboot_cache *cache);
struct smpboot_cache smpboot_cache_unpack(uint64_t word);

/*
 * The CSSELR_EL1 values of the caches that CLIDR_EL1 tells of, in the order of
 * smpboot_cpu_cache(). Of more than SMPBOOT_CACHES the first ones.
 * returns: how many
 */
unsigned int smpboot_cache_selectors(uint64_t clidr, struct smpboot_cache_register cache[SMPBOOT_CACHES]);

/* The cache that a register tells of. `ccidx`: CCSIDR_EL1 has its 64-bit format (ID_AA64MMFR2_EL1.CCIDX). */
struct smpboot_cache smpboot_cache_decode(uint64_t clidr, const struct smpboot_cache_register *reg,
                                          bool ccidx);

/*
 * Adds a cache to a list that is ordered, and ends at its first 0.
 * returns: false: the list is full, or it has the level and type already
 */
bool smpboot_cache_insert(uint64_t list[SMPBOOT_CACHES], const struct smpboot_cache *cache);

/* Adds those of `from` that have this source, and no level that `list` has already from another. */
void smpboot_cache_merge(uint64_t list[SMPBOOT_CACHES], const uint64_t from[SMPBOOT_CACHES],
                         enum smpboot_source source);

#endif
