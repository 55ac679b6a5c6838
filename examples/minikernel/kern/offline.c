/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that leave and come back. Whoever wants a CPU out marks it; from then
 * on it is given no threads, and switches to its idle thread, which moves those
 * that it has to other CPUs and takes it out.
 */
#include "kern/offline.h"

#include <smpboot/smpboot.h>
#include <stdint.h>

#include "drivers/irq.h"
#include "drivers/timer.h"
#include "kern/ipi.h"
#include "kern/percpu.h"
#include "kern/runqueue.h"
#include "kern/sched.h"
#include "kern/smp.h"
#include "kern/thread.h"
#include "kern/wait.h"
#include "lib/console.h"

/* How long a CPU may take to leave: an emulated one has to wait until its host gets round to it. */
#define LEAVE_US 10000000

/* ---- On the CPU that leaves, in its idle thread --------------------------------- */

/* The last one that is there; then, with the queue still locked, the CPU is not online any more. */
static struct thread *take_or_close(struct percpu *cpu)
{
	struct thread *thread;

	spin_lock(&cpu->lock);
	thread = runqueue_first(cpu, false);
	if (thread != NULL)
		runqueue_remove(cpu, thread);
	else
		atomic_store(&cpu->online, false);
	spin_unlock(&cpu->lock);
	return thread;
}

static void stay(struct percpu *cpu)
{
	ipi_open(cpu);
	spin_lock(&cpu->lock);
	atomic_store(&cpu->leaving, false);
	atomic_store(&cpu->online, true);
	spin_unlock(&cpu->lock);
}

/* No interrupt may reach the CPU while it is out, so it is woken by an event. */
static void be_out(struct percpu *cpu)
{
	timer_stop_cpu();
	irq_stop_cpu();
	while (!atomic_load(&cpu->back))
		cpu_wfe();
	atomic_store(&cpu->back, false);
	irq_init_cpu();
	smp_start_own_tick();
}

void offline_leave(void)
{
	struct percpu *cpu = this_cpu();
	struct thread *thread;

	while ((thread = take_or_close(cpu)) != NULL)
		sched_place(thread);
	wait_hand_on(cpu->id);
	if (ipi_close(cpu))
		be_out(cpu);
	stay(cpu);
}

/* ---- On another CPU, or before it has left ----------------------------------------- */

static void mark(struct percpu *cpu)
{
	uint64_t irq = spin_lock_irq(&cpu->lock);

	atomic_store(&cpu->leaving, true);
	spin_unlock_irq(&cpu->lock, irq);
	while (thread_unpin_from(cpu))
		;
	sched_kick(cpu);
}

/* The calling thread may be on that CPU still: it is moved away meanwhile. */
static void wait_closed(struct percpu *cpu)
{
	uint64_t limit = timer_us() + LEAVE_US;

	while (atomic_load(&cpu->online) && atomic_load(&cpu->leaving) && timer_us() < limit)
		thread_yield();
}

static const char *why_not_off(unsigned int id)
{
	if (id >= smpboot_counts().cpus)
		return "there is no such CPU";
	if (!percpu_takes_threads(percpu_of(id)))
		return "it is not online";
	return percpu_taking_threads() == 1 ? "it is the last" : NULL;
}

static bool refuse(const char *what, unsigned int id, const char *why)
{
	kprintf("%s %u: %s\n", what, id, why);
	return false;
}

bool cpu_off(unsigned int id)
{
	const char *why = why_not_off(id);
	struct percpu *cpu = percpu_of(id);

	if (why != NULL)
		return refuse("off", id, why);
	mark(cpu);
	wait_closed(cpu);
	return !atomic_load(&cpu->online) || refuse("off", id, "it does not leave");
}

static const char *why_not_on(unsigned int id)
{
	if (id >= smpboot_counts().cpus)
		return "there is no such CPU";
	if (atomic_load(&percpu_of(id)->online))
		return "it is online";
	return atomic_load(&percpu_of(id)->leaving) ? NULL : "it has never been there";
}

bool cpu_on(unsigned int id)
{
	const char *why = why_not_on(id);
	uint64_t limit = timer_us() + LEAVE_US;
	struct percpu *cpu = percpu_of(id);

	if (why != NULL)
		return refuse("on", id, why);
	atomic_store(&cpu->back, true);
	cpu_sev();
	while (!atomic_load(&cpu->online) && timer_us() < limit)
		thread_yield();
	return atomic_load(&cpu->online) || refuse("on", id, "it does not come back");
}
