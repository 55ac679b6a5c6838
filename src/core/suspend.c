/* SPDX-License-Identifier: BSD-2-Clause */
#include "suspend.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"

enum smpboot_status smpboot_suspend(int64_t (*enter)(uint64_t argument), uint64_t argument, int64_t *answer)
{
	struct smpboot_slot *slot;
	unsigned int id;
	uint64_t claim;

	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	id = smpboot_this_cpu();
	if (id == SMPBOOT_NO_CPU)
		return SMPBOOT_ERR_ID;
	slot = &smpboot_machine.slots[id];
	claim = smpboot_claim_read(slot);
	/* Before the first bring-up the entry code does not know the way back. */
	if (!smpboot_machine.started || smpboot_claim_state(claim) != SMPBOOT_STATE_ACTIVE)
		return SMPBOOT_ERR_STATE;
	smpboot_claim_write(slot,
	                    smpboot_claim_word(smpboot_claim_generation(claim), SMPBOOT_STATE_SUSPENDED));
	/* The entry code looks at it without caches. */
	smpboot_arch_clean_word(&slot->claim);
	*answer = smpboot_arch_suspend(slot, enter, argument);
	smpboot_claim_write(slot, claim);
	/* And again: a CPU that is reset for no reason is to wait in the pen. */
	smpboot_arch_clean_word(&slot->claim);
	return SMPBOOT_OK;
}
