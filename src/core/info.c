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

enum smpboot_status smpboot_cpu(unsigned int id, struct smpboot_cpu_info *info)
{
	if (info == NULL)
		return SMPBOOT_ERR_NULL;
	if (count() == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (id >= count())
		return SMPBOOT_ERR_ID;
	smpboot_info_fill(&smpboot_machine.slots[id], id, info);
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
	unsigned int in[16] = { 0 }; /* a state is one of twelve, and an index must be one whatever it is */
	unsigned int cpus = count();
	const struct smpboot_slot *slots = smpboot_machine.slots;

	for (unsigned int id = 0; id < cpus; id++)
		in[smpboot_claim_state(smpboot_claim_read(&slots[id])) % 16]++;
	return (struct smpboot_counts){
		.cpus = cpus,
		.online = in[SMPBOOT_STATE_ONLINE] + in[SMPBOOT_STATE_ACTIVE] + in[SMPBOOT_STATE_SUSPENDED],
		.failed = in[SMPBOOT_STATE_FAILED] + in[SMPBOOT_STATE_ABANDONED],
		.disabled = in[SMPBOOT_STATE_DISABLED],
		.dropped = smpboot_machine.dropped,
	};
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
