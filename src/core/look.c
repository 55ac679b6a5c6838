/* SPDX-License-Identifier: BSD-2-Clause */
#include "look.h"

#include "claim.h"
#include "event.h"
#include "machine.h"
#include "settle.h"
#include "start.h"

static bool here(uint64_t claim)
{
	return smpboot_claim_state(claim) == SMPBOOT_STATE_ONLINE ||
	       smpboot_claim_state(claim) == SMPBOOT_STATE_ACTIVE;
}

/* In line, with all that is told: each CPU that comes goes through here. */
__attribute__((always_inline)) static inline void report_online(const struct smpboot_slot *slot,
                                                                unsigned int id)
{
	if (slot->context != id || slot->frequency != smpboot_machine.frequency ||
	    smpboot_machine.selves[id].worst != SMPBOOT_DIFFERENCE_NONE)
		smpboot_settle_oddities(id);
	smpboot_emit_in_line(SMPBOOT_EVENT_ONLINE, slot, id);
}

/* Gives a CPU in flight its outcome, where it has one. */
__attribute__((always_inline)) static inline enum smpboot_outcome settle(struct smpboot_run *run,
                                                                         struct smpboot_slot *slot,
                                                                         unsigned int id, bool patient)
{
	uint64_t claim;

	if (!smpboot_machine.coherent)
		smpboot_claim_answer(slot);
	claim = smpboot_claim_read(slot);
	if (!here(claim)) {
		enum smpboot_outcome outcome = smpboot_settle(run, id, claim, patient);

		if (outcome != SMPBOOT_OUTCOME_CAME)
			return outcome;
	}
	report_online(slot, id);
	/* Its outcome was told. */
	smpboot_start_due(slot, 0);
	return SMPBOOT_OUTCOME_CAME;
}

/* One loop for all who look, since what is told of a CPU is in line. */
unsigned int smpboot_look(struct smpboot_run *run, unsigned int id, bool all, bool patient)
{
	struct smpboot_slot *slots = smpboot_machine.slots;
	unsigned int begun = run->begun;
	unsigned int came = 0;

	for (; id < begun; id++) {
		uint64_t deadline = smpboot_start_deadline(&slots[id]);
		enum smpboot_outcome outcome = SMPBOOT_OUTCOME_OPEN;

		if (deadline == 0)
			continue;
		if (deadline != SMPBOOT_QUEUED)
			outcome = settle(run, &slots[id], id, patient);
		came += outcome == SMPBOOT_OUTCOME_CAME;
		if (outcome == SMPBOOT_OUTCOME_OPEN && !all)
			break;
	}
	run->settled += came;
	return id;
}
