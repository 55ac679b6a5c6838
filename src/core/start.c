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

/*
 * Nothing of an earlier start is left that could be taken for news of the next one. The
 * slot is PRESENT then, and not STARTING yet: a CPU that waits in the pen would come
 * before it has a stack.
 */
__attribute__((noinline)) static void forget_last_start(struct smpboot_slot *slot, unsigned int id,
                                                        uint32_t generation)
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
	slot->stamps = (struct smpboot_stamps){ .asked = slot->stamps.asked };
	/* Another CPU may be opening the gate of all slots: it is open by then for all that look. */
	__atomic_store_n(&slot->gate, SMPBOOT_GATE_NONE, __ATOMIC_RELAXED);
	set_stage(slot, SMPBOOT_STAGE_NONE);
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_PRESENT));
}

/* Begins a new generation, which is returned. */
static inline uint32_t open_slot(struct smpboot_slot *slot, unsigned int id, uint64_t asked,
                                 uint64_t deadline)
{
	uint32_t generation = smpboot_claim_generation(smpboot_claim_read(slot)) + 1;

	slot->stamps.asked = asked;
	/* 0 for the queue, until it is in it. Others may count it by this from now on, and do no more. */
	smpboot_start_due(slot, deadline);
	/* A slot that was never used is all zero. */
	if (generation != 1)
		forget_last_start(slot, id, generation);
	if (smpboot_machine.gate.used)
		__atomic_store_n(&slot->gate, SMPBOOT_GATE_SHUT, __ATOMIC_RELAXED);
	return generation;
}

static inline enum smpboot_reason find_method(const struct smpboot_slot *slot)
{
	if (slot->method == NULL)
		return slot->method_name[0] == '\0' ? SMPBOOT_REASON_NO_METHOD :
		                                      SMPBOOT_REASON_UNKNOWN_METHOD;
	return slot->method->probe != NULL ? smpboot_method_probe(slot->method) : SMPBOOT_REASON_NONE;
}

static inline enum smpboot_reason prepare(struct smpboot_slot *slot, unsigned int id)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_launch launch = { 0 };
	int code;

	set_stage(slot, SMPBOOT_STAGE_PREPARE);
	code = ops->prepare(ops->context, id, &launch);
	if (code != 0) {
		slot->start_code = code;
		return SMPBOOT_REASON_PREPARE_REFUSED;
	}
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
static inline struct smpboot_start ask(struct smpboot_slot *slot, unsigned int id, uint32_t generation)
{
	const struct smpboot_method *method = slot->method;
	struct smpboot_target target = smpboot_target_of(slot, id);

	if (generation != 1 && method->power != NULL) {
		enum smpboot_power power = method->power(&target);

		if (power == SMPBOOT_POWER_ON)
			return (struct smpboot_start){ .reason = SMPBOOT_REASON_FW_ALREADY_ON };
		if (power == SMPBOOT_POWER_PENDING)
			return (struct smpboot_start){ .reason = SMPBOOT_REASON_FW_ON_PENDING };
	}
	return method->start(&target, smpboot_boot_args.entry_pa, id);
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

/* Has the kernel prepare a CPU whose slot is open. */
static inline enum smpboot_reason make_ready(struct smpboot_slot *slot, unsigned int id)
{
	enum smpboot_reason reason = find_method(slot);

	return reason == SMPBOOT_REASON_NONE ? prepare(slot, id) : reason;
}

/* It is not asked for, and FAILED. Nobody else writes its claim yet. */
__attribute__((noinline)) static bool leave(struct smpboot_slot *slot, uint32_t generation,
                                            enum smpboot_reason reason)
{
	/* Before the state that says that there is one. */
	slot->reason = reason;
	/* Not in memory as well: what a CPU without caches sees there is another start's, and not STARTING. */
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_FAILED));
	return false;
}

/* From here on anybody may take it. */
__attribute__((noinline)) static bool queue(struct smpboot_slot *slot, uint32_t generation)
{
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_PRESENT));
	/* After all that whoever takes it goes by. */
	smpboot_start_due(slot, SMPBOOT_QUEUED);
	return true;
}

/* Its start was refused: FAILED, unless it is here all the same, or may be on its way. */
__attribute__((noinline)) static bool refuse(struct smpboot_slot *slot, unsigned int id,
                                             enum smpboot_reason reason)
{
	uint64_t claim = smpboot_claim_read(slot);

	/* The firmware is still busy with an earlier request for the same entry. */
	if (reason == SMPBOOT_REASON_FW_ON_PENDING)
		return true;
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

/* Puts one that is STARTING on its way, where the method can. False: it was refused, and has FAILED. */
static inline bool start(struct smpboot_slot *slot, unsigned int id, uint32_t generation)
{
	struct smpboot_start answer = { .reason = SMPBOOT_REASON_NONE };

	/* One that waits in the pen looks at its slot whenever it is woken. */
	if (smpboot_crumb_stage(smpboot_glance(id)) == SMPBOOT_STAGE_PEN)
		smpboot_arch_signal();
	else
		answer = ask(slot, id, generation);
	__atomic_store_n(&slot->stamps.started, smpboot_arch_now(), __ATOMIC_RELAXED);
	__atomic_store_n(&slot->start_code, answer.code, __ATOMIC_RELAXED);
	slot->start_reason = answer.reason;
	return answer.reason == SMPBOOT_REASON_NONE || refuse(slot, id, answer.reason);
}

bool smpboot_start_now(struct smpboot_slot *slot, unsigned int id, uint64_t asked, uint64_t deadline)
{
	uint32_t generation = open_slot(slot, id, asked, deadline);
	enum smpboot_reason reason = make_ready(slot, id);

	if (reason != SMPBOOT_REASON_NONE)
		return leave(slot, generation, reason);
	if (smpboot_start_deadline(slot) == 0)
		return queue(slot, generation);
	set_stage(slot, SMPBOOT_STAGE_START);
	/* Nobody else takes it: no queue knows of it. */
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_STARTING));
	/*
	 * The CPU reads its claim before its caches are on, and so before it is asked for.
	 * Stack and per-CPU pointer it reads through them.
	 */
	smpboot_arch_clean_word(&slot->claim);
	return start(slot, id, generation);
}

bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id)
{
	uint64_t claim = smpboot_claim_read(slot);

	/* Somebody else was faster, or the run is over. */
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_PRESENT)
		return true;
	set_stage(slot, SMPBOOT_STAGE_START);
	/* In memory as well, as above. */
	if (!smpboot_claim_move(slot, &claim, SMPBOOT_STATE_STARTING))
		return true;
	return start(slot, id, smpboot_claim_generation(claim));
}
