/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of the bring-up engine, on the calling CPU.
 */
#ifndef SMPBOOT_CORE_ENGINE_H
#define SMPBOOT_CORE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

#include "arch.h"
#include "start.h"

struct smpboot_run {
	/* In. */
	unsigned int first; /* CPUs with an id from first on, ... */
	unsigned int end;   /* ... and below end */
	unsigned int limit; /* start no more of them than this */
	uint64_t timeout;   /* ticks for each; SMPBOOT_NO_DEADLINE: do not wait */
	uint64_t total_end; /* no deadline is later than this */
	unsigned int retries;
	const struct smpboot_order *order;
	unsigned int window; /* in flight at most, by order and options; 0: no limit */
	bool gate;

	/* Out. */
	unsigned int started; /* CPUs, however often each was tried */

	/* The engine's own. */
	uint64_t begin;       /* when the run began */
	unsigned int open;    /* CPUs below this one are settled */
	unsigned int begun;   /* CPUs from this one on were not asked for yet */
	unsigned int taken;   /* over from an earlier call */
	unsigned int tried;   /* starts */
	unsigned int settled; /* of those taken and tried; the others are in flight */
	unsigned int failed;  /* of those settled */
	uint64_t swept;       /* when all of them were looked at last */
};

/* One run at a time: false when there is one. */
bool smpboot_engine_enter(void);
void smpboot_engine_leave(void);

/* Whether smpboot_engine_start() would start this CPU. */
bool smpboot_engine_can_start(unsigned int id);

/* Whether the time of the whole run is over. */
static inline bool smpboot_engine_ended(const struct smpboot_run *run)
{
	return run->total_end != SMPBOOT_NO_DEADLINE && smpboot_arch_now() >= run->total_end;
}

/*
 * Starts what can be started and, unless the timeout says otherwise, waits until
 * each CPU has its outcome. An error means that no CPU was touched.
 */
enum smpboot_status smpboot_engine_start(struct smpboot_run *run);

/* CPUs of the run that have no outcome yet. */
static inline unsigned int smpboot_engine_in_flight(const struct smpboot_run *run)
{
	return run->taken + run->tried - run->settled;
}

/* CPUs of the run that are here. */
static inline unsigned int smpboot_engine_came(const struct smpboot_run *run)
{
	return run->settled - run->failed;
}

/* Waits for the CPUs in flight until run->total_end; 0: only takes note of those that are there. */
void smpboot_engine_wait(struct smpboot_run *run);

#endif
