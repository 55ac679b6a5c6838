/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that run freely: each is a thread. The clock stands for the time that
 * CPUs sleep: it moves on when all of them do, to the next one's time, and those
 * that are due at about that time go on together. It moves a little with each step
 * of one that runs, but never away from another that is not asleep. So no deadline
 * passes because the build machine is busy.
 *
 * Nothing here is known to ThreadSanitizer, which must find in the library alone
 * what orders the CPUs' accesses: no pthread call but to begin and to end.
 */
#include "../sched.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../kernel.h"
#include "../machine.h"
#include "../memory.h"
#include "threads.h"

#define MAX_THREADS (SIM_MAX_CPUS + SIM_GUESTS)

/* Nanoseconds by which the clock may be ahead of what a thread that is not asleep has seen of it. */
#define MOST_AHEAD 20000u

enum jump {
	GO_ON = 1,
	LEAVE = 2,
};

struct sim_thread {
	pthread_t handle;
	struct sim_cpu *cpu;
	void (*function)(struct sim_cpu *); /* what it does next; NULL: it is off */
	jmp_buf base;
	uint64_t dice;
	uint64_t seen; /* of the clock, when it last did something */

	/* Under the lock of the clock. */
	bool asleep;
	bool in_wfe;
	uint32_t event;
	uint64_t wake;
	uint32_t bell; /* what its thread waits for, when it is asleep */
};

const bool sim_parallel = true;

static struct sim_thread threads[MAX_THREADS];
static unsigned int thread_count;
static _Thread_local struct sim_thread *self;
static uint64_t now;
static uint64_t next_wake; /* of those that are asleep */
static uint64_t limit;     /* up to which steps move the clock */
static uint64_t quantum;   /* sleeps end at a multiple of it, so that several do at once */
static bool over;
static uint32_t clock_lock;
static uint32_t kernel_lock;

/* ---- Locks ---------------------------------------------------------------- */

static void take(uint32_t *lock)
{
	while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) != 0)
		sched_yield();
}

static void release(uint32_t *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

void sim_lock(void)
{
	take(&kernel_lock);
}

void sim_unlock(void)
{
	release(&kernel_lock);
}

/* ---- Identity ------------------------------------------------------------- */

struct sim_cpu *sim_self(void)
{
	return self != NULL ? self->cpu : &sim.cpu[0];
}

uint64_t *sim_dice(void)
{
	return self != NULL ? &self->dice : &sim.random;
}

uint64_t sim_now(void)
{
	return SIM_GET(now);
}

/* ---- Sleep ---------------------------------------------------------------- */

static void wake(struct sim_thread *thread)
{
	SIM_SET(thread->seen, now);
	SIM_SET(thread->asleep, false);
	__atomic_add_fetch(&thread->bell, 1, __ATOMIC_SEQ_CST);
	(void)syscall(SYS_futex, &thread->bell, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void wake_due(void)
{
	uint64_t next = SIM_NEVER;

	for (unsigned int i = 0; i < thread_count; i++) {
		if (!threads[i].asleep)
			continue;
		if (threads[i].wake <= now || over)
			wake(&threads[i]);
		else if (threads[i].wake < next)
			next = threads[i].wake;
	}
	SIM_SET(next_wake, next);
}

/* Where everybody sleeps, time passes until somebody need not any more. */
static void pass_time(void)
{
	uint64_t next = SIM_NEVER;

	for (unsigned int i = 0; i < thread_count; i++) {
		if (!threads[i].asleep)
			return;
		if (threads[i].wake < next)
			next = threads[i].wake;
	}
	if (next == SIM_NEVER)
		sim_fail("all CPUs wait for ever");
	if (next > now)
		SIM_SET(now, next);
	wake_due();
}

static void sleep_until(uint64_t until, bool wfe)
{
	take(&clock_lock);
	if (until < SIM_NEVER - quantum)
		until = (until + quantum - 1) / quantum * quantum;
	if (!(wfe && self->event != 0) && !over) {
		self->wake = until;
		self->in_wfe = wfe;
		SIM_SET(self->asleep, true);
		if (until < SIM_GET(next_wake))
			SIM_SET(next_wake, until);
		pass_time();
	}
	while (self->asleep) {
		uint32_t bell = __atomic_load_n(&self->bell, __ATOMIC_SEQ_CST);

		release(&clock_lock);
		(void)syscall(SYS_futex, &self->bell, FUTEX_WAIT_PRIVATE, bell, NULL, NULL, 0);
		take(&clock_lock);
	}
	if (wfe)
		self->event = 0;
	release(&clock_lock);
	if (SIM_GET(over))
		longjmp(self->base, LEAVE);
}

void sim_sleep(uint64_t ns)
{
	sleep_until(sim_now() + ns, false);
}

void sim_sleep_event(uint64_t until)
{
	sleep_until(until, true);
}

void sim_send_event(void)
{
	take(&clock_lock);
	for (unsigned int i = 0; i < thread_count; i++) {
		threads[i].event = 1;
		if (threads[i].asleep && threads[i].in_wfe)
			wake(&threads[i]);
	}
	release(&clock_lock);
}

/* Whether steps may move the clock: not where the host has not let one run that could. */
static bool all_keep_up(void)
{
	uint64_t last = SIM_NEVER;

	SIM_SET(self->seen, sim_now());
	if (sim_now() < SIM_GET(limit))
		return true;
	for (unsigned int i = 0; i < thread_count; i++)
		if (!SIM_GET(threads[i].asleep) && SIM_GET(threads[i].seen) < last)
			last = SIM_GET(threads[i].seen);
	SIM_SET(limit, last + MOST_AHEAD);
	return sim_now() < SIM_GET(limit);
}

void sim_step(void)
{
	uint32_t dice;

	if (!sim.live)
		return;
	dice = sim_random(65536);
	if (!all_keep_up()) {
		sched_yield();
		return;
	}
	if (__atomic_add_fetch(&now, 4 + dice % 16, __ATOMIC_RELAXED) >= SIM_GET(next_wake)) {
		take(&clock_lock);
		wake_due();
		release(&clock_lock);
	}
	if (dice >> 8 < sim.switch_rate)
		sched_yield();
}

/* ---- Threads -------------------------------------------------------------- */

static void *live(void *thread)
{
	self = thread;
	if (setjmp(self->base) == LEAVE)
		return NULL;
	while (SIM_GET(self->function) == NULL)
		sleep_until(SIM_NEVER, false);
	self->function(self->cpu);
	/* A guest is done. */
	SIM_SET(self->function, NULL);
	longjmp(self->base, GO_ON);
}

static void create(struct sim_thread *thread)
{
	if (pthread_create(&thread->handle, NULL, live, thread) != 0)
		sim_fail("there is no thread for CPU %u", thread->cpu->id);
}

void sim_power_on(struct sim_cpu *cpu, uint64_t at)
{
	struct sim_thread *thread = cpu->thread;

	if (at == SIM_NEVER)
		return;
	take(&clock_lock);
	SIM_SET(cpu->dead, false);
	SIM_SET(thread->function, sim_boot_rom);
	thread->wake = (at + quantum - 1) / quantum * quantum;
	if (thread->wake < SIM_GET(next_wake))
		SIM_SET(next_wake, thread->wake);
	release(&clock_lock);
}

_Noreturn void sim_die(void)
{
	sim_note("CPU %u stops", self->cpu->id);
	SIM_SET(self->cpu->dead, true);
	SIM_SET(self->function, NULL);
	longjmp(self->base, GO_ON);
}

_Noreturn void sim_continue(struct sim_stack *stack, void (*function)(struct sim_cpu *))
{
	/* It executes on its thread's stack all the same; what it owns is kept account of. */
	sim_lock();
	sim_stack_leave(self->cpu);
	if (stack != NULL)
		sim_stack_enter(stack, self->cpu);
	sim_unlock();
	SIM_SET(self->function, function);
	longjmp(self->base, GO_ON);
}

static struct sim_thread *add_thread(struct sim_cpu *cpu, void (*function)(struct sim_cpu *))
{
	struct sim_thread *thread = &threads[thread_count++];

	*thread = (struct sim_thread){ .cpu = cpu, .function = function, .wake = SIM_NEVER };
	thread->dice = sim_random(UINT32_MAX);
	return thread;
}

void sim_storage_ready(void)
{
	for (unsigned int i = 1; i < thread_count; i++)
		create(&threads[i]);
}

static void power_up(struct sim_cpu *cpu)
{
	/* Of release words, CPUs wait from the start. */
	bool waits = cpu->id != 0 && cpu->method != SIM_PSCI;

	cpu->dead = cpu->id != 0 && !waits;
	cpu->reset_at = SIM_NEVER;
	cpu->thread = add_thread(cpu, waits ? sim_boot_rom : NULL);
}

static void end_all(void)
{
	take(&clock_lock);
	SIM_SET(over, true);
	wake_due();
	release(&clock_lock);
	for (unsigned int i = 1; i < thread_count; i++)
		pthread_join(threads[i].handle, NULL);
}

/* CPUs do not leave here: a host thread cannot be given another stack. */
void sim_interrupt(struct sim_cpu *cpu)
{
	sim_fail("CPU %u is told to leave", cpu->id);
}

/* Nor do they sleep. */
bool sim_keep(struct sim_place *place, void (*function)(void *argument), void *argument)
{
	(void)place;
	function(argument);
	return false;
}

_Noreturn void sim_take_up(struct sim_place *place)
{
	(void)place;
	sim_fail("a CPU wakes up");
}

_Noreturn void sim_forget(void (*function)(struct sim_cpu *))
{
	(void)function;
	sim_fail("a CPU loses its power");
}

_Noreturn void sim_end_machine(void)
{
	sim_fail("the boot CPU has left");
}

void sim_run_machine(void)
{
	static const uint64_t quanta[] = { 1, 1000, 10000, 40000 };

	quantum = quanta[sim_random(4)];
	sim.slack += 2 * quantum;
	now = 1000 + sim_random(1000000);
	limit = 0;
	next_wake = SIM_NEVER;
	over = false;
	thread_count = 0;
	for (unsigned int i = 0; i < sim.cpus; i++)
		power_up(&sim.cpu[i]);
	for (unsigned int i = 0; i < SIM_GUESTS; i++)
		add_thread(&sim.cpu[0], sim_guests[i]);
	self = &threads[0];
	sim.live = true;
	if (sim.callers)
		sim_two_callers();
	else
		sim_scenario();
	end_all();
	sim.live = false;
	self = NULL;
}
