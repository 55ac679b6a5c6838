/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The load: threads of three kinds, more of them than CPUs.
 */
#ifndef MINIKERNEL_APP_WORK_H
#define MINIKERNEL_APP_WORK_H

#include <stdbool.h>

/* What all threads did, summed up when they have ended. */
struct work_sum {
	unsigned int threads;
	unsigned long rounds;
	unsigned long preempted;
	unsigned long moved;
	unsigned int lazy;   /* threads that never had a turn */
	unsigned int errors; /* registers lost, wrong sums, wrong CPUs */
};

/* Creates the threads, for this many online CPUs. False: no memory. */
bool work_start(unsigned int cpus);

/* Threads not pinned: how often CPU `id` ran one; pinned ones: the same. */
unsigned long work_rounds_on(unsigned int id, bool pinned);

/* Whether every thread has had a turn by now. */
bool work_all_had_a_turn(void);

/* Lets all threads end and joins them. False: one did not end in time. */
bool work_end(struct work_sum *sum);

#endif
