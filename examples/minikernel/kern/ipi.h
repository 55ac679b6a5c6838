/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts from CPU to CPU: "look at your queue again", "stop for good" and
 * "call this function".
 */
#ifndef MINIKERNEL_KERN_IPI_H
#define MINIKERNEL_KERN_IPI_H

#include <stdatomic.h>
#include <stdbool.h>

/* The numbers are those of the interrupts (drivers/irq.h). */
enum ipi {
	IPI_RESCHEDULE,
	IPI_STOP,
	IPI_CALL,
	IPI_COUNT,
};

struct percpu;

/*
 * One call under way to a CPU; it lives in the target's per-CPU area, so that
 * it outlasts a caller who has given up. Who may change `state`:
 *
 *   FREE -> CLAIMED -> POSTED or SENT   the caller: POSTED when it will wait
 *   POSTED -> RUNNING -> DONE -> FREE   the target, the target, the caller
 *   SENT -> ORPHANED -> FREE            the target
 *   POSTED -> FREE, RUNNING -> ORPHANED the caller, when its time is over
 */
struct ipi_call {
	atomic_int state;
	void (*fn)(void *arg);
	void *arg;
};

/* Boot CPU, once. */
void ipi_init(void);

/*
 * The calling CPU, IRQs masked: answers a call that is under way, then takes no
 * more. False: the call does not end; nothing has changed.
 */
bool ipi_close(struct percpu *cpu);

/* A CPU takes calls again. */
void ipi_open(struct percpu *cpu);

/* Sends an IPI; stores made before are seen by its handler. */
void ipi_send(struct percpu *cpu, enum ipi ipi);

/*
 * Has CPU `id` run fn(arg) in interrupt context. With `wait`, returns when that
 * is done; otherwise when it is asked for. IRQs not masked: two CPUs that call
 * each other must both be able to answer.
 *
 * False: CPU `id` is not online, or did not answer in time. fn will not be
 * started after that; but if it was running just then, it goes on.
 */
bool call_on_cpu(unsigned int id, void (*fn)(void *arg), void *arg, bool wait);

/*
 * Stops all CPUs but the calling one for good, and waits for that. False: not
 * all have obeyed in time. Any context.
 */
bool ipi_stop_others(void);

#endif
