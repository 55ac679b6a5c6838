/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The identity map, read by a table walk of its own (Arm ARM DDI0487,
 * VMSAv8-64 translation).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/aarch64/idmap.h"

#define MAX_PAGE  65536u
#define TABLES_PA 0x0000812345670000ull
#define PAGE_PA   0x0000a5c3d2e1b000ull /* uses indices other than 0 at every level */

#define TCR_TG1(tg)    ((uint64_t)(tg) << 30)
#define TCR_DS         (1ull << 59)
#define MAIR_NORMAL_WB 0xffull

/* All of TCR_EL1 that is about TTBR0: T0SZ to TG0, TBI0, HPD0, TBID0, NFD0, E0PD0. */
#define TCR_TTBR0 (0xffffull | 1ull << 37 | 1ull << 41 | 1ull << 51 | 1ull << 53 | 1ull << 55)

struct granule {
	unsigned int shift;
	unsigned int tg0;
	unsigned int tg1;
	unsigned int levels; /* of 48 address bits */
};

static struct granule granules[] = {
	{ 12, 0, 2, 4 },
	{ 14, 2, 1, 4 },
	{ 16, 1, 3, 3 },
};

static _Alignas(MAX_PAGE) unsigned char tables[4 * MAX_PAGE];

static struct smpboot_idmap request(const struct granule *granule)
{
	memset(tables, 0xee, sizeof(tables));
	return (struct smpboot_idmap){
		.tables = tables,
		.size = (size_t)granule->levels << granule->shift,
		.tables_pa = TABLES_PA,
		.page = PAGE_PA,
		.tcr = TCR_TG1(granule->tg1),
		.mair = MAIR_NORMAL_WB,
	};
}

static struct smpboot_idmap built(const struct granule *granule)
{
	struct smpboot_idmap map = request(granule);

	assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
	return map;
}

static uint64_t page_of(uint64_t address, const struct granule *granule)
{
	return address >> granule->shift << granule->shift;
}

/* The last-level descriptor of an address; 0: none. */
static uint64_t walk(uint64_t va, const struct granule *granule)
{
	unsigned int bits = granule->shift - 3;
	uint64_t table = TABLES_PA;

	for (unsigned int left = granule->levels; left > 0; left--) {
		unsigned int shift = granule->shift + (left - 1) * bits;
		size_t index = (size_t)(va >> shift) & ((1u << bits) - 1);
		uint64_t descriptor;

		memcpy(&descriptor, tables + (table - TABLES_PA) + index * 8, 8);
		if ((descriptor & 3) != 3)
			return 0;
		if (left == 1)
			return descriptor;
		table = page_of(descriptor & 0xffffffffffff, granule);
		assert_in_range(table, TABLES_PA, TABLES_PA + sizeof(tables) - 1);
	}
	return 0;
}

static void the_page_is_mapped_to_itself(void **state)
{
	const struct granule *g = *state;
	uint64_t page = page_of(PAGE_PA, g);
	uint64_t size = 1ull << g->shift;

	(void)built(g);
	assert_int_equal(page_of(walk(page, g) & 0xffffffffffff, g), page);
	assert_int_equal(walk(page + size - 1, g), walk(page, g));
	assert_int_equal(walk(page + size, g), 0);
	assert_int_equal(walk(page - size, g), 0);
}

static void nothing_else_is_mapped(void **state)
{
	const struct granule *g = *state;
	struct smpboot_idmap map = built(g);
	unsigned int used = 0;

	for (size_t i = 0; i < map.used; i += 8) {
		uint64_t descriptor;

		memcpy(&descriptor, tables + i, 8);
		used += descriptor != 0;
	}
	assert_int_equal(used, g->levels);
	assert_int_equal(map.used, (size_t)g->levels << g->shift);
	if (map.used < sizeof(tables))
		assert_int_equal(tables[map.used], 0xee);
}

static void any_page_of_48_bits_can_be_mapped(void **state)
{
	static const uint64_t pages[] = { 0, 0xfffffffff000, 0x800000000000, 0x40080000, 0x7fffffff0000 };
	const struct granule *g = *state;

	for (unsigned int i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct smpboot_idmap map = request(g);

		map.page = pages[i];
		assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
		assert_int_not_equal(walk(pages[i], g), 0);
		assert_int_equal(page_of(walk(pages[i], g) & 0xffffffffffff, g), page_of(pages[i], g));
	}
}

static void the_page_is_executable_and_read_only(void **state)
{
	const struct granule *g = *state;
	uint64_t descriptor;

	(void)built(g);
	descriptor = walk(PAGE_PA, g);
	assert_int_equal(descriptor >> 6 & 3, 2);  /* AP: read-only, EL1 only */
	assert_int_equal(descriptor >> 10 & 1, 1); /* AF */
	assert_int_equal(descriptor >> 53 & 1, 0); /* PXN */
	assert_int_equal(descriptor >> 54 & 1, 1); /* UXN */
	assert_int_equal(descriptor >> 8 & 3, 3);  /* SH: inner shareable */
}

/* With TCR_EL1.DS the shareability bits are address bits. */
static void with_52_bit_addresses_no_address_bit_is_set(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 2; i++) {
		struct smpboot_idmap map = request(&granules[i]);

		map.tcr |= TCR_DS;
		assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
		assert_int_equal(walk(PAGE_PA, &granules[i]) >> 8 & 3, 0);
	}
}

static void the_kernels_write_back_memory_type_is_used(void **state)
{
	static const uint64_t mairs[] = {
		0x00000000000000ff, 0x000000000000ff44, 0x00000000ff440400,
		0xff44bb0400000c08, 0x00000000000000ee, 0x00000000dd00f044,
	};
	static const unsigned int indices[] = { 0, 1, 3, 7, 0, 3 };
	const struct granule *g = *state;

	for (unsigned int i = 0; i < 6; i++) {
		struct smpboot_idmap map = request(g);

		map.mair = mairs[i];
		assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
		assert_int_equal(walk(PAGE_PA, g) >> 2 & 7, indices[i]);
	}
}

static void tcr_changes_for_ttbr0_only(void **state)
{
	const struct granule *g = *state;
	struct smpboot_idmap map = request(g);

	map.tcr = (UINT64_MAX & ~TCR_TG1(3)) | TCR_TG1(g->tg1);
	assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
	assert_int_equal((map.tcr_idmap ^ map.tcr) & ~TCR_TTBR0, 0);
	map.tcr = TCR_TG1(g->tg1);
	assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
	assert_int_equal((map.tcr_idmap ^ map.tcr) & ~TCR_TTBR0, 0);
}

static void tcr_has_ttbr0_walk_48_bits_as_ttbr1_does(void **state)
{
	const struct granule *g = *state;
	struct smpboot_idmap map = request(g);

	map.tcr |= 25 | 1u << 7 | 0x35ull << 24 | 1ull << 37 | 1ull << 41 | 1ull << 53 | 1ull << 55;
	assert_int_equal(smpboot_idmap_build(&map), SMPBOOT_OK);
	assert_int_equal(map.tcr_idmap & 0x3f, 16);        /* T0SZ */
	assert_int_equal(map.tcr_idmap >> 7 & 1, 0);       /* EPD0: walks are on */
	assert_int_equal(map.tcr_idmap >> 8 & 0x3f, 0x35); /* IRGN0, ORGN0, SH0 */
	assert_int_equal(map.tcr_idmap >> 14 & 3, g->tg0);
	assert_int_equal(map.tcr_idmap >> 37 & 1, 0); /* TBI0 */
	assert_int_equal(map.tcr_idmap >> 41 & 1, 0); /* HPD0 */
	assert_int_equal(map.tcr_idmap >> 53 & 1, 0); /* NFD0 */
	assert_int_equal(map.tcr_idmap >> 55 & 1, 0); /* E0PD0 */
}

/* The map cannot be built, and the kernel's pages are untouched. */
static void assert_refused(struct smpboot_idmap *map, enum smpboot_status status)
{
	assert_int_equal(smpboot_idmap_build(map), status);
	for (size_t i = 0; i < sizeof(tables); i++)
		assert_int_equal(tables[i], 0xee);
}

static void the_pages_must_be_aligned_and_enough(void **state)
{
	const struct granule *g = *state;
	size_t page = (size_t)1 << g->shift;
	struct smpboot_idmap map = request(g);

	map.size -= 1;
	assert_refused(&map, SMPBOOT_ERR_IDMAP);
	map.size = 0;
	assert_refused(&map, SMPBOOT_ERR_IDMAP);
	map = request(g);
	map.tables = tables + page / 2;
	assert_refused(&map, SMPBOOT_ERR_IDMAP);
	map = request(g);
	map.tables_pa += page / 2;
	assert_refused(&map, SMPBOOT_ERR_IDMAP);
}

static void the_granule_must_be_known(void **state)
{
	struct smpboot_idmap map = request(&granules[0]);

	(void)state;
	map.tcr = TCR_TG1(0);
	assert_refused(&map, SMPBOOT_ERR_TRANSLATION);
}

static void the_kernel_must_have_write_back_memory(void **state)
{
	/* Device, non-cacheable, write-through, and half of write-back. */
	static const uint64_t mairs[] = { 0, 0x0004080c44bb0000, 0xf40f4ffb44bbbfb4 };

	(void)state;
	for (unsigned int i = 0; i < 3; i++) {
		struct smpboot_idmap map = request(&granules[0]);

		map.mair = mairs[i];
		assert_refused(&map, SMPBOOT_ERR_TRANSLATION);
	}
}

static void addresses_have_48_bits(void **state)
{
	struct smpboot_idmap map = request(&granules[2]);

	(void)state;
	map.page = 1ull << 48;
	assert_refused(&map, SMPBOOT_ERR_TRANSLATION);
	map = request(&granules[2]);
	map.tables_pa = 1ull << 48;
	assert_refused(&map, SMPBOOT_ERR_TRANSLATION);
}

#define EACH_GRANULE(function) \
	cmocka_unit_test_prestate(function, &granules[0]), \
		cmocka_unit_test_prestate(function, &granules[1]), \
		cmocka_unit_test_prestate(function, &granules[2])

int main(void)
{
	static const struct CMUnitTest tests[] = {
		EACH_GRANULE(the_page_is_mapped_to_itself),
		EACH_GRANULE(nothing_else_is_mapped),
		EACH_GRANULE(any_page_of_48_bits_can_be_mapped),
		EACH_GRANULE(the_page_is_executable_and_read_only),
		cmocka_unit_test(with_52_bit_addresses_no_address_bit_is_set),
		EACH_GRANULE(the_kernels_write_back_memory_type_is_used),
		EACH_GRANULE(tcr_changes_for_ttbr0_only),
		EACH_GRANULE(tcr_has_ttbr0_walk_48_bits_as_ttbr1_does),
		EACH_GRANULE(the_pages_must_be_aligned_and_enough),
		cmocka_unit_test(the_granule_must_be_known),
		cmocka_unit_test(the_kernel_must_have_write_back_memory),
		cmocka_unit_test(addresses_have_48_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
