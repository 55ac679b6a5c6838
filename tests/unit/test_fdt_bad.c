/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device trees that cannot be read: each defect has its status and its place,
 * and changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

#define SW_MAGIC (~(uint32_t)FDT_MAGIC) /* libfdt's own mark of an unfinished tree */

#define NAME(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define ROOT             FDT_BEGIN_NODE, 0
#define CPUS             FDT_BEGIN_NODE, NAME('c', 'p', 'u', 's'), 0
#define CPU_0            FDT_BEGIN_NODE, NAME('c', 'p', 'u', '@'), NAME('0', 0, 0, 0)
#define REG              FDT_PROP, 8, 0, 0, 0
#define END              FDT_END_NODE

/* The least that a libfdt does here, as its first versions did: bounds are left to the library. */
int fdt_check_header(const void *fdt)
{
	if (fdt_magic(fdt) != FDT_MAGIC && fdt_magic(fdt) != SW_MAGIC)
		return -FDT_ERR_BADMAGIC;
	return fdt_last_comp_version(fdt) > FDT_LAST_SUPPORTED_VERSION ? -FDT_ERR_BADVERSION : 0;
}

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 8);
	return 0;
}

static void header_fails(size_t offset, uint32_t value)
{
	void *tree = tree_of_cpus(2);

	tree_set_header(tree, offset, value);
	assert_scan_fails(tree, SMPBOOT_ERR_FDT_HEADER, "", NULL);
	free(tree);
}

static void wrong_magic_or_version(void **state)
{
	(void)state;
	header_fails(TREE_MAGIC, 0xd00dfeee);
	header_fails(TREE_MAGIC, SW_MAGIC);
	header_fails(TREE_VERSION, 16);
	header_fails(TREE_LAST_COMP, 18);
}

static void blocks_outside_the_blob(void **state)
{
	void *tree = tree_of_cpus(2);
	uint32_t total = tree_get_header(tree, TREE_TOTALSIZE);
	uint32_t structure = tree_get_header(tree, TREE_OFF_STRUCT);
	uint32_t strings = tree_get_header(tree, TREE_OFF_STRINGS);

	(void)state;
	header_fails(TREE_TOTALSIZE, TREE_HEADER_SIZE - 1);
	header_fails(TREE_TOTALSIZE, total - 1);
	header_fails(TREE_TOTALSIZE, 0x80000000);
	header_fails(TREE_OFF_STRUCT, total + 4);
	header_fails(TREE_OFF_STRUCT, 0xfffffffc);
	header_fails(TREE_OFF_STRUCT, 0);
	header_fails(TREE_SIZE_STRUCT, total - structure + 1);
	header_fails(TREE_SIZE_STRUCT, 0xffffffff);
	header_fails(TREE_OFF_STRINGS, total + 1);
	header_fails(TREE_OFF_STRINGS, 4);
	header_fails(TREE_SIZE_STRINGS, total - strings + 1);
	header_fails(TREE_SIZE_STRINGS, 0xffffffff);
	free(tree);
}

static void unaligned_tree_or_structure(void **state)
{
	void *tree = tree_of_cpus(2);
	uint32_t total = tree_get_header(tree, TREE_TOTALSIZE);
	char *moved = malloc(total + 8);

	(void)state;
	assert_non_null(moved);
	for (unsigned int i = 1; i < 8; i++) {
		memcpy(moved + i, tree, total);
		assert_scan_fails(moved + i, SMPBOOT_ERR_FDT_HEADER, "", NULL);
	}
	free(moved);
	header_fails(TREE_OFF_STRUCT, tree_get_header(tree, TREE_OFF_STRUCT) + 2);
	free(tree);
}

static void tree_without_cpus(void **state)
{
	(void)state;
	tree_start();
	tree_node("soc");
	tree_cpus(1);
	tree_end();
	tree_end();
	tree_node("cpus@0");
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
}

static void cells_fail(const void *value, size_t size)
{
	tree_start();
	tree_node("cpus");
	tree_bytes("#address-cells", value, size);
	tree_plain_cpu(1);
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_CELLS, "cpus", "#address-cells");
}

static void cells_other_than_1_and_2(void **state)
{
	static const char two[] = { 0, 0, 0, 2, 0, 0, 0, 2 };

	(void)state;
	cells_fail("\0\0\0\0", 4);
	cells_fail("\0\0\0\3", 4);
	cells_fail("\377\377\377\377", 4);
	cells_fail("\1\0\0\0", 4);
	cells_fail(two, 0);
	cells_fail(two + 1, 3);
	cells_fail(two, 8);
}

static void second_cpus_node(void **state)
{
	(void)state;
	tree_start();
	tree_cpus(2);
	tree_plain_cpu(1);
	tree_end();
	tree_cpus(2);
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_STRUCTURE, "cpus", NULL);
}

static void structure_fails(const uint32_t *words, size_t count, const char *node)
{
	void *tree = tree_raw(words, count);

	assert_scan_fails(tree, SMPBOOT_ERR_FDT_STRUCTURE, node, NULL);
	free(tree);
}

#define STRUCTURE_FAILS(node, ...) \
	structure_fails((const uint32_t[]){ __VA_ARGS__ }, \
	                sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t), node)

/* What the others are variations of. */
static void whole_tree_of_words(void **state)
{
	static const uint32_t words[] = { FDT_NOP, ROOT, FDT_NOP, CPUS, CPU_0, FDT_NOP, REG,
		                          FDT_NOP, END,  FDT_NOP, END,  END,   FDT_NOP, FDT_END };
	void *tree = tree_raw(words, sizeof(words) / sizeof(words[0]));

	(void)state;
	assert_scan(tree, 0);
	free(tree);
}

static void tree_that_is_cut_off(void **state)
{
	(void)state;
	structure_fails(NULL, 0, "");
	STRUCTURE_FAILS("/", ROOT);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END, END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 8, 0, 0);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 8);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP);
	STRUCTURE_FAILS("cpus", ROOT, CPUS, FDT_BEGIN_NODE, NAME('c', 'p', 'u', '@'));
}

static void tags_that_do_not_fit_together(void **state)
{
	(void)state;
	STRUCTURE_FAILS("", FDT_END);
	STRUCTURE_FAILS("", END, FDT_END);
	STRUCTURE_FAILS("", END, ROOT, FDT_END);
	STRUCTURE_FAILS("", REG, ROOT, CPUS, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END, END, REG, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, END, END, ROOT, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, 5, END, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, NAME('c', 'p', 'u', 0), END, END, END, FDT_END);
}

/* It could change how nodes before it were read. */
static void property_after_a_subnode(void **state)
{
	(void)state;
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, REG, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, END, FDT_NOP, REG, END, END, FDT_END);
}

/*
 * libfdt before 1.7 adds such a length to its offset: it goes round for ever,
 * or takes the name's offset for a tag. FDT_NOP is that of "status" here.
 */
static void property_length_that_overflows(void **state)
{
	(void)state;
	for (uint32_t length = 0xffffffff; length > 0xffffffd0; length--)
		STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, REG, FDT_PROP, length, FDT_NOP, END, END, END,
		                FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 0x7fffffff, 0, END, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 0x80000000, 0, END, END, END, FDT_END);
}

static void property_name_outside_the_strings(void **state)
{
	(void)state;
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 4, 12, 0, END, END, END, FDT_END);
	STRUCTURE_FAILS("cpu@0", ROOT, CPUS, CPU_0, FDT_PROP, 4, 0xffffffff, 0, END, END, END, FDT_END);
}

/* The name "statu" at the end of a strings block that is cut short is no name of ours. */
static void property_name_without_an_end(void **state)
{
	static const uint32_t words[] = { ROOT, CPUS, CPU_0, REG, FDT_PROP, 5, 4, NAME('f', 'a', 'i', 'l'),
		                          0,    END,  END,   END, FDT_END };
	void *tree = tree_raw(words, sizeof(words) / sizeof(words[0]));

	(void)state;
	tree_set_header(tree, TREE_SIZE_STRINGS, 10);
	assert_scan(tree, 0);
	free(tree);
}

static void long_names_are_cut_in_the_error(void **state)
{
	char name[201];

	(void)state;
	memset(name, 'p', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	tree_start();
	tree_node(name);
	tree_string("compatible", "arm,psci-1.0");
	tree_end();
	name[63] = '\0';
	assert_built_fails(SMPBOOT_ERR_FDT_PSCI, name, "method");
}

/* 100000 nodes, each in the one before. */
static void deep_nesting_needs_no_stack(void **state)
{
	const size_t depth = 100000;
	const size_t count = 3 * depth + 1;
	uint32_t *words = malloc(count * sizeof(*words));
	void *tree;

	(void)state;
	assert_non_null(words);
	for (size_t i = 0; i < depth; i++) {
		words[2 * i] = FDT_BEGIN_NODE;
		words[2 * i + 1] = i == 0 ? 0 : NAME('n', 0, 0, 0);
		words[2 * depth + i] = FDT_END_NODE;
	}
	words[count - 1] = FDT_END;
	tree = tree_raw(words, count);
	assert_scan_fails(tree, SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
	free(tree);
	free(words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(wrong_magic_or_version, fresh_machine),
		cmocka_unit_test_setup(blocks_outside_the_blob, fresh_machine),
		cmocka_unit_test_setup(unaligned_tree_or_structure, fresh_machine),
		cmocka_unit_test_setup(tree_without_cpus, fresh_machine),
		cmocka_unit_test_setup(cells_other_than_1_and_2, fresh_machine),
		cmocka_unit_test_setup(second_cpus_node, fresh_machine),
		cmocka_unit_test_setup(whole_tree_of_words, fresh_machine),
		cmocka_unit_test_setup(tree_that_is_cut_off, fresh_machine),
		cmocka_unit_test_setup(tags_that_do_not_fit_together, fresh_machine),
		cmocka_unit_test_setup(property_after_a_subnode, fresh_machine),
		cmocka_unit_test_setup(property_length_that_overflows, fresh_machine),
		cmocka_unit_test_setup(property_name_outside_the_strings, fresh_machine),
		cmocka_unit_test_setup(property_name_without_an_end, fresh_machine),
		cmocka_unit_test_setup(long_names_are_cut_in_the_error, fresh_machine),
		cmocka_unit_test_setup(deep_nesting_needs_no_stack, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
