/* SPDX-License-Identifier: BSD-2-Clause */
#include "claim.h"

#include "arch.h"

static struct smpboot_early *early_of(const struct smpboot_slot *slot)
{
	return &smpboot_machine.early[slot - smpboot_machine.slots];
}

bool smpboot_claim_move(struct smpboot_slot *slot, uint64_t *claim, enum smpboot_state to)
{
	uint64_t next = smpboot_claim_word(smpboot_claim_generation(*claim), to);

	if (to == SMPBOOT_STATE_ABANDONED)
		__atomic_store_n(&smpboot_machine.given_up, true, __ATOMIC_RELAXED);
	if (smpboot_machine.coherent) {
		if (!__atomic_compare_exchange_n(&slot->claim, claim, next, false, __ATOMIC_ACQ_REL,
		                                 __ATOMIC_ACQUIRE))
			return false;
		/* In memory as well, so that a CPU that comes later, its caches off, waits in the pen. */
		smpboot_arch_clean_word(&slot->claim);
		return true;
	}

	/* Nobody else writes the word until this CPU has granted ONLINE. */
	smpboot_claim_write(slot, next);
	smpboot_arch_signal();
	return true;
}

bool smpboot_claim_ask(struct smpboot_slot *slot, uint64_t expected, uint64_t next)
{
	/* Release: what this CPU has recorded in its slot is visible before the calling CPU sees the request. */
	__atomic_store_n(&early_of(slot)->announce, next, __ATOMIC_RELEASE);
	smpboot_arch_signal();
	/* Ends: the calling CPU answers, or writes ABANDONED when the deadline has passed. */
	while (smpboot_claim_read(slot) == expected)
		smpboot_arch_wait(smpboot_arch_now());
	return smpboot_claim_read(slot) == next;
}

void smpboot_claim_answer(struct smpboot_slot *slot)
{
	uint64_t claim = smpboot_claim_read(slot);
	uint64_t asked = __atomic_load_n(&early_of(slot)->announce, __ATOMIC_ACQUIRE);

	/* An announcement of an earlier start, or one that was answered already, asks for nothing. */
	if (smpboot_claim_generation(asked) != smpboot_claim_generation(claim) ||
	    smpboot_claim_state(asked) <= smpboot_claim_state(claim))
		return;
	smpboot_claim_write(slot, asked);
	smpboot_arch_signal();
}
