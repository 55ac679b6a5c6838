/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The run queues: one for each CPU, in its per-CPU area, with a list for each
 * priority.
 */
#include "kern/runqueue.h"

#include "kern/percpu.h"

/* ---- One queue; its lock is held ------------------------------------------- */

static void count_ready(struct percpu *cpu, const struct thread *thread, unsigned int change)
{
	atomic_fetch_add_explicit(&cpu->ready_count, change, memory_order_relaxed);
	if (thread->pinned == ANY_CPU)
		atomic_fetch_add_explicit(&cpu->movable_count, change, memory_order_relaxed);
}

void runqueue_add(struct percpu *cpu, struct thread *thread)
{
	struct list *queue = &cpu->ready[thread->priority];

	/* One that was preempted before its time was over goes on first. */
	if (thread->slice > 0)
		list_prepend(queue, &thread->link);
	else
		list_append(queue, &thread->link);
	thread->cpu = cpu;
	thread->state = THREAD_READY;
	count_ready(cpu, thread, 1);
}

void runqueue_remove(struct percpu *cpu, struct thread *thread)
{
	list_remove(&thread->link);
	count_ready(cpu, thread, -1u);
}

void runqueue_unpin(struct percpu *cpu, struct thread *thread)
{
	if (thread->pinned == ANY_CPU)
		return;
	thread->pinned = ANY_CPU;
	if (thread->state == THREAD_READY)
		atomic_fetch_add_explicit(&cpu->movable_count, 1, memory_order_relaxed);
}

struct thread *runqueue_first(struct percpu *cpu, bool movable)
{
	for (unsigned int level = PRIORITY_COUNT; level-- > 0;) {
		list_for_each (node, &cpu->ready[level]) {
			struct thread *thread = list_entry(node, struct thread, link);

			if (!movable || thread->pinned == ANY_CPU)
				return thread;
		}
	}
	return NULL;
}

/* ---- All queues, no lock held ------------------------------------------------ */

static bool is_idle(struct percpu *cpu)
{
	return percpu_takes_threads(cpu) && atomic_load_explicit(&cpu->idling, memory_order_relaxed) &&
	       atomic_load_explicit(&cpu->ready_count, memory_order_relaxed) == 0;
}

static unsigned int load_of(struct percpu *cpu)
{
	return atomic_load_explicit(&cpu->ready_count, memory_order_relaxed);
}

/* For a thread that lost its CPU. */
static struct percpu *least_loaded(void)
{
	struct percpu *found = NULL;

	for (unsigned int id = 0; id < percpu_count(); id++) {
		struct percpu *cpu = percpu_of(id);

		if (percpu_takes_threads(cpu) && (found == NULL || load_of(cpu) < load_of(found)))
			found = cpu;
	}
	return found;
}

struct percpu *runqueue_place(const struct thread *thread)
{
	struct percpu *last = thread->cpu;
	unsigned int count = percpu_count();

	if (thread->pinned != ANY_CPU && percpu_takes_threads(last))
		return last;
	for (unsigned int i = 0; i < count; i++) {
		struct percpu *cpu = percpu_of((last->id + i) % count);

		if (is_idle(cpu))
			return cpu;
	}
	return percpu_takes_threads(last) ? last : least_loaded();
}

struct percpu *runqueue_busiest(void)
{
	struct percpu *found = NULL;
	unsigned int most = 0;

	for (unsigned int id = 0; id < percpu_count(); id++) {
		struct percpu *cpu = percpu_of(id);
		unsigned int load = atomic_load_explicit(&cpu->movable_count, memory_order_relaxed);

		if (load > most) {
			most = load;
			found = cpu;
		}
	}
	return found;
}
