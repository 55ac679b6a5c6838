/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: where a CPU that is online waits, if the kernel has asked for that,
 * until it is let on: with all others, or alone, to an entry of its own.
 */
#ifndef SMPBOOT_CORE_GATE_H
#define SMPBOOT_CORE_GATE_H

#include <stdbool.h>

#include <smpboot/smpboot.h>

#include "record.h"

/* slot->gate: whose turn it is. */
#define SMPBOOT_GATE_NONE    0 /* there is no gate for it */
#define SMPBOOT_GATE_SHUT    1 /* the CPU waits, or has not come yet */
#define SMPBOOT_GATE_OFFERED 2 /* somebody writes down where it is to go */
#define SMPBOOT_GATE_GIVEN   3 /* it goes there */
#define SMPBOOT_GATE_TAKEN   4 /* it has gone there */
#define SMPBOOT_GATE_OPEN    5 /* it goes where all go */

/* Where a CPU goes on. */
struct smpboot_gate_way {
	smpboot_entry entry; /* NULL: ops.main */
	void *arg;
};

struct smpboot_gate {
	uint32_t used;  /* CPUs that are started now stop here; the calling CPU's alone */
	uint32_t taken; /* somebody has opened it, or is about to; atomic */
	uint32_t open;  /* atomic */
	struct smpboot_gate_way way;
};

/* Waits until the calling CPU is let on. */
struct smpboot_gate_way smpboot_gate_wait(struct smpboot_slot *slot);

#endif
