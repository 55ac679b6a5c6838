/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The claim word of a slot: which start it is, and how far that has come. It
 * is the one place where the calling CPU and the CPU that is being started
 * decide about each other.
 *
 * With caches on, each transition that another could make at the same time is one
 * compare-and-swap. Without them none can be relied on, so all decisions are the
 * calling CPU's: the other announces in its early record what it asks for, and waits
 * until the calling CPU has written the answer into the claim word.
 */
#ifndef SMPBOOT_CORE_CLAIM_H
#define SMPBOOT_CORE_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "machine.h"

static inline uint64_t smpboot_claim_word(uint32_t generation, enum smpboot_state state)
{
	return ((uint64_t)generation << SMPBOOT_GENERATION_SHIFT) | (uint64_t)state;
}

static inline enum smpboot_state smpboot_claim_state(uint64_t claim)
{
	return (enum smpboot_state)(uint32_t)claim;
}

static inline uint32_t smpboot_claim_generation(uint64_t claim)
{
	return (uint32_t)(claim >> SMPBOOT_GENERATION_SHIFT);
}

/* All that its writer did before is visible to who reads this claim. */
static inline uint64_t smpboot_claim_read(const struct smpboot_slot *slot)
{
	return __atomic_load_n(&slot->claim, __ATOMIC_ACQUIRE);
}

/* For the one that owns the slot alone. */
static inline void smpboot_claim_write(struct smpboot_slot *slot, uint64_t claim)
{
	__atomic_store_n(&slot->claim, claim, __ATOMIC_RELEASE);
}

/*
 * The calling CPU's transition, in memory as well when it returns. False: the other
 * was faster, and *claim is what the word is now. Of a CPU that is given up the machine
 * takes note.
 */
bool smpboot_claim_move(struct smpboot_slot *slot, uint64_t *claim, enum smpboot_state to);

/* smpboot_claim_advance() without caches. */
bool smpboot_claim_ask(struct smpboot_slot *slot, uint64_t expected, uint64_t next);

/*
 * The started CPU's own transition, from `from` to `to` of this generation.
 * False: it was given up, and must park. In line, since it is on the way of each
 * CPU, and a call there makes it keep in memory what it has in registers.
 */
__attribute__((always_inline)) static inline bool smpboot_claim_advance(struct smpboot_slot *slot,
                                                                        uint32_t generation,
                                                                        enum smpboot_state from,
                                                                        enum smpboot_state to)
{
	uint64_t expected = smpboot_claim_word(generation, from);
	uint64_t next = smpboot_claim_word(generation, to);

	if (smpboot_machine.coherent)
		return __atomic_compare_exchange_n(&slot->claim, &expected, next, false, __ATOMIC_ACQ_REL,
		                                   __ATOMIC_ACQUIRE);
	return smpboot_claim_ask(slot, expected, next);
}

/* The calling CPU's part of smpboot_claim_advance() without caches: grants what the CPU asks for. */
void smpboot_claim_answer(struct smpboot_slot *slot);

#endif
