/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conduits of the made-up machine.
 */
#include "fake_smccc.h"

#include <stdlib.h>

#include "arch/aarch64/smccc.h"

struct fake_smccc_call fake_smccc_calls[FAKE_MAX_SMCCC];
unsigned int fake_smccc_count;

#define FN_FEATURES 0x8400000au

static struct {
	uint64_t function;
	uint64_t asked; /* of PSCI_FEATURES: for which function; 0: any */
	uint64_t x0;
} answers[FAKE_MAX_SMCCC];

static unsigned int answer_count;

void fake_smccc_reset(void)
{
	fake_smccc_count = 0;
	answer_count = 0;
}

static void set_answer(uint64_t function, uint64_t asked, uint64_t x0)
{
	unsigned int i = 0;

	while (i < answer_count && (answers[i].function != function || answers[i].asked != asked))
		i++;
	if (i == FAKE_MAX_SMCCC)
		abort();
	answers[i].function = function;
	answers[i].asked = asked;
	answers[i].x0 = x0;
	if (i == answer_count)
		answer_count++;
}

void fake_smccc_answer(uint64_t function, uint64_t x0)
{
	set_answer(function, 0, x0);
}

void fake_smccc_feature(uint64_t function, uint64_t x0)
{
	set_answer(FN_FEATURES, function, x0);
}

static uint64_t call(struct fake_smccc_call made)
{
	if (fake_smccc_count == FAKE_MAX_SMCCC)
		abort();
	fake_smccc_calls[fake_smccc_count++] = made;
	for (unsigned int i = 0; i < answer_count; i++)
		if (answers[i].function == made.function &&
		    (answers[i].asked == 0 || answers[i].asked == made.a1))
			return answers[i].x0;
	return (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED;
}

uint64_t smpboot_smccc_smc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	return call((struct fake_smccc_call){ SMPBOOT_CONDUIT_SMC, function, a1, a2, a3 });
}

uint64_t smpboot_smccc_hvc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	return call((struct fake_smccc_call){ SMPBOOT_CONDUIT_HVC, function, a1, a2, a3 });
}
