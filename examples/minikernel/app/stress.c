/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that leave and come back at random while threads work, the boot CPU as
 * well as any other. After each step the work must go on, and in the end all
 * memory must be there that was there before.
 */
#include <smpboot/smpboot.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/vector_check.h"
#include "drivers/timer.h"
#include "kern/hooks.h"
#include "kern/ipi.h"
#include "kern/offline.h"
#include "kern/percpu.h"
#include "kern/stacks.h"
#include "kern/thread.h"
#include "lib/console.h"
#include "mm/mm.h"

/* Bounds for an emulator that has to wait for its host. */
#define TURN_US 10000000
#define END_US  30000000

#define ROUND_SPINS 5000
#define PAUSE_US    5000

#define MOST_CYCLES 1000000

struct worker {
	struct thread *thread;
	unsigned long seen; /* of its rounds, at the last look */
	atomic_ulong rounds;
	atomic_ulong errors;
};

static struct worker *workers;
static unsigned int worker_count;
static atomic_bool ending;

struct tally {
	unsigned long off, on;
	uint64_t off_us, on_us;
};

/* ---- Threads that work --------------------------------------------------------------- */

static void work(void *arg)
{
	struct worker *worker = arg;
	unsigned long seed = (unsigned long)(worker - workers) * 1000;

	while (!atomic_load(&ending)) {
		uint64_t begin = timer_us();

		atomic_fetch_add(&worker->errors, vector_check(seed++, ROUND_SPINS));
		thread_sleep_us(PAUSE_US);
		atomic_fetch_add(&worker->errors, timer_us() - begin < PAUSE_US);
		atomic_fetch_add(&worker->rounds, 1);
	}
}

/* The first one is pinned, to a CPU that is going to leave. */
static bool start_worker(struct worker *worker)
{
	unsigned int home = percpu_count();

	if (worker != workers)
		worker->thread = thread_create("worker", PRIORITY_NORMAL, ANY_CPU, work, worker);
	while (worker == workers && worker->thread == NULL && home-- > 0)
		worker->thread = thread_create("pinned worker", PRIORITY_NORMAL, home, work, worker);
	return worker->thread != NULL;
}

/* More of them than CPUs. */
static bool start_work(void)
{
	unsigned int wanted = percpu_taking_threads() + 2;

	atomic_store(&ending, false);
	worker_count = 0;
	workers = calloc(wanted, sizeof(*workers));
	while (workers != NULL && worker_count < wanted && start_worker(&workers[worker_count]))
		worker_count++;
	if (workers == NULL || worker_count < wanted)
		kprintf("stress: no memory\n");
	return workers != NULL && worker_count == wanted;
}

/* False: a thread does not end, or found an error. */
static bool end_work(void)
{
	unsigned long errors = 0;
	bool ended = true;

	atomic_store(&ending, true);
	for (unsigned int i = 0; i < worker_count; i++) {
		ended &= thread_join(workers[i].thread, END_US);
		errors += atomic_load(&workers[i].errors);
	}
	if (ended)
		free(workers);
	if (!ended || errors != 0)
		kprintf("stress: %lu errors in threads%s\n", errors, ended ? "" : ", and one does not end");
	return ended && errors == 0;
}

/* Every worker has had a turn since the last call. */
static bool work_goes_on(void)
{
	uint64_t limit = timer_us() + TURN_US;

	for (unsigned int i = 0; i < worker_count; i++) {
		while (atomic_load(&workers[i].rounds) == workers[i].seen) {
			if (timer_us() >= limit) {
				kprintf("stress: worker %u has stopped\n", i);
				return false;
			}
			thread_sleep_us(PAUSE_US);
		}
		workers[i].seen = atomic_load(&workers[i].rounds);
	}
	return true;
}

/* ---- One step ---------------------------------------------------------------------------- */

static bool wrong(const char *what, unsigned int id)
{
	kprintf("stress: CPU %u %s\n", id, what);
	return false;
}

static void note_cpu(void *arg)
{
	atomic_store((atomic_uint *)arg, smpboot_this_cpu());
}

/* Nobody can give it anything to do. */
static bool is_off(unsigned int id)
{
	atomic_uint nobody = SMPBOOT_NO_CPU;
	struct smpboot_cpu_info info;

	if (smpboot_cpu(id, &info) != SMPBOOT_OK || info.state != SMPBOOT_STATE_OFFLINE)
		return wrong("is off and not offline", id);
	if (call_on_cpu(id, note_cpu, &nobody, true) ||
	    thread_create("visitor", PRIORITY_HIGH, id, note_cpu, &nobody) != NULL)
		return wrong("is off and takes work", id);
	return true;
}

/* Runs a thread of its own, answers calls, and ticks. */
static bool is_on(unsigned int id)
{
	unsigned long ticks = atomic_load(&percpu_of(id)->counts.ticks);
	uint64_t limit = timer_us() + TURN_US;
	atomic_uint ran = SMPBOOT_NO_CPU, answered = SMPBOOT_NO_CPU;
	struct thread *visitor = thread_create("visitor", PRIORITY_HIGH, id, note_cpu, &ran);

	if (visitor == NULL || !thread_join(visitor, TURN_US) || atomic_load(&ran) != id)
		return wrong("runs no thread", id);
	if (!call_on_cpu(id, note_cpu, &answered, true) || atomic_load(&answered) != id)
		return wrong("answers no call", id);
	while (atomic_load(&percpu_of(id)->counts.ticks) == ticks) {
		if (timer_us() >= limit)
			return wrong("does not tick", id);
		thread_sleep_us(PAUSE_US);
	}
	return true;
}

static bool take_off(unsigned int id, struct tally *tally)
{
	uint64_t begin = timer_us();

	if (!cpu_off(id))
		return false;
	tally->off_us += timer_us() - begin;
	tally->off++;
	return is_off(id) && work_goes_on();
}

static bool take_on(unsigned int id, struct tally *tally)
{
	uint64_t begin = timer_us();

	if (!cpu_on(id))
		return false;
	tally->on_us += timer_us() - begin;
	tally->on++;
	return is_on(id) && work_goes_on();
}

/* ---- All of them ---------------------------------------------------------------------------- */

/* Marsaglia's xorshift. */
static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* It was taken out: not one that never came. */
static bool can_come_back(unsigned int id)
{
	struct smpboot_cpu_info info;

	return smpboot_cpu(id, &info) == SMPBOOT_OK && info.state == SMPBOOT_STATE_OFFLINE;
}

/* Whichever CPU it hits: off when it is on, on when it is off. */
static bool step(uint32_t *random, struct tally *tally)
{
	unsigned int id = next_random(random) % smpboot_counts().cpus;

	if (can_come_back(id))
		return take_on(id, tally);
	if (!atomic_load(&percpu_of(id)->online) || percpu_taking_threads() == 1)
		return true;
	return take_off(id, tally);
}

static bool all_on(struct tally *tally)
{
	bool good = true;

	for (unsigned int id = 0; id < smpboot_counts().cpus; id++)
		if (can_come_back(id))
			good &= take_on(id, tally);
	return good;
}

static bool run(unsigned long cycles, uint32_t seed, struct tally *tally)
{
	size_t before = mm_pages_available();
	unsigned long stacks = stacks_given_back();
	bool good = true;

	while (good && tally->off < cycles)
		good = step(&seed, tally);
	good = good && all_on(tally);
	stacks = stacks_given_back() - stacks;
	kprintf("stress: off=%lu on=%lu off_us=%lu on_us=%lu pages_before=%zu pages_after=%zu stacks=%lu\n",
	        tally->off, tally->on, (unsigned long)(tally->off_us / (tally->off + !tally->off)),
	        (unsigned long)(tally->on_us / (tally->on + !tally->on)), before, mm_pages_available(),
	        stacks);
	return good && mm_pages_available() == before && stacks == tally->on;
}

bool command_stress(int count, unsigned long *numbers)
{
	struct tally tally = { 0 };
	uint32_t seed = count > 1 ? (uint32_t)numbers[1] : 1;
	bool good;

	if (numbers[0] == 0 || numbers[0] > MOST_CYCLES || seed == 0 || percpu_taking_threads() < 2) {
		kprintf("stress: wants 1 to %u cycles, a seed that is not 0, and two CPUs online\n",
		        MOST_CYCLES);
		return false;
	}
	hooks_be_quiet(true);
	good = start_work() && run(numbers[0], seed, &tally);
	good &= end_work();
	hooks_be_quiet(false);
	return good;
}
