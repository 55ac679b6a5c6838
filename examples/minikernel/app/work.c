/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The load. Every thread does rounds of the same work: it computes with
 * floating point and checks the result, counts the round under a spinlock and
 * notes on which CPU it was. What differs is the priority, whether it sleeps
 * between rounds, and whether it is pinned.
 */
#include "app/work.h"

#include <smpboot/smpboot.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "app/vector_check.h"
#include "drivers/timer.h"
#include "kern/percpu.h"
#include "kern/thread.h"
#include "lib/console.h"

/* How long an ended load may take to finish its last rounds, on a slow emulator. */
#define END_US 30000000

struct kind {
	const char *name;
	enum priority priority;
	bool pinned;
	unsigned long spins;    /* length of a round */
	unsigned long pause_us; /* sleep after each; 0: none */
};

static const struct kind kinds[] = {
	{ "pinned", PRIORITY_HIGH, true, 5000, 40000 },
	{ "burst", PRIORITY_NORMAL, false, 50000, 20000 },
	{ "batch", PRIORITY_LOW, false, 200000, 0 },
};

struct worker {
	const struct kind *kind;
	struct thread *thread;
	unsigned int home; /* of a pinned one: its CPU */
	atomic_ulong rounds;
	atomic_uint errors;
};

/* What happened on a CPU. */
struct place {
	atomic_ulong pinned;
	atomic_ulong other;
};

static struct worker *workers;
static unsigned int worker_count;
static struct place *places;
static atomic_bool ending;

static struct spinlock total_lock;
static unsigned long total; /* of all rounds */

/* ---- One round ------------------------------------------------------------------- */

/* A sum whose terms live in callee-saved vector registers while others run; exact, so any loss shows. */
static bool sum_survives(unsigned long seed)
{
	double step = (double)(seed % 64 + 1);
	double sum = 0;
	double squares = 0;

	for (unsigned int i = 0; i < 8; i++) {
		sum += step;
		squares += step * step;
		thread_yield();
	}
	return sum == 8 * step && squares == 8 * step * step;
}

static void add_to_total(void)
{
	uint64_t irq = spin_lock_irq(&total_lock);

	total++;
	spin_unlock_irq(&total_lock, irq);
}

/* Which CPU is this? The library (by MPIDR) and the kernel (by its pointer) must agree. */
static bool note_place(const struct worker *worker)
{
	uint64_t irq = cpu_irq_save();
	unsigned int id = smpboot_this_cpu();
	bool right = id == this_cpu()->id;

	cpu_irq_restore(irq);
	if (!right || (worker->kind->pinned && id != worker->home))
		return false;
	atomic_fetch_add(worker->kind->pinned ? &places[id].pinned : &places[id].other, 1);
	return true;
}

/* Never less than it asked for. */
static bool sleep_between_rounds(const struct kind *kind)
{
	uint64_t begin = timer_us();

	if (kind->pause_us > 0)
		thread_sleep_us(kind->pause_us);
	return timer_us() - begin >= kind->pause_us;
}

static void work(void *arg)
{
	struct worker *worker = arg;
	unsigned long seed = (unsigned long)(worker - workers) * 1000;

	while (!atomic_load(&ending)) {
		bool good = vector_check(seed++, worker->kind->spins) == 0;

		good &= note_place(worker);
		good &= sum_survives(seed);
		good &= sleep_between_rounds(worker->kind);
		add_to_total();
		atomic_fetch_add(&worker->errors, !good);
		atomic_fetch_add(&worker->rounds, 1);
	}
}

/* ---- All threads ------------------------------------------------------------------ */

static bool start(const struct kind *kind, unsigned int home)
{
	struct worker *worker = &workers[worker_count];

	worker->kind = kind;
	worker->home = home;
	worker->thread =
		thread_create(kind->name, kind->priority, kind->pinned ? home : ANY_CPU, work, worker);
	worker_count += worker->thread != NULL;
	return worker->thread != NULL;
}

static bool start_kind(const struct kind *kind, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (!start(kind, 0))
			return false;
	}
	return true;
}

static bool start_pinned(void)
{
	for (unsigned int id = 0; id < percpu_count(); id++) {
		if (atomic_load(&percpu_of(id)->online) && !start(&kinds[0], id))
			return false;
	}
	return true;
}

bool work_start(unsigned int cpus)
{
	unsigned int bursts = cpus / 2 + 1;
	unsigned int batches = cpus + 2;

	workers = calloc(cpus + bursts + batches, sizeof(*workers));
	places = calloc(percpu_count(), sizeof(*places));
	if (workers == NULL || places == NULL)
		return false;
	return start_pinned() && start_kind(&kinds[1], bursts) && start_kind(&kinds[2], batches);
}

unsigned long work_rounds_on(unsigned int id, bool pinned)
{
	return atomic_load(pinned ? &places[id].pinned : &places[id].other);
}

bool work_all_had_a_turn(void)
{
	for (unsigned int i = 0; i < worker_count; i++) {
		if (atomic_load(&workers[i].rounds) == 0)
			return false;
	}
	return true;
}

static bool end_worker(struct worker *worker, struct work_sum *sum)
{
	/* Read now: joining frees the thread. */
	sum->preempted += atomic_load(&worker->thread->preempted);
	sum->moved += atomic_load(&worker->thread->moved);
	if (!thread_join(worker->thread, END_US)) {
		kprintf("demo: thread %s %ld does not end\n", worker->kind->name, (long)(worker - workers));
		return false;
	}
	sum->threads++;
	sum->rounds += atomic_load(&worker->rounds);
	sum->lazy += atomic_load(&worker->rounds) == 0;
	sum->errors += atomic_load(&worker->errors);
	return true;
}

bool work_end(struct work_sum *sum)
{
	bool ended = true;

	*sum = (struct work_sum){ 0 };
	/* Nobody ends before this is set, so a join must give up in time. */
	sum->errors += thread_join(workers[0].thread, 1000);
	atomic_store(&ending, true);
	for (unsigned int i = 0; i < worker_count; i++)
		ended &= end_worker(&workers[i], sum);
	/* Rounds that the lock failed to keep apart would be missing here. */
	sum->errors += ended && total != sum->rounds;
	return ended;
}
