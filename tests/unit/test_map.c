/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MPIDR to logical id once the table is closed: in one step for the layouts that
 * machines have, and by halving for those that leave too many holes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "core/table.h"
#include "fake_kernel.h"

#define MAX_CPUS 512u
#define AFFINITY 0xff00ffffffull

static struct smpboot_cpu storage[MAX_CPUS];

/* MPIDR of a layout's CPU; the boot CPU is number 0. */
struct layout {
	const char *name;
	unsigned int cpus;
	uint64_t (*mpidr)(unsigned int number);
};

static uint64_t flat(unsigned int number)
{
	return number;
}

static uint64_t big_little(unsigned int number)
{
	return number / 4 * 0x100 + number % 4;
}

/* The core is Aff1, and Aff0 is the thread of cores that have only one. */
static uint64_t dynamiq(unsigned int number)
{
	return number * 0x100 + 0x81000000;
}

static uint64_t sixteen_to_a_cluster(unsigned int number)
{
	return number / 16 * 0x100 + number % 16;
}

/* 64 CPUs in 16 clusters, in sockets' dies by Aff2 at odd numbers. */
static uint64_t hip07(unsigned int number)
{
	return (uint64_t)(number / 16 * 2 + 1) << 16 | number / 4 % 4 << 8 | number % 4;
}

static uint64_t two_sockets_by_aff3(unsigned int number)
{
	return (uint64_t)(number / 8) << 32 | number % 8 << 8;
}

static uint64_t only_even(unsigned int number)
{
	return number * 2;
}

static uint64_t fives(unsigned int number)
{
	return number / 5 * 0x100 + number % 5;
}

static uint64_t scattered(unsigned int number)
{
	return (uint64_t)number * 0x25 % 251 << 32 | number * 7 % 256 << 16 | number % 3;
}

static const struct layout in_one_step[] = {
	{ "one", 1, flat },
	{ "two", 2, flat },
	{ "flat", 48, flat },
	{ "big.LITTLE", 8, big_little },
	{ "big.LITTLE, 4 + 2", 6, big_little },
	{ "DynamIQ", 8, dynamiq },
	{ "virt", 512, sixteen_to_a_cluster },
	{ "48 in clusters of 16", 48, sixteen_to_a_cluster },
	{ "hip07", 64, hip07 },
	{ "sockets", 16, two_sockets_by_aff3 },
	{ "even", 8, only_even },
};

static const struct layout by_halving[] = {
	{ "5 clusters of 5", 25, fives },
	{ "scattered", 200, scattered },
};

static void open_table(const struct layout *layout)
{
	fake_power_on(NULL);
	fake_arch_reset(layout->mpidr(0) & AFFINITY);
	assert_int_equal(smpboot_init(storage, layout->cpus), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
}

static void add(uint64_t mpidr)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr & AFFINITY, .reason = SMPBOOT_REASON_STATUS_FAIL };

	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
}

static void add_cpus(const struct layout *layout, unsigned int first, unsigned int end)
{
	for (unsigned int i = first; i < end; i++)
		add(layout->mpidr(i));
}

static void close_table(const struct layout *layout)
{
	open_table(layout);
	add_cpus(layout, 1, layout->cpus);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
}

static bool is_there(const struct layout *layout, uint64_t mpidr)
{
	for (unsigned int i = 0; i < layout->cpus; i++)
		if (((layout->mpidr(i) ^ mpidr) & AFFINITY) == 0)
			return true;
	return false;
}

static void assert_layout(const struct layout *layout, uint32_t kind)
{
	const uint64_t *hwids;

	close_table(layout);
	assert_int_equal(smpboot_machine.map.kind, kind);
	hwids = smpboot_hardware_ids();
	for (unsigned int i = 0; i < layout->cpus; i++) {
		uint64_t mpidr = layout->mpidr(i);

		assert_int_equal(smpboot_cpu_by_mpidr(mpidr), i);
		assert_int_equal(hwids[i], mpidr & AFFINITY);
		/* Each of its neighbours by one bit: itself another's, or nobody's. */
		for (unsigned int bit = 0; bit < 40; bit++) {
			uint64_t other = mpidr ^ 1ull << bit;

			if (!is_there(layout, other))
				assert_int_equal(smpboot_cpu_by_mpidr(other), SMPBOOT_NO_CPU);
		}
	}
}

static void layouts_of_machines_are_found_in_one_step(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(in_one_step) / sizeof(in_one_step[0]); i++)
		assert_layout(&in_one_step[i], SMPBOOT_MAP_DIRECT);
}

static void others_are_found_by_halving(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(by_halving) / sizeof(by_halving[0]); i++)
		assert_layout(&by_halving[i], SMPBOOT_MAP_SORTED);
}

/* CPUs of a device tree that turned out to be broken at its end, after which the kernel has found another. */
static void those_that_were_taken_back_leave_no_holes(void **state)
{
	/* The last has none of the bits that the others differ in. */
	static const struct layout nine = { "nine", 9, flat };
	struct smpboot_table_mark mark;

	(void)state;
	open_table(&nine);
	add_cpus(&nine, 1, 8);
	mark = smpboot_table_mark();
	add(0x8000000000);
	smpboot_table_rollback(&mark);
	add_cpus(&nine, 8, 9);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_machine.map.kind, SMPBOOT_MAP_DIRECT);
	for (unsigned int i = 0; i < nine.cpus; i++)
		assert_int_equal(smpboot_cpu_by_mpidr(i), i);
}

/* An interrupt of the boot CPU may look something up while the map is made anew. */
static void a_map_that_is_being_made_is_not_read(void **state)
{
	(void)state;
	close_table(&in_one_step[3]);
	smpboot_machine.map.kind = SMPBOOT_MAP_NONE;
	for (unsigned int i = 0; i < 8; i++)
		smpboot_machine.map.ids[i] = 0xffff;
	for (unsigned int i = 0; i < 8; i++)
		assert_int_equal(smpboot_cpu_by_mpidr(big_little(i)), i);
	assert_int_equal(smpboot_cpu_by_mpidr(0x104), SMPBOOT_NO_CPU);
}

static void there_are_no_hardware_ids_before_the_table(void **state)
{
	(void)state;
	fake_power_on(NULL);
	assert_null(smpboot_hardware_ids());
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_of_machines_are_found_in_one_step),
		cmocka_unit_test(others_are_found_by_halving),
		cmocka_unit_test(those_that_were_taken_back_leave_no_holes),
		cmocka_unit_test(a_map_that_is_being_made_is_not_read),
		cmocka_unit_test(there_are_no_hardware_ids_before_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
