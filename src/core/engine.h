/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of the bring-up engine, on the calling CPU.
 */
#ifndef SMPBOOT_CORE_ENGINE_H
#define SMPBOOT_CORE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/status.h>

/* The deadline of a CPU that nobody waits for yet. */
#define SMPBOOT_NO_DEADLINE UINT64_MAX

struct smpboot_run {
	/* In. */
	unsigned int first; /* CPUs with an id from first on, ... */
	unsigned int end;   /* ... and below end */
	unsigned int limit; /* start no more of them than this */
	uint64_t timeout;   /* ticks for each; SMPBOOT_NO_DEADLINE: do not wait */
	uint64_t total_end; /* no deadline is later than this */
	unsigned int retries;

	/* Out. */
	unsigned int started; /* CPUs, however often each was tried */
	unsigned int came;

	/* The engine's own. */
	uint64_t begin;    /* when the run began */
	uint64_t entry_pa; /* of the secondaries */
	unsigned int open; /* CPUs below this one are settled */
	uint64_t nudged;   /* when CPUs on their way were nudged last */
};

/* One run at a time: false when there is one. */
bool smpboot_engine_enter(void);
void smpboot_engine_leave(void);

/* Whether smpboot_engine_start() would start this CPU. */
bool smpboot_engine_can_start(unsigned int id);

/*
 * Starts what can be started and, unless the timeout says otherwise, waits until
 * each CPU has its outcome. An error means that no CPU was touched.
 */
enum smpboot_status smpboot_engine_start(struct smpboot_run *run);

/* Waits for the CPUs in flight until run->total_end; 0: only takes note of those that are there. */
void smpboot_engine_wait(struct smpboot_run *run);

#endif
