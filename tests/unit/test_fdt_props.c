/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the properties of CPUs mean: reg, enable-method and status.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 8);
	return 0;
}

/* /cpus with the boot CPU, and "cpu@1" left open, */
static void begin(void)
{
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_cpu("cpu@1", 1);
}

/* which is ended here, and scanned. */
static void scan(unsigned int events, const struct smpboot_fdt_options *options)
{
	void *tree;

	tree_end();
	tree_end();
	tree = tree_finish();
	assert_int_equal(smpboot_fdt_scan(tree, options, NULL), SMPBOOT_OK);
	assert_int_equal(machine_event_count(), events);
	free(tree);
}

static void one_cell_is_read_as_such(void **state)
{
	(void)state;
	tree_start();
	tree_cpus(1);
	tree_node("cpu@0");
	tree_cell("reg", 0);
	tree_end();
	tree_node("cpu@010203");
	tree_cell("reg", 0x010203);
	scan(0, NULL);
	assert_cpu(1, 0x010203, "none");
}

static void two_cells_are_the_default_and_reach_aff3(void **state)
{
	(void)state;
	tree_start();
	tree_node("cpus");
	tree_plain_cpu(0);
	tree_cpu("cpu@ff00ffffff", 0xff00ffffff);
	scan(0, NULL);
	assert_cpu(1, 0xff00ffffff, "none");
}

/* "cpu@bad" has this reg; the CPU after it is good. */
static void assert_bad_reg(const char *property, const void *bytes, size_t size)
{
	machine_start(0, 8);
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_node("cpu@bad");
	tree_string("device_type", "cpu");
	tree_bytes(property, bytes, size);
	tree_end();
	tree_cpu("cpu@2", 2);
	scan(1, NULL);
	assert_one_event(SMPBOOT_EVENT_BAD_CPU, "cpu@bad", "reg");
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_cpu(1, 2, "none");
}

static void unusable_reg_leaves_the_cpu_out(void **state)
{
	static const unsigned char zeros[16];

	(void)state;
	assert_bad_reg("regs", zeros, 8);
	for (size_t size = 0; size <= sizeof(zeros); size++) {
		if (size != 8)
			assert_bad_reg("reg", zeros, size);
	}
}

static void other_bits_in_reg_leave_the_cpu_out(void **state)
{
	(void)state;
	for (unsigned int bit = 24; bit < 64; bit++) {
		unsigned char reg[8] = { 0 };

		if (bit >= 32 && bit < 40)
			continue;
		reg[7 - bit / 8] = (unsigned char)(1u << bit % 8);
		assert_bad_reg("reg", reg, sizeof(reg));
		assert_int_equal(machine_event(0)->mpidr, UINT64_C(1) << bit);
		assert_int_equal(machine_event(0)->id, SMPBOOT_NO_CPU);
	}
}

static void own_method_comes_before_that_of_cpus(void **state)
{
	(void)state;
	tree_start();
	tree_node("cpus");
	tree_string("enable-method", "psci");
	tree_cpu("cpu@0", 0);
	tree_string("enable-method", "spin-table");
	tree_end();
	tree_cpu("cpu@1", 1);
	scan(0, NULL);
	assert_cpu(0, 0, "spin-table");
	assert_cpu(1, 1, "psci");
}

static void first_of_several_methods_counts(void **state)
{
	static const char methods[] = "vendor,first\0psci";

	(void)state;
	begin();
	tree_bytes("enable-method", methods, sizeof(methods));
	scan(0, NULL);
	assert_cpu(1, 1, "vendor,first");
}

static void empty_method_is_none(void **state)
{
	(void)state;
	begin();
	tree_string("enable-method", "");
	scan(0, NULL);
	assert_cpu(1, 1, "none");
}

static void longest_method_name_is_kept(void **state)
{
	(void)state;
	begin();
	tree_string("enable-method", "abcdefghijklmnopqrstuvwxyz01234");
	scan(0, NULL);
	assert_cpu(1, 1, "abcdefghijklmnopqrstuvwxyz01234");
}

/* Unknown whatever it says: the CPU is listed all the same, and its start will fail. */
static void longer_method_name_is_cut(void **state)
{
	(void)state;
	begin();
	tree_string("enable-method", "abcdefghijklmnopqrstuvwxyz012345");
	scan(0, NULL);
	assert_cpu(1, 1, "abcdefghijklmnopqrstuvwxyz01...");
}

static void assert_bad_string(const char *property, const char *bytes, size_t size)
{
	machine_start(0, 8);
	begin();
	tree_bytes(property, bytes, size);
	scan(1, NULL);
	assert_one_event(SMPBOOT_EVENT_BAD_CPU, "cpu@1", property);
	assert_int_equal(smpboot_counts().cpus, 1);
}

static void string_without_an_end_leaves_the_cpu_out(void **state)
{
	(void)state;
	assert_bad_string("enable-method", "psci", 4);
	assert_bad_string("enable-method", "", 0);
	assert_bad_string("enable-method", "abcdefghijklmnopqrstuvwxyz0123456789", 36);
	assert_bad_string("status", "okay", 4);
	assert_bad_string("status", "fail-", 5);
	assert_bad_string("status", "", 0);
}

static void bad_method_of_cpus_goes_to_each_cpu_that_needs_it(void **state)
{
	(void)state;
	tree_start();
	tree_node("cpus");
	tree_bytes("enable-method", "psci", 4);
	tree_cpu("cpu@0", 0);
	tree_string("enable-method", "psci");
	tree_end();
	tree_cpu("cpu@1", 1);
	scan(1, NULL);
	assert_one_event(SMPBOOT_EVENT_BAD_CPU, "cpu@1", "enable-method");
}

/* A node named for a CPU, with a device_type that is no string, cannot be told; others are none of ours. */
static void device_type_without_an_end(void **state)
{
	(void)state;
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_node("l2-cache");
	tree_bytes("device_type", "cache", 5);
	tree_end();
	tree_node("cpu@1");
	tree_bytes("device_type", "cpu", 3);
	tree_two_cells("reg", 1);
	scan(1, NULL);
	assert_one_event(SMPBOOT_EVENT_BAD_CPU, "cpu@1", "device_type");
}

static void assert_status(const char *status, bool skip, enum smpboot_state state, enum smpboot_reason reason)
{
	const struct smpboot_fdt_options options = { .skip_disabled = skip };
	struct smpboot_cpu_info info;

	machine_start(0, 8);
	begin();
	tree_string("status", status);
	scan(0, &options);
	assert_int_equal(smpboot_cpu(1, &info), SMPBOOT_OK);
	assert_int_equal(info.state, state);
	assert_int_equal(info.reason, reason);
}

static void status_fail_is_disabled(void **state)
{
	(void)state;
	assert_status("fail", false, SMPBOOT_STATE_DISABLED, SMPBOOT_REASON_STATUS_FAIL);
	assert_status("fail-ecc", false, SMPBOOT_STATE_DISABLED, SMPBOOT_REASON_STATUS_FAIL);
	assert_status("fail-", true, SMPBOOT_STATE_DISABLED, SMPBOOT_REASON_STATUS_FAIL);
}

static void status_disabled_is_by_option(void **state)
{
	(void)state;
	assert_status("disabled", false, SMPBOOT_STATE_PRESENT, SMPBOOT_REASON_NONE);
	assert_status("disabled", true, SMPBOOT_STATE_DISABLED, SMPBOOT_REASON_STATUS_DISABLED);
}

static void a_reserved_cpu_is_disabled(void **state)
{
	(void)state;
	assert_status("reserved", false, SMPBOOT_STATE_DISABLED, SMPBOOT_REASON_STATUS_FAIL);
}

static void any_other_status_is_okay(void **state)
{
	static const char *const others[] = { "okay", "ok", "", "fai", "disable", "reserved-", "disabled2" };

	(void)state;
	for (unsigned int i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_status(others[i], true, SMPBOOT_STATE_PRESENT, SMPBOOT_REASON_NONE);
}

/* The boot CPU runs, whatever its node says. */
static void status_of_the_boot_cpu_is_ignored(void **state)
{
	struct smpboot_cpu_info info;

	(void)state;
	tree_start();
	tree_cpus(2);
	tree_cpu("cpu@0", 0);
	tree_string("status", "fail");
	scan(0, NULL);
	assert_int_equal(smpboot_cpu(0, &info), SMPBOOT_OK);
	assert_int_equal(info.state, SMPBOOT_STATE_ACTIVE);
	assert_int_equal(info.reason, SMPBOOT_REASON_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_cell_is_read_as_such, fresh_machine),
		cmocka_unit_test_setup(two_cells_are_the_default_and_reach_aff3, fresh_machine),
		cmocka_unit_test_setup(unusable_reg_leaves_the_cpu_out, fresh_machine),
		cmocka_unit_test_setup(other_bits_in_reg_leave_the_cpu_out, fresh_machine),
		cmocka_unit_test_setup(own_method_comes_before_that_of_cpus, fresh_machine),
		cmocka_unit_test_setup(first_of_several_methods_counts, fresh_machine),
		cmocka_unit_test_setup(empty_method_is_none, fresh_machine),
		cmocka_unit_test_setup(longest_method_name_is_kept, fresh_machine),
		cmocka_unit_test_setup(longer_method_name_is_cut, fresh_machine),
		cmocka_unit_test_setup(string_without_an_end_leaves_the_cpu_out, fresh_machine),
		cmocka_unit_test_setup(bad_method_of_cpus_goes_to_each_cpu_that_needs_it, fresh_machine),
		cmocka_unit_test_setup(device_type_without_an_end, fresh_machine),
		cmocka_unit_test_setup(status_fail_is_disabled, fresh_machine),
		cmocka_unit_test_setup(a_reserved_cpu_is_disabled, fresh_machine),
		cmocka_unit_test_setup(status_disabled_is_by_option, fresh_machine),
		cmocka_unit_test_setup(any_other_status_is_okay, fresh_machine),
		cmocka_unit_test_setup(status_of_the_boot_cpu_is_ignored, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
