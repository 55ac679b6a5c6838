/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tree that the next kernel gets: what is written is read by a second table, as
 * the next kernel does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#include <smpboot/pen.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_arch.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define PEN  0x80100040u
#define WORD (PEN + SMPBOOT_PEN_RELEASE_WORD)
#define ROOM 2048

static void set(unsigned int id, enum smpboot_state state, enum smpboot_stage stage)
{
	smpboot_machine.slots[id].claim = smpboot_claim_word(1, state);
	smpboot_machine.slots[id].stage = stage;
}

static void park(unsigned int id)
{
	set(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PARKED);
}

static void psci_cpu(uint64_t mpidr, const char *name)
{
	tree_cpu(name, mpidr);
	tree_string("enable-method", "psci");
	tree_end();
}

static void psci_node(void)
{
	tree_node("psci");
	tree_string("compatible", "arm,psci-1.0");
	tree_string("method", "smc");
	tree_end();
}

/* CPUs 0 to 4; between them a node that is no CPU. */
static void cpus(void)
{
	tree_cpus(2);
	psci_cpu(0, "cpu@0");
	psci_cpu(1, "cpu@1");
	tree_node("cpu-map");
	tree_node("cluster0");
	tree_end();
	tree_end();
	tree_spin_table_cpu(2, 0x8000fff8);
	psci_cpu(3, "cpu@3");
	psci_cpu(4, "cpu@4");
	tree_end();
}

/* The finished tree, opened for writing in a block of exactly this much more. */
static void *opened(size_t room)
{
	void *tree = tree_finish();
	size_t size = fdt_totalsize(tree) + room;
	void *copy = malloc(size);

	assert_non_null(copy);
	assert_int_equal(fdt_open_into(tree, copy, (int)size), 0);
	free(tree);
	return copy;
}

/* The usual tree, scanned; CPUs 1, 2 and 4 are in the pen, 3 is switched off, 0 is left. */
static void *usual(size_t room)
{
	void *tree;

	tree_start_reserving(0x8000f000, 0x1000);
	tree_memory(0x80000000, 0x40000000);
	psci_node();
	cpus();
	tree = opened(room);
	machine_start(0, 64);
	assert_scan(tree, 0);
	park(1);
	park(2);
	set(3, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_OFF);
	park(4);
	return tree;
}

/* The next kernel, on a boot CPU of its own. */
static void read_again(const void *tree)
{
	machine_start(0, 64);
	assert_scan(tree, 0);
}

static void assert_waits(unsigned int id, uint64_t mpidr)
{
	assert_cpu(id, mpidr, "spin-table");
	assert_int_equal(smpboot_machine.slots[id].release_addr, WORD);
}

static void assert_refused(void *tree, uint64_t pen, enum smpboot_status status)
{
	size_t size = fdt_totalsize(tree);
	void *before = malloc(size);

	assert_non_null(before);
	memcpy(before, tree, size);
	assert_int_equal(smpboot_fdt_describe_pen(tree, pen), status);
	assert_memory_equal(tree, before, size);
	free(before);
}

static void the_next_kernel_finds_those_that_wait(void **state)
{
	void *tree = usual(ROOM);

	(void)state;
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	read_again(tree);
	assert_int_equal(smpboot_counts().cpus, 5);
	assert_cpu(0, 0, "psci");
	assert_waits(1, 1);
	assert_waits(2, 2);
	assert_cpu(3, 3, "psci");
	assert_waits(4, 4);
	assert_int_equal(smpboot_machine.slots[3].release_addr, 0);
	assert_int_equal(fdt_check_header(tree), 0);
	free(tree);
}

/* The next kernel's boot CPU may be another one. */
static void any_cpu_can_be_the_one_that_is_left(void **state)
{
	void *tree = usual(ROOM);

	(void)state;
	park(0);
	set(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN);
	machine_run_on(1);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	machine_start(1, 64);
	assert_scan(tree, 0);
	assert_cpu(0, 1, "psci");
	assert_waits(1, 0);
	assert_waits(2, 2);
	free(tree);
}

static void memory_is_reserved_by_the_granule(void **state)
{
	void *tree = usual(ROOM);
	uint64_t base;
	uint64_t size;

	(void)state;
	fake_arch.granule = 64;
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	assert_int_equal(fdt_num_mem_rsv(tree), 2);
	assert_int_equal(fdt_get_mem_rsv(tree, 1, &base, &size), 0);
	assert_int_equal(base, PEN);
	assert_int_equal(size, 64);
	/* A pen that lies across two granules. */
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN + 0x1020), SMPBOOT_OK);
	assert_int_equal(fdt_get_mem_rsv(tree, 2, &base, &size), 0);
	assert_int_equal(base, PEN + 0x1000);
	assert_int_equal(size, 128);
	free(tree);
}

static void writing_it_again_changes_nothing(void **state)
{
	void *tree = usual(ROOM);
	size_t size = fdt_totalsize(tree);
	void *first = malloc(size);

	(void)state;
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	memcpy(first, tree, size);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	assert_memory_equal(first, tree, size);
	free(first);
	free(tree);
}

/* A tree with /reserved-memory, of so many cells; -1: it does not say. */
static void *with_reserved_memory(int address_cells, int size_cells)
{
	void *tree;

	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_node("reserved-memory");
	if (address_cells >= 0)
		tree_cell("#address-cells", (uint32_t)address_cells);
	if (size_cells >= 0)
		tree_cell("#size-cells", (uint32_t)size_cells);
	tree_end();
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_plain_cpu(1);
	tree_end();
	tree = opened(ROOM);
	machine_start(0, 64);
	assert_scan(tree, 0);
	park(1);
	return tree;
}

static void assert_child(int address_cells, int size_cells, uint64_t pen, const char *name, int reg_size)
{
	void *tree = with_reserved_memory(address_cells, size_cells);
	int parent;
	int child;
	int size;

	assert_int_equal(smpboot_fdt_describe_pen(tree, pen), SMPBOOT_OK);
	parent = fdt_path_offset(tree, "/reserved-memory");
	child = fdt_first_subnode(tree, parent);
	if (name == NULL) {
		assert_true(child < 0);
	} else {
		assert_string_equal(fdt_get_name(tree, child, NULL), name);
		assert_non_null(fdt_getprop(tree, child, "reg", &size));
		assert_int_equal(size, reg_size);
		assert_non_null(fdt_getprop(tree, child, "no-map", &size));
		assert_int_equal(size, 0);
		/* It does what it is for, without /memreserve/ too. */
		assert_int_equal(fdt_del_mem_rsv(tree, 0), 0);
		if (pen == PEN)
			read_again(tree);
	}
	free(tree);
}

static void a_node_of_reserved_memory_gets_a_child(void **state)
{
	(void)state;
	assert_child(2, 2, PEN, "smpboot-pen@80100040", 16);
	assert_child(1, 1, PEN, "smpboot-pen@80100040", 8);
	assert_child(1, 2, PEN, "smpboot-pen@80100040", 12);
	assert_child(2, 1, 0xfedcba9876543200, "smpboot-pen@fedcba9876543200", 12);
	assert_child(2, 1, 8, "smpboot-pen@0", 12);
}

/* A boot loader may have taken the list away in between, and not the node. */
static void a_child_that_is_there_stays(void **state)
{
	void *tree = with_reserved_memory(2, 2);
	int parent;
	int child;

	(void)state;
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	assert_int_equal(fdt_del_mem_rsv(tree, 0), 0);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	assert_int_equal(fdt_num_mem_rsv(tree), 1);
	parent = fdt_path_offset(tree, "/reserved-memory");
	child = fdt_first_subnode(tree, parent);
	assert_string_equal(fdt_get_name(tree, child, NULL), "smpboot-pen@80100040");
	assert_true(fdt_next_subnode(tree, child) < 0);
	read_again(tree);
	assert_waits(1, 1);
	free(tree);
}

/* Numbers that are not there, or too small: /memreserve/ has it. */
static void or_none_where_it_cannot_be_said(void **state)
{
	(void)state;
	assert_child(-1, 1, PEN, NULL, 0);
	assert_child(2, -1, PEN, NULL, 0);
	assert_child(3, 1, PEN, NULL, 0);
	assert_child(2, 0, PEN, NULL, 0);
	assert_child(1, 1, 0x180000000, NULL, 0);
}

static void where_nobody_waits_nothing_is_written(void **state)
{
	void *tree = usual(0);

	(void)state;
	for (unsigned int id = 1; id < 5; id++)
		set(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_OFF);
	assert_refused(tree, PEN, SMPBOOT_OK);
	free(tree);
}

/* Waiting in the entry code is not waiting in a pen that a kernel can take over. */
static void who_is_not_parked_is_not_described(void **state)
{
	void *tree = usual(ROOM);

	(void)state;
	set(1, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PEN);
	set(2, SMPBOOT_STATE_PARKING, SMPBOOT_STAGE_PARKED);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	machine_start(0, 64);
	assert_int_equal(smpboot_fdt_add_cpus(tree), SMPBOOT_OK);
	assert_cpu(1, 1, "psci");
	assert_int_equal(smpboot_machine.slots[2].release_addr, 0x8000fff8);
	assert_waits(4, 4);
	free(tree);
}

/* From none on: refused with nothing changed, until there is enough; then all is there. */
static void every_amount_of_room(void **state)
{
	enum smpboot_status status = SMPBOOT_ERR_FDT_ROOM;
	size_t room;

	(void)state;
	for (room = 0; status != SMPBOOT_OK && room < ROOM; room++) {
		void *tree = usual(room);
		void *copy = malloc(fdt_totalsize(tree));

		memcpy(copy, tree, fdt_totalsize(tree));
		status = smpboot_fdt_describe_pen(tree, PEN);
		if (status == SMPBOOT_OK) {
			read_again(tree);
			assert_waits(4, 4);
		} else {
			assert_int_equal(status, SMPBOOT_ERR_FDT_ROOM);
			assert_memory_equal(tree, copy, fdt_totalsize(tree));
		}
		free(copy);
		free(tree);
	}
	/* As the header says. */
	assert_in_range(room, 100, 3 * 56 + 160);
}

static void a_cpu_without_a_node_is_missed(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 0x500, .method = "psci" };
	void *tree = usual(ROOM);
	unsigned int id;

	(void)state;
	assert_int_equal(smpboot_add_cpu(&desc, &id), SMPBOOT_OK);
	park(id);
	assert_refused(tree, PEN, SMPBOOT_ERR_MISSING);
	free(tree);
}

static void swap(void *context, struct smpboot_cpu_desc *desc)
{
	(void)context;
	if (desc->mpidr != 0)
		desc->mpidr <<= 8;
}

/* The MPIDR that the kernel has corrected. */
static void corrected_trees_are_matched_as_corrected(void **state)
{
	struct smpboot_ops fixing = *smpboot_machine.ops;
	void *tree;

	(void)state;
	fixing.fixup = swap;
	tree_start();
	tree_memory(0x80000000, 0x40000000);
	tree_cpus(1);
	for (uint32_t i = 0; i < 2; i++) {
		tree_node(i == 0 ? "cpu@0" : "cpu@1");
		TREE_REG(i);
		tree_end();
	}
	tree_end();
	tree = opened(ROOM);
	machine_start(0, 64);
	assert_int_equal(smpboot_register_ops(&fixing), SMPBOOT_OK);
	assert_scan(tree, 0);
	assert_cpu(1, 0x100, "none");
	park(1);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), SMPBOOT_OK);
	read_again(tree);
	assert_waits(1, 1);
	free(tree);
}

static void wrong_calls_are_refused(void **state)
{
	void *tree = usual(ROOM);

	(void)state;
	assert_int_equal(smpboot_fdt_describe_pen(NULL, PEN), SMPBOOT_ERR_NULL);
	assert_refused(tree, 0, SMPBOOT_ERR_STORAGE);
	assert_refused(tree, PEN + 4, SMPBOOT_ERR_STORAGE);
	smpboot_machine.count = 0;
	assert_refused(tree, PEN, SMPBOOT_ERR_NOT_INIT);
	free(tree);
}

/* Changes one word of the header of a tree that is right otherwise. */
static void assert_header_refused(size_t offset, uint32_t value, enum smpboot_status status)
{
	void *tree = usual(ROOM);
	uint32_t right = tree_get_header(tree, offset);

	tree_set_header(tree, offset, value);
	assert_int_equal(smpboot_fdt_describe_pen(tree, PEN), status);
	tree_set_header(tree, offset, right);
	read_again(tree);
	assert_cpu(1, 1, "psci");
	free(tree);
}

static void trees_that_cannot_be_written_are_refused(void **state)
{
	void *tree = usual(ROOM);
	uint32_t structure = tree_get_header(tree, TREE_OFF_STRUCT);

	(void)state;
	assert_header_refused(TREE_MAGIC, 0, SMPBOOT_ERR_FDT_HEADER);
	assert_header_refused(TREE_OFF_RESERVED, structure + 16, SMPBOOT_ERR_FDT_HEADER);
	assert_header_refused(TREE_OFF_RESERVED, 8, SMPBOOT_ERR_FDT_HEADER);
	assert_header_refused(TREE_OFF_RESERVED, structure - 12, SMPBOOT_ERR_FDT_HEADER);
	assert_header_refused(TREE_OFF_RESERVED, structure - 8, SMPBOOT_ERR_FDT_STRUCTURE);
	assert_header_refused(TREE_SIZE_STRUCT, 64, SMPBOOT_ERR_FDT_STRUCTURE);
	free(tree);
}

static void trees_without_cpus_are_refused(void **state)
{
	void *tree;

	(void)state;
	tree_start();
	tree_node("cpus2");
	tree_end();
	tree = opened(ROOM);
	machine_start(0, 64);
	assert_refused(tree, PEN, SMPBOOT_ERR_FDT_NO_CPUS);
	free(tree);
	tree_start();
	tree_cpus(3);
	tree_end();
	tree = opened(ROOM);
	assert_refused(tree, PEN, SMPBOOT_ERR_FDT_CELLS);
	free(tree);
}

/* Any byte of it may be anything: no access outside, and each answer is one that is named. */
static void every_byte_changed(void **state)
{
	void *right = usual(ROOM);
	size_t size = fdt_totalsize(right);
	char *tree = malloc(size);

	(void)state;
	assert_non_null(tree);
	for (size_t at = 0; at < size - ROOM; at++) {
		for (unsigned int bit = 0; bit < 8; bit += 1 + at % 3) {
			enum smpboot_status status;

			memcpy(tree, right, size);
			tree[at] = (char)(tree[at] ^ 1 << bit);
			/* What the block really has is the caller's promise. */
			if (fdt_totalsize(tree) > size)
				continue;
			status = smpboot_fdt_describe_pen(tree, PEN);
			assert_true(status == SMPBOOT_OK || status == SMPBOOT_ERR_MISSING ||
			            (status <= SMPBOOT_ERR_FDT_HEADER && status >= SMPBOOT_ERR_FDT_ROOM));
		}
	}
	free(tree);
	free(right);
}

/* Calls of libfdt that write, as they are, or from the one before which this counts down on with an error. */
static unsigned int good_writes = UINT_MAX;

static bool fails(void)
{
	return good_writes == 0 || (good_writes != UINT_MAX && --good_writes == 0);
}

int __real_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size);
int __wrap_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size);
int __wrap_fdt_setprop(void *fdt, int node, const char *name, const void *value, int size)
{
	return fails() ? -FDT_ERR_INTERNAL : __real_fdt_setprop(fdt, node, name, value, size);
}

int __real_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size);
int __wrap_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size);
int __wrap_fdt_add_mem_rsv(void *fdt, uint64_t address, uint64_t size)
{
	return fails() ? -FDT_ERR_INTERNAL : __real_fdt_add_mem_rsv(fdt, address, size);
}

/* One that does not do what it should is no reason to say that all went well. */
static void a_libfdt_that_fails_is_told(void **state)
{
	unsigned int writes = 1;
	enum smpboot_status status;

	(void)state;
	do {
		void *tree = usual(ROOM);

		good_writes = writes++;
		status = smpboot_fdt_describe_pen(tree, PEN);
		good_writes = UINT_MAX;
		free(tree);
		assert_true(status == SMPBOOT_ERR_FDT_STRUCTURE || status == SMPBOOT_OK);
	} while (status != SMPBOOT_OK);
	/* The list, and two properties of each of three CPUs. */
	assert_int_equal(writes, 1 + 1 + 3 * 2 + 1);
}

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 64);
	return 0;
}

#define TEST(function) cmocka_unit_test_setup(function, fresh_machine)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_next_kernel_finds_those_that_wait),
		TEST(any_cpu_can_be_the_one_that_is_left),
		TEST(memory_is_reserved_by_the_granule),
		TEST(writing_it_again_changes_nothing),
		TEST(a_node_of_reserved_memory_gets_a_child),
		TEST(a_child_that_is_there_stays),
		TEST(or_none_where_it_cannot_be_said),
		TEST(where_nobody_waits_nothing_is_written),
		TEST(who_is_not_parked_is_not_described),
		TEST(every_amount_of_room),
		TEST(a_libfdt_that_fails_is_told),
		TEST(a_cpu_without_a_node_is_missed),
		TEST(corrected_trees_are_matched_as_corrected),
		TEST(wrong_calls_are_refused),
		TEST(trees_that_cannot_be_written_are_refused),
		TEST(trees_without_cpus_are_refused),
		TEST(every_byte_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
