/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a device tree says of sockets, clusters, cores, threads and caches, in
 * the layouts that machines have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#include <smpboot/topology.h>

#include "core/machine.h"
#include "fdt_machine.h"
#include "fdt_tree.h"

#define CAPACITY 80

/* Phandles: of CPU `i`, and of cache `i`. */
#define CPU(i)   (0x100u + (i))
#define CACHE(i) (0x1000u + (i))

#define UNKNOWN SMPBOOT_UNKNOWN

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
}

static void numbered_node(const char *name, unsigned int number)
{
	char text[32];

	snprintf(text, sizeof(text), "%s%u", name, number);
	tree_node(text);
}

static void open_cpu(unsigned int i, uint64_t mpidr)
{
	char name[32];

	snprintf(name, sizeof(name), "cpu@%llx", (unsigned long long)mpidr);
	tree_cpu(name, mpidr);
	tree_cell("phandle", CPU(i));
}

static void cpu(unsigned int i, uint64_t mpidr)
{
	open_cpu(i, mpidr);
	tree_end();
}

static void cached_cpu(unsigned int i, uint64_t mpidr, uint32_t next)
{
	open_cpu(i, mpidr);
	tree_cell("d-cache-size", 32768);
	tree_cell("d-cache-line-size", 64);
	tree_cell("d-cache-sets", 128);
	tree_cell("i-cache-size", 49152);
	tree_cell("next-level-cache", next);
	tree_end();
}

static void open_cache(unsigned int i, unsigned int level, uint32_t size, uint32_t next)
{
	numbered_node("cache-", i);
	tree_cell("phandle", CACHE(i));
	tree_cell("cache-level", level);
	tree_bytes("cache-unified", NULL, 0);
	if (size != 0)
		tree_cell("cache-size", size);
	if (next != 0)
		tree_cell("next-level-cache", next);
}

static void cache(unsigned int i, unsigned int level, uint32_t size, uint32_t next)
{
	open_cache(i, level, size, next);
	tree_end();
}

/* core<number> of the map, which is CPU i. */
static void core(unsigned int number, unsigned int i)
{
	numbered_node("core", number);
	tree_cell("cpu", CPU(i));
	tree_end();
}

/* core<number> of the map, whose threads are these CPUs. */
static void core_of_two(unsigned int number, unsigned int first, unsigned int second)
{
	numbered_node("core", number);
	numbered_node("thread", 0);
	tree_cell("cpu", CPU(first));
	tree_end();
	numbered_node("thread", 1);
	tree_cell("cpu", CPU(second));
	tree_end();
	tree_end();
}

/* The tree's CPUs are added, and what it says of them noted. */
static void describe(const void *tree)
{
	assert_scan(tree, 0);
	assert_int_equal(smpboot_fdt_add_topology(tree), SMPBOOT_OK);
}

static void describe_built(void)
{
	void *tree = tree_finish();

	describe(tree);
	free(tree);
}

static void scan(void)
{
	tree_end();
	describe_built();
}

static struct smpboot_topology place(unsigned int id)
{
	struct smpboot_topology found;

	assert_int_equal(smpboot_cpu_topology(id, &found), SMPBOOT_OK);
	return found;
}

static void assert_place(unsigned int id, int socket, int cluster, int inner, int core_number, int thread)
{
	struct smpboot_topology found = place(id);

	assert_int_equal(found.source, SMPBOOT_SOURCE_DESCRIPTION);
	assert_int_equal(found.socket, socket);
	assert_int_equal(found.cluster[0], cluster);
	assert_int_equal(found.cluster[1], inner);
	assert_int_equal(found.cluster_levels, (cluster != UNKNOWN) + (inner != UNKNOWN));
	assert_int_equal(found.core, core_number);
	assert_int_equal(found.thread, thread);
}

static void assert_unplaced(unsigned int id)
{
	assert_int_equal(place(id).source, SMPBOOT_SOURCE_NONE);
	assert_int_equal(place(id).core, UNKNOWN);
}

/* Of the caches of a level, the unified one. */
static unsigned int index_of(unsigned int id, unsigned int level)
{
	struct smpboot_cache found;

	for (unsigned int i = 0; smpboot_cpu_cache(id, i, &found) == SMPBOOT_OK; i++)
		if (found.level == level && found.type == SMPBOOT_CACHE_UNIFIED)
			return i;
	return SMPBOOT_CACHES;
}

static void assert_shared(unsigned int id, unsigned int level, uint64_t low, uint64_t high)
{
	uint64_t mask[2];

	assert_int_equal(smpboot_cache_shared(id, index_of(id, level), mask, 2), SMPBOOT_OK);
	assert_true(mask[0] == low);
	assert_true(mask[1] == high);
}

static void assert_size(unsigned int id, unsigned int level, uint64_t size)
{
	struct smpboot_cache found;

	assert_int_equal(smpboot_cpu_cache(id, index_of(id, level), &found), SMPBOOT_OK);
	assert_true(found.size == size);
	assert_int_equal(found.source, SMPBOOT_SOURCE_DESCRIPTION);
}

/* ---- Layouts ------------------------------------------------------------------ */

static void big_little(void **state)
{
	uint32_t capacity;

	(void)state;
	begin();
	tree_node("cpu-map");
	numbered_node("cluster", 0);
	for (unsigned int i = 0; i < 2; i++)
		core(i, i);
	tree_end();
	numbered_node("cluster", 1);
	for (unsigned int i = 0; i < 4; i++)
		core(i, 2 + i);
	tree_end();
	tree_end();
	for (unsigned int i = 0; i < 6; i++) {
		open_cpu(i, i < 2 ? i : 0x100 + i - 2);
		tree_cell("capacity-dmips-mhz", i < 2 ? 1024 : 485);
		tree_cell("next-level-cache", CACHE(i < 2));
		tree_end();
	}
	cache(0, 2, 1 << 20, 0);
	cache(1, 2, 2 << 20, 0);
	scan();
	assert_place(0, UNKNOWN, 0, UNKNOWN, 0, UNKNOWN);
	assert_place(1, UNKNOWN, 0, UNKNOWN, 1, UNKNOWN);
	assert_place(2, UNKNOWN, 1, UNKNOWN, 0, UNKNOWN);
	assert_place(5, UNKNOWN, 1, UNKNOWN, 3, UNKNOWN);
	assert_shared(0, 2, 0x03, 0);
	assert_shared(4, 2, 0x3c, 0);
	assert_size(1, 2, 2 << 20);
	assert_size(5, 2, 1 << 20);
	assert_int_equal(smpboot_cpu_capacity(0, &capacity), SMPBOOT_OK);
	assert_int_equal(capacity, 1024);
	assert_int_equal(smpboot_cpu_capacity(5, &capacity), SMPBOOT_OK);
	assert_int_equal(capacity, 485);
}

/* Each core its second level, inside its node; all one third level, inside the first: as in phones. */
static void three_core_types_in_one_dynamiq_cluster(void **state)
{
	static const uint32_t sizes[] = { 1 << 17, 1 << 18, 1 << 19 };

	(void)state;
	begin();
	for (unsigned int i = 0; i < 8; i++) {
		unsigned int type = i < 4 ? 0 : i < 7 ? 1 : 2;

		open_cpu(i, i << 8);
		tree_cell("capacity-dmips-mhz", 300 * (type + 1));
		tree_cell("next-level-cache", CACHE(i));
		open_cache(i, 2, sizes[type], CACHE(8));
		if (i == 0)
			cache(8, 3, 4 << 20, 0);
		tree_end();
		tree_end();
	}
	tree_node("cpu-map");
	numbered_node("cluster", 0);
	for (unsigned int i = 0; i < 8; i++)
		core(i, i);
	tree_end();
	tree_end();
	scan();
	for (unsigned int i = 0; i < 8; i++) {
		assert_place(i, UNKNOWN, 0, UNKNOWN, (int)i, UNKNOWN);
		assert_shared(i, 2, 1ull << i, 0);
		assert_shared(i, 3, 0xff, 0);
		assert_size(i, 2, sizes[i < 4 ? 0 : i < 7 ? 1 : 2]);
		assert_size(i, 3, 4 << 20);
	}
}

static void thunderx_like_48_flat(void **state)
{
	unsigned int node;

	(void)state;
	begin();
	for (unsigned int i = 0; i < 48; i++) {
		open_cpu(i, i / 16 << 8 | i % 16);
		tree_cell("numa-node-id", 0);
		tree_cell("next-level-cache", CACHE(0));
		tree_end();
	}
	cache(0, 2, 16 << 20, 0);
	scan();
	assert_unplaced(0);
	assert_unplaced(47);
	assert_shared(0, 2, (1ull << 48) - 1, 0);
	assert_shared(47, 2, (1ull << 48) - 1, 0);
	assert_int_equal(smpboot_cpu_numa_node(17, &node), SMPBOOT_OK);
	assert_int_equal(node, 0);
}

static void hip07_like_64_in_16_clusters(void **state)
{
	unsigned int node;

	(void)state;
	begin();
	tree_node("cpu-map");
	for (unsigned int c = 0; c < 16; c++) {
		numbered_node("cluster", c);
		for (unsigned int i = 0; i < 4; i++)
			core(i, c * 4 + i);
		tree_end();
	}
	tree_end();
	for (unsigned int i = 0; i < 64; i++) {
		open_cpu(i, (uint64_t)(i / 16) << 16 | (i / 4 % 4) << 8 | i % 4);
		tree_cell("next-level-cache", CACHE(i / 4));
		tree_cell("numa-node-id", i / 16);
		tree_end();
	}
	for (unsigned int c = 0; c < 16; c++)
		cache(c, 2, 0, 0);
	scan();
	for (unsigned int i = 0; i < 64; i++) {
		assert_place(i, UNKNOWN, (int)(i / 4), UNKNOWN, (int)(i % 4), UNKNOWN);
		assert_int_equal(smpboot_cpu_numa_node(i, &node), SMPBOOT_OK);
		assert_int_equal(node, i / 16);
	}
}

static void sockets_clusters_cores_and_threads(void **state)
{
	(void)state;
	begin();
	for (unsigned int i = 0; i < 16; i++)
		cpu(i, i);
	tree_node("cpu-map");
	for (unsigned int s = 0; s < 2; s++) {
		numbered_node("socket", s);
		for (unsigned int c = 0; c < 2; c++) {
			numbered_node("cluster", c);
			for (unsigned int k = 0; k < 2; k++) {
				unsigned int first = s * 8 + c * 4 + k * 2;

				core_of_two(k, first, first + 1);
			}
			tree_end();
		}
		tree_end();
	}
	tree_end();
	scan();
	for (int i = 0; i < 16; i++)
		assert_place((unsigned int)i, i / 8, i / 4 % 2, UNKNOWN, i / 2 % 2, i % 2);
}

static void threads_share_their_first_level(void **state)
{
	uint64_t mask;

	(void)state;
	begin();
	for (unsigned int i = 0; i < 4; i++)
		cached_cpu(i, i, 0);
	tree_node("cpu-map");
	for (unsigned int k = 0; k < 2; k++)
		core_of_two(k, k, k + 2);
	tree_end();
	scan();
	assert_place(2, UNKNOWN, UNKNOWN, UNKNOWN, 0, 1);
	assert_int_equal(smpboot_cache_shared(0, 0, &mask, 1), SMPBOOT_OK);
	assert_int_equal(mask, 0x5);
	assert_int_equal(smpboot_cache_shared(3, 1, &mask, 1), SMPBOOT_OK);
	assert_int_equal(mask, 0xa);
}

/* Cores are numbered anew in each cluster, also in a cluster of clusters. */
static void threads_of_other_clusters_are_not_of_the_same_core(void **state)
{
	uint64_t mask;

	(void)state;
	begin();
	for (unsigned int i = 0; i < 8; i++)
		cached_cpu(i, i, 0);
	tree_node("cpu-map");
	for (unsigned int c = 0; c < 4; c++) {
		numbered_node("cluster", c / 2);
		numbered_node("cluster", c % 2);
		core_of_two(0, c * 2, c * 2 + 1);
		tree_end();
		tree_end();
	}
	tree_end();
	scan();
	for (unsigned int id = 0; id < 8; id++) {
		assert_int_equal(smpboot_cache_shared(id, 0, &mask, 1), SMPBOOT_OK);
		assert_int_equal(mask, 0x3u << id / 2 * 2);
	}
}

static void clusters_in_clusters(void **state)
{
	(void)state;
	begin();
	for (unsigned int i = 0; i < 6; i++)
		cpu(i, i);
	tree_node("cpu-map");
	numbered_node("cluster", 0);
	numbered_node("cluster", 0);
	core(0, 0);
	tree_end();
	numbered_node("cluster", 1);
	core(0, 1);
	core(1, 2);
	tree_end();
	core(2, 3);
	tree_end();
	numbered_node("cluster", 7);
	core(0, 4);
	tree_end();
	core(5, 5);
	tree_end();
	scan();
	assert_place(0, UNKNOWN, 0, 0, 0, UNKNOWN);
	assert_place(2, UNKNOWN, 0, 1, 1, UNKNOWN);
	assert_place(3, UNKNOWN, 0, UNKNOWN, 2, UNKNOWN);
	assert_place(4, UNKNOWN, 7, UNKNOWN, 0, UNKNOWN);
	assert_place(5, UNKNOWN, UNKNOWN, UNKNOWN, 5, UNKNOWN);
}

/* ---- Caches ------------------------------------------------------------------- */

static void caches_of_a_cpu_and_outside(void **state)
{
	struct smpboot_cache found;
	uint64_t mask;

	(void)state;
	begin();
	cached_cpu(0, 0, CACHE(0));
	cached_cpu(1, 1, CACHE(0));
	tree_end();
	open_cache(0, 2, 1 << 20, CACHE(1)); /* a child of the root, and before what it refers to */
	tree_cell("cache-line-size", 64);
	tree_cell("cache-sets", 1024);
	tree_end();
	cache(1, 4, 32 << 20, 0);
	describe_built();
	assert_int_equal(smpboot_cpu_cache(1, 0, &found), SMPBOOT_OK);
	assert_int_equal(found.type, SMPBOOT_CACHE_DATA);
	assert_int_equal(found.size, 32768);
	assert_int_equal(found.ways, 4);
	assert_int_equal(found.sets, 128);
	assert_int_equal(smpboot_cpu_cache(1, 1, &found), SMPBOOT_OK);
	assert_int_equal(found.type, SMPBOOT_CACHE_INSTRUCTION);
	assert_int_equal(found.size, 49152);
	assert_int_equal(found.ways, 0);
	assert_int_equal(smpboot_cpu_cache(1, 2, &found), SMPBOOT_OK);
	assert_int_equal(found.level, 2);
	assert_int_equal(found.ways, 16);
	assert_int_equal(smpboot_cpu_cache(1, 3, &found), SMPBOOT_OK);
	assert_int_equal(found.level, 4);
	assert_int_equal(found.size, 32 << 20);
	assert_int_equal(smpboot_cpu_cache(1, 4, &found), SMPBOOT_ERR_UNKNOWN);
	assert_shared(1, 4, 0x3, 0);
	/* Nobody tells of threads: a first level is one CPU's. */
	assert_int_equal(smpboot_cache_shared(1, 0, &mask, 1), SMPBOOT_OK);
	assert_int_equal(mask, 0x2);
}

static void assert_cache(unsigned int index, enum smpboot_cache_type type, unsigned int line,
                         unsigned int ways, unsigned int sets)
{
	struct smpboot_cache found;

	assert_int_equal(smpboot_cpu_cache(0, index, &found), SMPBOOT_OK);
	assert_int_equal(found.type, type);
	assert_int_equal(found.size, 32768);
	assert_int_equal(found.line, line);
	assert_int_equal(found.ways, ways);
	assert_int_equal(found.sets, sets);
}

/* The block is the line where no line is told; NOPs are what a boot loader leaves of a property. */
static void shapes_are_read_of_each_kind_of_cache(void **state)
{
	static const char *const prefixes[] = { "d-cache", "i-cache", "cache" };
	char name[32];
	void *tree;

	(void)state;
	begin();
	open_cpu(0, 0);
	for (unsigned int i = 0; i < 3; i++) {
		if (i == 2) {
			tree_cell("next-level-cache", CACHE(0));
			open_cache(0, 2, 0, 0);
			tree_cell("status", 0);
		}
		snprintf(name, sizeof(name), "%s-size", prefixes[i]);
		tree_cell(name, 32768);
		snprintf(name, sizeof(name), "%s-block-size", prefixes[i]);
		tree_cell(name, 32u << i);
		snprintf(name, sizeof(name), "%s-sets", prefixes[i]);
		tree_cell(name, 64);
	}
	tree_end();
	tree_end();
	tree_end();
	tree = tree_finish();
	assert_int_equal(fdt_nop_property(tree, fdt_path_offset(tree, "/cpus/cpu@0/cache-0"), "status"), 0);
	describe(tree);
	free(tree);
	assert_cache(0, SMPBOOT_CACHE_DATA, 32, 16, 64);
	assert_cache(1, SMPBOOT_CACHE_INSTRUCTION, 64, 8, 64);
	assert_cache(2, SMPBOOT_CACHE_UNIFIED, 128, 4, 64);
}

static void a_line_counts_more_than_a_block(void **state)
{
	(void)state;
	begin();
	open_cpu(0, 0);
	tree_cell("i-cache-size", 32768);
	tree_cell("i-cache-block-size", 128);
	tree_cell("i-cache-line-size", 64);
	tree_cell("i-cache-sets", 64);
	tree_end();
	scan();
	assert_cache(0, SMPBOOT_CACHE_INSTRUCTION, 64, 8, 64);
}

static void of_more_caches_than_there_is_room_for_the_nearest_are_kept(void **state)
{
	(void)state;
	begin();
	cached_cpu(0, 0, CACHE(2));
	cached_cpu(1, 1, CACHE(2));
	for (unsigned int level = 2; level <= 7; level++)
		cache(level, level, level << 20, level < 7 ? CACHE(level + 1) : 0);
	scan();
	for (unsigned int id = 0; id < 2; id++) {
		for (unsigned int level = 2; level <= 5; level++)
			assert_size(id, level, level << 20);
		assert_int_equal(index_of(id, 6), SMPBOOT_CACHES);
		assert_int_equal(index_of(id, 7), SMPBOOT_CACHES);
	}
}

static void chains_that_meet_at_a_higher_level(void **state)
{
	(void)state;
	begin();
	cached_cpu(0, 0, CACHE(0));
	cached_cpu(1, 1, CACHE(2)); /* has no second level, and shares the third */
	cached_cpu(2, 2, CACHE(1));
	cache(0, 2, 1 << 18, CACHE(2));
	cache(1, 2, 1 << 19, CACHE(2));
	cache(2, 3, 1 << 22, 0);
	scan();
	assert_shared(0, 3, 0x7, 0);
	assert_shared(1, 3, 0x7, 0);
	assert_shared(2, 3, 0x7, 0);
	assert_shared(2, 2, 0x4, 0);
	assert_int_equal(index_of(1, 2), SMPBOOT_CACHES);
	assert_size(2, 2, 1 << 19);
}

static void more_cpus_than_phandles_have_room_for(void **state)
{
	(void)state;
	machine_start(0, 2);
	begin();
	for (unsigned int i = 0; i < 2; i++)
		cached_cpu(i, i, CACHE(i));
	for (unsigned int i = 0; i < 400; i++)
		cache(i, 2, 1 << 18, 0);
	scan();
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_size(1, 2, 1 << 18);
}

/* ---- Trees that are wrong -------------------------------------------------------- */

static void cycles_end(void **state)
{
	(void)state;
	begin();
	cached_cpu(0, 0, CACHE(0));
	cached_cpu(1, 1, CACHE(2));
	cached_cpu(2, 2, CPU(2));
	cached_cpu(3, 3, 0x7777);
	cache(0, 2, 1 << 18, CACHE(1));
	cache(1, 3, 1 << 20, CACHE(0));
	cache(2, 2, 1 << 16, CACHE(2));
	scan();
	assert_shared(0, 2, 0x1, 0);
	assert_shared(0, 3, 0x1, 0);
	assert_shared(1, 2, 0x2, 0);
	assert_int_equal(index_of(2, 2), SMPBOOT_CACHES);
	assert_int_equal(index_of(3, 2), SMPBOOT_CACHES);
}

static void levels_that_do_not_exist_are_left_out(void **state)
{
	(void)state;
	begin();
	cached_cpu(0, 0, CACHE(0));
	cached_cpu(1, 1, CACHE(1));
	cached_cpu(2, 2, CACHE(2));
	cache(0, 1, 1 << 18, 0);
	cache(1, 8, 1 << 18, 0);
	cache(2, UINT32_MAX, 1 << 18, 0);
	scan();
	for (unsigned int id = 0; id < 3; id++)
		for (unsigned int level = 1; level < 8; level++)
			assert_int_equal(index_of(id, level), SMPBOOT_CACHES);
}

static void wrong_maps_place_nobody(void **state)
{
	static const char *const names[] = { "core",  "core-1",  "core65535", "core99999999999",
		                             "corex", "thread0", "core1x",    "Core0",
		                             "cor" };

	(void)state;
	begin();
	for (unsigned int i = 0; i < 16; i++)
		cpu(i, i);
	tree_node("cpu-map");
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		tree_node(names[i]);
		tree_cell("cpu", CPU(i));
		tree_end();
	}
	numbered_node("core", 0); /* a socket inside a core; a core inside a thread */
	numbered_node("socket", 0);
	core(0, 9);
	tree_end();
	numbered_node("thread", 0);
	core(0, 10);
	tree_end();
	tree_end();
	numbered_node("cluster", 0); /* too deep */
	numbered_node("cluster", 0);
	numbered_node("cluster", 0);
	numbered_node("cluster", 0);
	core(0, 11);
	tree_end();
	tree_end();
	tree_end();
	numbered_node("socket", 1); /* a socket in a cluster */
	core(0, 12);
	tree_end();
	tree_end();
	tree_end();
	scan();
	for (unsigned int id = 0; id < 16; id++)
		assert_unplaced(id);
}

static void a_cpu_stays_where_it_was_seen_first(void **state)
{
	(void)state;
	begin();
	cpu(0, 0);
	cpu(1, 1);
	tree_node("cpu-map");
	core(3, 1);
	core(4, 1);
	core(5, 77);
	tree_end();
	tree_node("cpu-map");
	core(6, 0);
	tree_end();
	scan();
	assert_place(1, UNKNOWN, UNKNOWN, UNKNOWN, 3, UNKNOWN);
	assert_unplaced(0);
}

static void what_is_no_number_is_not_said(void **state)
{
	uint32_t capacity;
	unsigned int node;

	(void)state;
	begin();
	open_cpu(0, 0);
	tree_two_cells("capacity-dmips-mhz", 5);
	tree_cell("numa-node-id", 65535);
	tree_two_cells("d-cache-size", 5);
	tree_string("next-level-cache", "");
	tree_end();
	scan();
	assert_int_equal(smpboot_cpu_capacity(0, &capacity), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_numa_node(0, &node), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_cache(0, 0, &(struct smpboot_cache){ 0 }), SMPBOOT_ERR_UNKNOWN);
}

static bool zero(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	while (size > 0)
		if (at[--size] != 0)
			return false;
	return true;
}

static void open_shared_pair(void)
{
	begin();
	cached_cpu(0, 0, CACHE(0));
	cached_cpu(1, 1, CACHE(0));
	cache(0, 2, 1 << 18, 0);
	tree_node("cpu-map");
	core(0, 1);
	tree_end();
	tree_end();
}

static enum smpboot_status describe_again(void)
{
	void *tree = tree_finish();
	enum smpboot_status status = smpboot_fdt_add_topology(tree);

	free(tree);
	return status;
}

/* Nor of what an earlier call has noted. */
static void a_call_that_fails_leaves_nothing(void **state)
{
	struct smpboot_cache found;

	(void)state;
	open_shared_pair();
	describe_built();
	assert_shared(1, 2, 0x3, 0);
	begin();
	cached_cpu(0, 0, CACHE(0));
	tree_end();
	tree_cpus(2);
	tree_end();
	assert_int_equal(describe_again(), SMPBOOT_ERR_FDT_STRUCTURE);
	for (unsigned int id = 0; id <= 1; id++) {
		assert_unplaced(id);
		assert_int_equal(smpboot_cpu_cache(id, 0, &found), SMPBOOT_ERR_UNKNOWN);
		assert_true(
			zero(smpboot_machine.selves[id].scratch, sizeof(smpboot_machine.selves[id].scratch)));
	}
}

static void another_tree_takes_the_place_of_the_first(void **state)
{
	struct smpboot_cache found;

	(void)state;
	open_shared_pair();
	describe_built();
	begin();
	cached_cpu(0, 0, CACHE(0));
	cpu(1, 1);
	cpu(2, 2); /* nobody has added it */
	cache(0, 2, 1 << 20, 0);
	tree_end();
	assert_int_equal(describe_again(), SMPBOOT_OK);
	assert_shared(0, 2, 0x1, 0);
	assert_unplaced(1);
	assert_int_equal(smpboot_cpu_cache(0, 2, &found), SMPBOOT_OK);
	assert_int_equal(found.size, 1 << 20);
	assert_int_equal(smpboot_cpu_cache(1, 0, &found), SMPBOOT_ERR_UNKNOWN);
}

static void cpus_are_added_without_a_word_of_this(void **state)
{
	(void)state;
	open_shared_pair();
	assert_built(0);
	assert_true(zero(smpboot_machine.selves, CAPACITY * sizeof(*smpboot_machine.selves)));
}

static void wrong_calls_are_refused(void **state)
{
	void *tree;

	(void)state;
	open_shared_pair();
	tree = tree_finish();
	assert_int_equal(smpboot_fdt_add_topology(NULL), SMPBOOT_ERR_NULL);
	assert_scan(tree, 0);
	machine_run_on(1);
	assert_int_equal(smpboot_fdt_add_topology(tree), SMPBOOT_ERR_NOT_BOOT_CPU);
	machine_run_on(0);
	smpboot_machine.started = true;
	assert_int_equal(smpboot_fdt_add_topology(tree), SMPBOOT_ERR_BUSY);
	smpboot_machine.started = false;
	assert_unplaced(1);
	assert_int_equal(smpboot_fdt_add_topology(tree), SMPBOOT_OK);
	free(tree);
}

static void the_scratch_words_are_given_back(void **state)
{
	(void)state;
	begin();
	for (unsigned int i = 0; i < CAPACITY; i++)
		cached_cpu(i, i, CACHE(i / 4));
	for (unsigned int i = 0; i < CAPACITY / 4; i++)
		cache(i, 2, 1 << 18, 0);
	scan();
	for (unsigned int id = 0; id < CAPACITY; id++) {
		const struct smpboot_self *self = &smpboot_machine.selves[id];

		assert_true(zero(self->scratch, sizeof(self->scratch)));
		assert_shared(id, 2, id < 64 ? 0xfull << id / 4 * 4 : 0,
		              id < 64 ? 0 : 0xfull << (id - 64) / 4 * 4);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, fresh_machine)
	static const struct CMUnitTest tests[] = {
		TEST(big_little),
		TEST(three_core_types_in_one_dynamiq_cluster),
		TEST(thunderx_like_48_flat),
		TEST(hip07_like_64_in_16_clusters),
		TEST(sockets_clusters_cores_and_threads),
		TEST(threads_share_their_first_level),
		TEST(threads_of_other_clusters_are_not_of_the_same_core),
		TEST(clusters_in_clusters),
		TEST(caches_of_a_cpu_and_outside),
		TEST(shapes_are_read_of_each_kind_of_cache),
		TEST(a_line_counts_more_than_a_block),
		TEST(of_more_caches_than_there_is_room_for_the_nearest_are_kept),
		TEST(chains_that_meet_at_a_higher_level),
		TEST(more_cpus_than_phandles_have_room_for),
		TEST(cycles_end),
		TEST(levels_that_do_not_exist_are_left_out),
		TEST(wrong_maps_place_nobody),
		TEST(a_cpu_stays_where_it_was_seen_first),
		TEST(what_is_no_number_is_not_said),
		TEST(a_call_that_fails_leaves_nothing),
		TEST(another_tree_takes_the_place_of_the_first),
		TEST(cpus_are_added_without_a_word_of_this),
		TEST(wrong_calls_are_refused),
		TEST(the_scratch_words_are_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
