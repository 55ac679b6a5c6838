/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel keeps for each CPU. The areas are allocated when the number
 * of CPUs is known; this_cpu() (arch/cpu.h) is the calling CPU's own.
 */
#ifndef MINIKERNEL_KERN_PERCPU_H
#define MINIKERNEL_KERN_PERCPU_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kern/ipi.h"
#include "kern/list.h"
#include "kern/spinlock.h"
#include "kern/thread.h"

/* Written by their own CPU only; any CPU may read them. */
struct percpu_counts {
	atomic_ulong ticks;     /* of its own timer */
	atomic_ulong switches;  /* to another thread */
	atomic_ulong preempted; /* threads that were not asked */
	atomic_ulong pulled;    /* threads taken from other CPUs' queues */
	atomic_ulong ipis[IPI_COUNT];
};

struct percpu {
	unsigned int id; /* libsmpboot's logical id, and the index of this area */
	uint64_t mpidr;
	atomic_bool online;  /* runs the scheduler: may be given IPIs, and threads unless it is leaving */
	atomic_bool leaving; /* its idle thread is to move all threads away and take it out */
	atomic_bool stopped; /* has obeyed IPI_STOP */
	atomic_bool parking; /* it is to go into the pen */
	int refused;         /* why it could not leave: the library's status */
	char *boot_stack;    /* lowest address; NULL: it has none */

	/*
	 * The run queue. Its lock is held across every switch between threads
	 * and released by the thread that runs next; so who holds it knows that
	 * a thread which is not `current` has all its registers saved. It
	 * guards `online` and `leaving` as well: who gives the CPU a thread
	 * looks at them under it.
	 */
	struct spinlock lock;
	struct list ready[PRIORITY_COUNT];
	atomic_uint ready_count;
	atomic_uint movable_count; /* of those: threads that may run on any CPU */
	struct thread *current;
	struct thread *idle;
	atomic_bool idling;     /* current is idle */
	atomic_bool reschedule; /* another thread is due; looked at when an interrupt ends */
	uint64_t charged_us;    /* up to here time was charged to threads */

	struct ipi_call call;
	struct percpu_counts counts;
};

/* Boot CPU, once: areas for `count` CPUs, of which the caller becomes number 0. */
void percpu_init(unsigned int count);

/* How many areas there are. */
unsigned int percpu_count(void);

/* The area of CPU `id`; NULL when there is none. */
struct percpu *percpu_of(unsigned int id);

/* Whether the CPU may be given threads: for certain under the lock of its run queue, else a hint. */
static inline bool percpu_takes_threads(struct percpu *cpu)
{
	return atomic_load_explicit(&cpu->online, memory_order_relaxed) &&
	       !atomic_load_explicit(&cpu->leaving, memory_order_relaxed);
}

/* How many CPUs may be given threads. */
unsigned int percpu_taking_threads(void);

static inline void percpu_add(atomic_ulong *count)
{
	atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
}

#endif
