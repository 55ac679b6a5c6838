/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "map.h"

/* What the CPU itself left behind before its MMU was on. Stage NONE: nothing from this start. */
static enum smpboot_stage read_early(struct smpboot_slot *slot, unsigned int id, enum smpboot_reason *reason)
{
	struct smpboot_early *early = &smpboot_machine.early[id];
	uint64_t crumb;

	/* The CPU wrote it past the caches: a copy that was read before it came must not be believed. */
	smpboot_arch_invalidate(early, sizeof(*early));
	crumb = __atomic_load_n(&early->crumb, __ATOMIC_ACQUIRE);
	if (smpboot_claim_generation(crumb) != smpboot_claim_generation(smpboot_claim_read(slot)))
		return SMPBOOT_STAGE_NONE;
	slot->entry_el = (uint32_t)early->level;
	slot->context = early->context;
	slot->stamps.entered = early->stamp;
	*reason = (enum smpboot_reason)((crumb >> SMPBOOT_CRUMB_REASON_SHIFT) & 0xff);
	return (enum smpboot_stage)(crumb & 0xff);
}

void smpboot_verdict(struct smpboot_slot *slot, unsigned int id, enum smpboot_state given_up_in)
{
	enum smpboot_reason reason = SMPBOOT_REASON_NONE;
	enum smpboot_stage stage;

	if (given_up_in == SMPBOOT_STATE_ARRIVED) {
		slot->reason = SMPBOOT_REASON_STARTING_TIMEOUT;
		return;
	}
	stage = read_early(slot, id, &reason);
	if (stage != SMPBOOT_STAGE_NONE)
		__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELAXED);
	if (reason != SMPBOOT_REASON_NONE)
		slot->reason = reason;
	else if (stage != SMPBOOT_STAGE_NONE)
		slot->reason = SMPBOOT_REASON_STUCK;
	else if (slot->start_reason != SMPBOOT_REASON_NONE)
		slot->reason = slot->start_reason;
	else
		slot->reason = SMPBOOT_REASON_NEVER_ARRIVED;
}

void smpboot_verdict_strays(void)
{
	struct smpboot_early *early;
	struct smpboot_event event = { .kind = SMPBOOT_EVENT_STRAY, .cpu.id = SMPBOOT_NO_CPU };

	if (smpboot_machine.early == NULL)
		return;
	early = &smpboot_machine.early[smpboot_machine.count];
	/* Written past the caches, like any early record. */
	smpboot_arch_invalidate(early, sizeof(*early));
	if ((__atomic_load_n(&early->crumb, __ATOMIC_ACQUIRE) & 0xff) != SMPBOOT_STAGE_ENTRY)
		return;
	if (smpboot_machine.stray_told && smpboot_machine.stray == early->mpidr)
		return;
	smpboot_machine.stray = early->mpidr;
	smpboot_machine.stray_told = true;
	event.cpu.mpidr = early->mpidr & SMPBOOT_MPIDR_AFFINITY;
	event.cpu.entry_el = (unsigned int)early->level;
	event.cpu.context = early->context;
	smpboot_emit(&event);
}
