/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The questions a kernel may ask of the table, from any CPU.
 */
#include <smpboot/smpboot.h>

#include "arch.h"
#include "claim.h"
#include "machine.h"
#include "map.h"

static unsigned int count(void)
{
	return __atomic_load_n(&smpboot_machine.count, __ATOMIC_ACQUIRE);
}

enum smpboot_status smpboot_cpu(unsigned int id, struct smpboot_cpu_info *info)
{
	const struct smpboot_slot *slot;

	if (info == NULL)
		return SMPBOOT_ERR_NULL;
	if (count() == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (id >= count())
		return SMPBOOT_ERR_ID;
	slot = &smpboot_machine.slots[id];
	*info = (struct smpboot_cpu_info){
		.state = smpboot_claim_state(smpboot_claim_read(slot)),
		.id = id,
		.mpidr = smpboot_mpidr_of(id),
		.method = slot->method_name[0] != '\0' ? slot->method_name : "none",
		.stage = (enum smpboot_stage)__atomic_load_n(&slot->stage, __ATOMIC_RELAXED),
		.reason = (enum smpboot_reason)slot->reason,
		.entry_el = slot->entry_el,
		.context = slot->context,
		.fault = { slot->fault.esr & ~(1ull << SMPBOOT_FAULT_THERE_BIT), slot->fault.elr,
		           slot->fault.far },
		.stamps = slot->stamps,
	};
	if (info->reason == SMPBOOT_REASON_STARTING_REFUSED)
		info->code = slot->hook_code;
	else if (info->reason != SMPBOOT_REASON_NONE)
		info->code = slot->start_code;
	return SMPBOOT_OK;
}

unsigned int smpboot_cpu_by_mpidr(uint64_t mpidr)
{
	return smpboot_map_find(&smpboot_machine.map, count(), mpidr);
}

const uint64_t *smpboot_hardware_ids(void)
{
	return smpboot_machine.map.hwids;
}

unsigned int smpboot_this_cpu(void)
{
	return smpboot_cpu_by_mpidr(smpboot_arch_mpidr());
}

struct smpboot_counts smpboot_counts(void)
{
	struct smpboot_counts counts = { .cpus = count(), .dropped = smpboot_machine.dropped };

	for (unsigned int id = 0; id < counts.cpus; id++) {
		switch (smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]))) {
		case SMPBOOT_STATE_ONLINE:
		case SMPBOOT_STATE_ACTIVE:
		case SMPBOOT_STATE_SUSPENDED:
			counts.online++;
			break;
		case SMPBOOT_STATE_FAILED:
		case SMPBOOT_STATE_ABANDONED:
			counts.failed++;
			break;
		case SMPBOOT_STATE_DISABLED:
			counts.disabled++;
			break;
		default:
			break;
		}
	}
	return counts;
}

uint64_t smpboot_now(void)
{
	return smpboot_arch_now();
}

uint64_t smpboot_ticks_to_us(uint64_t ticks)
{
	uint64_t frequency = smpboot_arch_frequency();

	if (frequency == 0)
		return 0;
	/* In two parts: ticks * 1000000 alone overflows after some hours. */
	return ticks / frequency * 1000000 + ticks % frequency * 1000000 / frequency;
}
