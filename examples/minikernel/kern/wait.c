/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wait queues, sleepers and the timer thread. The tick only looks at the
 * earliest wake-up time; going through the sleepers is a thread's work, with
 * interrupts on between one and the next.
 */
#include "kern/wait.h"

#include "drivers/timer.h"
#include "kern/percpu.h"
#include "kern/sched.h"
#include "lib/console.h"

static struct spinlock lock;
static struct list sleepers = LIST_INIT(sleepers); /* by wake_us, the earliest first */
static struct wait_queue timer_queue = { LIST_INIT(timer_queue.waiters) };
static atomic_uint keeper;                        /* the CPU whose ticks wake sleepers */
static atomic_ulong first_wake_us = WAIT_FOREVER; /* of the sleepers; read without the lock */

uint64_t wait_lock(void)
{
	return spin_lock_irq(&lock);
}

void wait_unlock(uint64_t irq)
{
	spin_unlock_irq(&lock, irq);
}

static struct thread *first_sleeper(void)
{
	return list_empty(&sleepers) ? NULL : list_entry(sleepers.next, struct thread, sleep_link);
}

static void sleepers_changed(void)
{
	struct thread *first = first_sleeper();

	atomic_store_explicit(&first_wake_us, first != NULL ? first->wake_us : WAIT_FOREVER,
	                      memory_order_relaxed);
}

static void add_sleeper(struct thread *thread, uint64_t wake_us)
{
	struct list *place = sleepers.next;

	while (place != &sleepers && list_entry(place, struct thread, sleep_link)->wake_us <= wake_us)
		place = place->next;
	thread->wake_us = wake_us;
	list_insert_before(place, &thread->sleep_link);
	sleepers_changed();
}

static void wake(struct thread *thread, bool timed_out)
{
	list_remove(&thread->link);
	list_remove(&thread->sleep_link);
	sleepers_changed();
	thread->timed_out = timed_out;
	sched_wake(thread);
}

bool wait_on(struct wait_queue *queue, uint64_t deadline)
{
	struct thread *self = this_cpu()->current;

	if (queue != NULL)
		list_append(&queue->waiters, &self->link);
	if (deadline != WAIT_FOREVER)
		add_sleeper(self, deadline);
	sched_block(&lock);
	spin_lock(&lock);
	return !self->timed_out;
}

void wait_wake(struct wait_queue *queue)
{
	while (!list_empty(&queue->waiters))
		wake(list_entry(queue->waiters.next, struct thread, link), false);
}

_Noreturn void wait_leave(void)
{
	sched_block(&lock);
	panic("a thread that has ended runs again");
}

void wait_tick(unsigned int id)
{
	if (atomic_load_explicit(&keeper, memory_order_relaxed) != id ||
	    atomic_load_explicit(&first_wake_us, memory_order_relaxed) > timer_us())
		return;
	/* When the timer thread is at work already nobody waits here, and the next tick looks again. */
	spin_lock(&lock);
	wait_wake(&timer_queue);
	spin_unlock(&lock);
}

void wait_hand_on(unsigned int id)
{
	if (atomic_load(&keeper) != id)
		return;
	for (unsigned int next = 0; next < percpu_count(); next++)
		if (percpu_takes_threads(percpu_of(next))) {
			atomic_store(&keeper, next);
			return;
		}
}

/* Wakes the first sleeper when its time has come; one at a time, so that IRQs are never off for long. */
static bool expire_one(void)
{
	uint64_t irq = wait_lock();
	struct thread *first = first_sleeper();
	bool due = first != NULL && first->wake_us <= timer_us();

	if (due)
		wake(first, true);
	wait_unlock(irq);
	return due;
}

static void timer_thread(void *unused)
{
	(void)unused;
	for (;;) {
		uint64_t irq;

		while (expire_one())
			;
		irq = wait_lock();
		wait_on(&timer_queue, WAIT_FOREVER);
		wait_unlock(irq);
	}
}

void wait_init(void)
{
	if (thread_create("timer", PRIORITY_SYSTEM, ANY_CPU, timer_thread, NULL) == NULL)
		panic("no memory for the timer thread");
}
