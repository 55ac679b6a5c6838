/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The run queues, one for each CPU. The scheduler's own: see kern/sched.h for
 * what others may use.
 */
#ifndef MINIKERNEL_KERN_RUNQUEUE_H
#define MINIKERNEL_KERN_RUNQUEUE_H

#include <stdbool.h>

struct percpu;
struct thread;

/* The first four: the lock of the CPU's queue is held. */
void runqueue_add(struct percpu *cpu, struct thread *thread);
void runqueue_remove(struct percpu *cpu, struct thread *thread);

/* A thread that is pinned to this CPU may run anywhere from now on. */
void runqueue_unpin(struct percpu *cpu, struct thread *thread);

/* The thread that `cpu` should run first; with `movable`, of those that may run elsewhere. NULL: none. */
struct thread *runqueue_first(struct percpu *cpu, bool movable);

/*
 * These look at all queues without their locks: a hint of how things are just
 * now, no more. The CPU for a thread that becomes ready, and the CPU that has
 * the most threads for others to take, or NULL. A thread that is pinned goes to
 * its CPU as long as that takes threads.
 */
struct percpu *runqueue_place(const struct thread *thread);
struct percpu *runqueue_busiest(void);

#endif
