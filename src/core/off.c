/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that go off: the CPU's own part, and the part of the CPU that waits until
 * it is certain that nothing of it is left.
 *
 * A CPU that is ACTIVE is the only writer of its claim, so its own moves need no
 * compare-and-swap; once it is STOPPING and gone, who waits for it moves it on.
 */
#include <smpboot/method.h>

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "info.h"
#include "machine.h"
#include "verdict.h"

static void set_stage(struct smpboot_slot *slot, enum smpboot_stage stage)
{
	__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELAXED);
}

static enum smpboot_state state_of(const struct smpboot_slot *slot)
{
	return smpboot_claim_state(smpboot_claim_read(slot));
}

/* ---- On the CPU that goes -------------------------------------------------- */

/* Somebody has to be left who can bring it back. */
static bool alone(unsigned int self)
{
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (id != self && state_of(&smpboot_machine.slots[id]) == SMPBOOT_STATE_ACTIVE)
			return false;
	return true;
}

static enum smpboot_status check_method(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	const struct smpboot_method *method = slot->method;
	struct smpboot_target target = smpboot_target_of(slot, id);

	if (method == NULL)
		return SMPBOOT_ERR_METHOD;
	return method->may_stop != NULL ? method->may_stop(&target) : SMPBOOT_OK;
}

static void stay(struct smpboot_slot *slot, uint64_t claim)
{
	set_stage(slot, SMPBOOT_STAGE_MAIN);
	smpboot_claim_write(slot, claim);
}

/* Without `stop` the CPU goes to the pen, even where it could be switched off. */
static enum smpboot_status go(unsigned int id, enum smpboot_status (*stop)(void))
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t claim = smpboot_claim_read(slot);
	enum smpboot_status status;

	set_stage(slot, SMPBOOT_STAGE_STOPPING);
	smpboot_claim_write(slot,
	                    smpboot_claim_word(smpboot_claim_generation(claim), SMPBOOT_STATE_STOPPING));
	slot->hook_code = ops->stopping != NULL ? ops->stopping(ops->context, id) : 0;
	if (slot->hook_code != 0) {
		stay(slot, claim);
		return SMPBOOT_ERR_STOPPING;
	}
	status = stop != NULL ? stop() : SMPBOOT_ERR_NOT_SUPPORTED;
	/* Who cannot be switched off waits in the entry code until it is started again. */
	if (status == SMPBOOT_ERR_NOT_SUPPORTED)
		smpboot_arch_return(slot, slot->entry_el, slot->context);
	stay(slot, claim);
	return status;
}

/* The calling CPU, where it is one that can leave at all. */
static enum smpboot_status self(unsigned int *id)
{
	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	*id = smpboot_this_cpu();
	if (*id == SMPBOOT_NO_CPU)
		return SMPBOOT_ERR_ID;
	/* Before the first bring-up, when there is no way back to the entry code, it is alone. */
	if (state_of(&smpboot_machine.slots[*id]) != SMPBOOT_STATE_ACTIVE || alone(*id))
		return SMPBOOT_ERR_STATE;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_cpu_off_self(void)
{
	unsigned int id;
	enum smpboot_status status = self(&id);

	if (status == SMPBOOT_OK)
		status = check_method(id);
	return status == SMPBOOT_OK ? go(id, smpboot_machine.slots[id].method->stop_self) : status;
}

enum smpboot_status smpboot_park_self(void)
{
	unsigned int id;
	enum smpboot_status status = self(&id);

	return status == SMPBOOT_OK ? go(id, NULL) : status;
}

/* ---- On the CPU that waits ------------------------------------------------- */

/* Where a CPU that is STOPPING has come to its end; NONE: it has not. */
static enum smpboot_stage gone_to(struct smpboot_slot *slot, unsigned int id)
{
	struct smpboot_target target = smpboot_target_of(slot, id);

	if (smpboot_in_pen(id))
		return SMPBOOT_STAGE_PEN;
	if (slot->method != NULL && slot->method->power != NULL &&
	    slot->method->power(&target) == SMPBOOT_POWER_OFF)
		return SMPBOOT_STAGE_OFF;
	return SMPBOOT_STAGE_NONE;
}

static void tell(unsigned int id, enum smpboot_stage stage)
{
	struct smpboot_event event = { .kind = SMPBOOT_EVENT_OFFLINE };

	smpboot_info_fill(&smpboot_machine.slots[id], id, &event.cpu);
	event.cpu.stage = stage;
	smpboot_emit(&event);
}

/*
 * Notes that it is off, where it is. Of several CPUs that wait one tells the kernel. The
 * stage comes last: by that the others know that the kernel was told, and none of them
 * starts the CPU again before.
 */
static bool note_gone(struct smpboot_slot *slot, unsigned int id, uint64_t claim)
{
	enum smpboot_stage stage = gone_to(slot, id);
	uint64_t next = smpboot_claim_word(smpboot_claim_generation(claim), SMPBOOT_STATE_OFFLINE);

	if (stage == SMPBOOT_STAGE_NONE)
		return false;
	if (!smpboot_machine.coherent)
		smpboot_claim_write(slot, next);
	else if (!__atomic_compare_exchange_n(&slot->claim, &claim, next, false, __ATOMIC_ACQ_REL,
	                                      __ATOMIC_ACQUIRE))
		return false;
	/* What it sees without caches when it is woken: nobody has asked for it. */
	smpboot_arch_clean_word(&slot->claim);
	tell(id, stage);
	__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELEASE);
	smpboot_arch_signal();
	return true;
}

/* True: `status` is the end of the wait. */
static bool ended(struct smpboot_slot *slot, unsigned int id, enum smpboot_status *status)
{
	uint64_t claim = smpboot_claim_read(slot);

	*status = SMPBOOT_OK;
	switch (smpboot_claim_state(claim)) {
	case SMPBOOT_STATE_OFFLINE:
		return __atomic_load_n(&slot->stage, __ATOMIC_ACQUIRE) != SMPBOOT_STAGE_STOPPING;
	case SMPBOOT_STATE_STOPPING:
		return note_gone(slot, id, claim);
	case SMPBOOT_STATE_ONLINE:
	case SMPBOOT_STATE_ACTIVE:
	case SMPBOOT_STATE_SUSPENDED:
		/* It may not have got so far. */
		return false;
	default:
		*status = SMPBOOT_ERR_STATE;
		return true;
	}
}

enum smpboot_status smpboot_wait_off(unsigned int id, uint32_t timeout_us)
{
	uint64_t deadline = smpboot_arch_now() + smpboot_us_to_ticks(timeout_us);
	uint64_t interval = smpboot_machine.frequency / 1000;
	enum smpboot_status status;

	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (id >= smpboot_machine.count)
		return SMPBOOT_ERR_ID;
	if (id == smpboot_this_cpu())
		return SMPBOOT_ERR_STATE;
	/* Nobody signals that the power is off, so it is asked for now and then. */
	while (!ended(&smpboot_machine.slots[id], id, &status)) {
		uint64_t now = smpboot_arch_now();

		if (now >= deadline)
			return SMPBOOT_ERR_TIMEOUT;
		smpboot_arch_wait(deadline < now + interval ? deadline : now + interval);
	}
	return status;
}
