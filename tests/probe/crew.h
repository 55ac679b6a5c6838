/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that do what another one tells them.
 */
#ifndef PROBE_CREW_H
#define PROBE_CREW_H

#include "kernel.h"

#define LONG 20000000u /* us: nobody waits that long, however busy the host is */

typedef void (*crew_task)(unsigned int id);

/* Ops.main: does one task after another. */
void crew_main(void *context, unsigned int id);

/* Gives a CPU that is in crew_main() a task. The last one must be done. */
void crew_tell(unsigned int id, crew_task task);

/* Waits until it is done; a CPU that goes off is never done with that. */
void crew_wait(unsigned int id);

/* Waits until the CPU is in ops.main. */
void wait_for_main(unsigned int id);

/* The CPU is about to be started, or to go: whoever waits for its ops.main waits for the next time. */
void forget_main(unsigned int id);

#endif
