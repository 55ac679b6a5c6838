/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler. Each CPU has a run queue of its own and takes the first
 * thread of the highest priority from it. A run queue's lock is held across
 * the switch (see struct percpu), and nobody takes two of them at a time.
 */
#include "kern/sched.h"

#include "arch/switch.h"
#include "drivers/timer.h"
#include "kern/percpu.h"
#include "kern/runqueue.h"
#include "kern/wait.h"
#include "lib/console.h"

/* Ticks that a thread runs before others of its priority get their turn. */
#define SLICE_TICKS 2

/* ---- Switching ------------------------------------------------------------ */

/* Charges the time since the last call to the calling CPU's thread. */
static void charge(struct percpu *cpu)
{
	uint64_t now = timer_us();

	atomic_fetch_add_explicit(&cpu->current->run_us, now - cpu->charged_us, memory_order_relaxed);
	cpu->charged_us = now;
}

static void become(struct percpu *cpu, struct thread *next)
{
	if (!thread_stack_intact(cpu->current))
		panic("thread %s has overrun its stack", cpu->current->name);
	charge(cpu);
	percpu_add(&cpu->counts.switches);
	if (next->ran_on != NULL && next->ran_on != cpu)
		atomic_fetch_add_explicit(&next->moved, 1, memory_order_relaxed);
	next->ran_on = cpu;
	next->cpu = cpu;
	cpu->current = next;
	atomic_store_explicit(&cpu->idling, next == cpu->idle, memory_order_relaxed);
}

/*
 * Runs the thread that is due; `cpu` is the calling CPU's and locked. Returns
 * with no run queue locked, and perhaps on another CPU, when the calling
 * thread is due again.
 */
static void run_next(struct percpu *cpu)
{
	struct thread *self = cpu->current;
	struct thread *next = NULL;

	/* The idle thread of a CPU that leaves moves all others away. */
	if (!atomic_load_explicit(&cpu->leaving, memory_order_relaxed))
		next = runqueue_first(cpu, false);
	if (next != NULL)
		runqueue_remove(cpu, next);
	else
		next = cpu->idle;
	if (next->slice == 0)
		next->slice = SLICE_TICKS;
	next->state = THREAD_RUNNING;
	atomic_store_explicit(&cpu->reschedule, false, memory_order_relaxed);
	if (next != self) {
		become(cpu, next);
		switch_to(&self->sp, next->sp);
	}
	spin_unlock(&this_cpu()->lock);
}

void sched_started(void)
{
	spin_unlock(&this_cpu()->lock);
	cpu_irq_enable();
}

static void give_way(void)
{
	struct percpu *cpu = this_cpu();

	spin_lock(&cpu->lock);
	if (cpu->current != cpu->idle)
		runqueue_add(cpu, cpu->current);
	run_next(cpu);
}

void sched_yield(void)
{
	this_cpu()->current->slice = 0;
	give_way();
}

void sched_block(struct spinlock *held)
{
	struct percpu *cpu = this_cpu();

	/* Taken before `held` is released: who wakes this thread then waits until it is saved. */
	spin_lock(&cpu->lock);
	cpu->current->state = cpu->current->exited ? THREAD_EXITED : THREAD_BLOCKED;
	cpu->current->slice = 0;
	spin_unlock(held);
	run_next(cpu);
}

void sched_wait_left(struct thread *thread)
{
	struct percpu *cpu = thread->cpu;
	uint64_t irq = spin_lock_irq(&cpu->lock);

	spin_unlock_irq(&cpu->lock, irq);
}

/* ---- Time ------------------------------------------------------------------ */

void sched_tick(void)
{
	struct percpu *cpu = this_cpu();
	struct thread *current = cpu->current;

	percpu_add(&cpu->counts.ticks);
	charge(cpu);
	wait_tick(cpu->id);
	if (current == cpu->idle)
		return;
	if (current->slice > 0)
		current->slice--;
	if (current->slice == 0 && atomic_load_explicit(&cpu->ready_count, memory_order_relaxed) > 0)
		atomic_store_explicit(&cpu->reschedule, true, memory_order_relaxed);
}

void sched_irq_exit(struct exception_frame *frame)
{
	struct percpu *cpu = this_cpu();

	(void)frame;
	if (!atomic_load_explicit(&cpu->reschedule, memory_order_relaxed))
		return;
	if (cpu->current != cpu->idle) {
		percpu_add(&cpu->counts.preempted);
		atomic_fetch_add_explicit(&cpu->current->preempted, 1, memory_order_relaxed);
	}
	give_way();
}

/* ---- Several CPUs ---------------------------------------------------------- */

/* Its CPU may have left, or be leaving, since it was pinned there. */
static void unpin_from_leaving(struct thread *thread)
{
	struct percpu *home = thread->cpu;

	if (thread->pinned == ANY_CPU)
		return;
	spin_lock(&home->lock);
	if (!percpu_takes_threads(home))
		runqueue_unpin(home, thread);
	spin_unlock(&home->lock);
}

/* The CPU that is to have the thread, with its queue locked. */
static struct percpu *lock_place(const struct thread *thread)
{
	for (;;) {
		struct percpu *cpu = runqueue_place(thread);

		if (cpu == NULL)
			continue; /* one is always there, but not always the same */
		spin_lock(&cpu->lock);
		if (percpu_takes_threads(cpu))
			return cpu;
		spin_unlock(&cpu->lock); /* it has begun to leave since it was chosen */
	}
}

void sched_place(struct thread *thread)
{
	struct percpu *cpu;

	unpin_from_leaving(thread);
	cpu = lock_place(thread);
	runqueue_add(cpu, thread);
	/* Sent to this CPU as well, where it is due then: when IRQs go on. */
	if (thread->priority > cpu->current->priority)
		sched_kick(cpu);
	spin_unlock(&cpu->lock);
}

void sched_kick(struct percpu *cpu)
{
	atomic_store_explicit(&cpu->reschedule, true, memory_order_relaxed);
	ipi_send(cpu, IPI_RESCHEDULE);
}

void sched_wake(struct thread *thread)
{
	/* A thread that has just gone to sleep may still be on its way out, on its CPU. */
	sched_wait_left(thread);
	if (thread->state != THREAD_BLOCKED)
		panic("thread %s is woken and does not wait", thread->name);
	sched_place(thread);
}

static struct thread *take_from(struct percpu *other)
{
	struct thread *thread;

	spin_lock(&other->lock);
	thread = runqueue_first(other, true);
	if (thread != NULL)
		runqueue_remove(other, thread);
	spin_unlock(&other->lock);
	return thread;
}

bool sched_find_work(void)
{
	struct percpu *cpu = this_cpu();
	struct percpu *other;
	struct thread *thread;

	if (atomic_load_explicit(&cpu->ready_count, memory_order_relaxed) > 0)
		return true;
	other = runqueue_busiest();
	thread = other != NULL ? take_from(other) : NULL;
	if (thread == NULL)
		return false;
	percpu_add(&cpu->counts.pulled);
	spin_lock(&cpu->lock);
	runqueue_add(cpu, thread);
	spin_unlock(&cpu->lock);
	return true;
}

/* ---- Set-up ------------------------------------------------------------------ */

int sched_prepare_cpu(struct percpu *cpu)
{
	/* It is there when the CPU was on before, or an earlier start failed. */
	if (cpu->idle != NULL)
		thread_restart_idle(cpu->idle, idle_thread);
	else
		cpu->idle = thread_create_idle(cpu, idle_thread);
	cpu->current = cpu->idle;
	atomic_store(&cpu->reschedule, false);
	return cpu->idle != NULL ? 0 : -1;
}

void sched_init(unsigned int cpus)
{
	percpu_init(cpus);
	ipi_init();
	if (sched_prepare_cpu(this_cpu()))
		panic("no memory for the idle thread");
	wait_init();
}

_Noreturn void sched_enter(void)
{
	struct percpu *cpu = this_cpu();
	uint64_t left;

	/* The time that it was off counts as idle. */
	if (cpu->charged_us == 0)
		cpu->charged_us = timer_us();
	charge(cpu);
	atomic_store(&cpu->idling, true);
	ipi_open(cpu);
	spin_lock(&cpu->lock);
	atomic_store(&cpu->leaving, false);
	atomic_store(&cpu->online, true);
	switch_to(&left, cpu->idle->sp);
	__builtin_unreachable();
}
