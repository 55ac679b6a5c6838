/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device trees for the tests, by libfdt's sequential writer.
 */
#include "fdt_tree.h"

#include <libfdt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char buffer[1 << 20];

/* A failure here is the test's own mistake. */
static void must(int result)
{
	assert_int_equal(result, 0);
}

void tree_start(void)
{
	tree_start_reserving(0, 0);
}

void tree_start_reserving(uint64_t base, uint64_t size)
{
	must(fdt_create(buffer, sizeof(buffer)));
	if (size != 0)
		must(fdt_add_reservemap_entry(buffer, base, size));
	must(fdt_finish_reservemap(buffer));
	tree_node("");
}

void tree_node(const char *name)
{
	must(fdt_begin_node(buffer, name));
}

void tree_end(void)
{
	must(fdt_end_node(buffer));
}

void tree_bytes(const char *name, const void *bytes, size_t size)
{
	must(fdt_property(buffer, name, bytes, (int)size));
}

void tree_string(const char *name, const char *value)
{
	tree_bytes(name, value, strlen(value) + 1);
}

void tree_cell(const char *name, uint32_t value)
{
	must(fdt_property_u32(buffer, name, value));
}

void tree_two_cells(const char *name, uint64_t value)
{
	must(fdt_property_u64(buffer, name, value));
}

void tree_reg(const uint32_t *cells, size_t count)
{
	uint32_t *value;

	must(fdt_property_placeholder(buffer, "reg", (int)(count * sizeof(*value)), (void **)&value));
	for (size_t i = 0; i < count; i++)
		fdt32_st(&value[i], cells[i]);
}

void tree_memory(uint32_t base, uint32_t size)
{
	tree_node("memory");
	tree_string("device_type", "memory");
	TREE_REG(0, base, size);
	tree_end();
}

void tree_cpus(uint32_t address_cells)
{
	tree_node("cpus");
	tree_cell("#address-cells", address_cells);
	tree_cell("#size-cells", 0);
}

void tree_cpu(const char *name, uint64_t mpidr)
{
	tree_node(name);
	tree_string("device_type", "cpu");
	tree_two_cells("reg", mpidr);
}

/* Opens a CPU that is named for its MPIDR. */
static void named_cpu(uint64_t mpidr)
{
	char name[32];

	snprintf(name, sizeof(name), "cpu@%llx", (unsigned long long)mpidr);
	tree_cpu(name, mpidr);
}

void tree_plain_cpu(uint64_t mpidr)
{
	named_cpu(mpidr);
	tree_end();
}

void tree_spin_table_cpu(uint64_t mpidr, uint64_t release_addr)
{
	named_cpu(mpidr);
	tree_string("enable-method", "spin-table");
	tree_two_cells("cpu-release-addr", release_addr);
	tree_end();
}

static void *exact_copy(const void *from, size_t size)
{
	void *copy = malloc(size);

	assert_non_null(copy);
	memcpy(copy, from, size);
	return copy;
}

void *tree_finish(void)
{
	tree_end();
	must(fdt_finish(buffer));
	return exact_copy(buffer, fdt_totalsize(buffer));
}

uint64_t tree_mpidr(unsigned int index)
{
	return (uint64_t)(index / 16) << 8 | index % 16;
}

void *tree_of_cpus(unsigned int count)
{
	tree_start();
	tree_cpus(2);
	for (unsigned int i = 0; i < count; i++)
		tree_plain_cpu(tree_mpidr(i));
	tree_end();
	return tree_finish();
}

void *tree_raw(const uint32_t *words, size_t count)
{
	static const char strings[] = "reg\0status";
	const size_t structure = TREE_HEADER_SIZE + 16; /* behind an empty list of reserved memory */
	const size_t total = structure + count * 4 + sizeof(strings);
	char *tree = calloc(1, total);

	assert_non_null(tree);
	tree_set_header(tree, TREE_MAGIC, FDT_MAGIC);
	tree_set_header(tree, TREE_TOTALSIZE, (uint32_t)total);
	tree_set_header(tree, TREE_OFF_STRUCT, (uint32_t)structure);
	tree_set_header(tree, TREE_OFF_STRINGS, (uint32_t)(structure + count * 4));
	tree_set_header(tree, TREE_OFF_RESERVED, TREE_HEADER_SIZE);
	tree_set_header(tree, TREE_VERSION, 17);
	tree_set_header(tree, TREE_LAST_COMP, 16);
	tree_set_header(tree, TREE_SIZE_STRINGS, sizeof(strings));
	tree_set_header(tree, TREE_SIZE_STRUCT, (uint32_t)(count * 4));
	for (size_t i = 0; i < count; i++)
		tree_set_header(tree, structure + i * 4, words[i]);
	memcpy(tree + structure + count * 4, strings, sizeof(strings));
	return tree;
}

uint32_t tree_get_header(const void *tree, size_t offset)
{
	return fdt32_ld((const fdt32_t *)(const void *)((const char *)tree + offset));
}

void tree_set_header(void *tree, size_t offset, uint32_t value)
{
	fdt32_st((char *)tree + offset, value);
}
