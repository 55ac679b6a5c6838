/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Enable methods that the scan brings along: release addresses, the method
 * "spin-table", and the default method.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define NAME_OF_32 "abcdefghijklmnopqrstuvwxyz012345"

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 8);
	return 0;
}

/* /cpus with the boot CPU, and "cpu@1" left open, */
static void begin(const char *method)
{
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_cpu("cpu@1", 1);
	if (method != NULL)
		tree_string("enable-method", method);
}

/* which is ended here, and scanned. */
static enum smpboot_status scan(const struct smpboot_fdt_options *options, struct smpboot_fdt_error *error)
{
	enum smpboot_status status;
	void *tree;

	tree_end();
	tree_end();
	tree = tree_finish();
	status = smpboot_fdt_scan(tree, options, error);
	free(tree);
	return status;
}

static struct smpboot_start refuse(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_METHOD_REFUSED };
}

/* All that there is room for, under these names. */
static void register_methods(const char *const names[], unsigned int count)
{
	static struct smpboot_method methods[SMPBOOT_MAX_METHODS];

	for (unsigned int i = 0; i < count; i++) {
		methods[i] = (struct smpboot_method){ .name = names[i], .start = refuse };
		assert_int_equal(smpboot_register_method(&methods[i]), SMPBOOT_OK);
	}
}

static void release_address_of_two_cells(void **state)
{
	(void)state;
	begin("spin-table");
	tree_two_cells("cpu-release-addr", 0x123456780000fff8);
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_cpu(1, 1, "spin-table");
	assert_int_equal(smpboot_machine.slots[1].release_addr, 0x123456780000fff8);
}

static void release_address_of_one_cell(void **state)
{
	(void)state;
	begin("spin-table");
	tree_cell("cpu-release-addr", 0x8000fff8);
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_machine.slots[1].release_addr, 0x8000fff8);
}

/* That it has none is found out when it is started. */
static void missing_release_address_is_no_warning(void **state)
{
	(void)state;
	begin("spin-table");
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(machine_event_count(), 0);
	assert_int_equal(smpboot_machine.slots[1].release_addr, 0);
	assert_non_null(smpboot_method_find("spin-table"));
}

static void release_address_of_another_size_leaves_the_cpu_out(void **state)
{
	static const unsigned char zeros[16];

	(void)state;
	for (size_t size = 0; size <= sizeof(zeros); size++) {
		if (size == 4 || size == 8)
			continue;
		machine_start(0, 8);
		begin("spin-table");
		tree_bytes("cpu-release-addr", zeros, size);
		assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
		assert_one_event(SMPBOOT_EVENT_BAD_CPU, "cpu@1", "cpu-release-addr");
		assert_int_equal(smpboot_counts().cpus, 1);
	}
}

static void method_is_registered_only_for_a_tree_with_such_cpus(void **state)
{
	(void)state;
	begin("psci");
	tree_two_cells("cpu-release-addr", 0x8000fff8);
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_null(smpboot_method_find("spin-table"));
	assert_int_equal(machine_event_count(), 0);
}

static void method_is_not_registered_for_a_cpu_that_is_never_started(void **state)
{
	(void)state;
	begin("spin-table");
	tree_two_cells("cpu-release-addr", 0x8000fff8);
	tree_string("status", "fail");
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_null(smpboot_method_find("spin-table"));
	assert_int_equal(machine_event_count(), 0);
}

static void a_method_of_the_kernels_own_stays(void **state)
{
	static const char *const names[] = { "spin-table" };

	(void)state;
	register_methods(names, 1);
	begin("spin-table");
	assert_int_equal(scan(NULL, NULL), SMPBOOT_OK);
	assert_ptr_equal(smpboot_method_find("spin-table")->start, refuse);
}

/* An error that must come before PSCI is connected to, since that cannot be taken back. */
static void no_room_for_the_method(void **state)
{
	static const char *const names[SMPBOOT_MAX_METHODS] = { "1", "2", "3", "4", "5", "6", "7", "8" };
	struct smpboot_fdt_error error;

	(void)state;
	register_methods(names, SMPBOOT_MAX_METHODS);
	tree_start();
	tree_node("psci");
	tree_string("compatible", "arm,psci-1.0");
	tree_string("method", "smc");
	tree_end();
	tree_cpus(2);
	tree_cpu("cpu@1", 1);
	tree_string("enable-method", "spin-table");
	assert_int_equal(scan(NULL, &error), SMPBOOT_ERR_FULL);
	assert_int_equal(error.status, SMPBOOT_ERR_FULL);
	assert_string_equal(error.node, "cpus");
	assert_string_equal(error.property, "enable-method");
	assert_int_equal(machine_psci.calls, 0);
	assert_int_equal(machine_event_count(), 0);
	assert_nothing_added();
}

static void default_method_is_for_cpus_without_one(void **state)
{
	const struct smpboot_fdt_options options = { .default_method = "pen" };

	(void)state;
	begin("");
	tree_end();
	tree_cpu("cpu@2", 2);
	tree_string("enable-method", "psci");
	tree_end();
	tree_cpu("cpu@3", 3);
	assert_int_equal(scan(&options, NULL), SMPBOOT_OK);
	assert_cpu(0, 0, "pen");
	assert_cpu(1, 1, "pen");
	assert_cpu(2, 2, "psci");
	assert_cpu(3, 3, "pen");
}

static void default_method_comes_after_that_of_cpus(void **state)
{
	const struct smpboot_fdt_options options = { .default_method = "pen" };

	(void)state;
	tree_start();
	tree_node("cpus");
	tree_string("enable-method", "psci");
	tree_plain_cpu(0);
	tree_cpu("cpu@1", 1);
	assert_int_equal(scan(&options, NULL), SMPBOOT_OK);
	assert_cpu(1, 1, "psci");
}

static void default_method_can_be_the_spin_table(void **state)
{
	const struct smpboot_fdt_options options = { .default_method = "spin-table" };

	(void)state;
	begin(NULL);
	assert_int_equal(scan(&options, NULL), SMPBOOT_OK);
	assert_non_null(smpboot_method_find("spin-table"));
}

static void default_method_must_fit(void **state)
{
	const struct smpboot_fdt_options options = { .default_method = NAME_OF_32 };
	struct smpboot_fdt_error error;

	(void)state;
	begin(NULL);
	assert_int_equal(scan(&options, &error), SMPBOOT_ERR_METHOD);
	assert_string_equal(error.node, "cpu@0");
	assert_nothing_added();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(release_address_of_two_cells, fresh_machine),
		cmocka_unit_test_setup(release_address_of_one_cell, fresh_machine),
		cmocka_unit_test_setup(missing_release_address_is_no_warning, fresh_machine),
		cmocka_unit_test_setup(release_address_of_another_size_leaves_the_cpu_out, fresh_machine),
		cmocka_unit_test_setup(method_is_registered_only_for_a_tree_with_such_cpus, fresh_machine),
		cmocka_unit_test_setup(method_is_not_registered_for_a_cpu_that_is_never_started,
		                       fresh_machine),
		cmocka_unit_test_setup(a_method_of_the_kernels_own_stays, fresh_machine),
		cmocka_unit_test_setup(no_room_for_the_method, fresh_machine),
		cmocka_unit_test_setup(default_method_is_for_cpus_without_one, fresh_machine),
		cmocka_unit_test_setup(default_method_comes_after_that_of_cpus, fresh_machine),
		cmocka_unit_test_setup(default_method_can_be_the_spin_table, fresh_machine),
		cmocka_unit_test_setup(default_method_must_fit, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
