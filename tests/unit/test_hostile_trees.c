/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device trees that are right in form and wrong in kind, in size or in what
 * they point to: overlays and FIT images, phandles in circles, megabytes of
 * nothing.
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

#define CAPACITY 8
#define MEGABYTE (1u << 20)

#define NAME(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, CAPACITY);
	return 0;
}

/* ---- Of another kind ---------------------------------------------------- */

/* What an overlay brings for /cpus is for whoever applies it. */
static void overlay_has_no_cpus_of_its_own(void **state)
{
	(void)state;
	tree_start();
	tree_node("fragment@0");
	tree_string("target-path", "/");
	tree_node("__overlay__");
	tree_cpus(2);
	tree_plain_cpu(1);
	tree_end();
	tree_node("psci");
	tree_string("compatible", "arm,psci-1.0");
	tree_string("method", "hvc");
	tree_end();
	tree_end();
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
	assert_int_equal(machine_psci.calls, 0);
}

static void fit_image_has_no_cpus(void **state)
{
	static const char kernel[4096] = { 'A', 'R', 'M' };

	(void)state;
	tree_start();
	tree_string("description", "a kernel and its device tree");
	tree_cell("#address-cells", 1);
	tree_node("images");
	tree_node("kernel-1");
	tree_bytes("data", kernel, sizeof(kernel));
	tree_cell("load", 0x40080000);
	tree_end();
	tree_end();
	tree_node("configurations");
	tree_string("default", "conf-1");
	tree_node("conf-1");
	tree_string("kernel", "kernel-1");
	tree_end();
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
}

static void root_alone_has_no_cpus(void **state)
{
	(void)state;
	tree_start();
	assert_built_fails(SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
}

/* ---- In circles --------------------------------------------------------- */

/* "cpu" properties of the map that point to the map, to each other and to nothing. */
static void cpu_map_in_circles(void **state)
{
	(void)state;
	tree_start();
	tree_cpus(2);
	tree_node("cpu-map");
	tree_cell("phandle", 1);
	tree_cell("cpu", 1);
	tree_node("cluster0");
	tree_cell("phandle", 2);
	tree_cell("cpu", 3);
	tree_node("core0");
	tree_cell("phandle", 3);
	tree_cell("cpu", 2);
	tree_end();
	tree_node("core1");
	tree_cell("cpu", 0xffffffff);
	tree_end();
	tree_end();
	tree_end();
	tree_plain_cpu(0);
	tree_cpu("cpu@1", 1);
	tree_cell("phandle", 3);
	tree_cell("next-level-cache", 3);
	tree_end();
	tree_end();
	assert_built(0);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_cpu(1, 1, "none");
}

/* ---- Megabytes ---------------------------------------------------------- */

static void padding_of_a_megabyte(void **state)
{
	char *tree = tree_of_cpus(4);
	uint32_t total = tree_get_header(tree, TREE_TOTALSIZE);

	(void)state;
	tree = realloc(tree, total + MEGABYTE);
	assert_non_null(tree);
	memset(tree + total, 0xff, MEGABYTE);
	tree_set_header(tree, TREE_TOTALSIZE, total + MEGABYTE);
	assert_scan(tree, 0);
	assert_int_equal(smpboot_counts().cpus, 4);
	free(tree);
}

/* A tree of words whose "cpu@1", with its reg, has `count` words of `fill` behind `head`. */
static void *filled_tree(const uint32_t *head, size_t head_count, uint32_t fill, size_t count)
{
	static const uint32_t begin[] = { FDT_BEGIN_NODE,
		                          0,
		                          FDT_BEGIN_NODE,
		                          NAME('c', 'p', 'u', 's'),
		                          0,
		                          FDT_BEGIN_NODE,
		                          NAME('c', 'p', 'u', '@'),
		                          NAME('1', 0, 0, 0),
		                          FDT_PROP,
		                          8,
		                          0,
		                          0,
		                          1 };
	static const uint32_t end[] = { FDT_END_NODE, FDT_END_NODE, FDT_END_NODE, FDT_END };
	const size_t begin_count = sizeof(begin) / sizeof(begin[0]);
	const size_t end_count = sizeof(end) / sizeof(end[0]);
	uint32_t *words = malloc(sizeof(begin) + (head_count + count) * sizeof(*words) + sizeof(end));
	size_t used = begin_count + head_count;
	void *tree;

	assert_non_null(words);
	memcpy(words, begin, sizeof(begin));
	for (size_t i = 0; i < head_count; i++)
		words[begin_count + i] = head[i];
	for (size_t i = 0; i < count; i++)
		words[used++] = fill;
	memcpy(words + used, end, sizeof(end));
	tree = tree_raw(words, used + end_count);
	free(words);
	return tree;
}

static void nops_of_a_megabyte(void **state)
{
	void *tree = filled_tree(NULL, 0, FDT_NOP, MEGABYTE / 4);

	(void)state;
	assert_scan(tree, 1); /* the boot CPU is not there */
	assert_cpu(1, 1, "none");
	free(tree);
}

/* A status, whose name is at 4, that is text all through: its end is looked for, and not found. */
static void string_of_a_megabyte(void **state)
{
	static const uint32_t head[] = { FDT_PROP, MEGABYTE, 4 };
	void *tree = filled_tree(head, 3, NAME('o', 'k', 'a', 'y'), MEGABYTE / 4);

	(void)state;
	assert_scan(tree, 2);
	assert_int_equal(machine_event(0)->kind, SMPBOOT_EVENT_BAD_CPU);
	assert_string_equal(machine_event(0)->property, "status");
	free(tree);
}

/* A list of 100000 compatible strings, all empty: each is looked at once. */
static void list_of_empty_strings(void **state)
{
	const size_t size = 100000;
	char *list = calloc(1, size);

	(void)state;
	assert_non_null(list);
	tree_start();
	tree_bytes("compatible", list, size);
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_end();
	assert_built(0);
	assert_int_equal(machine_psci.calls, 0);
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(overlay_has_no_cpus_of_its_own, fresh_machine),
		cmocka_unit_test_setup(fit_image_has_no_cpus, fresh_machine),
		cmocka_unit_test_setup(root_alone_has_no_cpus, fresh_machine),
		cmocka_unit_test_setup(cpu_map_in_circles, fresh_machine),
		cmocka_unit_test_setup(padding_of_a_megabyte, fresh_machine),
		cmocka_unit_test_setup(nops_of_a_megabyte, fresh_machine),
		cmocka_unit_test_setup(string_of_a_megabyte, fresh_machine),
		cmocka_unit_test_setup(list_of_empty_strings, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
