/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A good device tree with each of its bytes spoiled, and cut at each length:
 * whatever comes of it, the scan reads nothing outside the blob
 * (AddressSanitizer watches), ends, and after an error has changed nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define CAPACITY 5

static void cpu_with_all(uint64_t mpidr, const char *status)
{
	tree_cpu("cpu@x", mpidr);
	tree_string("compatible", "arm,cortex-a72");
	tree_string("status", status);
	tree_string("enable-method", "psci");
	tree_cell("phandle", (uint32_t)mpidr + 1);
	tree_cell("capacity-dmips-mhz", 1024);
	tree_cell("numa-node-id", 1);
	tree_cell("d-cache-size", 32768);
	tree_cell("next-level-cache", 9);
	tree_end();
}

static void memory(void)
{
	tree_memory(0, 0x10000);
	tree_node("reserved-memory");
	tree_cell("#address-cells", 1);
	tree_cell("#size-cells", 1);
	tree_node("firmware@2000");
	tree_string("status", "okay");
	TREE_REG(0x2000, 0x1000);
	tree_end();
	tree_end();
}

/* Has something for each rule of the scan. */
static void *good_tree(void)
{
	tree_start_reserving(0, 0x1000);
	tree_string("compatible", "vendor,board");
	memory();
	tree_node("psci");
	tree_bytes("compatible", "arm,psci-0.2\0arm,psci", 22);
	tree_string("method", "smc");
	tree_end();
	tree_node("old-psci");
	tree_string("compatible", "arm,psci");
	tree_string("method", "hvc");
	tree_cell("cpu_on", 0x84000003);
	tree_string("status", "disabled");
	tree_end();
	tree_cpus(2);
	tree_string("enable-method", "psci");
	tree_node("cpu-map");
	tree_node("socket0");
	tree_node("cluster0");
	tree_node("core0");
	tree_node("thread0");
	tree_cell("cpu", 0x102);
	tree_end();
	tree_end();
	tree_end();
	tree_end();
	tree_end();
	cpu_with_all(0x101, "okay");
	cpu_with_all(0x0, "fail");
	tree_plain_cpu(0x0);
	tree_node("cpu@2");
	tree_bytes("reg", "\0\0\0\0\0\0\0\2", 8);
	tree_node("l2-cache");
	tree_cell("phandle", 9);
	tree_cell("cache-level", 2);
	tree_cell("cache-size", 65536);
	tree_cell("next-level-cache", 10);
	tree_end();
	tree_end();
	tree_spin_table_cpu(0x103, 0xd8);
	tree_spin_table_cpu(0x104, 0x2ff8);
	tree_plain_cpu(0x105);
	tree_end();
	tree_node("l3-cache");
	tree_cell("phandle", 10);
	tree_cell("cache-level", 3);
	tree_end();
	return tree_finish();
}

static bool is_fdt_error(enum smpboot_status status)
{
	return status <= SMPBOOT_ERR_FDT_HEADER && status >= SMPBOOT_ERR_FDT_PSCI;
}

/* What the scan borrowed of a CPU's records. */
static void assert_given_back(unsigned int id)
{
	assert_int_equal(smpboot_machine.slots[id].scratch, 0);
	for (unsigned int i = 0; i < SMPBOOT_SELF_SCRATCH; i++)
		assert_int_equal(smpboot_machine.selves[id].scratch[i], 0);
	for (unsigned int i = 0; i < SMPBOOT_SHARED_LEVELS; i++)
		assert_true(smpboot_machine.selves[id].leader[i] <= smpboot_counts().cpus);
}

/* Scans on a fresh machine, and gives the status. */
static enum smpboot_status try_tree(const void *tree)
{
	struct smpboot_fdt_error error;
	enum smpboot_status described;
	enum smpboot_status status;

	machine_start(0x101, CAPACITY);
	status = smpboot_fdt_scan(tree, NULL, &error);
	assert_int_equal(error.status, status);
	assert_non_null(memchr(error.node, '\0', sizeof(error.node)));
	described = smpboot_fdt_add_topology(tree);
	assert_true(described == SMPBOOT_OK || (status != SMPBOOT_OK && is_fdt_error(described)));
	for (unsigned int id = 0; id < smpboot_counts().cpus; id++)
		assert_given_back(id);
	if (status == SMPBOOT_OK)
		return status;
	assert_true(is_fdt_error(status));
	assert_nothing_added();
	assert_int_equal(machine_psci.calls, 0);
	return status;
}

static void good_tree_is_good(void **state)
{
	void *tree = good_tree();

	(void)state;
	assert_int_equal(try_tree(tree), SMPBOOT_OK);
	assert_int_equal(machine_event_count(), 2); /* one CPU twice, one too many */
	assert_int_equal(smpboot_counts().cpus, CAPACITY);
	assert_int_equal(machine_psci.calls, 1);
	free(tree);
}

/* A block of its own, of just the size that the tree claims or less. */
static void try_copy(const char *tree, size_t total, size_t at, char value)
{
	char *copy = malloc(total);

	assert_non_null(copy);
	memcpy(copy, tree, total);
	copy[at] = value;
	try_tree(copy);
	free(copy);
}

static void every_byte_spoiled(void **state)
{
	static const char flips[] = { 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, (char)0x80, (char)0xff };
	char *tree = good_tree();
	const size_t total = tree_get_header(tree, TREE_TOTALSIZE);

	(void)state;
	for (size_t at = 0; at < total; at++) {
		for (size_t i = 0; i < sizeof(flips); i++)
			try_copy(tree, total, at, (char)(tree[at] ^ flips[i]));
		try_copy(tree, total, at, 0);
		try_copy(tree, total, at, '/');
	}
	free(tree);
}

/* Cuts the blob to `size` bytes, and says so in the header; the header itself is always there. */
static void *cut_tree(const char *tree, size_t size)
{
	char *cut = malloc(size < TREE_HEADER_SIZE ? TREE_HEADER_SIZE : size);

	assert_non_null(cut);
	memcpy(cut, tree, size < TREE_HEADER_SIZE ? TREE_HEADER_SIZE : size);
	tree_set_header(cut, TREE_TOTALSIZE, (uint32_t)size);
	return cut;
}

static void every_length_of_the_blob(void **state)
{
	char *tree = good_tree();
	const size_t total = tree_get_header(tree, TREE_TOTALSIZE);

	(void)state;
	for (size_t size = 0; size < total; size++) {
		void *cut = cut_tree(tree, size);

		assert_int_equal(try_tree(cut), SMPBOOT_ERR_FDT_HEADER);
		free(cut);
	}
	free(tree);
}

/* The same, with block sizes that fit what is left, so that it is the walk that meets the end. */
static void every_length_of_each_block(void **state)
{
	char *tree = good_tree();
	const uint32_t structure = tree_get_header(tree, TREE_SIZE_STRUCT);
	const uint32_t strings = tree_get_header(tree, TREE_SIZE_STRINGS);
	const uint32_t total = tree_get_header(tree, TREE_TOTALSIZE);

	(void)state;
	for (uint32_t size = 0; size < structure; size++) {
		tree_set_header(tree, TREE_SIZE_STRUCT, size);
		assert_int_equal(try_tree(tree), SMPBOOT_ERR_FDT_STRUCTURE);
	}
	tree_set_header(tree, TREE_SIZE_STRUCT, structure);
	for (uint32_t size = 0; size < strings; size++) {
		void *cut = cut_tree(tree, total - (strings - size));

		tree_set_header(cut, TREE_SIZE_STRINGS, size);
		try_tree(cut);
		free(cut);
	}
	free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_tree_is_good),
		cmocka_unit_test(every_byte_spoiled),
		cmocka_unit_test(every_length_of_the_blob),
		cmocka_unit_test(every_length_of_each_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
