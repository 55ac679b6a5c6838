/* SPDX-License-Identifier: BSD-2-Clause */
#include "solo.h"

#include "arch.h"
#include "await.h"
#include "claim.h"
#include "machine.h"
#include "settle.h"
#include "start.h"
#include "verdict.h"

/* Whether a CPU that this run has tried can be tried once more without coming twice. */
static bool can_retry(const struct smpboot_run *run, unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	struct smpboot_target target = smpboot_target_of(slot, id);

	if (slot->stamps.asked < run->begin || !smpboot_engine_can_start(id))
		return false;
	/* Where ops.starting has refused, it is there in a moment, and sees on its way that it is STARTING. */
	if (smpboot_in_pen(id) || slot->hook_code != 0)
		return true;
	return slot->method != NULL && slot->method->power != NULL &&
	       slot->method->power(&target) == SMPBOOT_POWER_OFF;
}

/*
 * Waits until there is room in the window for a further CPU, which is one of those that are
 * looked at then. False: the time is over before. Ends: every CPU in flight has a deadline.
 */
__attribute__((noinline)) static bool make_room(struct smpboot_run *run, unsigned int id)
{
	while (smpboot_engine_in_flight(run) >= run->window) {
		(void)smpboot_await_step(run, true);
		if (smpboot_engine_ended(run))
			return false;
	}
	if (id >= run->begun)
		run->begun = id + 1;
	else if (id < run->open)
		run->open = id;
	return true;
}

static void start_one(struct smpboot_run *run, struct smpboot_slot *slot, unsigned int id)
{
	uint64_t now = smpboot_arch_now();

	run->tried++;
	if (!smpboot_start_now(slot, id, now, smpboot_deadline(now, run->timeout, run->total_end)))
		smpboot_settle_failed(run, id);
}

/* Never asked for, as all are at first: there is nothing else to look at. */
static bool is_new(const struct smpboot_slot *slot)
{
	return smpboot_claim_read(slot) == smpboot_claim_word(0, SMPBOOT_STATE_PRESENT);
}

/* With no window none is looked at before all were asked for. */
void smpboot_solo_start(struct smpboot_run *run, unsigned int limit, bool again)
{
	struct smpboot_slot *slots = smpboot_machine.slots;
	unsigned int end = run->end;

	smpboot_await_begin(run);
	/* Those of an earlier call may be anywhere. */
	run->begun = smpboot_engine_in_flight(run) != 0 ? end : run->first;
	for (unsigned int id = run->first; id < end && limit != 0; id++) {
		if (again ? !can_retry(run, id) : !(is_new(&slots[id]) || smpboot_engine_can_start(id)))
			continue;
		if (smpboot_engine_ended(run) || (run->window != 0 && !make_room(run, id)))
			break;
		start_one(run, &slots[id], id);
		limit--;
	}
	run->begun = end;
}
