/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The new CPU's side, from its first C instruction to the kernel's code.
 */
#include "secondary.h"

#include "arch.h"
#include "claim.h"
#include "gate.h"
#include "machine.h"
#include "optional.h"
#include "order.h"

static void set_stage(struct smpboot_slot *slot, enum smpboot_stage stage)
{
	__atomic_store_n(&slot->stage, (uint32_t)stage, __ATOMIC_RELAXED);
}

static _Noreturn void give_up(struct smpboot_slot *slot, uint32_t generation)
{
	/* Read while the slot is this CPU's: once it is FAILED another start may begin with it. */
	unsigned int entry_el = slot->entry_el;
	uint64_t context = slot->context;

	/* Fails when the calling CPU has given this CPU up meanwhile: it leaves all the same. */
	(void)smpboot_claim_advance(slot, generation, SMPBOOT_STATE_ARRIVED, SMPBOOT_STATE_FAILED);
	smpboot_arch_signal();
	smpboot_arch_return(slot, entry_el, context);
}

/* Its part in starting the others, where they share that. */
static void help(unsigned int id)
{
	const struct smpboot_order *order = __atomic_load_n(&smpboot_machine.work.order, __ATOMIC_ACQUIRE);

	if (order != NULL)
		order->help(id);
}

/* Its way on; waits for it where there is a gate. */
static struct smpboot_gate_way pass_gate(struct smpboot_slot *slot)
{
	/* That there is none was written before the claim that this CPU has read. */
	if (smpboot_optional.gate_wait == NULL ||
	    __atomic_load_n(&slot->gate, __ATOMIC_RELAXED) == SMPBOOT_GATE_NONE)
		return (struct smpboot_gate_way){ 0 };
	return smpboot_optional.gate_wait(slot);
}

/*
 * The hooks are called from this function itself, which never returns: a hook
 * may change the pointer authentication keys, and no caller's return address
 * may be signed with the old ones.
 */
_Noreturn void smpboot_secondary_main(struct smpboot_slot *slot, unsigned int id, uint32_t generation,
                                      unsigned int entry_el, uint64_t context, uint64_t entered,
                                      uint64_t mmu_on)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_gate_way way;

	set_stage(slot, SMPBOOT_STAGE_C);
	if (!smpboot_claim_advance(slot, generation, SMPBOOT_STATE_STARTING, SMPBOOT_STATE_ARRIVED))
		smpboot_arch_return(slot, entry_el, context);
	slot->entry_el = entry_el;
	slot->context = context;
	slot->stamps.entered = entered;
	slot->stamps.mmu_on = mmu_on;
	slot->frequency = smpboot_arch_frequency();
	slot->stamps.in_c = smpboot_arch_now();
	if (smpboot_optional.identify != NULL && !smpboot_optional.identify(id))
		give_up(slot, generation);
	set_stage(slot, SMPBOOT_STAGE_STARTING);

	if (ops->starting != NULL) {
		slot->hook_code = ops->starting(ops->context, id);
		if (slot->hook_code != 0)
			give_up(slot, generation);
	}
	slot->stamps.online = smpboot_arch_now();
	set_stage(slot, SMPBOOT_STAGE_ONLINE);
	if (!smpboot_claim_advance(slot, generation, SMPBOOT_STATE_ARRIVED, SMPBOOT_STATE_ONLINE))
		smpboot_arch_return(slot, entry_el, context);
	/* The calling CPU may be asleep until somebody signals. */
	smpboot_arch_signal();
	help(id);

	way = pass_gate(slot);

	__atomic_store_n(&slot->stamps.main, smpboot_arch_now(), __ATOMIC_RELAXED);
	set_stage(slot, SMPBOOT_STAGE_MAIN);
	smpboot_claim_write(slot, smpboot_claim_word(generation, SMPBOOT_STATE_ACTIVE));
	if (way.entry != NULL)
		way.entry(way.arg, id);
	else
		ops->main(ops->context, id);

	set_stage(slot, SMPBOOT_STAGE_RETURNED);
	smpboot_arch_park();
}
