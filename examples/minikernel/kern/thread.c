/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a thread: made, started, joined.
 *
 * A thread's pages hold its stack, which grows down from struct thread at
 * their end; the lowest word has a mark that an overflow destroys.
 */
#include "kern/thread.h"

#include "arch/switch.h"
#include "drivers/timer.h"
#include "kern/percpu.h"
#include "kern/sched.h"
#include "mm/mm.h"

#define STACK_PAGES 4
#define STACK_MARK  0x6b61746b63617473ull

void *thread_stack_top(struct thread *thread)
{
	return (void *)((uintptr_t)thread & ~15ull);
}

bool thread_stack_intact(const struct thread *thread)
{
	return *(const uint64_t *)thread->stack == STACK_MARK;
}

/* Zeroed but for what every thread has. */
static struct thread *make(const char *name, enum priority priority, void (*fn)(void *), void *arg)
{
	char *pages = mm_pages_alloc(STACK_PAGES);
	struct thread *thread;

	if (pages == NULL)
		return NULL;
	thread = (struct thread *)(pages + STACK_PAGES * PAGE_SIZE) - 1;
	thread->name = name;
	thread->priority = priority;
	thread->stack = pages;
	*(uint64_t *)pages = STACK_MARK;
	list_init(&thread->link);
	list_init(&thread->sleep_link);
	list_init(&thread->joiners.waiters);
	thread->sp = switch_prepare(thread_stack_top(thread), fn, arg);
	return thread;
}

struct thread *thread_create(const char *name, enum priority priority, unsigned int pinned,
                             void (*fn)(void *arg), void *arg)
{
	struct percpu *home = pinned == ANY_CPU ? NULL : percpu_of(pinned);
	struct thread *thread;
	uint64_t irq;

	if (pinned != ANY_CPU && (home == NULL || !atomic_load(&home->online)))
		return NULL;
	thread = make(name, priority, fn, arg);
	if (thread == NULL)
		return NULL;
	thread->pinned = pinned;
	thread->state = THREAD_BLOCKED;

	irq = cpu_irq_save();
	thread->cpu = home != NULL ? home : this_cpu();
	sched_wake(thread);
	cpu_irq_restore(irq);
	return thread;
}

struct thread *thread_create_idle(struct percpu *cpu, void (*fn)(void *arg))
{
	struct thread *thread = make("idle", PRIORITY_IDLE, fn, NULL);

	if (thread == NULL)
		return NULL;
	thread->pinned = cpu->id;
	thread->cpu = cpu;
	thread->state = THREAD_RUNNING;
	return thread;
}

bool thread_join(struct thread *thread, uint64_t timeout_us)
{
	uint64_t deadline = timer_us() + timeout_us;
	uint64_t irq = wait_lock();
	bool exited;

	while (!thread->exited && wait_on(&thread->joiners, deadline))
		;
	exited = thread->exited;
	wait_unlock(irq);
	if (!exited)
		return false;
	sched_wait_left(thread);
	mm_pages_free(thread->stack, STACK_PAGES);
	return true;
}

void thread_sleep_us(uint64_t us)
{
	uint64_t irq = wait_lock();

	wait_on(NULL, timer_us() + us);
	wait_unlock(irq);
}

void thread_yield(void)
{
	uint64_t irq = cpu_irq_save();

	sched_yield();
	cpu_irq_restore(irq);
}

_Noreturn void thread_exit(void)
{
	struct thread *self;

	wait_lock();
	self = this_cpu()->current;
	self->exited = true;
	wait_wake(&self->joiners);
	wait_leave();
}
