/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property names as numbers. A tree has each name once, in its strings block, so
 * that where a name lies there soon says which it is: the letters are compared
 * once for each name, not once for each property of each CPU.
 */
#ifndef SMPBOOT_FDT_NAMES_H
#define SMPBOOT_FDT_NAMES_H

#include "scan.h"

/* The names that count in the pass over the tree. */
#define SMPBOOT_FDT_NAMES(X) \
	X(REG, "reg") \
	X(COMPATIBLE, "compatible") \
	X(STATUS, "status") \
	X(PHANDLE, "phandle") \
	X(DEVICE_TYPE, "device_type") \
	X(ENABLE_METHOD, "enable-method") \
	X(RELEASE_ADDR, "cpu-release-addr") \
	X(CAPACITY, "capacity-dmips-mhz") \
	X(NUMA, "numa-node-id") \
	X(CPU, "cpu") \
	X(NEXT_LEVEL, "next-level-cache") \
	X(CACHE_LEVEL, "cache-level") \
	X(CACHE_UNIFIED, "cache-unified") \
	X(CACHE_SIZE, "cache-size") \
	X(CACHE_LINE, "cache-line-size") \
	X(CACHE_BLOCK, "cache-block-size") \
	X(CACHE_SETS, "cache-sets") \
	X(DATA_SIZE, "d-cache-size") \
	X(DATA_LINE, "d-cache-line-size") \
	X(DATA_BLOCK, "d-cache-block-size") \
	X(DATA_SETS, "d-cache-sets") \
	X(INSTRUCTION_SIZE, "i-cache-size") \
	X(INSTRUCTION_LINE, "i-cache-line-size") \
	X(INSTRUCTION_BLOCK, "i-cache-block-size") \
	X(INSTRUCTION_SETS, "i-cache-sets") \
	X(OLD_PHANDLE, "linux,phandle") \
	X(ADDRESS_CELLS, "#address-cells")

enum smpboot_fdt_name {
	SMPBOOT_FDT_NAME_OTHER = 0, /* none of these */
#define X(name, text) SMPBOOT_FDT_NAME_##name,
	SMPBOOT_FDT_NAMES(X)
#undef X
};

/* Forgets where names lie: before another tree is read. */
void smpboot_fdt_names_start(void);

/* The name of the property that the cursor stands on. */
enum smpboot_fdt_name smpboot_fdt_name_of(const struct smpboot_fdt_cursor *cursor);

#endif
