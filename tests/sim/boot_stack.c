/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks: CPUs in ops.main that go on with a stack of their own, say so, and whose
 * first stack another CPU takes back, for the next one that is started.
 */
#include "kernel.h"
#include "machine.h"
#include "sched.h"

unsigned long sim_stacks_back;

/* How often the hook was called on each CPU. */
static unsigned int calls[SIM_MAX_CPUS];

/* ---- The CPU that moves --------------------------------------------------- */

/* Where its size was not told, the library knows of the stack's top only. */
static void try_too_early(const struct sim_cpu *cpu)
{
	enum smpboot_status status;

	if (cpu->stack == NULL || !cpu->stack->size_told)
		return;
	status = smpboot_release_boot_stack();
	if (status != SMPBOOT_ERR_STACK)
		sim_fail("CPU %u gives a stack back that it runs on: %s", cpu->id, smpboot_strerror(status));
}

void sim_move(struct sim_cpu *cpu, void (*function)(struct sim_cpu *))
{
	struct sim_record *record = &sim_record[cpu->id];

	if (record->moved)
		return;
	if (sim_chance(2))
		try_too_early(cpu);
	sim_note("CPU %u moves to another stack", cpu->id);
	record->moved = true;
	record->left = record->stack;
	record->stack = sim_stack_take(cpu->id);
	cpu->tpidr = sim_stack_tpidr(record->stack);
	sim_continue(record->stack, function);
}

void sim_release(struct sim_cpu *cpu)
{
	struct sim_record *record = &sim_record[cpu->id];
	enum smpboot_status status;

	/* A kernel need not care. */
	if (sim_chance(6))
		return;
	sim_sleep(sim_random(20000));
	/* Before the call, in which another CPU may take it. */
	record->released = true;
	status = smpboot_release_boot_stack();
	if (status != SMPBOOT_OK)
		sim_fail("CPU %u has left its boot stack: %s", cpu->id, smpboot_strerror(status));
	if (sim_chance(4) && smpboot_release_boot_stack() != SMPBOOT_ERR_STATE)
		sim_fail("CPU %u gives its boot stack back twice", cpu->id);
}

void sim_serve_moved(struct sim_cpu *cpu)
{
	sim_release(cpu);
	sim_serve(cpu);
}

/* ---- The others ----------------------------------------------------------- */

void sim_release_stack(void *context, unsigned int id, void *stack_top)
{
	struct sim_record *record = &sim_record[id];

	if (context != &sim || id >= sim.cpus)
		sim_fail("ops.release_stack is called with nonsense");
	if (sim_self()->id == id)
		sim_fail("CPU %u is given its own stack", id);
	if (!record->released)
		sim_fail("a stack of CPU %u comes back that it has not given", id);
	if (stack_top != (record->left != NULL ? sim_stack_top(record->left) : NULL))
		sim_fail("another stack of CPU %u comes back than it has given", id);
	sim_note("the boot stack of CPU %u is back", id);
	record->released = false;
	if (record->left != NULL)
		sim_free_stack(record->left);
	record->left = NULL;
	calls[sim_self()->id]++;
	sim_stacks_back++;
}

void sim_collect(void)
{
	const struct sim_cpu *cpu = sim_self();
	unsigned int before = calls[cpu->id];
	unsigned int collected = smpboot_collect_stacks();

	if (collected != calls[cpu->id] - before)
		sim_fail("%u boot stacks are said to be back, and %u are", collected,
		         calls[cpu->id] - before);
	if (!sim.coherent && cpu->id != 0 && collected != 0)
		sim_fail("CPU %u takes stacks back without caches", cpu->id);
}

void sim_send_to_move(void)
{
	while (sim_chance(2)) {
		unsigned int id = sim_choose(0);

		if (id != 0 && !sim_record[id].moved)
			sim_tell(&sim.cpu[id], SIM_ORDER_MOVE, 0);
	}
}

void sim_check_boot_stacks(void)
{
	sim_collect();
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim_record[id].released)
			sim_fail("the boot stack of CPU %u does not come back", id);
}
