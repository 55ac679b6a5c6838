/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A queue of CPUs that threads take from as soon as they are in it, and find prepared;
 * then the thread that fills it starts them all without asking, as the calling CPU does
 * with those that a helper was slow to start: each CPU is taken once, and started once.
 * Some starts are refused: whoever sees that finds the reason.
 *
 * usage: race-queue THREADS
 */
#include <stdlib.h>

#include "core/arch.h"
#include "core/claim.h"
#include "core/machine.h"
#include "core/start.h"
#include "threads.h"

#define ROUNDS 2000u

static unsigned int threads;
static unsigned int starts[MAX_CPUS]; /* atomic */
static unsigned int taken[MAX_CPUS];  /* atomic */
static unsigned int all_taken;        /* atomic: in all rounds */

static bool refused(unsigned int id)
{
	return id % 4 == 0;
}

static struct smpboot_start count_start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)entry;
	if (context != target->id)
		fail("the method is told of CPU %u as %u", target->id, (unsigned int)context);
	__atomic_fetch_add(&starts[target->id], 1, __ATOMIC_RELAXED);
	return (struct smpboot_start){ .reason = refused(target->id) ? SMPBOOT_REASON_FW_DENIED :
		                                                       SMPBOOT_REASON_NONE };
}

static const struct smpboot_method method = { .name = "thread", .start = count_start };

static void open_queue(unsigned int round)
{
	for (unsigned int id = 1; id < MAX_CPUS; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		starts[id] = 0;
		taken[id] = 0;
		slot->stack_top = round; /* not atomic: the queue is what orders it */
		slot->reason = SMPBOOT_REASON_NONE;
		smpboot_claim_write(slot, smpboot_claim_word(round + 1, SMPBOOT_STATE_PRESENT));
		smpboot_start_due(slot, SMPBOOT_QUEUED);
	}
}

/* Takes what there is. */
static void take_some(unsigned int round)
{
	for (unsigned int id = 1; id < MAX_CPUS; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (!smpboot_start_take(slot, SMPBOOT_NO_DEADLINE))
			continue;
		if (slot->stack_top != round)
			fail("CPU %u is taken before it is prepared", id);
		__atomic_fetch_add(&taken[id], 1, __ATOMIC_RELAXED);
		(void)smpboot_start_cpu(slot, id);
		smpboot_start_drop(slot);
		__atomic_fetch_add(&all_taken, 1, __ATOMIC_RELAXED);
	}
}

static void take_all(unsigned int round)
{
	while (__atomic_load_n(&all_taken, __ATOMIC_RELAXED) < (round + 1) * (MAX_CPUS - 1)) {
		take_some(round);
		smpboot_arch_wait(0);
	}
}

static void start_all(void)
{
	for (unsigned int id = 1; id < MAX_CPUS; id++)
		(void)smpboot_start_cpu(&smpboot_machine.slots[id], id);
}

static enum smpboot_state state_of(unsigned int id)
{
	return smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));
}

/* While the others are at it. */
static void read_reasons(void)
{
	for (unsigned int id = 1; id < MAX_CPUS; id++) {
		if (!refused(id))
			continue;
		while (state_of(id) != SMPBOOT_STATE_FAILED)
			smpboot_arch_wait(0);
		if (smpboot_machine.slots[id].reason != SMPBOOT_REASON_FW_DENIED)
			fail("CPU %u has failed for no reason", id);
	}
}

static void check(void)
{
	for (unsigned int id = 1; id < MAX_CPUS; id++) {
		const struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (taken[id] != 1)
			fail("CPU %u was taken %u times", id, taken[id]);
		if (starts[id] != 1)
			fail("CPU %u was started %u times", id, starts[id]);
		if (!smpboot_start_done(slot))
			fail("CPU %u is still being started", id);
		if (state_of(id) != (refused(id) ? SMPBOOT_STATE_FAILED : SMPBOOT_STATE_STARTING))
			fail("CPU %u is not starting", id);
	}
}

static void work(unsigned int id)
{
	for (unsigned int round = 0; round < ROUNDS; round++) {
		if (id == 0) {
			open_queue(round);
			start_all();
			read_reasons();
		} else {
			take_all(round);
		}
		machine_meet(threads);
		if (id == 0)
			check();
		machine_meet(threads);
	}
}

int main(int argc, char **argv)
{
	threads = argc == 2 ? (unsigned int)strtoul(argv[1], NULL, 10) : 0;
	if (threads < 2 || threads > MAX_CPUS)
		fail("usage: race-queue THREADS, from 2 to %u", MAX_CPUS);
	machine_make(MAX_CPUS);
	if (smpboot_register_method(&method) != SMPBOOT_OK)
		fail("no method");
	machine_run(threads, work);
	return 0;
}
