/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A libfdt that refuses to write into a tree where there is room: another version of it
 * may need more than is known here. The kernel is told that the tree is not what it
 * should be, at whichever write that is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libfdt.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define PEN  0x80100040u
#define ROOM 2048

/* Writes until one is refused, and how many there were. */
static unsigned int left;
static unsigned int writes;

static bool refused(void)
{
	writes++;
	if (left == 0)
		return true;
	left--;
	return false;
}

/* The linker puts these in the place of libfdt's own (CMakeLists.txt). */
int __real_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size);
int __wrap_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size);
int __real_fdt_add_subnode(void *fdt, int parent, const char *name);
int __wrap_fdt_add_subnode(void *fdt, int parent, const char *name);
int __real_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size);
int __wrap_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size);

int __wrap_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size)
{
	return refused() ? -FDT_ERR_NOSPACE : __real_fdt_add_mem_rsv(fdt, address, size);
}

int __wrap_fdt_add_subnode(void *fdt, int parent, const char *name)
{
	return refused() ? -FDT_ERR_NOSPACE : __real_fdt_add_subnode(fdt, parent, name);
}

int __wrap_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size)
{
	return refused() ? -FDT_ERR_NOSPACE : __real_fdt_setprop(fdt, node, name, value, size);
}

/* Two CPUs in the pen, and a node for its memory. */
static void *described_machine(void)
{
	void *tree;
	void *opened;
	size_t size;

	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_node("reserved-memory");
	tree_cell("#address-cells", 2);
	tree_cell("#size-cells", 2);
	tree_end();
	tree_cpus(2);
	for (uint64_t mpidr = 0; mpidr < 3; mpidr++)
		tree_plain_cpu(mpidr);
	tree_end();
	tree = tree_finish();
	size = fdt_totalsize(tree) + ROOM;
	opened = malloc(size);
	assert_non_null(opened);
	assert_int_equal(fdt_open_into(tree, opened, (int)size), 0);
	free(tree);
	machine_start(0, 64);
	assert_scan(opened, 0);
	for (unsigned int id = 1; id < 3; id++) {
		smpboot_machine.slots[id].claim = smpboot_claim_word(1, SMPBOOT_STATE_OFFLINE);
		smpboot_machine.slots[id].stage = SMPBOOT_STAGE_PARKED;
	}
	return opened;
}

static enum smpboot_status describe(unsigned int allowed)
{
	void *tree = described_machine();
	enum smpboot_status status;

	left = allowed;
	writes = 0;
	status = smpboot_fdt_describe_pen(tree, PEN);
	free(tree);
	return status;
}

static void each_write_that_is_refused_is_told(void **state)
{
	unsigned int all;

	(void)state;
	assert_int_equal(describe(UINT32_MAX), SMPBOOT_OK);
	all = writes;
	/* The range, the node and its two properties, and two of each CPU. */
	assert_int_equal(all, 1 + 3 + 2 * 2);
	for (unsigned int allowed = 0; allowed < all; allowed++) {
		assert_int_equal(describe(allowed), SMPBOOT_ERR_FDT_STRUCTURE);
		/* Nothing is written behind it. */
		assert_int_equal(writes, allowed + 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_write_that_is_refused_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
