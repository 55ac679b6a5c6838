/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parts that a kernel has only where it calls something of them: NULL else. What
 * lies on every CPU's way goes there through this table, and so brings none in.
 */
#ifndef SMPBOOT_CORE_OPTIONAL_H
#define SMPBOOT_CORE_OPTIONAL_H

#include <stdbool.h>

#include "gate.h"
#include "record.h"

struct smpboot_optional {
	/* What CPUs tell of themselves (self.h): comes with any call of smpboot/topology.h that asks for it. */
	void (*boot)(void);
	bool (*identify)(unsigned int id);
	enum smpboot_reason (*reason)(unsigned int id);
	bool (*kept_out)(unsigned int first, unsigned int end);

	/* The gate: with smpboot_open_gate(), smpboot_transfer() and smpboot_park_all(). */
	struct smpboot_gate_way (*gate_wait)(struct smpboot_slot *slot);

	/* Boot stacks on their way back: with smpboot_release_boot_stack() and smpboot_collect_stacks(). */
	bool (*stack_collect)(struct smpboot_slot *slot, unsigned int id);
};

extern const struct smpboot_optional smpboot_optional;

#endif
