/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The function ids of PSCI 0.1, which only the device tree knows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 8);
	return 0;
}

static void begin_0_1(void)
{
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_plain_cpu(1);
	tree_end();
	tree_node("psci");
	tree_string("compatible", "arm,psci");
	tree_string("method", "smc");
}

static void version_0_1_has_its_own_ids(void **state)
{
	(void)state;
	begin_0_1();
	tree_cell("cpu_suspend", 0x95c1ba5e);
	tree_cell("cpu_off", 0x95c1ba5f);
	tree_cell("cpu_on", 0x95c1ba60);
	tree_cell("migrate", 0x95c1ba61);
	tree_end();
	assert_built(0);
	assert_int_equal(machine_psci.calls, 1);
	assert_int_equal(machine_psci.config.version, SMPBOOT_PSCI_VERSION_OF(0, 1));
	assert_int_equal(machine_psci.config.conduit, SMPBOOT_CONDUIT_SMC);
	assert_int_equal(machine_psci.config.cpu_suspend, 0x95c1ba5e);
	assert_int_equal(machine_psci.config.cpu_off, 0x95c1ba5f);
	assert_int_equal(machine_psci.config.cpu_on, 0x95c1ba60);
	assert_int_equal(machine_psci.config.migrate, 0x95c1ba61);
}

static void version_0_1_needs_cpu_on_alone(void **state)
{
	(void)state;
	begin_0_1();
	tree_cell("cpu_on", 2);
	tree_end();
	assert_built(0);
	assert_int_equal(machine_psci.config.cpu_on, 2);
	assert_int_equal(machine_psci.config.cpu_off, 0);
	assert_int_equal(machine_psci.config.cpu_suspend, 0);
	assert_int_equal(machine_psci.config.migrate, 0);
}

static void version_0_1_without_cpu_on(void **state)
{
	(void)state;
	begin_0_1();
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "psci", "cpu_on");
	begin_0_1();
	tree_cell("cpu_on", 0);
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "psci", "cpu_on");
}

static void ids_of_0_1_are_one_cell(void **state)
{
	static const char *const ids[] = { "cpu_on", "cpu_off", "cpu_suspend", "migrate" };

	(void)state;
	for (unsigned int i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		begin_0_1();
		if (i != 0)
			tree_cell("cpu_on", 1);
		tree_two_cells(ids[i], 1);
		tree_end();
		assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "psci", ids[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(version_0_1_has_its_own_ids, fresh_machine),
		cmocka_unit_test_setup(version_0_1_needs_cpu_on_alone, fresh_machine),
		cmocka_unit_test_setup(version_0_1_without_cpu_on, fresh_machine),
		cmocka_unit_test_setup(ids_of_0_1_are_one_cell, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
