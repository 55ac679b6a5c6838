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
	atomic_bool online;  /* runs the scheduler: may be given threads and IPIs */
	atomic_bool stopped; /* has obeyed IPI_STOP */

	/*
	 * The run queue. Its lock is held across every switch between threads
	 * and released by the thread that runs next; so who holds it knows that
	 * a thread which is not `current` has all its registers saved.
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

static inline void percpu_add(atomic_ulong *count)
{
	atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
}

#endif
