/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The identity map is built again, as each call of a bring-up does, while CPUs of an earlier
 * call walk it: they find the page at any time.
 *
 * usage: race-idmap CPUS
 */
#include <stdlib.h>

#include "arch/aarch64/idmap.h"
#include "threads.h"

#define ROUNDS 20000u
#define PAGE   4096u
#define LEVELS 4u

static _Alignas(PAGE) uint64_t tables[LEVELS][PAGE / sizeof(uint64_t)];
static unsigned int done; /* atomic */

static void build(void)
{
	struct smpboot_idmap map = {
		.tables = tables,
		.size = sizeof(tables),
		.tables_pa = (uintptr_t)tables,
		.page = 0x0000a5c3d2e1b000,
		.tcr = 2ull << 30, /* TG1: 4 KiB */
		.mair = 0xff,
	};

	if (smpboot_idmap_build(&map) != SMPBOOT_OK)
		fail("the map cannot be built");
}

/* All that a walk may read. */
static uint64_t entry(unsigned int i)
{
	return __atomic_load_n(&tables[0][0] + i, __ATOMIC_RELAXED);
}

static void walk(void)
{
	static uint64_t first[LEVELS * PAGE / sizeof(uint64_t)];
	const unsigned int count = sizeof(first) / sizeof(first[0]);

	for (unsigned int i = 0; i < count; i++)
		first[i] = entry(i);
	machine_meet(2);
	while (__atomic_load_n(&done, __ATOMIC_RELAXED) == 0)
		for (unsigned int i = 0; i < count; i++)
			if (entry(i) != first[i])
				fail("entry %u changed", i);
}

static void work(unsigned int id)
{
	if (id == 1) {
		walk();
		return;
	}
	machine_meet(2);
	for (unsigned int round = 0; round < ROUNDS; round++)
		build();
	__atomic_store_n(&done, 1, __ATOMIC_RELAXED);
}

int main(int argc, char **argv)
{
	if (argc != 2 || strtoul(argv[1], NULL, 10) != 2)
		fail("usage: race-idmap 2");
	build();
	machine_make(2);
	machine_run(2, work);
	return 0;
}
