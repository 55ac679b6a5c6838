/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The questions a kernel may ask of the table, from any CPU.
 */
#include "info.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"
#include "map.h"

static unsigned int count(void)
{
	return __atomic_load_n(&smpboot_machine.count, __ATOMIC_ACQUIRE);
}

static int64_t code_of(const struct smpboot_slot *slot)
{
	switch (slot->reason) {
	case SMPBOOT_REASON_NONE:
		return 0;
	case SMPBOOT_REASON_STARTING_REFUSED:
		return slot->hook_code;
	default:
		return slot->start_code;
	}
}

/*
 * Field by field, as this runs for every CPU that comes: a struct as a whole is a
 * call of memset() or memcpy(), which write byte by byte in many kernels.
 */
void smpboot_info_fill(unsigned int id, struct smpboot_cpu_info *info)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	info->state = smpboot_claim_state(smpboot_claim_read(slot));
	info->id = id;
	info->mpidr = smpboot_mpidr_of(id);
	info->method = slot->method_name[0] != '\0' ? slot->method_name : "none";
	info->stage = (enum smpboot_stage)__atomic_load_n(&slot->stage, __ATOMIC_RELAXED);
	info->reason = (enum smpboot_reason)slot->reason;
	info->code = code_of(slot);
	info->entry_el = slot->entry_el;
	info->context = slot->context;
	info->fault.esr = slot->fault.esr & ~(1ull << SMPBOOT_FAULT_THERE_BIT);
	info->fault.elr = slot->fault.elr;
	info->fault.far = slot->fault.far;
	info->stamps.asked = slot->stamps.asked;
	info->stamps.started = slot->stamps.started;
	info->stamps.entered = slot->stamps.entered;
	info->stamps.mmu_on = slot->stamps.mmu_on;
	info->stamps.in_c = slot->stamps.in_c;
	info->stamps.online = slot->stamps.online;
	info->stamps.main = slot->stamps.main;
}

enum smpboot_status smpboot_cpu(unsigned int id, struct smpboot_cpu_info *info)
{
	if (info == NULL)
		return SMPBOOT_ERR_NULL;
	if (count() == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (id >= count())
		return SMPBOOT_ERR_ID;
	smpboot_info_fill(id, info);
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
