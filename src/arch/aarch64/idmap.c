/* SPDX-License-Identifier: BSD-2-Clause */
#include "idmap.h"

#include <stdbool.h>

/* Fields of TCR_EL1 (Arm ARM DDI0487). */
#define TCR_TTBR0_FIELDS \
	((1ull << 51) | (1ull << 41) | (1ull << 37) | 0xffffull) /* TBID0, HPD0, TBI0, TG0 to T0SZ */
#define TCR_NFD0         (1ull << 53)
#define TCR_E0PD0        (1ull << 55)
#define TCR_DS           (1ull << 59)
#define TCR_T0SZ_48      16u
#define TCR_IRGN1_SHIFT  24
#define TCR_IRGN0_SHIFT  8
#define TCR_CACHE_FIELDS 0x3full /* IRGN, ORGN and SH of one TTBR, next to each other */
#define TCR_TG1_SHIFT    30
#define TCR_TG0_SHIFT    14

/* Descriptors (Arm ARM DDI0487, VMSAv8-64). */
#define DESC_TABLE      0x3ull
#define DESC_PAGE       0x3ull
#define DESC_ATTR_SHIFT 2
#define DESC_READ_ONLY  (1ull << 7)
#define DESC_INNER      (3ull << 8)
#define DESC_ACCESSED   (1ull << 10)
#define DESC_UXN        (1ull << 54)

#define ADDRESS_BITS 48u

/* log2 of the granule in TG1, and the same as TG0 has it; false: reserved. */
static bool granule_of(uint64_t tcr, unsigned int *shift, uint64_t *tg0)
{
	switch ((tcr >> TCR_TG1_SHIFT) & 3) {
	case 1:
		*shift = 14;
		*tg0 = 2;
		return true;
	case 2:
		*shift = 12;
		*tg0 = 0;
		return true;
	case 3:
		*shift = 16;
		*tg0 = 1;
		return true;
	default:
		return false;
	}
}

/* Index in MAIR of Normal memory, write-back inside and outside; 8: none. */
static unsigned int normal_memory(uint64_t mair)
{
	unsigned int index = 0;

	for (; index < 8; index++) {
		uint64_t attribute = (mair >> (8 * index)) & 0xff;

		/* Each half 0b11xx: write-back, not transient. */
		if ((attribute & 0xcc) == 0xcc)
			break;
	}
	return index;
}

static uint64_t idmap_tcr(uint64_t tcr, uint64_t tg0)
{
	uint64_t cache = (tcr >> TCR_IRGN1_SHIFT) & TCR_CACHE_FIELDS;

	tcr &= ~(TCR_TTBR0_FIELDS | TCR_NFD0 | TCR_E0PD0);
	return tcr | TCR_T0SZ_48 | cache << TCR_IRGN0_SHIFT | tg0 << TCR_TG0_SHIFT;
}

/*
 * Each entry once, and as it will be: CPUs of an earlier call may be walking these tables,
 * and find in them what was there before. Atomic stores do not become a memset() first.
 */
static void fill(uint64_t *table, size_t entries, size_t index, uint64_t descriptor)
{
	for (size_t i = 0; i < entries; i++)
		__atomic_store_n(&table[i], i == index ? descriptor : 0, __ATOMIC_RELAXED);
}

enum smpboot_status smpboot_idmap_build(struct smpboot_idmap *map)
{
	unsigned int attribute = normal_memory(map->mair);
	unsigned int page_shift;
	unsigned int index_bits;
	unsigned int levels;
	size_t page;
	uint64_t tg0;
	uint64_t *table = map->tables;

	if (!granule_of(map->tcr, &page_shift, &tg0) || attribute == 8)
		return SMPBOOT_ERR_TRANSLATION;
	if (map->page >> ADDRESS_BITS != 0 || (map->tables_pa + map->size - 1) >> ADDRESS_BITS != 0)
		return SMPBOOT_ERR_TRANSLATION;
	page = (size_t)1 << page_shift;
	index_bits = page_shift - 3;
	levels = (ADDRESS_BITS - page_shift + index_bits - 1) / index_bits;
	map->used = levels * page;
	if (map->tables_pa % page != 0 || (uintptr_t)map->tables % page != 0 || map->size < map->used)
		return SMPBOOT_ERR_IDMAP;

	/* One table per level, each with the one entry on the way to the page. */
	for (unsigned int level = 0; level < levels; level++, table += page / sizeof(*table)) {
		unsigned int shift = page_shift + (levels - 1 - level) * index_bits;
		size_t index = (map->page >> shift) & ((1u << index_bits) - 1);

		uint64_t descriptor = (map->tables_pa + (level + 1) * page) | DESC_TABLE;

		if (level + 1 == levels)
			descriptor = (map->page & ~(uint64_t)(page - 1)) | DESC_PAGE | DESC_READ_ONLY |
			             DESC_ACCESSED | DESC_UXN | (uint64_t)attribute << DESC_ATTR_SHIFT |
			             /* With TCR.DS these bits are address bits, and shareability is TCR's. */
			             ((map->tcr & TCR_DS) != 0 ? 0 : DESC_INNER);
		fill(table, page / sizeof(*table), index, descriptor);
	}
	map->tcr_idmap = idmap_tcr(map->tcr, tg0);
	return SMPBOOT_OK;
}
