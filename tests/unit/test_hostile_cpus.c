/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device trees with more CPUs than there is room for, and what an observer is
 * told of those that were added.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

#define CAPACITY 8

/* It has its place from the start, so a full table is no reason to miss its description. */
static void boot_cpu_after_the_table_is_full(void **state)
{
	(void)state;
	machine_start(0x900, CAPACITY);
	tree_start();
	tree_cpus(2);
	tree_string("enable-method", "psci");
	for (unsigned int i = 0; i < 4095; i++)
		tree_plain_cpu(0x10000 + i);
	tree_plain_cpu(0x900);
	tree_end();
	assert_built(4095 - (CAPACITY - 1));
	assert_int_equal(smpboot_counts().cpus, CAPACITY);
	assert_int_equal(smpboot_counts().dropped, 4095 - (CAPACITY - 1));
	for (unsigned int i = 0; i < machine_event_count() && i < 16; i++)
		assert_int_equal(machine_event(i)->kind, SMPBOOT_EVENT_DROPPED);
	assert_cpu(0, 0x900, "psci");
	assert_cpu(CAPACITY - 1, 0x10000 + CAPACITY - 2, "psci");
}

/* A CPU that is listed twice is one of those that are known, also when the table is full. */
static void duplicate_after_the_table_is_full(void **state)
{
	(void)state;
	machine_start(0, 2);
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_plain_cpu(1);
	tree_plain_cpu(1);
	tree_plain_cpu(0);
	tree_plain_cpu(2);
	tree_end();
	assert_built(3);
	assert_int_equal(machine_event(0)->kind, SMPBOOT_EVENT_DUPLICATE);
	assert_int_equal(machine_event(1)->kind, SMPBOOT_EVENT_DUPLICATE);
	assert_int_equal(machine_event(2)->kind, SMPBOOT_EVENT_DROPPED);
	assert_int_equal(smpboot_counts().dropped, 1);
}

#define MAX_TOLD 4

static struct told {
	unsigned int id;
	char name[16];
	bool disabled;
	uint64_t release_addr;
} told[MAX_TOLD];

static void keep(void *context, const struct smpboot_fdt_cpu_node *node)
{
	unsigned int *count = context;
	struct told *kept = &told[*count];

	assert_in_range(*count, 0, MAX_TOLD - 1);
	kept->id = node->id;
	strncpy(kept->name, node->name, sizeof(kept->name) - 1);
	kept->disabled = node->status != NULL && strcmp(node->status, "disabled") == 0;
	kept->release_addr = node->desc->release_addr;
	(*count)++;
}

static void assert_told(const struct told *kept, unsigned int id, const char *name, bool disabled,
                        uint64_t release_addr)
{
	assert_int_equal(kept->id, id);
	assert_string_equal(kept->name, name);
	assert_int_equal(kept->disabled, disabled);
	assert_int_equal(kept->release_addr, release_addr);
}

/* Of those that were added, and of no others. */
static void added_cpus_are_told(void **state)
{
	unsigned int count = 0;
	const struct smpboot_fdt_options options = { .added = keep, .context = &count };
	void *tree;

	(void)state;
	machine_start(0x5, 3);
	tree_start();
	tree_cpus(2);
	tree_cpu("cpu@1", 1);
	tree_string("status", "disabled");
	tree_end();
	tree_cpu("cpu@bad", 0x80000000);
	tree_end();
	tree_plain_cpu(1);
	tree_plain_cpu(2);
	tree_plain_cpu(3);
	tree_cpu("cpu@5", 5);
	tree_two_cells("cpu-release-addr", 0xd8);
	tree_end();
	tree_end();
	tree = tree_finish();
	assert_int_equal(smpboot_fdt_scan(tree, &options, NULL), SMPBOOT_OK);
	assert_int_equal(count, 3);
	assert_told(&told[0], 1, "cpu@1", true, 0);
	assert_told(&told[1], 2, "cpu@2", false, 0);
	assert_told(&told[2], 0, "cpu@5", false, 0xd8);
	free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boot_cpu_after_the_table_is_full),
		cmocka_unit_test(duplicate_after_the_table_is_full),
		cmocka_unit_test(added_cpus_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
