/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "map.h"
#include "start.h"

/* The early record as the CPU has written it, past the caches: an older copy must not be believed. */
static const struct smpboot_early *read_early(unsigned int id)
{
	const struct smpboot_early *early = &smpboot_machine.early[id];

	for (const uint64_t *word = &early->crumb; word <= &early->announce; word++)
		smpboot_arch_invalidate(word);
	return early;
}

static enum smpboot_reason crumb_reason(uint64_t crumb)
{
	return (enum smpboot_reason)((crumb >> SMPBOOT_CRUMB_REASON_SHIFT) & 0xff);
}

static unsigned int crumb_level(uint64_t crumb)
{
	return (unsigned int)((crumb >> SMPBOOT_CRUMB_LEVEL_SHIFT) & 0xff);
}

enum smpboot_stage smpboot_mark_of(unsigned int id)
{
	/* A table for the boot CPU alone has no records. */
	if (smpboot_machine.early == NULL)
		return SMPBOOT_STAGE_NONE;
	return smpboot_crumb_stage(smpboot_glance(id));
}

bool smpboot_in_pen(unsigned int id)
{
	return smpboot_mark_of(id) == SMPBOOT_STAGE_PEN;
}

bool smpboot_may_come(struct smpboot_slot *slot, unsigned int id)
{
	struct smpboot_target target = smpboot_target_of(slot, id);

	if (smpboot_glance(id) == 0)
		return false;
	return slot->method->power == NULL || slot->method->power(&target) != SMPBOOT_POWER_OFF;
}

/*
 * A CPU that was started under this id and came with another's MPIDR, or with
 * one that nobody has: x0, which it brought along, says for whom it came.
 */
static bool came_as_another(struct smpboot_slot *slot, unsigned int id)
{
	/* 0, for the boot CPU, is also what every CPU brings whose method hands nothing. */
	if (!slot->method->hands_context || id == 0)
		return false;
	/* The last record is the strays'. */
	for (unsigned int other = 0; other <= smpboot_machine.count; other++) {
		const struct smpboot_early *early = read_early(other);
		enum smpboot_stage stage = smpboot_crumb_stage(smpboot_read_crumb(early));
		bool lost = other == smpboot_machine.count ? stage == SMPBOOT_STAGE_ENTRY :
		                                             stage == SMPBOOT_STAGE_PEN;

		if (other == id || !lost || early->context != id)
			continue;
		slot->start_code = (int64_t)(early->mpidr & SMPBOOT_MPIDR_AFFINITY);
		return true;
	}
	return false;
}

/* What the CPU itself left behind before its MMU was on. False: nothing from this start. */
static bool take_early(struct smpboot_slot *slot, unsigned int id)
{
	const struct smpboot_early *early = read_early(id);
	uint64_t crumb = smpboot_read_crumb(early);

	if (smpboot_claim_generation(crumb) != smpboot_claim_generation(smpboot_claim_read(slot)) ||
	    smpboot_crumb_stage(crumb) == SMPBOOT_STAGE_PEN)
		return false;
	slot->entry_el = crumb_level(crumb);
	slot->context = early->context;
	slot->stamps.entered = early->stamp;
	/* Past the early record's last stage, the CPU writes its stage itself. */
	if (__atomic_load_n(&slot->stage, __ATOMIC_RELAXED) != SMPBOOT_STAGE_C)
		__atomic_store_n(&slot->stage, (uint32_t)smpboot_crumb_stage(crumb), __ATOMIC_RELAXED);
	slot->reason =
		crumb_reason(crumb) != SMPBOOT_REASON_NONE ? crumb_reason(crumb) : SMPBOOT_REASON_STUCK;
	return true;
}

/*
 * An exception leaves its registers in the early record while the MMU is off: also
 * before the CPU's first mark, in ops.early, and, on a machine without MMU, in
 * ops.starting. A CPU that an exception has stopped is never started again.
 */
static bool faulted(struct smpboot_slot *slot, unsigned int id)
{
	const struct smpboot_early *early = read_early(id);

	if (early->fault.esr != 0)
		slot->fault = early->fault;
	/* ELR and FAR were stored before it. */
	return __atomic_load_n(&slot->fault.esr, __ATOMIC_ACQUIRE) != 0;
}

/* It left no sign: what the method and the answer to its start say. */
static enum smpboot_reason without_sign(struct smpboot_slot *slot, unsigned int id)
{
	struct smpboot_target target = smpboot_target_of(slot, id);
	enum smpboot_reason reason = SMPBOOT_REASON_NONE;

	/* Whoever asked has had no answer yet. */
	if (!smpboot_start_done(slot))
		return SMPBOOT_REASON_NEVER_ARRIVED;
	if (slot->method->diagnose != NULL)
		reason = slot->method->diagnose(&target, smpboot_boot_args.entry_pa);
	if (reason == SMPBOOT_REASON_NONE)
		reason = (enum smpboot_reason)slot->start_reason;
	return reason != SMPBOOT_REASON_NONE ? reason : SMPBOOT_REASON_NEVER_ARRIVED;
}

void smpboot_verdict(struct smpboot_slot *slot, unsigned int id, enum smpboot_state given_up_in)
{
	if (given_up_in == SMPBOOT_STATE_ARRIVED)
		slot->reason = SMPBOOT_REASON_STARTING_TIMEOUT;
	else if (take_early(slot, id))
		;
	else if (came_as_another(slot, id))
		slot->reason = SMPBOOT_REASON_OTHER_MPIDR;
	else
		slot->reason = without_sign(slot, id);
	if (faulted(slot, id))
		slot->reason = SMPBOOT_REASON_FAULT;
	if (slot->reason == SMPBOOT_REASON_LEFT_OFF) {
		uint64_t claim = smpboot_claim_read(slot);

		(void)smpboot_claim_move(slot, &claim, SMPBOOT_STATE_FAILED);
	}
}

/* Those that were given up and wait in the pen by now. */
static void tell_late(void)
{
	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (smpboot_claim_state(smpboot_claim_read(slot)) != SMPBOOT_STATE_ABANDONED ||
		    slot->reason == SMPBOOT_REASON_LATE || !smpboot_in_pen(id))
			continue;
		slot->reason = SMPBOOT_REASON_LATE;
		__atomic_store_n(&slot->stage, (uint32_t)SMPBOOT_STAGE_PEN, __ATOMIC_RELAXED);
		smpboot_emit_cpu(SMPBOOT_EVENT_LATE, id);
	}
}

static void tell_stray(void)
{
	const struct smpboot_early *early;
	struct smpboot_event event = { .kind = SMPBOOT_EVENT_STRAY, .cpu.id = SMPBOOT_NO_CPU };
	uint64_t crumb;

	early = read_early(smpboot_machine.count);
	crumb = smpboot_read_crumb(early);
	if (smpboot_crumb_stage(crumb) != SMPBOOT_STAGE_ENTRY)
		return;
	if (smpboot_machine.stray_told && smpboot_machine.stray == early->mpidr)
		return;
	smpboot_machine.stray = early->mpidr;
	smpboot_machine.stray_told = true;
	event.cpu.mpidr = early->mpidr & SMPBOOT_MPIDR_AFFINITY;
	event.cpu.method = "none";
	event.cpu.entry_el = crumb_level(crumb);
	event.cpu.context = early->context;
	smpboot_emit(&event);
}

void smpboot_verdict_latecomers(void)
{
	if (smpboot_machine.early == NULL)
		return;
	if (__atomic_load_n(&smpboot_machine.given_up, __ATOMIC_RELAXED))
		tell_late();
	tell_stray();
}
