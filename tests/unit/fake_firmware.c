/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Secondaries as threads that hand the machine over to each other.
 */
#define _POSIX_C_SOURCE 200809L

#include "fake_firmware.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/machine.h"
#include "fake_arch.h"
#include "fake_entry.h"

/* How long a CPU waits for a signal at the most. */
#define POLL_US 500

enum life {
	IDLE,
	DUE, /* comes, or goes on, at `due` */
	OVER,
};

/* What the tests need not see of a CPU. */
struct fake_thread {
	enum life life;
	uint64_t due;
	bool waits; /* for a signal, or else until it is due */
	bool begun; /* there is a thread */
	bool killed;
	pthread_t thread;
	sem_t go;
};

struct fake_cpu fake_cpus[FAKE_MAX_CPUS];
enum smpboot_reason fake_probe_answer;
unsigned int fake_probes;
unsigned int fake_signals;
uint64_t fake_start_us;

static struct fake_thread threads[FAKE_MAX_CPUS];
static struct fake_cpu *running; /* NULL: the boot CPU */
static sem_t handed_back;
static bool signalled;

static struct fake_thread *thread_of(const struct fake_cpu *cpu)
{
	return &threads[cpu - fake_cpus];
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		;
}

_Noreturn void fake_cpu_rest(void)
{
	thread_of(running)->life = OVER;
	sem_post(&handed_back);
	pthread_exit(NULL);
}

/* Gives the machine back to the boot CPU, until `due`. */
static void yield_until(uint64_t due)
{
	struct fake_thread *thread = thread_of(running);

	thread->due = due;
	sem_post(&handed_back);
	wait_for(&thread->go);
	if (thread->killed)
		fake_cpu_rest();
}

static void secondary_wait(uint64_t deadline)
{
	uint64_t wake = fake_arch.now + POLL_US * FAKE_TICKS_PER_US;

	thread_of(running)->waits = true;
	yield_until(deadline > fake_arch.now && deadline < wake ? deadline : wake);
	thread_of(running)->waits = false;
}

/* A CPU at its release word, with its caches off, as the firmware or the pen has it there. */
static void look_at_word(struct fake_cpu *cpu)
{
	const unsigned char *bytes = fake_memory(cpu->word);
	uint64_t entry = 0;

	if (cpu->deaf > 0) {
		cpu->deaf--;
		return;
	}
	for (unsigned int i = 8; i > 0; i--)
		entry = entry << 8 | bytes[i - 1];
	if (entry == 0)
		return;
	if (entry != fake_arch.entry_pa) {
		fprintf(stderr, "made-up machine: a CPU jumps to nowhere\n");
		abort();
	}
	cpu->entry = entry;
	thread_of(cpu)->life = DUE;
	thread_of(cpu)->due = fake_arch.now + cpu->delay * FAKE_TICKS_PER_US;
}

/* Wakes every CPU that waits; the boot CPU as well. */
static void wake_all(void)
{
	signalled = true;
	fake_signals++;
	for (unsigned int i = 0; i < FAKE_MAX_CPUS; i++) {
		if (threads[i].waits)
			threads[i].due = fake_arch.now;
		if (fake_cpus[i].word != 0 && threads[i].life == IDLE)
			look_at_word(&fake_cpus[i]);
	}
}

static _Noreturn void secondary_park(void)
{
	running->parked = true;
	fake_cpu_rest();
}

static void secondary_return(unsigned int level, uint64_t context)
{
	running->returns++;
	running->returned_level = level;
	running->returned_context = context;
	if (!running->ends_in_return)
		fake_entry_again(running);
	fake_cpu_rest();
}

void fake_cpu_sleep(uint64_t us)
{
	yield_until(fake_arch.now + us * FAKE_TICKS_PER_US);
}

static void *secondary(void *cpu)
{
	fake_entry(cpu);
	fake_cpu_rest();
}

/* Runs a CPU until it hands the machine back. */
static void run(struct fake_cpu *cpu)
{
	struct fake_thread *thread = thread_of(cpu);
	uint64_t caller = fake_arch.mpidr;
	uint32_t frequency = fake_arch.frequency;

	running = cpu;
	if (cpu->frequency != 0)
		fake_arch.frequency = cpu->frequency;
	fake_arch.mpidr = cpu->mpidr;
	if (thread->begun) {
		sem_post(&thread->go);
	} else {
		thread->begun = true;
		sem_init(&thread->go, 0, 0);
		if (pthread_create(&thread->thread, NULL, secondary, cpu) != 0)
			abort();
	}
	wait_for(&handed_back);
	fake_arch.mpidr = caller;
	fake_arch.frequency = frequency;
	running = NULL;
	if (thread->life == OVER) {
		pthread_join(thread->thread, NULL);
		sem_destroy(&thread->go);
		thread->begun = false;
	}
}

/* Lets the first CPU run that is due by then; or time pass until then. */
static void run_next(uint64_t deadline)
{
	struct fake_cpu *first = NULL;

	for (unsigned int i = 0; i < FAKE_MAX_CPUS; i++)
		if (threads[i].life == DUE && threads[i].due <= deadline &&
		    (first == NULL || threads[i].due < thread_of(first)->due))
			first = &fake_cpus[i];
	if (first == NULL) {
		if (fake_arch.now < deadline)
			fake_arch.now = deadline;
		return;
	}
	if (fake_arch.now < thread_of(first)->due)
		fake_arch.now = thread_of(first)->due;
	run(first);
}

/* The boot CPU sleeps until somebody signals. */
static void idle(uint64_t deadline)
{
	signalled = false;
	while (!signalled && fake_arch.now < deadline)
		run_next(deadline);
}

void fake_firmware_run(uint64_t us)
{
	uint64_t end = fake_arch.now + us * FAKE_TICKS_PER_US;

	while (fake_arch.now < end)
		run_next(end);
}

static struct fake_cpu *cpu_of(uint64_t mpidr)
{
	for (unsigned int i = 0; i < FAKE_MAX_CPUS; i++)
		if (fake_cpus[i].mpidr == mpidr)
			return &fake_cpus[i];
	fprintf(stderr, "made-up firmware: no CPU has this MPIDR\n");
	abort();
}

/* The caller's own time that a start costs. */
static void take_time(void)
{
	if (fake_start_us == 0)
		return;
	if (running != NULL)
		fake_cpu_sleep(fake_start_us);
	else
		fake_firmware_run(fake_start_us);
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	struct fake_cpu *cpu = cpu_of(target->mpidr);
	struct fake_thread *thread = thread_of(cpu);

	cpu->starts++;
	cpu->started_by = fake_arch.mpidr;
	cpu->started_at = fake_arch.now;
	take_time();
	cpu->entry = entry;
	cpu->given = context;
	if (cpu->starts > cpu->lost_starts && cpu->delay != FAKE_NEVER) {
		thread->life = DUE;
		thread->due = fake_arch.now + cpu->delay * FAKE_TICKS_PER_US;
		if (cpu->delay == FAKE_AT_ONCE)
			run(cpu);
	}
	return cpu->answer;
}

static enum smpboot_reason probe(void)
{
	fake_probes++;
	return fake_probe_answer;
}

static enum smpboot_power power(const struct smpboot_target *target)
{
	struct fake_cpu *cpu = cpu_of(target->mpidr);

	cpu->powers++;
	fake_firmware_run(cpu->power_us);
	return cpu->power;
}

static enum smpboot_reason diagnose(const struct smpboot_target *target, uint64_t entry)
{
	struct fake_cpu *cpu = cpu_of(target->mpidr);

	cpu->diagnoses++;
	return entry == fake_arch.entry_pa ? cpu->diagnosis : SMPBOOT_REASON_METHOD_REFUSED;
}

/* The power goes: nothing runs there any more. */
static enum smpboot_status stop_self(void)
{
	running->power = SMPBOOT_POWER_OFF;
	fake_cpu_rest();
}

const struct smpboot_method fake_method = { .name = "fake", .hands_context = true, .start = start };
const struct smpboot_method fake_mute_method = { .name = "mute", .start = start };
const struct smpboot_method fake_probed_method = { .name = "probed", .start = start, .probe = probe };
const struct smpboot_method fake_powered_method = {
	.name = "powered", .start = start, .power = power, .diagnose = diagnose, .stop_self = stop_self
};

void fake_firmware_stop(void)
{
	for (unsigned int i = 0; i < FAKE_MAX_CPUS; i++) {
		if (!threads[i].begun)
			continue;
		threads[i].killed = true;
		run(&fake_cpus[i]);
	}
}

void fake_firmware_reset(void)
{
	sem_init(&handed_back, 0, 0);
	fake_probe_answer = SMPBOOT_REASON_NONE;
	fake_probes = 0;
	fake_signals = 0;
	fake_start_us = 0;
	for (unsigned int i = 0; i < FAKE_MAX_CPUS; i++) {
		threads[i] = (struct fake_thread){ .life = IDLE };
		fake_cpus[i] =
			(struct fake_cpu){ .mpidr = UINT64_MAX, .delay = 10, .entry_el = fake_arch.level };
	}
	fake_arch.idle = idle;
	fake_arch.signal = wake_all;
	fake_arch.secondary_wait = secondary_wait;
	fake_arch.secondary_park = secondary_park;
	fake_arch.secondary_return = secondary_return;
}
