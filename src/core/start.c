/* SPDX-License-Identifier: BSD-2-Clause */
#include "start.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"

static void set_stage(struct smpboot_slot *slot, enum smpboot_stage stage)
{
	__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELAXED);
}

/* A new generation: nothing of an earlier start is left that could be taken for news of this one. */
static void open_slot(struct smpboot_slot *slot)
{
	uint32_t generation = smpboot_claim_generation(smpboot_claim_read(slot)) + 1;

	slot->stack_top = 0;
	slot->tpidr = 0;
	slot->start_code = 0;
	slot->start_reason = SMPBOOT_REASON_NONE;
	slot->reason = SMPBOOT_REASON_NONE;
	slot->hook_code = 0;
	slot->context = 0;
	slot->entry_el = 0;
	slot->stamps = (struct smpboot_stamps){ .asked = smpboot_arch_now() };
	set_stage(slot, SMPBOOT_STAGE_NONE);
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_STARTING));
}

static enum smpboot_reason find_method(struct smpboot_slot *slot)
{
	if (slot->method_name[0] == '\0')
		return SMPBOOT_REASON_NO_METHOD;
	slot->method = smpboot_method_find(slot->method_name);
	if (slot->method == NULL)
		return SMPBOOT_REASON_UNKNOWN_METHOD;
	return smpboot_method_probe(slot->method);
}

static enum smpboot_reason prepare(struct smpboot_slot *slot, unsigned int id)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_launch launch = { 0 };
	int code;

	set_stage(slot, SMPBOOT_STAGE_PREPARE);
	code = ops->prepare(ops->context, id, &launch);
	slot->start_code = code;
	if (code != 0)
		return SMPBOOT_REASON_PREPARE_REFUSED;
	/* AArch64 faults on a stack pointer that is not 16-byte aligned (Arm ARM, SCTLR_ELx.SA). */
	if (launch.stack_top == NULL || (uintptr_t)launch.stack_top % 16 != 0)
		return SMPBOOT_REASON_BAD_STACK;
	slot->stack_top = (uintptr_t)launch.stack_top;
	slot->tpidr = launch.tpidr;
	return SMPBOOT_REASON_NONE;
}

static enum smpboot_reason start(struct smpboot_slot *slot, unsigned int id, uint64_t entry_pa)
{
	struct smpboot_start answer;

	set_stage(slot, SMPBOOT_STAGE_START);
	/* The CPU reads its slot before its caches are on, so the slot must be in memory before the CPU runs. */
	smpboot_arch_clean(slot, sizeof(*slot));
	answer = slot->method->start(slot->mpidr, entry_pa, id);
	slot->stamps.started = smpboot_arch_now();
	slot->start_code = answer.code;
	slot->start_reason = answer.reason;
	/* ON_PENDING: the firmware is still busy with an earlier request for the same entry. */
	return answer.reason == SMPBOOT_REASON_FW_ON_PENDING ? SMPBOOT_REASON_NONE : answer.reason;
}

bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id, uint64_t entry_pa, uint64_t timeout)
{
	enum smpboot_reason reason;
	uint64_t claim;

	open_slot(slot);
	reason = find_method(slot);
	if (reason == SMPBOOT_REASON_NONE)
		reason = prepare(slot, id);
	if (reason == SMPBOOT_REASON_NONE)
		reason = start(slot, id, entry_pa);
	slot->deadline = slot->stamps.asked + timeout;
	if (reason == SMPBOOT_REASON_NONE)
		return true;

	claim = smpboot_claim_read(slot);
	/* Refused, and yet it has arrived: then it is in flight like any other. */
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_STARTING ||
	    !smpboot_claim_move(slot, &claim, SMPBOOT_STATE_FAILED))
		return true;
	slot->reason = reason;
	slot->deadline = 0;
	return false;
}
