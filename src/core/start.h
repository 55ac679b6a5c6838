/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting one CPU: first it is prepared, on the calling CPU; then it is started,
 * on the calling CPU or on one that helps.
 *
 * A slot's deadline says how the engine stands to its CPU: 0, nobody waits for it;
 * QUEUED, it is prepared, and anybody may take it; NO_DEADLINE, it is on its way,
 * and nobody waits for it yet; else it is on its way, and this is when it is given
 * up. So each outcome is told once.
 */
#ifndef SMPBOOT_CORE_START_H
#define SMPBOOT_CORE_START_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

#define SMPBOOT_NO_DEADLINE UINT64_MAX
#define SMPBOOT_QUEUED      (UINT64_MAX - 1)

/* The deadline of a CPU that was asked for at that time. */
static inline uint64_t smpboot_deadline(uint64_t asked, uint64_t timeout, uint64_t total_end)
{
	if (timeout == SMPBOOT_NO_DEADLINE)
		return SMPBOOT_NO_DEADLINE;
	return asked + timeout < total_end ? asked + timeout : total_end;
}

static inline uint64_t smpboot_start_deadline(const struct smpboot_slot *slot)
{
	return __atomic_load_n(&slot->deadline, __ATOMIC_ACQUIRE);
}

static inline void smpboot_start_due(struct smpboot_slot *slot, uint64_t deadline)
{
	/* QUEUED: the slot is prepared before anybody takes it. */
	__atomic_store_n(&slot->deadline, deadline, __ATOMIC_RELEASE);
}

/*
 * Takes a CPU out of the queue. False: it is not, or no longer, in it. True: the
 * slot is not opened again before the caller has called smpboot_start_drop().
 */
bool smpboot_start_take(struct smpboot_slot *slot, uint64_t deadline);
void smpboot_start_drop(struct smpboot_slot *slot);

/*
 * Opens a new generation of the slot, has the kernel prepare it, and starts the CPU; or
 * puts it into the queue, where `deadline` is 0. For the calling CPU. False: it has FAILED,
 * and its reason is in the slot.
 */
bool smpboot_start_now(struct smpboot_slot *slot, unsigned int id, uint64_t asked, uint64_t deadline);

/*
 * Starts one that was in the queue, for the one CPU that has taken it, or that finds it
 * left behind. False as above.
 */
bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id);

/*
 * Whether the CPU that starts this one is through with it: until then that one
 * alone knows what the method has answered, and the slot is not for another start.
 */
static inline bool smpboot_start_done(const struct smpboot_slot *slot)
{
	return __atomic_load_n(&slot->asking, __ATOMIC_ACQUIRE) == 0;
}

#endif
