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

#include <stdint.h>

#include <smpboot/smpboot.h>

/* All of it is atomic. What is written while CPUs come is apart from what each of them reads on its way. */
struct smpboot_work {
	const struct smpboot_order *order; /* NULL: there is nothing to take */
	unsigned int end;
	unsigned int window;
	uint64_t timeout;
	uint64_t total_end;

	_Alignas(64) uint32_t next; /* the first id that nobody has looked at */
	uint32_t baton;             /* of a relay: the id that was taken last */
};

#endif
