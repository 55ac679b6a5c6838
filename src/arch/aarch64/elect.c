/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The election of a boot CPU among CPUs that all run the same first
 * instructions: see smpboot/pen.h.
 *
 * A voting lock: each CPU raises its flag, votes for itself unless there is a
 * vote already, and lowers its flag. Whoever voted waits until nobody is
 * voting; the vote that stands then is the last one, and no later CPU votes.
 *
 * Compiled so that it needs no stack, which a test of the archive checks.
 */
#include <smpboot/pen.h>

#include "elect_memory.h"

#define AFF0_COUNT 16
#define FLAGS      4096 /* Aff1 * AFF0_COUNT + Aff0 */

uint64_t smpboot_elect(void *election)
{
	volatile uint8_t *flags = election;
	const volatile uint64_t *words = election;
	volatile uint64_t *vote = (volatile uint64_t *)election + FLAGS / sizeof(uint64_t);
	uint64_t mpidr = smpboot_elect_mpidr();
	uint64_t aff0 = mpidr & 0xff;
	uint64_t self = ((mpidr >> 8) & 0xff) * AFF0_COUNT + aff0;

	if (aff0 >= AFF0_COUNT || (mpidr & 0xff00ff0000) != 0)
		return 0;
	smpboot_elect_write(&flags[self], 1);
	/* The flag is up before the vote is looked at: who waits below either sees it, or its vote was seen here. */
	smpboot_elect_barrier();
	if (smpboot_elect_read(vote) != 0) {
		smpboot_elect_write(&flags[self], 0);
		return 0;
	}
	smpboot_elect_vote(vote, self + 1);
	/* The vote counts before the flag says that it was cast. */
	smpboot_elect_barrier();
	smpboot_elect_write(&flags[self], 0);
	smpboot_elect_barrier();
	/* Ends: a CPU has its flag up for a few instructions, and raises it once. */
	for (unsigned int i = 0; i < FLAGS / sizeof(uint64_t); i++)
		while (smpboot_elect_read(&words[i]) != 0)
			continue;
	/* All flags were down before the vote is read. */
	smpboot_elect_barrier();
	return smpboot_elect_read(vote) == self + 1;
}
