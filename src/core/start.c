/* SPDX-License-Identifier: BSD-2-Clause */
#include "start.h"

#include "arch.h"
#include "claim.h"
#include "gate.h"
#include "machine.h"
#include "optional.h"
#include "stack.h"
#include "verdict.h"

static void set_stage(struct smpboot_slot *slot, enum smpboot_stage stage)
{
	__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELAXED);
}

/* Nothing of an earlier start is left that could be taken for news of the next one. */
static void forget_last_start(struct smpboot_slot *slot, unsigned int id)
{
	/* A stack that it had left, and nobody has collected, is the kernel's before it gets another. */
	if (smpboot_optional.stack_collect != NULL)
		(void)smpboot_optional.stack_collect(slot, id);
	__atomic_store_n(&slot->stack_left, SMPBOOT_STACK_USED, __ATOMIC_RELAXED);
	slot->stack_top = 0;
	slot->stack_size = 0;
	slot->tpidr = 0;
	slot->start_code = 0;
	slot->start_reason = SMPBOOT_REASON_NONE;
	slot->reason = SMPBOOT_REASON_NONE;
	slot->hook_code = 0;
	slot->context = 0;
	slot->entry_el = 0;
	slot->fault = (struct smpboot_fault_record){ 0 };
	slot->stamps = (struct smpboot_stamps){ 0 };
	set_stage(slot, SMPBOOT_STAGE_NONE);
}

/* A new generation. */
static uint64_t open_slot(struct smpboot_slot *slot, unsigned int id)
{
	uint32_t generation = smpboot_claim_generation(smpboot_claim_read(slot)) + 1;
	uint64_t claim = smpboot_claim_word(generation, SMPBOOT_STATE_PRESENT);

	/* A slot that was never used is all zero. */
	if (generation != 1)
		forget_last_start(slot, id);
	/* Another CPU may be opening the gate of all slots: it is open by then for all that look. */
	__atomic_store_n(&slot->gate, smpboot_machine.gate.used ? SMPBOOT_GATE_SHUT : SMPBOOT_GATE_NONE,
	                 __ATOMIC_RELAXED);
	slot->stamps.asked = smpboot_arch_now();
	/* Not STARTING yet: a CPU that waits in the pen would come before it has a stack. */
	smpboot_claim_write(slot, claim);
	return claim;
}

static enum smpboot_reason find_method(struct smpboot_slot *slot)
{
	if (slot->method_name[0] == '\0')
		return SMPBOOT_REASON_NO_METHOD;
	if (slot->method == NULL)
		return SMPBOOT_REASON_UNKNOWN_METHOD;
	return slot->method->probe != NULL ? smpboot_method_probe(slot->method) : SMPBOOT_REASON_NONE;
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
	slot->stack_size = launch.stack_size;
	slot->tpidr = launch.tpidr;
	return SMPBOOT_REASON_NONE;
}

/*
 * A repeated request while the firmware still has the first one could replace
 * the entry of a CPU that is on its way, and a CPU that runs already will not
 * come: so it is asked for again only when it is not known to have power.
 */
static struct smpboot_start ask(struct smpboot_slot *slot, unsigned int id, uint64_t entry_pa)
{
	const struct smpboot_method *method = slot->method;
	struct smpboot_target target = smpboot_target_of(slot);
	bool first = smpboot_claim_generation(smpboot_claim_read(slot)) == 1;
	enum smpboot_power power =
		first || method->power == NULL ? SMPBOOT_POWER_UNKNOWN : method->power(&target);

	if (power == SMPBOOT_POWER_ON)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_FW_ALREADY_ON };
	if (power == SMPBOOT_POWER_PENDING)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_FW_ON_PENDING };
	return method->start(&target, entry_pa, id);
}

/*
 * A queue is for kernels with caches: exclusives work. First the CPU is counted, so that
 * the slot is not opened for another start while it is on its way to this one.
 */
bool smpboot_start_take(struct smpboot_slot *slot, uint64_t deadline)
{
	uint64_t queued = SMPBOOT_QUEUED;

	if (smpboot_start_deadline(slot) != queued)
		return false;
	__atomic_fetch_add(&slot->asking, 1, __ATOMIC_RELAXED);
	/* Acquire: what the calling CPU has prepared. Release: that somebody is there, before it can be given up. */
	if (__atomic_compare_exchange_n(&slot->deadline, &queued, deadline, false, __ATOMIC_ACQ_REL,
	                                __ATOMIC_RELAXED))
		return true;
	smpboot_start_drop(slot);
	return false;
}

void smpboot_start_drop(struct smpboot_slot *slot)
{
	/* Release: whoever finds that all are through may read what they have written to the slot, and open it. */
	__atomic_fetch_add(&slot->asking, ~0u, __ATOMIC_RELEASE);
}

bool smpboot_start_prepare(struct smpboot_slot *slot, unsigned int id)
{
	enum smpboot_reason reason;
	uint64_t claim = open_slot(slot, id);

	reason = find_method(slot);
	if (reason == SMPBOOT_REASON_NONE)
		reason = prepare(slot, id);
	if (reason == SMPBOOT_REASON_NONE)
		return true;
	slot->reason = reason;
	(void)smpboot_claim_move(slot, &claim, SMPBOOT_STATE_FAILED);
	return false;
}

/* STARTING, and on its way where the method can bring it there. The reason is of a start that was refused. */
static enum smpboot_reason start(struct smpboot_slot *slot, unsigned int id)
{
	struct smpboot_start answer = { .reason = SMPBOOT_REASON_NONE };

	/* One that waits in the pen looks at its slot whenever it is woken. */
	if (smpboot_crumb_stage(smpboot_glance(id)) == SMPBOOT_STAGE_PEN)
		smpboot_arch_signal();
	else
		answer = ask(slot, id, smpboot_boot_args.entry_pa);
	__atomic_store_n(&slot->stamps.started, smpboot_arch_now(), __ATOMIC_RELAXED);
	__atomic_store_n(&slot->start_code, answer.code, __ATOMIC_RELAXED);
	slot->start_reason = answer.reason;
	/* ON_PENDING: the firmware is still busy with an earlier request for the same entry. */
	return answer.reason == SMPBOOT_REASON_FW_ON_PENDING ? SMPBOOT_REASON_NONE : answer.reason;
}

/* Its start was refused: FAILED, unless it is here all the same, or may be on its way. */
static bool refuse(struct smpboot_slot *slot, unsigned int id, enum smpboot_reason reason)
{
	uint64_t claim = smpboot_claim_read(slot);

	/* Refused, and yet it is here, or on its way from the pen: then it is in flight like any other. */
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_STARTING)
		return true;
	if (smpboot_may_come(slot, id)) {
		/* It may have seen its slot just before it was STARTING, and sleep in the pen by now. */
		smpboot_arch_signal();
		return true;
	}
	/* Before the state that says that there is one. */
	slot->reason = reason;
	if (!smpboot_claim_move(slot, &claim, SMPBOOT_STATE_FAILED)) {
		slot->reason = SMPBOOT_REASON_NONE;
		return true;
	}
	/* One that came in between may have taken its stack before it finds out: it stays that CPU's. */
	if (smpboot_may_come(slot, id)) {
		claim = smpboot_claim_read(slot);
		(void)smpboot_claim_move(slot, &claim, SMPBOOT_STATE_ABANDONED);
	}
	return false;
}

bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id)
{
	uint64_t claim = smpboot_claim_read(slot);
	enum smpboot_reason reason;

	/* Somebody else was faster, or the run is over. */
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_PRESENT)
		return true;
	/*
	 * The CPU reads its claim before its caches are on: the move puts it into memory,
	 * before the CPU is asked for. Stack and per-CPU pointer it reads through them.
	 */
	set_stage(slot, SMPBOOT_STAGE_START);
	if (!smpboot_claim_move_in_line(slot, &claim, SMPBOOT_STATE_STARTING))
		return true;
	reason = start(slot, id);
	return reason == SMPBOOT_REASON_NONE || refuse(slot, id, reason);
}
