/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each CPU was told of the rounds that it met in, and what must hold of all that.
 */
#ifndef SIM_ROUNDS_H
#define SIM_ROUNDS_H

#include <smpboot/status.h>

#include "sim.h"

/* How the others stand to a CPU. */
enum sim_coming {
	SIM_MAY_COME,    /* it is about to be active, or not to be so */
	SIM_MUST_COME,   /* it is active */
	SIM_CANNOT_COME, /* it is off, or sleeps */
};

/* One call. Times in ns. */
struct sim_meeting_call {
	unsigned int id;
	uint64_t begin;
	uint64_t end;
	uint64_t patience;
	uint64_t round; /* SIM_NEVER: not known; it was too late for that */
	uint64_t missing;
	enum smpboot_status status;
};

/* Begins to take down; `first` is the round that is open. */
void sim_rounds_begin(uint64_t first);

/* Ends it, and compares. `held_up`: a CPU may have stood still. */
void sim_rounds_end(bool held_up);

/* From now on it is so with the CPU. */
void sim_rounds_note(unsigned int id, enum sim_coming coming);

void sim_rounds_take_down(const struct sim_meeting_call *call);

void sim_rounds_print(void);

#endif
