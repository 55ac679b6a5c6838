/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Noting what a description says of the CPUs. On the boot CPU, before any start.
 */
#ifndef SMPBOOT_CORE_DESCRIBE_H
#define SMPBOOT_CORE_DESCRIBE_H

#include <stdint.h>

#include "self.h"

void smpboot_describe_capacity(unsigned int id, uint32_t capacity);

/* Nodes from 65535 on are left out. */
void smpboot_describe_numa(unsigned int id, uint32_t node);

/* Of two descriptions of one CPU, the first one stays. */
void smpboot_describe_place(unsigned int id, const struct smpboot_place *place);

/*
 * A cache. What the CPU's registers have told already stays; so does the first of
 * two with one level and type. The source is set here.
 */
void smpboot_describe_cache(unsigned int id, struct smpboot_cache cache);

/* The CPU shares its cache of this level with all that were given the same leader, a CPU. */
void smpboot_describe_leader(unsigned int id, unsigned int level, unsigned int leader);

/* Takes over what was said of the leader from this level on. */
void smpboot_describe_as(unsigned int id, unsigned int level, unsigned int leader);

/*
 * Until the caches are described: a number for each CPU, 0 at first and to be
 * 0 in the end; and words for the scan's own use, of which the boot CPU has
 * none: `record` counts from 1 to below smpboot_describe_records().
 */
uint32_t *smpboot_describe_link(unsigned int id);
uint32_t *smpboot_describe_scratch(unsigned int record);
unsigned int smpboot_describe_records(void);

/* Empties the scratch words: before they are used, and once the scan is over. */
void smpboot_describe_end(void);

/* Forgets what was said of all CPUs. */
void smpboot_describe_forget(void);

#endif
