/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking back what was added to the table since a mark.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/table.h"
#include "fake_kernel.h"

static enum smpboot_status add(uint64_t mpidr, const char *method)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr, .method = method };

	return smpboot_add_cpu(&desc, NULL);
}

static void a_rollback_takes_all_back(void **state)
{
	struct smpboot_table_mark mark;

	(void)state;
	assert_int_equal(add(0x20, "fake"), SMPBOOT_OK);
	mark = smpboot_table_mark();
	assert_int_equal(add(0x10, "fake"), SMPBOOT_OK);
	assert_int_equal(add(FAKE_MPIDR(0), "fake"), SMPBOOT_OK);
	assert_int_equal(add(0x30, "fake"), SMPBOOT_OK);
	smpboot_table_rollback(&mark);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_int_equal(smpboot_cpu_by_mpidr(0x10), SMPBOOT_NO_CPU);
	assert_int_equal(smpboot_cpu_by_mpidr(0x30), SMPBOOT_NO_CPU);
	assert_int_equal(smpboot_cpu_by_mpidr(0x20), 1);
	assert_int_equal(smpboot_this_cpu(), 0);
	assert_string_equal(fake_info(0).method, "none");
	assert_false(smpboot_table_boot_described());
	assert_int_equal(add(0x10, "fake"), SMPBOOT_OK);
	assert_int_equal(smpboot_cpu_by_mpidr(0x10), 2);
}

static void a_name_after_a_rollback_is_a_whole_one(void **state)
{
	struct smpboot_table_mark mark = smpboot_table_mark();

	(void)state;
	assert_int_equal(add(FAKE_MPIDR(0), "spin-table"), SMPBOOT_OK);
	smpboot_table_rollback(&mark);
	assert_int_equal(add(FAKE_MPIDR(0), "psci"), SMPBOOT_OK);
	assert_string_equal(fake_info(0).method, "psci");
}

static void a_rollback_keeps_what_was_there_before(void **state)
{
	struct smpboot_table_mark mark;

	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, 2), SMPBOOT_OK);
	assert_int_equal(add(FAKE_MPIDR(0), "fake"), SMPBOOT_OK);
	assert_int_equal(add(1, NULL), SMPBOOT_OK);
	assert_int_equal(add(2, NULL), SMPBOOT_ERR_FULL);
	mark = smpboot_table_mark();
	assert_int_equal(add(3, NULL), SMPBOOT_ERR_FULL);
	smpboot_table_rollback(&mark);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_int_equal(smpboot_counts().dropped, 1);
	assert_true(smpboot_table_boot_described());
	assert_string_equal(fake_info(0).method, "fake");
}

#define TEST(function) cmocka_unit_test_setup(function, fake_boot)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_rollback_takes_all_back),
		TEST(a_name_after_a_rollback_is_a_whole_one),
		TEST(a_rollback_keeps_what_was_there_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
