/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads: each has its stack, a fixed priority, and may be pinned to a CPU.
 */
#ifndef MINIKERNEL_KERN_THREAD_H
#define MINIKERNEL_KERN_THREAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kern/list.h"
#include "kern/wait.h"

/* A ready thread of a higher priority always runs before one of a lower, on each CPU. */
enum priority {
	PRIORITY_IDLE,
	PRIORITY_LOW,
	PRIORITY_NORMAL,
	PRIORITY_HIGH,
	PRIORITY_SYSTEM,
	PRIORITY_COUNT,
};

enum thread_state {
	THREAD_READY,   /* in a run queue */
	THREAD_RUNNING, /* current on its CPU */
	THREAD_BLOCKED, /* waits, or has not been started */
	THREAD_EXITED,  /* will never run again */
};

/* "Pinned to" no CPU. */
#define ANY_CPU (~0u)

struct percpu;

struct thread {
	uint64_t sp; /* while it does not run: what arch/switch.S saved */
	const char *name;
	enum priority priority;
	enum thread_state state;
	atomic_uint pinned; /* the only CPU it may run on, or ANY_CPU */
	struct percpu *cpu; /* where it runs, is queued, or ran last */
	struct list link;   /* on a run queue or on a wait queue */
	unsigned int slice; /* ticks left until others of its priority get their turn */
	void *stack;        /* lowest address of its pages */
	struct list all;    /* on the list of all threads but the idle ones */

	/* Guarded by the wait lock (kern/wait.h). */
	struct list sleep_link;
	uint64_t wake_us;
	bool timed_out;
	bool exited;
	struct wait_queue joiners;

	/* What it has been through; written by the CPU it runs on. */
	struct percpu *ran_on;
	atomic_ulong run_us;
	atomic_ulong preempted;
	atomic_ulong moved; /* ran on another CPU than the time before */
};

/*
 * Makes a thread that runs fn(arg), and lets it run. `name` is kept by
 * reference. NULL: no memory, or the CPU to pin it to is not online. Not in an
 * interrupt. Whoever creates a thread that ends must join it.
 */
struct thread *thread_create(const char *name, enum priority priority, unsigned int pinned,
                             void (*fn)(void *arg), void *arg);

/*
 * Pins the calling thread to the CPU it is on, or to none. A CPU that leaves
 * lets the threads go that are pinned to it: see kern/offline.h.
 */
void thread_pin(void);
void thread_unpin(void);

/* Lets one thread go that is pinned to the CPU, and says so. False: there is none. Not in an interrupt. */
bool thread_unpin_from(struct percpu *cpu);

/*
 * Waits until the thread has ended, and frees it. False: it had not by then,
 * and goes on.
 */
bool thread_join(struct thread *thread, uint64_t timeout_us);

/* What the calling thread can do. Not for idle threads, and not in an interrupt. */
void thread_sleep_us(uint64_t us);
void thread_yield(void);
_Noreturn void thread_exit(void);

/* A CPU's idle thread: made, not queued; runs fn when the CPU switches to it. NULL: no memory. */
struct thread *thread_create_idle(struct percpu *cpu, void (*fn)(void *arg));

/* From the beginning once more: the idle thread of a CPU that is off. */
void thread_restart_idle(struct thread *thread, void (*fn)(void *arg));

/* One past the last byte of its stack, 16-byte aligned. */
void *thread_stack_top(struct thread *thread);

/* Whether the thread has kept within its stack so far. */
bool thread_stack_intact(const struct thread *thread);

#endif
