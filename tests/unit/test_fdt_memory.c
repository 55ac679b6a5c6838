/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release addresses and what the tree says of memory: the warning of one
 * outside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

/* The word of cpu@1 in most trees here. */
#define WORD 0x8000fff8

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 64);
	return 0;
}

static void cells(uint32_t address, uint32_t size)
{
	tree_cell("#address-cells", address);
	tree_cell("#size-cells", size);
}

/* /cpus with the boot CPU, and cpu@1, which waits there. */
static void cpus(uint64_t release_addr)
{
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_spin_table_cpu(1, release_addr);
	tree_end();
}

static void no_memory_at_all(void **state)
{
	(void)state;
	tree_start_reserving(0x80000000, 0x10000);
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

/* All 8 bytes must be there. */
static void edges_of_memory(void **state)
{
	static const struct {
		uint32_t base, size;
		bool inside;
	} cases[] = {
		{ WORD, 8, true },      { WORD - 8, 16, true },      { WORD, 7, false },
		{ WORD, 0, false },     { WORD - 8, 15, false },     { WORD - 8, 8, false },
		{ WORD + 1, 8, false }, { WORD + 8, 0x1000, false }, { 0, 0xffffffff, true },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		machine_start(0, 8);
		tree_start();
		tree_memory(cases[i].base, cases[i].size);
		cpus(WORD);
		assert_built_warns(cases[i].inside ? SMPBOOT_EVENT_UNRESERVED : SMPBOOT_EVENT_OUTSIDE);
	}
}

static void range_up_to_the_last_address(void **state)
{
	(void)state;
	tree_start_reserving(0xfffffffffffffff0, 16);
	cells(2, 2);
	tree_node("memory");
	tree_string("device_type", "memory");
	TREE_REG(0xffffffff, 0xfffff000, 0, 0x1000);
	tree_end();
	cpus(0xfffffffffffffff8);
	assert_built(0);
}

static void range_beyond_the_last_address_does_not_begin_anew(void **state)
{
	(void)state;
	tree_start();
	cells(2, 2);
	tree_node("memory");
	tree_string("device_type", "memory");
	TREE_REG(0, WORD + 16, 0xffffffff, 0xffffffff);
	tree_end();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

static void any_memory_node_and_any_of_its_ranges(void **state)
{
	(void)state;
	tree_start_reserving(0x80000000, 0x10000);
	tree_node("memory@10000000");
	tree_string("device_type", "memory");
	tree_string("status", "disabled");
	tree_end();
	cpus(WORD);
	tree_node("memory@20000000");
	tree_string("device_type", "memory");
	TREE_REG(0, 0x20000000, 0x1000, 0, 0x80000000, 0x10000, 0, 0x90000000, 0x1000);
	tree_end();
	tree_memory(0xa0000000, 0x1000);
	assert_built(0);
}

static void other_nodes_are_no_memory(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x10000000, 0x1000);
	tree_node("memory@80000000");
	TREE_REG(0, 0x80000000, 0x10000);
	tree_end();
	tree_node("sram");
	tree_string("device_type", "sram");
	TREE_REG(0, 0x80000000, 0x10000);
	tree_end();
	tree_node("soc");
	tree_memory(0x80000000, 0x10000);
	tree_end();
	tree_node("memory");
	tree_string("device_type", "memory");
	tree_string("status", "disabled");
	TREE_REG(0, 0x80000000, 0x10000);
	tree_node("cache");
	tree_end();
	tree_end();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

static void rest_of_a_range_does_not_count(void **state)
{
	(void)state;
	tree_start();
	tree_node("memory");
	tree_string("device_type", "memory");
	TREE_REG(0, 0x10000000, 0x1000, 0, 0x80000000);
	tree_end();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

static void assert_cells(uint32_t address, uint32_t size, const uint32_t *range, size_t count,
                         enum smpboot_event_kind kind)
{
	machine_start(0, 8);
	tree_start();
	cells(address, size);
	tree_node("memory");
	tree_string("device_type", "memory");
	tree_reg(range, count);
	tree_end();
	cpus(WORD);
	assert_built_warns(kind);
}

static void root_cells_decide(void **state)
{
	(void)state;
	assert_cells(1, 1, (const uint32_t[]){ WORD, 8 }, 2, SMPBOOT_EVENT_UNRESERVED);
	assert_cells(1, 2, (const uint32_t[]){ WORD, 0, 8 }, 3, SMPBOOT_EVENT_UNRESERVED);
	assert_cells(2, 1, (const uint32_t[]){ 0, WORD, 8 }, 3, SMPBOOT_EVENT_UNRESERVED);
	assert_cells(2, 2, (const uint32_t[]){ 0, WORD, 0, 8 }, 4, SMPBOOT_EVENT_UNRESERVED);
}

/* What a range of 0 or 3 cells means cannot be told: it must not be taken for one of 1 or 2. */
static void other_numbers_of_cells_cannot_be_told(void **state)
{
	static const uint32_t range[6] = { 0, WORD, 8, 8, 8, 8 };

	(void)state;
	for (uint32_t address = 0; address <= 3; address++) {
		for (uint32_t size = 0; size <= 3; size++) {
			if (address % 3 == 0 || size % 3 == 0)
				assert_cells(address, size, range, 6, SMPBOOT_EVENT_OUTSIDE);
		}
	}
}

static void cells_of_a_wrong_size_cannot_be_told(void **state)
{
	(void)state;
	tree_start();
	tree_two_cells("#size-cells", 1);
	tree_memory(0x80000000, 0x10000);
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(no_memory_at_all, fresh_machine),
		cmocka_unit_test_setup(edges_of_memory, fresh_machine),
		cmocka_unit_test_setup(range_up_to_the_last_address, fresh_machine),
		cmocka_unit_test_setup(range_beyond_the_last_address_does_not_begin_anew, fresh_machine),
		cmocka_unit_test_setup(any_memory_node_and_any_of_its_ranges, fresh_machine),
		cmocka_unit_test_setup(other_nodes_are_no_memory, fresh_machine),
		cmocka_unit_test_setup(rest_of_a_range_does_not_count, fresh_machine),
		cmocka_unit_test_setup(root_cells_decide, fresh_machine),
		cmocka_unit_test_setup(other_numbers_of_cells_cannot_be_told, fresh_machine),
		cmocka_unit_test_setup(cells_of_a_wrong_size_cannot_be_told, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
