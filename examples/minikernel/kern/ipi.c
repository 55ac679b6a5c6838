/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The three interrupts that CPUs send each other.
 */
#include "kern/ipi.h"

#include "drivers/irq.h"
#include "drivers/timer.h"
#include "kern/percpu.h"

/* A CPU answers in microseconds; an emulated one has to wait until its host gets round to it. */
#define ANSWER_US 10000000

enum call_state {
	CALL_FREE,
	CALL_CLAIMED,
	CALL_POSTED,
	CALL_SENT,
	CALL_RUNNING,
	CALL_DONE,
	CALL_ORPHANED,
};

void ipi_send(struct percpu *cpu, enum ipi ipi)
{
	irq_send(ipi, cpu->mpidr);
}

static void count(enum ipi ipi)
{
	percpu_add(&this_cpu()->counts.ipis[ipi]);
}

/* The sender has set the flag that the end of this interrupt looks at. */
static void handle_reschedule(unsigned int intid)
{
	(void)intid;
	count(IPI_RESCHEDULE);
}

/* ---- Stop ------------------------------------------------------------------- */

static void handle_stop(unsigned int intid)
{
	(void)intid;
	count(IPI_STOP);
	timer_stop_cpu();
	atomic_store(&this_cpu()->online, false);
	atomic_store(&this_cpu()->stopped, true);
	cpu_stop();
}

static bool all_stopped(const struct percpu *self)
{
	for (unsigned int id = 0; id < percpu_count(); id++) {
		struct percpu *cpu = percpu_of(id);

		if (cpu != self && atomic_load(&cpu->online) && !atomic_load(&cpu->stopped))
			return false;
	}
	return true;
}

bool ipi_stop_others(void)
{
	uint64_t deadline = timer_us() + ANSWER_US;
	uint64_t irq = cpu_irq_save();
	struct percpu *self = this_cpu();
	bool stopped;

	for (unsigned int id = 0; id < percpu_count(); id++) {
		struct percpu *cpu = percpu_of(id);

		if (cpu != self && atomic_load(&cpu->online))
			ipi_send(cpu, IPI_STOP);
	}
	while (!(stopped = all_stopped(self)) && timer_us() < deadline)
		spin_hint();
	cpu_irq_restore(irq);
	return stopped;
}

/* ---- Call ------------------------------------------------------------------- */

static bool change(struct ipi_call *call, int from, int to)
{
	return atomic_compare_exchange_strong(&call->state, &from, to);
}

static void answer(struct ipi_call *call)
{
	if (!change(call, CALL_POSTED, CALL_RUNNING) && !change(call, CALL_SENT, CALL_ORPHANED))
		return; /* taken back by the caller */
	call->fn(call->arg);
	if (!change(call, CALL_RUNNING, CALL_DONE))
		atomic_store(&call->state, CALL_FREE);
}

static void handle_call(unsigned int intid)
{
	(void)intid;
	count(IPI_CALL);
	answer(&this_cpu()->call);
}

bool ipi_close(struct percpu *cpu)
{
	uint64_t deadline = timer_us() + ANSWER_US;

	while (!change(&cpu->call, CALL_FREE, CALL_CLAIMED)) {
		answer(&cpu->call);
		if (timer_us() >= deadline)
			return false;
		spin_hint();
	}
	return true;
}

void ipi_open(struct percpu *cpu)
{
	atomic_store(&cpu->call.state, CALL_FREE);
}

static bool change_before(uint64_t deadline, struct ipi_call *call, int from, int to)
{
	while (!change(call, from, to)) {
		if (timer_us() >= deadline)
			return false;
		spin_hint();
	}
	return true;
}

bool call_on_cpu(unsigned int id, void (*fn)(void *arg), void *arg, bool wait)
{
	struct percpu *cpu = percpu_of(id);
	uint64_t deadline = timer_us() + ANSWER_US;
	struct ipi_call *call;

	if (cpu == NULL || !atomic_load(&cpu->online))
		return false;
	call = &cpu->call;
	while (!change(call, CALL_FREE, CALL_CLAIMED)) {
		/* One that has left since then takes no call. */
		if (timer_us() >= deadline || !atomic_load(&cpu->online))
			return false;
		spin_hint();
	}
	call->fn = fn;
	call->arg = arg;
	atomic_store(&call->state, wait ? CALL_POSTED : CALL_SENT);
	ipi_send(cpu, IPI_CALL);
	if (!wait || change_before(deadline, call, CALL_DONE, CALL_FREE))
		return true;
	/* Given up: taken back, or left to the target where it is running just now; or it is done after all. */
	return !change(call, CALL_POSTED, CALL_FREE) && !change(call, CALL_RUNNING, CALL_ORPHANED) &&
	       change(call, CALL_DONE, CALL_FREE);
}

void ipi_init(void)
{
	irq_set_handler(IPI_RESCHEDULE, handle_reschedule);
	irq_set_handler(IPI_STOP, handle_stop);
	irq_set_handler(IPI_CALL, handle_call);
}
