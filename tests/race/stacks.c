/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks that all CPUs have left, and all CPUs collect: each comes back once.
 *
 * usage: race-stacks CPUS
 */
#include <stdlib.h>

#include "core/machine.h"
#include "core/stack.h"
#include "threads.h"

#define ROUNDS 20000u

static unsigned int cpus;
static unsigned int given[MAX_CPUS]; /* atomic */

static void release_stack(void *context, unsigned int id, void *stack_top)
{
	(void)context;
	if ((uintptr_t)stack_top != (uintptr_t)(id + 1) * 4096)
		fail("CPU %u had another stack", id);
	__atomic_fetch_add(&given[id], 1, __ATOMIC_RELAXED);
}

static void leave_all(void)
{
	for (unsigned int id = 0; id < cpus; id++) {
		given[id] = 0;
		__atomic_store_n(&smpboot_machine.slots[id].stack_left,
		                 (uint64_t)(id + 1) * 4096 | SMPBOOT_STACK_LEFT, __ATOMIC_RELEASE);
	}
}

static void work(unsigned int id)
{
	for (unsigned int round = 0; round < ROUNDS; round++) {
		if (id == 0)
			leave_all();
		machine_meet(cpus);
		(void)smpboot_collect_stacks();
		machine_meet(cpus);
		for (unsigned int i = 0; id == 0 && i < cpus; i++)
			if (given[i] != 1)
				fail("the stack of CPU %u came back %u times", i, given[i]);
	}
}

int main(int argc, char **argv)
{
	struct smpboot_ops ops = machine_ops;

	ops.release_stack = release_stack;
	cpus = argc == 2 ? (unsigned int)strtoul(argv[1], NULL, 10) : 0;
	machine_make(cpus);
	if (cpus < 2 || smpboot_register_ops(&ops) != SMPBOOT_OK)
		fail("usage: race-stacks CPUS, from 2 to %u", MAX_CPUS);
	machine_run(cpus, work);
	return 0;
}
