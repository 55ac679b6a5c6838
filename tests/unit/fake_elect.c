/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each CPU has a stack of its own, and gives the machine back before each access
 * to memory that another CPU may change.
 */
#include "fake_elect.h"

#include <stdbool.h>
#include <string.h>
#include <ucontext.h>

#include <smpboot/pen.h>

#define WORDS      (SMPBOOT_ELECTION_SIZE / 8)
#define VOTE       512
#define STACK_SIZE 32768

struct cpu {
	ucontext_t context;
	bool done;
	bool won;
	const volatile uint64_t *awaits; /* waits there for another value than `seen`; NULL: does not wait */
	uint64_t seen;
	uint64_t history; /* all that it has read, as a hash: what it does next depends on nothing else */
	uint64_t accesses;
};

static const struct fake_elect *all;
static struct cpu cpus[FAKE_ELECT_CPUS];
static unsigned char stacks[FAKE_ELECT_CPUS][STACK_SIZE];
static ucontext_t scheduler;
static struct cpu *running;
static uint64_t election[WORDS];
static bool hot[WORDS]; /* somebody has a flag in it, or it is the vote */

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

/* Before an access that others can tell from the one before. */
static void access_point(void)
{
	running->accesses++;
	swapcontext(&running->context, &scheduler);
}

uint64_t smpboot_elect_mpidr(void)
{
	return all->mpidr[running - cpus];
}

void smpboot_elect_write(volatile uint8_t *flag, uint8_t value)
{
	access_point();
	*flag = value;
}

uint64_t smpboot_elect_read(const volatile uint64_t *word)
{
	if (!hot[word - election])
		return *word;
	access_point();
	running->history = mix(running->history, *word);
	/* A flag that is up is looked at again until it is not: nothing happens in between. */
	running->awaits = *word != 0 && word != &election[VOTE] ? word : NULL;
	running->seen = *word;
	return *word;
}

void smpboot_elect_vote(volatile uint64_t *word, uint64_t value)
{
	access_point();
	*word = value;
}

/* Accesses are in order as it is. */
void smpboot_elect_barrier(void)
{
}

static void run_cpu(void)
{
	running->won = all->elect(election) != 0;
	running->done = true;
	swapcontext(&running->context, &scheduler);
}

void fake_elect_step(unsigned int i)
{
	running = &cpus[i];
	swapcontext(&scheduler, &running->context);
}

void fake_elect_begin(const struct fake_elect *who)
{
	all = who;
	memset(election, 0, sizeof(election));
	memset(hot, 0, sizeof(hot));
	hot[VOTE] = true;
	for (unsigned int i = 0; i < all->count; i++) {
		uint64_t aff0 = all->mpidr[i] & 0xff;
		uint64_t flag = (all->mpidr[i] >> 8 & 0xff) * 16 + aff0;

		if (aff0 < 16)
			hot[flag / 8] = true;
		cpus[i] = (struct cpu){ .done = false };
		getcontext(&cpus[i].context);
		cpus[i].context.uc_stack.ss_sp = stacks[i];
		cpus[i].context.uc_stack.ss_size = STACK_SIZE;
		makecontext(&cpus[i].context, run_cpu, 0);
		/* Up to its first access. */
		fake_elect_step(i);
	}
}

uint32_t fake_elect_runnable(void)
{
	uint32_t mask = 0;

	for (unsigned int i = 0; i < all->count; i++)
		if (!cpus[i].done && (cpus[i].awaits == NULL || *cpus[i].awaits != cpus[i].seen))
			mask |= 1u << i;
	return mask;
}

void fake_elect_count(struct fake_elections *sum)
{
	unsigned int winners = 0;
	bool stuck = false;

	for (unsigned int i = 0; i < all->count; i++) {
		winners += cpus[i].won;
		stuck |= !cpus[i].done;
		sum->won |= (uint32_t)cpus[i].won << i;
		if (cpus[i].accesses > sum->accesses)
			sum->accesses = cpus[i].accesses;
	}
	sum->held++;
	sum->stuck += stuck;
	sum->one_winner += !stuck && winners == 1;
	sum->no_winner += !stuck && winners == 0;
	sum->more_winners += winners > 1;
}

uint64_t fake_elect_state(void)
{
	uint64_t hash = mix(1, election[VOTE]);

	for (unsigned int i = 0; i < WORDS; i++)
		if (hot[i])
			hash = mix(hash, election[i]);
	for (unsigned int i = 0; i < all->count; i++) {
		hash = mix(hash, cpus[i].history);
		/* A wait is one access, however often it is looked at. */
		hash = mix(hash, cpus[i].accesses << 2 | (uint64_t)cpus[i].done << 1 | cpus[i].won);
	}
	return hash | 1;
}
