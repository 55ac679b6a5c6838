/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release addresses and what the tree says of reserved memory: the warning of
 * one in memory that looks free.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#include "core/machine.h"
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

/* Opens /reserved-memory and a child of it. */
static void begin_reserved(void)
{
	tree_node("reserved-memory");
	tree_node("child");
}

static void end_reserved(void)
{
	tree_end();
	tree_end();
}

/* /cpus with the boot CPU, and cpu@1, which waits there. */
static void cpus(uint64_t release_addr)
{
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_spin_table_cpu(1, release_addr);
	tree_end();
}

/* As the trees of the Raspberry Pi have it: the first page is reserved, the words are in it. */
static void words_in_a_reserved_page(void **state)
{
	(void)state;
	tree_start_reserving(0, 0x1000);
	cells(1, 1);
	tree_node("memory@0");
	tree_string("device_type", "memory");
	TREE_REG(0, 0x3c000000);
	tree_end();
	tree_cpus(2);
	for (unsigned int i = 0; i < 4; i++)
		tree_spin_table_cpu(i, 0xd8 + 8 * i);
	tree_end();
	assert_built(0);
	for (unsigned int i = 0; i < 4; i++)
		assert_int_equal(smpboot_machine.slots[i].scratch, 0);
}

static void child_of_reserved_memory(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	begin_reserved();
	TREE_REG(0, 0x90000000, 0x1000, 0, WORD, 8);
	end_reserved();
	cpus(WORD);
	assert_built(0);
}

static void reserved_memory_has_cells_of_its_own(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_node("reserved-memory");
	cells(1, 2);
	tree_node("child");
	TREE_REG(WORD, 0, 8);
	end_reserved();
	cpus(WORD);
	assert_built(0);
}

static void disabled_child_reserves_nothing(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	begin_reserved();
	tree_string("status", "disabled");
	TREE_REG(0, WORD, 8);
	end_reserved();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_UNRESERVED);
}

/* A reg reserves memory only where it is that of a child, and not of a child's child. */
static void other_nodes_reserve_nothing(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_node("reserved-memory");
	TREE_REG(0, WORD, 8);
	tree_node("child");
	tree_node("grandchild");
	TREE_REG(0, WORD, 8);
	tree_end();
	end_reserved();
	tree_node("soc");
	tree_node("child");
	TREE_REG(0, WORD, 8);
	tree_end();
	tree_end();
	tree_node("child");
	TREE_REG(0, WORD, 8);
	tree_end();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_UNRESERVED);
}

/* Firmware's own memory that the memory nodes leave out: one warning, not two. */
static void reserved_outside_memory(void **state)
{
	(void)state;
	tree_start();
	begin_reserved();
	TREE_REG(0, WORD, 8);
	end_reserved();
	cpus(WORD);
	assert_built_warns(SMPBOOT_EVENT_OUTSIDE);
}

/* Told of each CPU that shares a word, and of no CPU that does not wait. */
static void told_per_cpu(void **state)
{
	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_cpus(2);
	tree_spin_table_cpu(0, 0x10);
	tree_spin_table_cpu(1, WORD);
	tree_spin_table_cpu(2, 0x1000);
	tree_cpu("cpu@3", 3);
	tree_string("enable-method", "psci");
	tree_two_cells("cpu-release-addr", 0x1000);
	tree_end();
	tree_spin_table_cpu(4, WORD);
	tree_end();
	assert_built(3);
	assert_int_equal(machine_event(0)->kind, SMPBOOT_EVENT_UNRESERVED);
	assert_int_equal(machine_event(0)->id, 1);
	assert_int_equal(machine_event(1)->kind, SMPBOOT_EVENT_OUTSIDE);
	assert_int_equal(machine_event(1)->id, 2);
	assert_int_equal(machine_event(2)->kind, SMPBOOT_EVENT_UNRESERVED);
	assert_int_equal(machine_event(2)->id, 4);
}

/* A tree whose list of reserved memory is these numbers, and stands at the very end of the blob. */
static void *tree_with_list_at_its_end(const uint64_t *list, uint32_t count)
{
	uint32_t total;
	char *tree;
	char *longer;

	tree_start();
	tree_memory(0x80000000, 0x40000000);
	cpus(WORD);
	tree = tree_finish();
	total = tree_get_header(tree, TREE_TOTALSIZE);
	longer = malloc(total + count * sizeof(*list));
	assert_non_null(longer);
	memcpy(longer, tree, total);
	free(tree);
	for (uint32_t i = 0; i < count; i++)
		fdt64_st(longer + total + i * sizeof(*list), list[i]);
	tree_set_header(longer, TREE_OFF_RESERVED, total);
	tree_set_header(longer, TREE_TOTALSIZE, total + count * (uint32_t)sizeof(*list));
	return longer;
}

static void assert_list(const uint64_t *list, uint32_t count, unsigned int events)
{
	void *tree = tree_with_list_at_its_end(list, count);

	machine_start(0, 8);
	assert_scan(tree, events);
	free(tree);
}

/* Only a pair of zeros ends the list; where there is none, the blob does. */
static void list_of_reserved_memory(void **state)
{
	(void)state;
	assert_list((const uint64_t[]){ WORD, 8, 0, 0 }, 4, 0);
	assert_list((const uint64_t[]){ WORD, 8 }, 2, 0);
	assert_list((const uint64_t[]){ WORD, 0, 0, 16, WORD, 8 }, 6, 0);
	assert_list((const uint64_t[]){ 0, 0, WORD, 8 }, 4, 1);
	assert_list((const uint64_t[]){ WORD }, 1, 1);
}

/* A list of reserved memory that does not end is read up to the end of the blob. */
static void endless_list_of_reserved_memory(void **state)
{
	uint32_t total;
	void *tree;

	(void)state;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	cpus(WORD);
	tree = tree_finish();
	total = tree_get_header(tree, TREE_TOTALSIZE);
	for (uint32_t left = 1; left < 64; left++) {
		machine_start(0, 8);
		tree_set_header(tree, TREE_OFF_RESERVED, total - left);
		assert_scan(tree, 1);
		assert_one_event(SMPBOOT_EVENT_UNRESERVED, "", "cpu-release-addr");
	}
	free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(words_in_a_reserved_page, fresh_machine),
		cmocka_unit_test_setup(child_of_reserved_memory, fresh_machine),
		cmocka_unit_test_setup(reserved_memory_has_cells_of_its_own, fresh_machine),
		cmocka_unit_test_setup(disabled_child_reserves_nothing, fresh_machine),
		cmocka_unit_test_setup(other_nodes_reserve_nothing, fresh_machine),
		cmocka_unit_test_setup(reserved_outside_memory, fresh_machine),
		cmocka_unit_test_setup(told_per_cpu, fresh_machine),
		cmocka_unit_test_setup(list_of_reserved_memory, fresh_machine),
		cmocka_unit_test_setup(endless_list_of_reserved_memory, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
