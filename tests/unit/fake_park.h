/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel on the made-up machine that leaves its CPUs to the next one: it calls them
 * off, has memory that stays, for the pen, and an address that the last CPU leaves for.
 */
#ifndef FAKE_PARK_H
#define FAKE_PARK_H

#include <smpboot/pen.h>

#include "core/park.h"
#include "fake_kernel.h"

#define FAKE_PARK_TIMEOUT_US 1000u

/* Physical address of the memory that stays, and where in it CPUs move to. */
#define FAKE_PARK_PA    0x8000u
#define FAKE_PARK_ENTRY (FAKE_PARK_PA + SMPBOOT_PEN_PARK)

/* A CPU in ops.main, where it idles until it is called off, and then goes to the pen; by logical id. */
struct fake_resident {
	bool called_off; /* its kernel has been told, */
	bool deaf;       /* and does not care */
	bool sleeps;     /* instead of idling */
	bool coming;     /* it is ONLINE, and ACTIVE only in a moment */
};

extern struct fake_resident fake_residents[FAKE_MAX_CPUS];

/* The hooks, which tests may change. */
extern struct smpboot_ops fake_park_ops;

/* The linked pen, and the memory that stays. */
extern unsigned char fake_park_code[SMPBOOT_PEN_SIZE];
extern unsigned char fake_park_copy[SMPBOOT_PEN_SIZE];

/* What fake_boot() does, with these hooks. */
int fake_park_boot(void **state);

/* What smpboot_park_all() returns. */
enum smpboot_status fake_park_all(void);

/* What smpboot_hand_over() returns. OK: it has left, for where it was to go. */
enum smpboot_status fake_hand_over(void);

/* The CPU waits in the copy, and is known to. */
void assert_parked(unsigned int id);

#endif
