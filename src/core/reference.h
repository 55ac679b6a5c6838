/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all CPUs are compared with, and what they turned out to have in common.
 */
#ifndef SMPBOOT_CORE_REFERENCE_H
#define SMPBOOT_CORE_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "registers.h"

#define SMPBOOT_MPIDR_MT (1ull << 24)

struct smpboot_reference {
	struct smpboot_registers boot; /* read by all, written in smpboot_init() alone */
	bool there;                    /* false: the machine has no such registers */

	/* Written by CPUs that differ, and by no others. */
	bool common_lost; /* atomic: a CPU differs and could not say so */
	uint64_t common[SMPBOOT_PLAIN_REGISTERS] __attribute__((aligned(64))); /* atomic */

	/* By class, enum smpboot_difference_policy. Closed once a bring-up was called. */
	uint8_t policy[SMPBOOT_DIFFERENCE_DANGEROUS + 1] __attribute__((aligned(64)));
};

extern struct smpboot_reference smpboot_reference;

#endif
