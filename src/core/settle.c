/* SPDX-License-Identifier: BSD-2-Clause */
#include "settle.h"

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "optional.h"
#include "order.h"
#include "start.h"
#include "verdict.h"

static bool in_flight(enum smpboot_state state)
{
	return state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
}

void smpboot_settle_failed(struct smpboot_run *run, unsigned int id)
{
	run->failed++;
	run->settled++;
	smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
	/* Its outcome was told. */
	smpboot_start_due(&smpboot_machine.slots[id], 0);
}

enum smpboot_outcome smpboot_settle(struct smpboot_run *run, unsigned int id, uint64_t claim, bool patient)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t deadline = patient ? SMPBOOT_NO_DEADLINE : smpboot_start_deadline(slot);
	uint64_t now = smpboot_arch_now();

	/* Awaited and not started yet: only in an order in which CPUs share the work. */
	if (smpboot_claim_state(claim) == SMPBOOT_STATE_PRESENT &&
	    run->order->left_behind(run, id, &claim, deadline, now))
		return SMPBOOT_OUTCOME_OPEN;
	/* Ends: each turn that loses the move found the CPU one state further on. */
	while (in_flight(smpboot_claim_state(claim))) {
		enum smpboot_state given_up_in = smpboot_claim_state(claim);

		if (now < deadline)
			return SMPBOOT_OUTCOME_OPEN;
		if (!smpboot_claim_move(slot, &claim, SMPBOOT_STATE_ABANDONED))
			continue;
		smpboot_verdict(slot, id, given_up_in);
		smpboot_settle_failed(run, id);
		return SMPBOOT_OUTCOME_TOLD;
	}
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_FAILED &&
	    smpboot_claim_state(claim) != SMPBOOT_STATE_ABANDONED)
		return SMPBOOT_OUTCOME_CAME;
	/* Refused by the method: whoever asked for it may find that it is on its way all the same, and ABANDONED. */
	if (slot->hook_code == 0 && !smpboot_start_done(slot) && now < deadline)
		return SMPBOOT_OUTCOME_OPEN;
	/* Who refused its start has said why; else the CPU itself has left. */
	if (slot->reason == SMPBOOT_REASON_NONE)
		slot->reason = smpboot_optional.reason != NULL ? smpboot_optional.reason(id) :
		                                                 SMPBOOT_REASON_STARTING_REFUSED;
	smpboot_settle_failed(run, id);
	return SMPBOOT_OUTCOME_TOLD;
}

void smpboot_settle_oddities(unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	/* Old firmware is known to pass rubbish here: harmless, since the CPU finds its slot by its MPIDR. */
	if (slot->method->hands_context && slot->context != id)
		smpboot_emit_cpu(SMPBOOT_EVENT_CONTEXT, id);
	/* Its deadlines and delays will not be what the kernel thinks. */
	if (slot->frequency != smpboot_machine.frequency)
		smpboot_emit_cpu(SMPBOOT_EVENT_FREQUENCY, id);
	/* It stored it before the claim that says that it is here. */
	if (smpboot_machine.selves[id].worst > SMPBOOT_DIFFERENCE_HARMLESS)
		smpboot_emit_cpu(SMPBOOT_EVENT_DIFFERENT, id);
}
