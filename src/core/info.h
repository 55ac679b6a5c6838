/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A row of the info table, for whoever in the library tells of a CPU.
 */
#ifndef SMPBOOT_CORE_INFO_H
#define SMPBOOT_CORE_INFO_H

#include "claim.h"
#include "machine.h"

static inline int64_t smpboot_info_code(const struct smpboot_slot *slot)
{
	switch (slot->reason) {
	case SMPBOOT_REASON_NONE:
		return 0;
	case SMPBOOT_REASON_STARTING_REFUSED:
		return slot->hook_code;
	default:
		return __atomic_load_n(&slot->start_code, __ATOMIC_RELAXED);
	}
}

/*
 * Writes every field of `info` for a CPU that is in the table. What may be written
 * meanwhile, by a CPU that is slow to start this one, or by this one on its way to
 * ops.main, is atomic. Field by field, as this runs for every CPU that comes: a struct
 * as a whole is a call of memset() or memcpy(), which write byte by byte in many kernels.
 */
static inline void smpboot_info_fill(const struct smpboot_slot *slot, unsigned int id,
                                     struct smpboot_cpu_info *info)
{
	info->state = smpboot_claim_state(smpboot_claim_read(slot));
	info->id = id;
	info->mpidr = smpboot_mpidr_of(id);
	info->method = slot->method_name[0] != '\0' ? slot->method_name : "none";
	info->stage = (enum smpboot_stage)__atomic_load_n(&slot->stage, __ATOMIC_RELAXED);
	info->reason = (enum smpboot_reason)slot->reason;
	info->code = smpboot_info_code(slot);
	info->entry_el = slot->entry_el;
	info->context = slot->context;
	info->fault.esr = slot->fault.esr & ~(1ull << SMPBOOT_FAULT_THERE_BIT);
	info->fault.elr = slot->fault.elr;
	info->fault.far = slot->fault.far;
	info->stamps.entered = slot->stamps.entered;
	info->stamps.mmu_on = slot->stamps.mmu_on;
	info->stamps.in_c = slot->stamps.in_c;
	info->stamps.online = slot->stamps.online;
	info->stamps.asked = __atomic_load_n(&slot->stamps.asked, __ATOMIC_RELAXED);
	info->stamps.started = __atomic_load_n(&slot->stamps.started, __ATOMIC_RELAXED);
	info->stamps.main = __atomic_load_n(&slot->stamps.main, __ATOMIC_RELAXED);
}

#endif
