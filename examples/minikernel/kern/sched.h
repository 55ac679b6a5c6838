/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler as the rest of the kernel sees it: per-CPU run queues with
 * priorities, preemptive round robin, idle CPUs take work from busy ones.
 *
 * Below, "IRQs masked" is what the caller must have done.
 */
#ifndef MINIKERNEL_KERN_SCHED_H
#define MINIKERNEL_KERN_SCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/exception.h"
#include "kern/spinlock.h"

struct percpu;
struct thread;

/* Boot CPU: threads can be created from here on; they run after sched_enter(). */
void sched_init(unsigned int cpus);

/* Makes `cpu`, which is off, ready to run its idle thread from the beginning. 0; -1: no memory. */
int sched_prepare_cpu(struct percpu *cpu);

/* The calling CPU becomes its idle thread; its stack so far is left for good. IRQs masked. */
_Noreturn void sched_enter(void);

/* In interrupt context on each CPU, TIMER_HZ times a second. */
void sched_tick(void);

/* Last act of an interrupt, IRQs masked: switches threads when another is due. */
void sched_irq_exit(struct exception_frame *frame);

/* Lets others of the same or a higher priority run first. IRQs masked. */
void sched_yield(void);

/*
 * The calling thread stops, and `held` is released once nobody can miss that:
 * whoever takes `held` next may call sched_wake(). Returns, with `held` not
 * taken, when it was woken. IRQs masked.
 */
void sched_block(struct spinlock *held);

/* A thread that is BLOCKED, or new, becomes ready: on its last CPU or on an idle one. IRQs masked. */
void sched_wake(struct thread *thread);

/* Queues a thread that is on no queue and does not run, where threads are taken. IRQs masked. */
void sched_place(struct thread *thread);

/* Has a CPU look at once which thread is due. Any CPU, any time. */
void sched_kick(struct percpu *cpu);

/* Waits the few instructions until a thread that has stopped is saved and has left its stack. */
void sched_wait_left(struct thread *thread);

/* Whether there is a thread for the calling CPU, if need be one pulled from the busiest CPU. IRQs masked. */
bool sched_find_work(void);

/* For arch/switch.S: the first thing that a new thread does. */
void sched_started(void);

/* An idle CPU's life (kern/idle.c). */
void idle_thread(void *unused);

#endif
