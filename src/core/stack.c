/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot stack of a CPU goes back to the kernel in two steps: the CPU says that it
 * has left it, and another CPU, which can tell nothing of that one's stack pointer,
 * takes its word and calls the kernel's hook.
 */
#include "stack.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"

/* What a CPU may have used of a stack whose size nobody has told (smpboot/smpboot.h, stack_top). */
#define LEAST_SIZE 512

/* From what the caller has seen. Exactly one CPU makes each change; without caches nobody else can. */
static bool change(uint64_t *word, uint64_t from, uint64_t to)
{
	if (smpboot_machine.coherent)
		return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_ACQ_REL,
		                                   __ATOMIC_ACQUIRE);
	__atomic_store_n(word, to, __ATOMIC_RELEASE);
	return true;
}

/* The boot CPU has no stack of ours: nothing is known of the one that it came with. */
static bool runs_on(const struct smpboot_slot *slot, uintptr_t sp)
{
	uint64_t size = slot->stack_size != 0 ? slot->stack_size : LEAST_SIZE;

	/* Both ends count: full, or empty, it is the CPU's all the same. */
	return slot->stack_top != 0 && sp <= slot->stack_top && slot->stack_top - sp <= size;
}

enum smpboot_status smpboot_release_boot_stack(void)
{
	unsigned int id = smpboot_this_cpu();
	struct smpboot_slot *slot;

	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (id == SMPBOOT_NO_CPU)
		return SMPBOOT_ERR_STATE;
	slot = &smpboot_machine.slots[id];
	if (smpboot_claim_state(smpboot_claim_read(slot)) != SMPBOOT_STATE_ACTIVE ||
	    __atomic_load_n(&slot->stack_left, __ATOMIC_RELAXED) != SMPBOOT_STACK_USED)
		return SMPBOOT_ERR_STATE;
	if (runs_on(slot, smpboot_arch_stack()))
		return SMPBOOT_ERR_STACK;
	/*
	 * Release: what this CPU still had to store on that stack is stored before another
	 * CPU is told, since the kernel uses the memory for something else then.
	 */
	return change(&slot->stack_left, SMPBOOT_STACK_USED, slot->stack_top | SMPBOOT_STACK_LEFT) ?
	               SMPBOOT_OK :
	               SMPBOOT_ERR_STATE;
}

bool smpboot_stack_collect(struct smpboot_slot *slot, unsigned int id)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	uint64_t left = __atomic_load_n(&slot->stack_left, __ATOMIC_ACQUIRE);

	if (ops->release_stack == NULL || (left & SMPBOOT_STACK_LEFT) == 0 ||
	    !change(&slot->stack_left, left, SMPBOOT_STACK_COLLECTED))
		return false;
	ops->release_stack(ops->context, id, (void *)(uintptr_t)(left - SMPBOOT_STACK_LEFT));
	return true;
}

unsigned int smpboot_collect_stacks(void)
{
	unsigned int self = smpboot_this_cpu();
	unsigned int collected = 0;

	if (smpboot_machine.count == 0 || smpboot_machine.ops == NULL)
		return 0;
	/* Without caches two CPUs could both take one stack. */
	if (!smpboot_machine.coherent && smpboot_check_boot_cpu() != SMPBOOT_OK)
		return 0;
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (id != self)
			collected += smpboot_stack_collect(&smpboot_machine.slots[id], id);
	return collected;
}
