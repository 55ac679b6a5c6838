/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first page tables. This file runs with the MMU off, at the physical
 * address of an image that is linked elsewhere, which is fine as long as all
 * it does with addresses is relative to the program counter: it has no table
 * of pointers and no switch, and is compiled without -fpic, whose GOT holds
 * absolute addresses, and with -mgeneral-regs-only -mstrict-align, since with
 * the MMU off all memory is Device memory, where unaligned accesses fault.
 *
 * Everything it writes lies in .early: see head.S.
 */
#include "boot/boot.h"

#include "arch/mmu.h"
#include "mm/mm.h"

#define TABLE __attribute__((section(".early"), aligned(4096))) uint64_t

TABLE kernel_root[MMU_ENTRIES];
static TABLE image_l1[MMU_ENTRIES], image_l2[MMU_ENTRIES], image_l3[MMU_ENTRIES];

TABLE switch_root[MMU_ENTRIES];
static TABLE switch_l1[MMU_ENTRIES], switch_l2[MMU_ENTRIES];

/* With the MMU off, the address of a symbol is its physical one. */
static uint64_t physical(const void *symbol)
{
	return (uint64_t)symbol;
}

/*
 * Volatile, or the compiler would make it a call of memset(), which uses
 * vector registers and DC ZVA: neither works on Device memory.
 */
static void clear(volatile uint64_t *table)
{
	for (unsigned int i = 0; i < MMU_ENTRIES; i++)
		table[i] = 0;
}

/* Makes `table` the one that `parent`, of this level, has for an address. */
static void add_table(uint64_t *parent, unsigned int level, uint64_t address, uint64_t *table)
{
	clear(table);
	parent[mmu_level_index(address, level)] = physical(table) | MMU_TABLE;
}

static void map_pages(const char *from, const char *to, uint64_t attributes)
{
	for (; from < to; from += PAGE_SIZE)
		image_l3[mmu_level_index(physical(from), 3)] = physical(from) | attributes | MMU_PAGE;
}

/* The image where it is linked: code, constants and data, each as it should be for ever. */
static void map_image(void)
{
	clear(kernel_root);
	add_table(kernel_root, 0, KERNEL_BASE, image_l1);
	add_table(image_l1, 1, KERNEL_BASE, image_l2);
	add_table(image_l2, 2, KERNEL_BASE, image_l3);
	map_pages(image_start, text_end, MMU_CODE);
	map_pages(text_end, rodata_end, MMU_CONST);
	map_pages(rodata_end, image_end, MMU_DATA);
}

/* The 2 MiB that the image lies in, where they are: for the instructions around the switch. */
static void map_switch(void)
{
	uint64_t pa = physical(image_start);

	clear(switch_root);
	add_table(switch_root, 0, pa, switch_l1);
	add_table(switch_l1, 1, pa, switch_l2);
	switch_l2[mmu_level_index(pa, 2)] = pa | MMU_CODE | MMU_BLOCK;
}

void early_map(void)
{
	map_image();
	map_switch();
}
