/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a CPU did not come up in time.
 */
#ifndef SMPBOOT_CORE_VERDICT_H
#define SMPBOOT_CORE_VERDICT_H

#include <stdbool.h>

#include <smpboot/status.h>

#include "record.h"

/*
 * Fills in stage and reason of a CPU that has just been given up in the state
 * STARTING or ARRIVED, and makes it FAILED where it is certain to be off.
 */
void smpboot_verdict(struct smpboot_slot *slot, unsigned int id, enum smpboot_state given_up_in);

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
