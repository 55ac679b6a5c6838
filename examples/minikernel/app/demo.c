/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The demonstration, from starting the load to its verdict.
 */
#include "app/demo.h"

#include <smpboot/smpboot.h>
#include <stdlib.h>

#include "app/picture.h"
#include "app/work.h"
#include "drivers/timer.h"
#include "kern/ipi.h"
#include "kern/percpu.h"
#include "kern/thread.h"
#include "lib/console.h"

#define REFRESH_US 200000
#define REFRESHES  5

/* How many CPUs are called with waiting for the answer. */
#define WAIT_FOR 2

/* When a proof is still missing then, it counts as failed: an emulated CPU may get little of a busy host. */
#define LIMIT_US 60000000

static atomic_uint *answers; /* per CPU: the id of the CPU that ran its call, plus one */

static void answer(void *slot)
{
	atomic_store((atomic_uint *)slot, smpboot_this_cpu() + 1);
}

static bool online(unsigned int id)
{
	return atomic_load(&percpu_of(id)->online);
}

/* For the first few CPUs the caller waits; all others are asked at once. */
static bool call_all(void)
{
	bool asked = true;

	for (unsigned int id = 0; id < percpu_count(); id++) {
		if (online(id))
			asked &= call_on_cpu(id, answer, &answers[id], id < WAIT_FOR);
	}
	return asked;
}

static struct demo_proof proof_of(unsigned int id)
{
	return (struct demo_proof){
		.ran_pinned = work_rounds_on(id, true) > 0,
		.ran_others = work_rounds_on(id, false) > 0,
		.ticked = atomic_load(&percpu_of(id)->counts.ticks) > 0,
		.answered = atomic_load(&answers[id]) == id + 1,
	};
}

static bool proved(unsigned int id)
{
	struct demo_proof proof = proof_of(id);

	return proof.ran_pinned && proof.ran_others && proof.ticked && proof.answered;
}

static bool all_proved(void)
{
	for (unsigned int id = 0; id < percpu_count(); id++) {
		if (online(id) && !proved(id))
			return false;
	}
	return true;
}

static bool watch(void)
{
	uint64_t limit = timer_us() + LIMIT_US;
	bool asked = false;
	bool done = false;

	picture_activity_begin();
	for (unsigned int i = 1; i <= REFRESHES || (!done && timer_us() < limit); i++) {
		thread_sleep_us(REFRESH_US);
		if (i <= REFRESHES || i % REFRESHES == 0)
			picture_activity();
		if (i == 2)
			asked = call_all();
		done = all_proved() && work_all_had_a_turn();
	}
	return asked && done;
}

static void show_missing(void)
{
	for (unsigned int id = 0; id < percpu_count(); id++) {
		struct demo_proof proof = proof_of(id);

		if (online(id) && !proved(id))
			kprintf("demo: CPU %u:%s%s%s%s\n", id, proof.ran_pinned ? "" : " no pinned thread",
			        proof.ran_others ? "" : " no other thread", proof.ticked ? "" : " no tick",
			        proof.answered ? "" : " no answer");
	}
}

bool demo_run(void)
{
	unsigned int cpus = smpboot_counts().online;
	struct work_sum sum;
	bool good;

	answers = calloc(percpu_count(), sizeof(*answers));
	if (answers == NULL || !work_start(cpus)) {
		kprintf("demo: no memory\n");
		return false;
	}
	good = watch();
	show_missing();
	good &= work_end(&sum);
	picture_summary();
	kprintf("%u threads on %u CPUs: %lu rounds, %lu times preempted, %lu times moved, %u errors\n",
	        sum.threads, cpus, sum.rounds, sum.preempted, sum.moved, sum.errors);
	return good && sum.errors == 0 && sum.lazy == 0 && sum.preempted > 0;
}
