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

void offline_start_again(void)
{
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
	if (ipi_close(cpu)) {
		cpu->refused = atomic_load(&cpu->parking) ? smpboot_park_self() : smpboot_cpu_off_self();
		offline_start_again();
	} else {
		cpu->refused = SMPBOOT_ERR_BUSY;
	}
	stay(cpu);
}

/* Hook, IRQs masked: from here on no interrupt may reach this CPU. */
int offline_stopping(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	timer_stop_cpu();
	irq_stop_cpu();
	return 0;
}

/* ---- On another CPU, or before it has left ----------------------------------------- */

static void mark(struct percpu *cpu, bool parking)
{
	uint64_t irq = spin_lock_irq(&cpu->lock);

	cpu->refused = SMPBOOT_OK;
	atomic_store(&cpu->parking, parking);
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
	enum smpboot_status status;

	if (why != NULL)
		return refuse("off", id, why);
	mark(cpu, false);
	wait_closed(cpu);
	thread_pin();
	status = smpboot_wait_off(id, LEAVE_US);
	thread_unpin();
	if (status != SMPBOOT_OK)
		return refuse("off", id,
		              smpboot_strerror(cpu->refused != SMPBOOT_OK ? cpu->refused : status));
	return true;
}

static const char *why_not_on(unsigned int id)
{
	if (id >= smpboot_counts().cpus)
		return "there is no such CPU";
	if (atomic_load(&percpu_of(id)->online))
		return "it is online";
	return atomic_load(&percpu_of(id)->parking) ? "it waits for the next kernel" : NULL;
}

bool cpu_on(unsigned int id)
{
	const char *why = why_not_on(id);

	if (why != NULL)
		return refuse("on", id, why);
	return smp_bring_up_again(id);
}

/* ---- The pen -------------------------------------------------------------------------- */

/* Hook, on the CPU that calls smpboot_park_all(). */
void offline_park(void *context, unsigned int id)
{
	(void)context;
	mark(percpu_of(id), true);
}

bool cpus_park(unsigned long pen)
{
	enum smpboot_status status = smpboot_park_all(pen, LEAVE_US);

	if (status != SMPBOOT_OK)
		kprintf("park: %s\n", smpboot_strerror(status));
	return status == SMPBOOT_OK;
}
