/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a CPU did not come up in time.
 */
#ifndef SMPBOOT_CORE_VERDICT_H
#define SMPBOOT_CORE_VERDICT_H

#include <stdbool.h>

#include <smpboot/status.h>

#include "arch.h"
#include "machine.h"

/*
 * Fills in stage and reason of a CPU that has just been given up in the state
 * STARTING or ARRIVED, and makes it FAILED where it is certain to be off.
 */
void smpboot_verdict(struct smpboot_slot *slot, unsigned int id, enum smpboot_state given_up_in);

static inline enum smpboot_stage smpboot_crumb_stage(uint64_t crumb)
{
	return (enum smpboot_stage)(crumb & 0xff);
}

/* Everything else in a record was stored before its crumb. */
static inline uint64_t smpboot_read_crumb(const struct smpboot_early *early)
{
	return __atomic_load_n(&early->crumb, __ATOMIC_ACQUIRE);
}

/*
 * The crumb alone, past the caches: enough to know how far a CPU came before its MMU
 * was on. Only where there is more than one record.
 */
static inline uint64_t smpboot_glance(unsigned int id)
{
	const struct smpboot_early *early = &smpboot_machine.early[id];

	smpboot_arch_invalidate(&early->crumb);
	return smpboot_read_crumb(early);
}

/* The last mark that the CPU has left while its MMU was off, of whichever start. */
enum smpboot_stage smpboot_mark_of(unsigned int id);

/* True when the CPU waits in the entry code, with its MMU off, for its state to become STARTING. */
bool smpboot_in_pen(unsigned int id);

/*
 * True when the CPU has come at some time and is not known to be off: then it may
 * be on its way from or to the pen, whatever its last mark says.
 */
bool smpboot_may_come(struct smpboot_slot *slot, unsigned int id);

/*
 * Tells the kernel of CPUs that were given up and have come since, once each,
 * and of one that came and is not in the table, once for each MPIDR in a row.
 */
void smpboot_verdict_latecomers(void);

#endif
