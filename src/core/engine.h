/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of the bring-up engine, on the calling CPU.
 */
#ifndef SMPBOOT_CORE_ENGINE_H
#define SMPBOOT_CORE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

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
	unsigned int came;

	/* The engine's own. */
	uint64_t begin;     /* when the run began */
	unsigned int open;  /* CPUs below this one are settled */
	unsigned int begun; /* CPUs from this one on were not asked for yet */
	unsigned int settled;
	unsigned int in_flight; /* where the calling CPU starts all */
	uint64_t swept;         /* when all of them were looked at last */
	unsigned int tried;     /* of this pass over the CPUs */
};

/* One run at a time: false when there is one. */
bool smpboot_engine_enter(void);
void smpboot_engine_leave(void);

/* Whether smpboot_engine_start() would start this CPU. */
bool smpboot_engine_can_start(unsigned int id);

/* Prepares it. False: that failed, and the kernel was told. */
bool smpboot_engine_prepare(unsigned int id);

/* Whether the time of the whole run is over. */
bool smpboot_engine_ended(const struct smpboot_run *run);

/*
 * Starts what can be started and, unless the timeout says otherwise, waits until
 * each CPU has its outcome. An error means that no CPU was touched.
 */
enum smpboot_status smpboot_engine_start(struct smpboot_run *run);

/* Waits for the CPUs in flight until run->total_end; 0: only takes note of those that are there. */
void smpboot_engine_wait(struct smpboot_run *run);

#endif
