/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A made-up firmware behind the two conduits: answers what it is told to, and
 * writes down every call.
 */
#ifndef FAKE_SMCCC_H
#define FAKE_SMCCC_H

#include <stdint.h>

#include <smpboot/psci.h>

#define FAKE_MAX_SMCCC 64

struct fake_smccc_call {
	enum smpboot_conduit conduit;
	uint64_t function;
	uint64_t a1;
	uint64_t a2;
	uint64_t a3;
};

extern struct fake_smccc_call fake_smccc_calls[FAKE_MAX_SMCCC];
extern unsigned int fake_smccc_count;

/* Forgets all calls and answers: NOT_SUPPORTED, as 64 bits, to every function. */
void fake_smccc_reset(void);

/* What the firmware leaves in x0 for a function. */
void fake_smccc_answer(uint64_t function, uint64_t x0);

/* What it leaves there when PSCI_FEATURES asks for a function. */
void fake_smccc_feature(uint64_t function, uint64_t x0);

#endif
