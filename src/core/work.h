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

/* All of it is atomic. What is written while CPUs come is apart from what each of them reads on its way. */
struct smpboot_work {
	enum smpboot_order order; /* PARALLEL where there is nothing to take */
	unsigned int end;
	unsigned int window;
	uint64_t timeout;
	uint64_t total_end;

	_Alignas(64) uint32_t next; /* the first id that nobody has looked at */
	uint32_t baton;             /* of a relay: the id that was taken last */
};

/* Opens a run. Only with helpers is there a queue, from run->first to run->end. */
void smpboot_work_open(const struct smpboot_run *run, bool helpers);

/* Nobody takes anything any more; what is left in the queue is as it was before. Returns how many. */
unsigned int smpboot_work_close(struct smpboot_run *run);

/* The CPU with this id, which has just come online: its part of the work. */
void smpboot_work_help(unsigned int id);

/* The calling CPU's part of it. */
void smpboot_work_drive(struct smpboot_run *run);

#endif
