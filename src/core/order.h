/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an order of starts is made of.
 */
#ifndef SMPBOOT_CORE_ORDER_H
#define SMPBOOT_CORE_ORDER_H

#include "engine.h"

struct smpboot_order {
	unsigned int window; /* CPUs in flight at most, whatever the options say; 0: as they say */

	/* Where CPUs share the work; NULL: the calling CPU starts all. */
	void (*share)(struct smpboot_run *run); /* on the calling CPU: starts all, and waits for them */
	void (*help)(unsigned int id);          /* on each CPU that has come online */

	/*
	 * On the calling CPU: deals with one that is due, and that nobody has started yet.
	 * True: it is still in flight; else *claim says what it is now.
	 */
	bool (*left_behind)(struct smpboot_run *run, unsigned int id, uint64_t *claim, uint64_t deadline,
	                    uint64_t now);
};

#endif
