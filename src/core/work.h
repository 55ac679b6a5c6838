/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The work of a run that CPUs share: those that are online take part in starting
 * the rest, where the order of the run says so (relay, tree).
 *
 * The calling CPU has prepared every CPU of the queue; its deadline says QUEUED
 * until somebody takes it. Whoever takes one starts it and goes on; the calling
 * CPU alone waits, and takes over what was taken by a CPU that died with it.
 */
#ifndef SMPBOOT_CORE_WORK_H
#define SMPBOOT_CORE_WORK_H

#include "engine.h"
#include "record.h"

/* What is written while CPUs come is apart from what each of them reads on its way. */
struct smpboot_work {
	enum smpboot_order order; /* PARALLEL where there is nothing to take; atomic */
	unsigned int end;
	unsigned int window;
	uint64_t timeout;
	uint64_t total_end;

	_Alignas(64) uint32_t next; /* the first id that nobody has looked at; atomic */
	uint32_t in_flight;         /* atomic */
	uint32_t baton;             /* of a relay: the id that was taken last; atomic */
};

/*
 * Opens a run with so many CPUs in flight already. Only with helpers is there a
 * queue, from run->first to run->end.
 */
void smpboot_work_open(const struct smpboot_run *run, bool helpers, unsigned int in_flight);

/* Nobody takes anything any more; what is left in the queue is as it was before. Returns how many. */
unsigned int smpboot_work_close(struct smpboot_run *run);

/* A CPU that has just come online: its part of the work. */
void smpboot_work_help(void);

/* The calling CPU's part of it. */
void smpboot_work_drive(struct smpboot_run *run);

/* Whether one more CPU may be in flight; counts it when it may. */
bool smpboot_work_room(void);

/* One CPU less is in flight. */
void smpboot_work_settled(void);

#endif
