/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting for an event, for a time, or for either. One lock guards all wait
 * queues and the list of sleepers, so that the two ways to wake a thread need
 * no order of locks. What a thread waits for is changed under this lock too:
 *
 *   irq = wait_lock();
 *   while (!it_is_so && wait_on(&queue, deadline))
 *           ;
 *   wait_unlock(irq);
 */
#ifndef MINIKERNEL_KERN_WAIT_H
#define MINIKERNEL_KERN_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "kern/list.h"

struct wait_queue {
	struct list waiters;
};

/* A deadline that never comes; for threads that only serve others. */
#define WAIT_FOREVER UINT64_MAX

/* Boot CPU: makes the timer thread, which wakes sleepers. */
void wait_init(void);

/* Masks IRQs and takes the lock; the result goes to wait_unlock(). */
uint64_t wait_lock(void);
void wait_unlock(uint64_t irq);

/*
 * Stops the calling thread until wait_wake() or until timer_us() is past
 * `deadline`, whichever is first; without a queue, until the deadline. The lock
 * is held before and after, not meanwhile. False: the deadline has passed.
 */
bool wait_on(struct wait_queue *queue, uint64_t deadline);

/* Wakes all that wait on the queue. The lock is held. */
void wait_wake(struct wait_queue *queue);

/* The calling thread stops for good and the lock, which is held, is released. */
_Noreturn void wait_leave(void);

/*
 * In interrupt context on each CPU, with every tick. One of them keeps the time
 * for all sleepers: the boot CPU, until wait_hand_on() makes it another.
 */
void wait_tick(unsigned int id);

/* CPU `id` ticks no more: if it kept the time, another CPU that takes threads does so from here on. */
void wait_hand_on(unsigned int id);

#endif
