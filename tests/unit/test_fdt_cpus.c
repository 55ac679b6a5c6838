/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which nodes of a device tree are CPUs, and what is read of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define CAPACITY 8

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, CAPACITY);
	return 0;
}

static void begin(void)
{
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
}

/* Ends /cpus, or whichever node is open in the root. */
static void scan(unsigned int events)
{
	tree_end();
	assert_built(events);
}

static void boot_cpu_is_id_0_wherever_it_stands(void **state)
{
	(void)state;
	machine_start(0x101, CAPACITY);
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0x0);
	tree_plain_cpu(0x1);
	tree_plain_cpu(0x101);
	tree_plain_cpu(0x100);
	scan(0);
	assert_int_equal(smpboot_counts().cpus, 4);
	assert_cpu(0, 0x101, "none");
	assert_cpu(1, 0x0, "none");
	assert_cpu(2, 0x1, "none");
	assert_cpu(3, 0x100, "none");
}

static void missing_boot_cpu_is_a_warning(void **state)
{
	(void)state;
	machine_start(0x300, CAPACITY);
	begin();
	scan(1);
	assert_one_event(SMPBOOT_EVENT_BOOT_CPU_MISSING, "", NULL);
	assert_int_equal(machine_event(0)->id, 0);
	assert_int_equal(machine_event(0)->mpidr, 0x300);
	assert_cpu(1, 0, "none");
}

static void empty_cpus_node_is_no_error(void **state)
{
	(void)state;
	tree_start();
	tree_cpus(0x1);
	scan(1);
	assert_one_event(SMPBOOT_EVENT_BOOT_CPU_MISSING, "", NULL);
}

static void device_type_decides_before_the_name(void **state)
{
	static const char *const others[] = { "cache", "memory", "cpu0", "CPU", "", "cp" };

	(void)state;
	begin();
	tree_cpu("a-core", 1);
	tree_end();
	for (unsigned int i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		tree_node("cpu@9");
		tree_string("device_type", others[i]);
		tree_two_cells("reg", 9);
		tree_end();
	}
	scan(0);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_cpu(1, 1, "none");
}

static void name_decides_without_device_type(void **state)
{
	static const char *const names[] = { "cpu@1", "cpu", "cpu-map", "cpux", "cp", "l2@3", "cpus", "c" };

	(void)state;
	begin();
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		tree_node(names[i]);
		tree_two_cells("reg", i + 1);
		tree_end();
	}
	scan(0);
	assert_int_equal(smpboot_counts().cpus, 3);
	assert_cpu(1, 1, "none");
	assert_cpu(2, 2, "none");
}

static void only_children_of_cpus_count(void **state)
{
	(void)state;
	tree_start();
	tree_plain_cpu(7);
	tree_node("soc");
	tree_plain_cpu(6);
	tree_cpus(1);
	tree_plain_cpu(5);
	tree_end();
	tree_end();
	tree_cpus(2);
	tree_node("cpu-map");
	tree_node("cluster0");
	tree_plain_cpu(4);
	tree_end();
	tree_end();
	tree_cpu("cpu@0", 0);
	tree_node("l1-cache");
	tree_string("status", "fail");
	tree_plain_cpu(3);
	tree_end();
	tree_end();
	tree_node("l2-cache");
	tree_string("device_type", "cache");
	tree_end();
	tree_plain_cpu(1);
	tree_end();
	tree_node("cpus-after");
	tree_plain_cpu(8);
	scan(0);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_cpu(1, 1, "none");
}

static void duplicates_are_taken_once(void **state)
{
	(void)state;
	begin();
	tree_plain_cpu(3);
	tree_cpu("cpu@first", 4);
	tree_end();
	tree_cpu("cpu@again", 4);
	tree_end();
	tree_cpu("cpu@boot", 0);
	tree_end();
	scan(2);
	assert_int_equal(smpboot_counts().cpus, 3);
	assert_int_equal(machine_event(0)->kind, SMPBOOT_EVENT_DUPLICATE);
	assert_string_equal(machine_event(0)->node, "cpu@again");
	assert_int_equal(machine_event(0)->id, 2);
	assert_int_equal(machine_event(0)->mpidr, 4);
	assert_int_equal(machine_event(1)->kind, SMPBOOT_EVENT_DUPLICATE);
	assert_string_equal(machine_event(1)->node, "cpu@boot");
	assert_int_equal(machine_event(1)->id, 0);
}

static void cpus_beyond_the_table_are_dropped(void **state)
{
	void *tree = tree_of_cpus(4096);

	(void)state;
	assert_scan(tree, 4096 - CAPACITY);
	assert_int_equal(smpboot_counts().cpus, CAPACITY);
	assert_int_equal(smpboot_counts().dropped, 4096 - CAPACITY);
	assert_cpu(CAPACITY - 1, CAPACITY - 1, "none");
	assert_int_equal(machine_event(0)->kind, SMPBOOT_EVENT_DROPPED);
	assert_string_equal(machine_event(0)->node, "cpu@8");
	assert_int_equal(machine_event(0)->mpidr, 8);
	free(tree);
}

static void many_cpus_are_all_found(void **state)
{
	void *tree = tree_of_cpus(512);

	(void)state;
	machine_start(tree_mpidr(300), 512);
	assert_scan(tree, 0);
	assert_int_equal(smpboot_counts().cpus, 512);
	for (unsigned int i = 0; i < 512; i++)
		assert_cpu(i == 300 ? 0 : i < 300 ? i + 1 : i, tree_mpidr(i), "none");
	free(tree);
}

static void wrong_calls_change_nothing(void **state)
{
	void *tree = tree_of_cpus(4);

	(void)state;
	assert_scan_fails(NULL, SMPBOOT_ERR_NULL, "", NULL);
	machine_run_on(1);
	assert_scan_fails(tree, SMPBOOT_ERR_NOT_BOOT_CPU, "", NULL);
	machine_run_on(0);
	smpboot_machine.started = true;
	assert_scan_fails(tree, SMPBOOT_ERR_BUSY, "", NULL);
	smpboot_machine.started = false;
	smpboot_machine.count = 0;
	assert_int_equal(smpboot_fdt_scan(tree, NULL, NULL), SMPBOOT_ERR_NOT_INIT);
	smpboot_machine.count = 1;
	assert_nothing_added();
	assert_int_equal(smpboot_fdt_add_cpus(tree), SMPBOOT_OK);
	assert_int_equal(smpboot_counts().cpus, 4);
	free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(boot_cpu_is_id_0_wherever_it_stands, fresh_machine),
		cmocka_unit_test_setup(missing_boot_cpu_is_a_warning, fresh_machine),
		cmocka_unit_test_setup(empty_cpus_node_is_no_error, fresh_machine),
		cmocka_unit_test_setup(device_type_decides_before_the_name, fresh_machine),
		cmocka_unit_test_setup(name_decides_without_device_type, fresh_machine),
		cmocka_unit_test_setup(only_children_of_cpus_count, fresh_machine),
		cmocka_unit_test_setup(duplicates_are_taken_once, fresh_machine),
		cmocka_unit_test_setup(cpus_beyond_the_table_are_dropped, fresh_machine),
		cmocka_unit_test_setup(many_cpus_are_all_found, fresh_machine),
		cmocka_unit_test_setup(wrong_calls_change_nothing, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
