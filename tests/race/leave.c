/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks that threads leave and collect as they come: each goes back once, and
 * with all that its CPU has stored there.
 *
 * usage: race-leave CPUS
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/machine.h"
#include "core/stack.h"
#include "threads.h"

#define TURNS 2000u

static unsigned int cpus;
static unsigned int stacks[MAX_CPUS]; /* not atomic: the library is what orders it */
static unsigned int given[MAX_CPUS];  /* atomic: so often its stack came back */
static unsigned int collected;        /* atomic */

/* The kernel uses the memory for something else. */
static void release_stack(void *context, unsigned int id, void *stack_top)
{
	(void)context;
	(void)stack_top;
	stacks[id]++;
	__atomic_store_n(&given[id], given[id] + 1, __ATOMIC_RELEASE);
}

static void collect(void)
{
	__atomic_fetch_add(&collected, smpboot_collect_stacks(), __ATOMIC_RELAXED);
}

static void leave_and_collect(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	for (unsigned int turn = 1; turn <= TURNS; turn++) {
		stacks[id]++;
		if (smpboot_release_boot_stack() != SMPBOOT_OK)
			fail("turn %u: CPU %u cannot leave its stack", turn, id);
		while (__atomic_load_n(&given[id], __ATOMIC_ACQUIRE) != turn)
			collect();
		/* As a new start does. */
		__atomic_store_n(&slot->stack_left, SMPBOOT_STACK_USED, __ATOMIC_RELAXED);
	}
	/* Nobody collects its own: those that are not done yet need somebody. */
	while (__atomic_load_n(&collected, __ATOMIC_RELAXED) != cpus * TURNS)
		collect();
}

int main(int argc, char **argv)
{
	struct smpboot_ops ops = machine_ops;

	ops.release_stack = release_stack;
	cpus = argc == 2 ? (unsigned int)atoi(argv[1]) : 0;
	machine_make(cpus);
	if (smpboot_register_ops(&ops) != SMPBOOT_OK)
		fail("no hooks");
	machine_run(cpus, leave_and_collect);
	if (collected != cpus * TURNS)
		fail("%u collected, of %u", collected, cpus * TURNS);
	for (unsigned int id = 0; id < cpus; id++)
		if (stacks[id] != 2 * TURNS)
			fail("CPU %u: %u of %u", id, stacks[id], 2 * TURNS);
	printf("%u stacks\n", collected);
	return 0;
}
