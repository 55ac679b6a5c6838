/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each CPU waits on a word of its own slot, so that waiting costs no traffic, and
 * one that is let on wakes nobody else's cache line.
 */
#include "gate.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"
#include "start.h"

/* One step of the word. Without caches only the boot CPU makes it, so that none can come in between. */
static bool step(uint32_t *word, uint32_t from, uint32_t to)
{
	if (smpboot_machine.coherent)
		return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_ACQ_REL,
		                                   __ATOMIC_ACQUIRE);
	if (__atomic_load_n(word, __ATOMIC_ACQUIRE) != from)
		return false;
	__atomic_store_n(word, to, __ATOMIC_RELEASE);
	return true;
}

/* ---- The CPU that waits ---------------------------------------------------- */

struct smpboot_gate_way smpboot_gate_wait(struct smpboot_slot *slot)
{
	uint32_t word;

	__atomic_store_n(&slot->stage, (uint32_t)SMPBOOT_STAGE_GATE, __ATOMIC_RELAXED);
	/* As long as the kernel wants: it is the kernel that opens the gate. */
	for (;;) {
		word = __atomic_load_n(&slot->gate, __ATOMIC_ACQUIRE);
		/* From here on the offer cannot be taken back. */
		if (word == SMPBOOT_GATE_GIVEN && step(&slot->gate, SMPBOOT_GATE_GIVEN, SMPBOOT_GATE_TAKEN)) {
			/* Who has sent it waits for that. */
			smpboot_arch_signal();
			return (struct smpboot_gate_way){ (smpboot_entry)slot->way_entry,
				                          (void *)slot->way_arg };
		}
		if (word == SMPBOOT_GATE_OPEN ||
		    __atomic_load_n(&smpboot_machine.gate.open, __ATOMIC_ACQUIRE) != 0)
			return smpboot_machine.gate.way;
		smpboot_arch_wait(smpboot_arch_now() + smpboot_machine.frequency);
	}
}

/* ---- The CPU that lets others on -------------------------------------------- */

enum smpboot_status smpboot_open_gate(smpboot_entry entry, void *arg)
{
	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (!smpboot_machine.coherent && smpboot_check_boot_cpu() != SMPBOOT_OK)
		return SMPBOOT_ERR_NOT_BOOT_CPU;
	if (!step(&smpboot_machine.gate.taken, 0, 1))
		return SMPBOOT_ERR_GATE_OPEN;
	smpboot_machine.gate.way = (struct smpboot_gate_way){ .entry = entry, .arg = arg };
	/* The way before the words that lead to it. */
	__atomic_store_n(&smpboot_machine.gate.open, 1, __ATOMIC_RELEASE);
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		(void)step(&smpboot_machine.slots[id].gate, SMPBOOT_GATE_SHUT, SMPBOOT_GATE_OPEN);
	smpboot_arch_signal();
	return SMPBOOT_OK;
}

static bool waits_at_gate(const struct smpboot_slot *slot)
{
	return smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_ONLINE &&
	       __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) == SMPBOOT_STAGE_GATE;
}

/* Sends one CPU on. False: it does not wait, is somebody else's, or has not gone in time. */
static bool send_on(struct smpboot_slot *slot, smpboot_entry entry, void *arg, uint64_t deadline)
{
	if (!waits_at_gate(slot) || !step(&slot->gate, SMPBOOT_GATE_SHUT, SMPBOOT_GATE_OFFERED))
		return false;
	slot->way_entry = (uintptr_t)entry;
	slot->way_arg = (uintptr_t)arg;
	/* Where it goes before the word that lets it. */
	__atomic_store_n(&slot->gate, SMPBOOT_GATE_GIVEN, __ATOMIC_RELEASE);
	smpboot_arch_signal();
	while (__atomic_load_n(&slot->gate, __ATOMIC_ACQUIRE) == SMPBOOT_GATE_GIVEN) {
		if (smpboot_arch_now() >= deadline)
			return !step(&slot->gate, SMPBOOT_GATE_GIVEN, SMPBOOT_GATE_SHUT);
		smpboot_arch_wait(deadline);
	}
	return true;
}

enum smpboot_status smpboot_transfer(smpboot_entry entry, void *arg, uint32_t timeout_us, unsigned int *id)
{
	bool any = false;

	if (entry == NULL)
		return SMPBOOT_ERR_NULL;
	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	/* That one CPU alone takes it needs exclusives. */
	if (!smpboot_machine.coherent)
		return SMPBOOT_ERR_STATE;
	for (unsigned int i = 0; i < smpboot_machine.count; i++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[i];

		any |= waits_at_gate(slot);
		if (!send_on(slot, entry, arg, smpboot_arch_now() + smpboot_us_to_ticks(timeout_us)))
			continue;
		if (id != NULL)
			*id = i;
		return SMPBOOT_OK;
	}
	return any ? SMPBOOT_ERR_TIMEOUT : SMPBOOT_ERR_STATE;
}
