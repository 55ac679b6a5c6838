/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of a CPU's caches: in the order of levels, whoever is told of first, and
 * each once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/describe.h"
#include "fake_kernel.h"

static void describe(unsigned int level, enum smpboot_cache_type type, uint64_t size)
{
	const struct smpboot_cache cache = { .level = level, .type = type, .size = size };

	smpboot_describe_cache(1, cache);
}

static void assert_cache(unsigned int index, unsigned int level, enum smpboot_cache_type type, uint64_t size)
{
	struct smpboot_cache found;

	assert_int_equal(smpboot_cpu_cache(1, index, &found), SMPBOOT_OK);
	assert_int_equal(found.level, level);
	assert_int_equal(found.type, type);
	assert_int_equal(found.size, size);
}

static void assert_end(unsigned int index)
{
	struct smpboot_cache found;

	assert_int_equal(smpboot_cpu_cache(1, index, &found), SMPBOOT_ERR_UNKNOWN);
}

static int add_one(void **state)
{
	fake_boot(state);
	fake_add_cpus(1);
	return 0;
}

static void caches_are_in_the_order_of_levels_and_data_comes_first(void **state)
{
	(void)state;
	describe(3, SMPBOOT_CACHE_UNIFIED, 4096);
	describe(1, SMPBOOT_CACHE_INSTRUCTION, 1024);
	describe(2, SMPBOOT_CACHE_UNIFIED, 2048);
	describe(1, SMPBOOT_CACHE_DATA, 512);
	assert_cache(0, 1, SMPBOOT_CACHE_DATA, 512);
	assert_cache(1, 1, SMPBOOT_CACHE_INSTRUCTION, 1024);
	assert_cache(2, 2, SMPBOOT_CACHE_UNIFIED, 2048);
	assert_cache(3, 3, SMPBOOT_CACHE_UNIFIED, 4096);
	assert_end(4);
}

static void what_is_told_first_of_a_cache_holds(void **state)
{
	(void)state;
	describe(2, SMPBOOT_CACHE_UNIFIED, 2048);
	describe(1, SMPBOOT_CACHE_INSTRUCTION, 1024);
	describe(2, SMPBOOT_CACHE_UNIFIED, 9999);
	describe(2, SMPBOOT_CACHE_DATA, 7777);
	describe(1, SMPBOOT_CACHE_INSTRUCTION, 8888);
	assert_cache(0, 1, SMPBOOT_CACHE_INSTRUCTION, 1024);
	assert_cache(1, 2, SMPBOOT_CACHE_UNIFIED, 2048);
	assert_end(2);
}

/* Whoever is nearer is kept, also when it is told of last. */
static void in_a_full_list_the_furthest_gives_way(void **state)
{
	(void)state;
	for (unsigned int level = 2; level <= 7; level++)
		describe(level, SMPBOOT_CACHE_UNIFIED, level);
	describe(1, SMPBOOT_CACHE_DATA, 100);
	describe(1, SMPBOOT_CACHE_INSTRUCTION, 101);
	assert_cache(0, 1, SMPBOOT_CACHE_DATA, 100);
	assert_cache(1, 1, SMPBOOT_CACHE_INSTRUCTION, 101);
	for (unsigned int index = 2; index < SMPBOOT_CACHES; index++)
		assert_cache(index, index, SMPBOOT_CACHE_UNIFIED, index);
	assert_end(SMPBOOT_CACHES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, add_one, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(caches_are_in_the_order_of_levels_and_data_comes_first),
		TEST(what_is_told_first_of_a_cache_holds),
		TEST(in_a_full_list_the_furthest_gives_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
