/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rendezvous of threads that run freely: first all of them in step, then with
 * timeouts that are often too short, CPUs that do not come, and CPUs that go off
 * and come back. What each was told is written down, and compared when all is over.
 *
 * usage: race-rendezvous CPUS
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/arch.h"
#include "core/machine.h"
#include "core/rendezvous.h"
#include "threads.h"

#define STEPS 2000u
#define CALLS 4000u
#define MS    1000000ull

/* What one call came to. */
struct told {
	uint64_t round;
	uint64_t missing;
	enum smpboot_status status;
};

/* What all calls together say of a round. */
struct round {
	uint64_t came;
	uint64_t missing;
	enum smpboot_status status;
};

static unsigned int cpus;
static unsigned int steps[2][MAX_CPUS]; /* not atomic: the rendezvous is what orders them */
static struct told log_of[MAX_CPUS][CALLS];
static struct round *rounds;
static uint64_t round_count;

/* Of its own for each CPU, so that runs differ in the host's timing only. */
static uint32_t chance(uint32_t *seed, uint32_t of)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % of;
}

static void pause_for(uint64_t ns)
{
	uint64_t end = smpboot_arch_now() + ns;

	while (smpboot_arch_now() < end)
		smpboot_arch_wait(end);
}

/* ---- In step ------------------------------------------------------------------ */

static unsigned int off_in;  /* atomic: the step before which CPU 0 goes off, ... */
static unsigned int back_in; /* ... and comes back */

static void wait_for(const unsigned int *what, unsigned int step)
{
	while (__atomic_load_n(what, __ATOMIC_ACQUIRE) != step)
		smpboot_arch_wait(0);
}

/* The last CPU makes CPU 0 active, and comes itself. From then on nobody may go on without CPU 0, which is late. */
static void call_back(unsigned int id, unsigned int step)
{
	if (id == 0) {
		machine_go_off(0);
		__atomic_store_n(&off_in, step, __ATOMIC_RELEASE);
		wait_for(&back_in, step);
		pause_for(20000);
	} else if (id == cpus - 1) {
		wait_for(&off_in, step);
		pause_for(20000);
		machine_come_back(0);
		__atomic_store_n(&back_in, step, __ATOMIC_RELEASE);
	}
}

static void keep_step(unsigned int id)
{
	uint64_t missing;

	for (unsigned int step = 1; step <= STEPS; step++) {
		if (step % 2 == 0)
			call_back(id, step);
		steps[step % 2][id] = step;
		if (smpboot_rendezvous(60000000, &missing, 1) != SMPBOOT_OK)
			fail("step %u: CPU %u misses %#llx", step, id, (unsigned long long)missing);
		for (unsigned int other = 0; other < cpus; other++)
			if (steps[step % 2][other] != step)
				fail("step %u: CPU %u is ahead of CPU %u", step, id, other);
	}
}

/* ---- As it comes --------------------------------------------------------------- */

/* Only CPUs with an odd id go off, so that something can be said of the others. */
static void be_elsewhere(unsigned int id, uint32_t *seed)
{
	switch (chance(seed, 16)) {
	case 0:
		pause_for(chance(seed, 400) * 1000);
		break;
	case 1:
		if (id % 2 == 0)
			break;
		machine_go_off(id);
		pause_for(chance(seed, 300) * 1000);
		machine_come_back(id);
		break;
	default:
		break;
	}
}

static uint64_t patience(uint32_t *seed)
{
	switch (chance(seed, 8)) {
	case 0:
		return 0;
	case 1:
		return chance(seed, 100) * 1000;
	default:
		return 20 * MS;
	}
}

static void come_and_go(unsigned int id)
{
	uint32_t seed = id;

	for (unsigned int i = 0; i < CALLS; i++) {
		struct told *told = &log_of[id][i];

		be_elsewhere(id, &seed);
		told->status = smpboot_meet(id, smpboot_arch_now() + patience(&seed), &told->missing, 1,
		                            &told->round);
	}
	/* The others are not to wait for it. */
	machine_go_off(id);
}

/* ---- What must hold -------------------------------------------------------------- */

static void take_down(unsigned int id, const struct told *told)
{
	struct round *round = &rounds[told->round];

	if (told->round >= round_count)
		fail("CPU %u was in round %llu", id, (unsigned long long)told->round);
	if (told->status != (told->missing != 0 ? SMPBOOT_ERR_MISSING : SMPBOOT_OK))
		fail("CPU %u: status %d, list %#llx", id, told->status, (unsigned long long)told->missing);
	/* Too late for a round: not part of it. */
	if ((told->missing >> id & 1) != 0)
		return;
	if (round->came != 0 && (round->status != told->status || round->missing != told->missing))
		fail("round %llu: CPU %u was told %#llx, another %#llx", (unsigned long long)told->round, id,
		     (unsigned long long)told->missing, (unsigned long long)round->missing);
	if ((round->came >> id & 1) != 0)
		fail("CPU %u was in round %llu twice", id, (unsigned long long)told->round);
	round->came |= 1ull << id;
	round->status = told->status;
	round->missing = told->missing;
}

/* Who is neither of those that came nor of those that missed it. */
static uint64_t overlooked(uint64_t number, uint64_t steady)
{
	const struct round *round = &rounds[number];

	if (round->came == 0)
		return 0;
	if ((round->came & round->missing) != 0)
		fail("round %llu: %#llx came, %#llx missed it", (unsigned long long)number,
		     (unsigned long long)round->came, (unsigned long long)round->missing);
	return steady & ~(round->came | round->missing);
}

/* CPUs that never go off, up to the last round in which they came. */
static uint64_t steady_in(uint64_t number)
{
	uint64_t steady = 0;

	for (unsigned int id = 0; id < cpus; id += 2)
		if (number <= log_of[id][CALLS - 1].round)
			steady |= 1ull << id;
	return steady;
}

static void compare(uint64_t first)
{
	unsigned int unknown[MAX_CPUS] = {
		0
	}; /* calls that were told of another round than their own, if any */
	unsigned int complete = 0;

	for (unsigned int id = 0; id < cpus; id++) {
		for (unsigned int i = 0; i < CALLS; i++) {
			take_down(id, &log_of[id][i]);
			unknown[id] += log_of[id][i].missing >> id & 1;
		}
		printf("CPU %u: %u calls too late\n", id, unknown[id]);
	}
	for (uint64_t number = first; number < round_count; number++) {
		uint64_t left_out = overlooked(number, steady_in(number));

		for (unsigned int id = 0; id < cpus; id++)
			if ((left_out >> id & 1) != 0 && unknown[id]-- == 0)
				fail("round %llu has overlooked CPU %u", (unsigned long long)number, id);
		complete += rounds[number].came != 0 && rounds[number].missing == 0;
	}
	printf("%llu rounds, %u of them complete\n", (unsigned long long)(round_count - first), complete);
	if (complete == 0 || complete == round_count - first)
		fail("nothing was tried");
}

int main(int argc, char **argv)
{
	uint64_t first;

	cpus = argc == 2 ? (unsigned int)strtoul(argv[1], NULL, 0) : 0;
	machine_make(cpus);
	machine_run(cpus, keep_step);
	first = smpboot_machine.meeting.word >> 2;
	if (first != STEPS)
		fail("%llu rounds for %u steps", (unsigned long long)first, STEPS);
	machine_run(cpus, come_and_go);
	round_count = smpboot_machine.meeting.word >> 2;
	rounds = calloc(round_count, sizeof(*rounds));
	if (rounds == NULL)
		fail("no memory");
	compare(first);
	free(rounds);
	return 0;
}
