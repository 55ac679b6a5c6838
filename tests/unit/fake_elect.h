/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that elect a boot CPU, run in orders of the test's choice: one access to
 * memory at a time. This takes the place of arch/aarch64/elect_memory.h.
 *
 * With the MMU off all memory is Device memory, where each CPU's accesses happen
 * in program order: so to try every order of accesses is to try everything.
 */
#ifndef FAKE_ELECT_H
#define FAKE_ELECT_H

#include <stdint.h>

#define SMPBOOT_ARCH_ELECT_MEMORY_H

#define FAKE_ELECT_CPUS 8

uint64_t smpboot_elect_mpidr(void);
void smpboot_elect_write(volatile uint8_t *flag, uint8_t value);
uint64_t smpboot_elect_read(const volatile uint64_t *word);
void smpboot_elect_vote(volatile uint64_t *word, uint64_t value);
void smpboot_elect_barrier(void);

/* Who takes part. */
struct fake_elect {
	uint64_t (*elect)(void *election);
	unsigned int count;
	uint64_t mpidr[FAKE_ELECT_CPUS];
};

/* How many elections were held to their end, and how they ended. */
struct fake_elections {
	uint64_t held;
	uint64_t one_winner;
	uint64_t no_winner;
	uint64_t more_winners;
	uint64_t stuck;    /* the CPUs that are left wait for each other */
	uint64_t accesses; /* in the longest */
	uint32_t won;      /* a bit per CPU that has won one */
};

/* Begins an election: each CPU is about to make its first access. */
void fake_elect_begin(const struct fake_elect *who);

/* A bit for each CPU that could make its next access now; 0: the election is over. */
uint32_t fake_elect_runnable(void);

/* Lets a CPU make one access, and go on to the next. */
void fake_elect_step(unsigned int i);

/* What memory and CPUs are in now, as a hash that is not 0. */
uint64_t fake_elect_state(void);

/* Adds the election that is over. */
void fake_elect_count(struct fake_elections *sum);

/*
 * Every order. Where two orders lead to the same state of memory and CPUs, what
 * comes after it is tried once.
 */
struct fake_elections fake_elect_every_order(const struct fake_elect *all);

/* Orders drawn at random, one for each seed from 0 on. */
struct fake_elections fake_elect_random(const struct fake_elect *all, uint64_t orders);

/*
 * Every order in which the CPUs can come, with a random number of accesses from
 * one to the next. So some come when all is decided.
 */
struct fake_elections fake_elect_every_arrival(const struct fake_elect *all);

#endif
