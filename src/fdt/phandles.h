/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What phandles stand for: CPUs by their logical id, caches by their node, and
 * once a cache has been read, by a CPU that has it. A hash table in memory that
 * the CPUs' records can spare during the scan, so that each question takes the
 * same time whatever the number of CPUs.
 */
#ifndef SMPBOOT_FDT_PHANDLES_H
#define SMPBOOT_FDT_PHANDLES_H

#include <stdbool.h>
#include <stdint.h>

enum smpboot_fdt_target {
	SMPBOOT_FDT_NOTHING = 0,
	SMPBOOT_FDT_CPU = 1,        /* number: logical id */
	SMPBOOT_FDT_CACHE = 2,      /* number: a quarter of the node's offset */
	SMPBOOT_FDT_CACHE_READ = 3, /* number: a CPU that has it, and its level: see cache_node.c */
};

/* Empties the table. */
void smpboot_fdt_phandles_start(void);

/*
 * Notes what a phandle stands for; of two with the same number the first one
 * counts. Where the table is full, or numbers were chosen to collide, it is left
 * out: what refers to it is then not known.
 */
void smpboot_fdt_phandles_add(uint32_t phandle, enum smpboot_fdt_target target, uint32_t number);

/* Looks one up; 0 stands for nothing. */
enum smpboot_fdt_target smpboot_fdt_phandles_find(uint32_t phandle, uint32_t *number);

/* From now on a phandle that is in the table stands for this. */
void smpboot_fdt_phandles_change(uint32_t phandle, enum smpboot_fdt_target target, uint32_t number);

#endif
