/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Caches, as CPUs and nodes of their own describe them (Devicetree Specification
 * 0.4, 3.8.1 and 3.9): which there are, and which CPUs go through one.
 */
#ifndef SMPBOOT_FDT_CACHE_NODE_H
#define SMPBOOT_FDT_CACHE_NODE_H

#include "names.h"
#include "scan.h"

/* Size, line and sets of one cache; 0 for what is not told. */
struct smpboot_fdt_shape {
	uint32_t size;
	uint32_t line;
	uint32_t block; /* stands for the line where that is not told */
	uint32_t sets;
};

/* What any node may say of caches. All zero at its beginning. */
struct smpboot_fdt_caches {
	uint32_t phandle;
	uint32_t next;  /* next-level-cache */
	uint32_t level; /* cache-level */
	bool is_cache;  /* it says that it is one: cache-level, or cache-unified */
	struct smpboot_fdt_shape unified;
	struct smpboot_fdt_shape data;
	struct smpboot_fdt_shape instruction;
};

/* To be called on each property of a node. */
void smpboot_fdt_cache_property(struct smpboot_fdt_caches *caches, enum smpboot_fdt_name name,
                                const struct smpboot_fdt_value *value);

/* To be called when the properties of a node at this offset that is no CPU have been passed. */
void smpboot_fdt_cache_close(const struct smpboot_fdt_caches *caches, int node_offset);

/* The same for a CPU that was added under this logical id. */
void smpboot_fdt_cache_close_cpu(const struct smpboot_fdt_caches *caches, unsigned int id);

/* When the whole tree has been passed: finds the caches of all `count` CPUs. */
void smpboot_fdt_cache_connect(const struct smpboot_fdt_cursor *cursor, unsigned int count);

#endif
