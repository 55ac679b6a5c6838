/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outcome of a CPU that is in flight, where it is another than that it is here.
 */
#ifndef SMPBOOT_CORE_SETTLE_H
#define SMPBOOT_CORE_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"

enum smpboot_outcome {
	SMPBOOT_OUTCOME_OPEN, /* none yet */
	SMPBOOT_OUTCOME_TOLD, /* it has failed: the kernel knows, and it is settled */
	SMPBOOT_OUTCOME_CAME, /* it is here, or was and has gone on since */
};

/*
 * The outcome of a CPU that is not here.
 * @claim: as it was read
 * @patient: it is not given up now
 */
enum smpboot_outcome smpboot_settle(struct smpboot_run *run, unsigned int id, uint64_t claim, bool patient);

/* It has FAILED: the kernel is told, and it is settled. */
void smpboot_settle_failed(struct smpboot_run *run, unsigned int id);

/* Tells what may be odd about a CPU that is here. */
void smpboot_settle_oddities(unsigned int id);

#endif
