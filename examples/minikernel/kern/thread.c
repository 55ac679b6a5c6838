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
#include "kern/runqueue.h"
#include "kern/sched.h"
#include "kern/spinlock.h"
#include "lib/console.h"
#include "mm/mm.h"

#define STACK_PAGES 4
#define STACK_MARK  0x6b61746b63617473ull

static struct list all = LIST_INIT(all); /* but for idle threads */
static struct spinlock all_lock;         /* taken before that of a run queue */

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
	list_init(&thread->all);
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

	if (pinned != ANY_CPU && (home == NULL || !percpu_takes_threads(home)))
		return NULL;
	thread = make(name, priority, fn, arg);
	if (thread == NULL)
		return NULL;
	thread->pinned = pinned;
	thread->state = THREAD_BLOCKED;

	irq = spin_lock_irq(&all_lock);
	thread->cpu = home != NULL ? home : this_cpu();
	list_append(&all, &thread->all);
	spin_unlock(&all_lock);
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

void thread_restart_idle(struct thread *thread, void (*fn)(void *arg))
{
	thread->sp = switch_prepare(thread_stack_top(thread), fn, NULL);
	thread->state = THREAD_RUNNING;
	thread->slice = 0;
}

/* ---- Pinning ---------------------------------------------------------------- */

/* A thread that runs is on no queue, so there is nothing to count. */
void thread_pin(void)
{
	uint64_t irq = cpu_irq_save();

	atomic_store(&this_cpu()->current->pinned, this_cpu()->id);
	cpu_irq_restore(irq);
}

void thread_unpin(void)
{
	uint64_t irq = cpu_irq_save();

	atomic_store(&this_cpu()->current->pinned, ANY_CPU);
	cpu_irq_restore(irq);
}

/* `all_lock` is held. */
static struct thread *first_pinned_to(unsigned int id)
{
	list_for_each (node, &all) {
		struct thread *thread = list_entry(node, struct thread, all);

		if (atomic_load(&thread->pinned) == id)
			return thread;
	}
	return NULL;
}

bool thread_unpin_from(struct percpu *cpu)
{
	uint64_t irq = spin_lock_irq(&all_lock);
	struct thread *thread = first_pinned_to(cpu->id);
	const char *name = NULL;

	if (thread != NULL) {
		name = thread->name;
		spin_lock(&cpu->lock);
		runqueue_unpin(cpu, thread);
		spin_unlock(&cpu->lock);
	}
	spin_unlock_irq(&all_lock, irq);
	if (name != NULL)
		kprintf("thread %s was pinned to CPU %u, and may run anywhere now\n", name, cpu->id);
	return name != NULL;
}

/* ---- The end ------------------------------------------------------------------ */

static void take_off_list(struct thread *thread)
{
	uint64_t irq = spin_lock_irq(&all_lock);

	list_remove(&thread->all);
	spin_unlock_irq(&all_lock, irq);
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
	take_off_list(thread);
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
