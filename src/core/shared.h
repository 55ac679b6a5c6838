/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who shares a cache, pair by pair.
 */
#ifndef SMPBOOT_CORE_SHARED_H
#define SMPBOOT_CORE_SHARED_H

#include <stdbool.h>

#include <smpboot/topology.h>

/* Whether anybody tells with whom a CPU shares its caches of a level. */
bool smpboot_share_known(unsigned int id, unsigned int level);

/* Whether two CPUs share them, where that is known of `id`, which is at `place`. */
bool smpboot_share(const struct smpboot_topology *place, unsigned int id, unsigned int other,
                   unsigned int level);

#endif
