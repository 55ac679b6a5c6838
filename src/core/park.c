/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hand-over: all other CPUs leave this kernel for a copy of the pen, in memory that
 * stays; then the calling CPU leaves for the next kernel.
 *
 * First every CPU that runs is brought into the library's own pen, as when it goes
 * off. Only when all are there, so that nothing was given away yet when one does
 * not come, are they sent on.
 */
#include "park.h"

#include <smpboot/pen.h>

#include "arch.h"
#include "claim.h"
#include "engine.h"
#include "machine.h"
#include "release.h"
#include "verdict.h"

static enum smpboot_state state_of(unsigned int id)
{
	return smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));
}

static bool runs(unsigned int id)
{
	switch (state_of(id)) {
	case SMPBOOT_STATE_ONLINE:
	case SMPBOOT_STATE_ACTIVE:
	case SMPBOOT_STATE_STOPPING:
	case SMPBOOT_STATE_SUSPENDED:
		return true;
	default:
		return false;
	}
}

/* Of these nobody knows where they are, or when they come. */
static bool lost(unsigned int id)
{
	switch (state_of(id)) {
	case SMPBOOT_STATE_STARTING:
	case SMPBOOT_STATE_ARRIVED:
		return true;
	case SMPBOOT_STATE_ABANDONED:
		return !smpboot_in_pen(id);
	default:
		return false;
	}
}

static bool any_other(unsigned int self, bool (*is)(unsigned int id))
{
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (id != self && is(id))
			return true;
	return false;
}

/* ---- Into the library's pen -------------------------------------------------- */

static void park_at_gate(void *arg, unsigned int id)
{
	(void)arg;
	(void)id;
	(void)smpboot_park_self();
}

/* A CPU that has just come is at the gate or in ops.main in a moment. */
static void let_come(unsigned int id, uint64_t deadline)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	while (state_of(id) == SMPBOOT_STATE_ONLINE &&
	       __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) != SMPBOOT_STAGE_GATE &&
	       smpboot_arch_now() < deadline)
		smpboot_arch_wait(smpboot_arch_now() + 1);
}

/* Those at the gate are the library's to send, the others the kernel's. */
static void call_off(unsigned int self, uint32_t timeout_us)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	uint64_t deadline = smpboot_arch_now() + smpboot_us_to_ticks(timeout_us);

	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		if (id == self)
			continue;
		let_come(id, deadline);
		if (state_of(id) == SMPBOOT_STATE_ACTIVE || state_of(id) == SMPBOOT_STATE_SUSPENDED)
			ops->call_off(ops->context, id);
	}
	/* After the kernel's: one that leaves the gate is ACTIVE on its way to the pen. */
	while (smpboot_transfer(park_at_gate, NULL, timeout_us, NULL) == SMPBOOT_OK)
		continue;
}

static enum smpboot_status wait_for_all(unsigned int self, uint32_t timeout_us)
{
	enum smpboot_status status = SMPBOOT_OK;

	for (unsigned int id = 0; id < smpboot_machine.count && status == SMPBOOT_OK; id++)
		if (id != self && runs(id))
			status = smpboot_wait_off(id, timeout_us);
	return status;
}

/* ---- Into the copy ----------------------------------------------------------- */

static bool copy_pen(uint64_t pen)
{
	const unsigned char *code = smpboot_arch_pen();
	unsigned char *copy = smpboot_reach(pen, SMPBOOT_PEN_SIZE);

	if (copy == NULL)
		return false;
	/* Without the release word: who waited in the linked pen may have been let out of it. */
	for (unsigned int i = 0; i < SMPBOOT_PEN_SIZE; i++)
		copy[i] = i < SMPBOOT_PEN_RELEASE_WORD ? code[i] : 0;
	/* CPUs run it without caches. */
	smpboot_arch_clean(copy, SMPBOOT_PEN_SIZE);
	return true;
}

static void send(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint32_t generation = smpboot_claim_generation(smpboot_claim_read(slot));

	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_PARKING));
	/* The CPU looks at it without caches. */
	smpboot_arch_clean_word(&slot->claim);
}

/* Waits until a CPU that was sent says that it runs in the copy. */
static bool arrived(unsigned int id, uint64_t deadline)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint32_t generation = smpboot_claim_generation(smpboot_claim_read(slot));
	/* Where the machine has one release word for all, also those came that are not to be started. */
	bool disabled =
		slot->reason == SMPBOOT_REASON_STATUS_FAIL || slot->reason == SMPBOOT_REASON_STATUS_DISABLED;

	while (smpboot_mark_of(id) != SMPBOOT_STAGE_PARKED) {
		if (smpboot_arch_now() >= deadline)
			return false;
		smpboot_arch_wait(smpboot_arch_now() + 1);
	}
	__atomic_store_n(&slot->stage, (uint32_t)SMPBOOT_STAGE_PARKED, __ATOMIC_RELAXED);
	smpboot_claim_write(slot, smpboot_claim_word(generation, disabled ? SMPBOOT_STATE_DISABLED :
	                                                                    SMPBOOT_STATE_OFFLINE));
	return true;
}

static enum smpboot_status send_all(unsigned int self, uint64_t deadline)
{
	struct smpboot_slot *own = &smpboot_machine.slots[self];
	uint64_t claim = smpboot_claim_read(own);
	uint32_t stage = __atomic_load_n(&own->stage, __ATOMIC_RELAXED);
	enum smpboot_status status = SMPBOOT_OK;

	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (smpboot_in_pen(id))
			send(id);
	smpboot_arch_signal();
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (state_of(id) == SMPBOOT_STATE_PARKING && !arrived(id, deadline))
			status = SMPBOOT_ERR_TIMEOUT;
	/* In this CPU's own place another of its MPIDR may have waited: that one has gone. */
	__atomic_store_n(&own->stage, stage, __ATOMIC_RELAXED);
	smpboot_claim_write(own, claim);
	return status;
}

/* ---- Calls ------------------------------------------------------------------- */

static enum smpboot_status check_park(uint64_t pen, unsigned int self)
{
	if (!smpboot_machine.started || any_other(self, lost))
		return SMPBOOT_ERR_STATE;
	if (smpboot_machine.ops->call_off == NULL && any_other(self, runs))
		return SMPBOOT_ERR_HOOK;
	return pen == 0 || pen % 8 != 0 ? SMPBOOT_ERR_STORAGE : SMPBOOT_OK;
}

static enum smpboot_status park_all(uint64_t pen, unsigned int self, uint32_t timeout_us)
{
	enum smpboot_status status = check_park(pen, self);

	if (status != SMPBOOT_OK)
		return status;
	if (!copy_pen(pen))
		return SMPBOOT_ERR_STORAGE;
	smpboot_boot_args.park_pa = pen + SMPBOOT_PEN_PARK;
	smpboot_arch_clean(&smpboot_boot_args, sizeof(smpboot_boot_args));
	call_off(self, timeout_us);
	status = wait_for_all(self, timeout_us);
	return status == SMPBOOT_OK ? send_all(self, smpboot_arch_now() + smpboot_us_to_ticks(timeout_us)) :
	                              status;
}

enum smpboot_status smpboot_park_all(uint64_t pen, uint32_t timeout_us)
{
	enum smpboot_status status = smpboot_check_caller();

	if (status != SMPBOOT_OK)
		return status;
	if (smpboot_machine.ops == NULL)
		return SMPBOOT_ERR_NO_OPS;
	if (!smpboot_engine_enter())
		return SMPBOOT_ERR_BUSY;
	status = park_all(pen, smpboot_this_cpu(), timeout_us);
	smpboot_engine_leave();
	return status;
}

static bool needs_this_kernel(unsigned int id)
{
	return runs(id) || lost(id) || state_of(id) == SMPBOOT_STATE_PARKING || smpboot_in_pen(id);
}

enum smpboot_status smpboot_hand_over(uint64_t entry, uint64_t argument, unsigned int level)
{
	enum smpboot_status status = smpboot_check_caller();
	unsigned int self = smpboot_this_cpu();

	if (status != SMPBOOT_OK)
		return status;
	if (level < smpboot_arch_level() || level > 3)
		return SMPBOOT_ERR_LEVEL;
	/* In this CPU's own place another of its MPIDR may wait. */
	if (!smpboot_machine.started || any_other(self, needs_this_kernel) || smpboot_in_pen(self))
		return SMPBOOT_ERR_STATE;
	smpboot_arch_leave(&smpboot_machine.slots[self], level, entry, argument);
}
