/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Set-up: divides the kernel's storage and takes the kernel's hooks.
 */
#include "machine.h"

#include "arch.h"
#include "claim.h"
#include "map.h"
#include "optional.h"
#include "storage.h"

struct smpboot_machine smpboot_machine;

/* On its own cache lines: what is cleaned for the entry code is then all that the lines hold. */
_Alignas(64) struct smpboot_boot_args smpboot_boot_args;

static void add_boot_cpu(uint64_t mpidr)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[0];

	*slot = (struct smpboot_slot){
		/* Its start was the first, whoever made it. */
		.claim = smpboot_claim_word(1, SMPBOOT_STATE_ACTIVE),
		.entry_el = smpboot_arch_level(),
		.stage = SMPBOOT_STAGE_MAIN,
	};
	smpboot_arch_clean_word(&slot->claim);
	smpboot_map_insert(&smpboot_machine.map, 0, mpidr);
	smpboot_machine.count = 1;
}

enum smpboot_status smpboot_init(struct smpboot_cpu *cpus, size_t count)
{
	struct smpboot_storage storage;
	unsigned int level = smpboot_arch_level();
	enum smpboot_status status;

	if (cpus == NULL)
		return SMPBOOT_ERR_NULL;
	if (smpboot_machine.started)
		return SMPBOOT_ERR_BUSY;
	if (level != 1 && level != 2)
		return SMPBOOT_ERR_LEVEL;
	if (smpboot_arch_frequency() == 0)
		return SMPBOOT_ERR_COUNTER;
	status = smpboot_storage_divide(cpus, count, smpboot_arch_granule(), &storage);
	if (status != SMPBOOT_OK)
		return status;

	smpboot_machine = (struct smpboot_machine){
		.slots = storage.slots,
		.map = { .hwids = storage.hwids, .ids = storage.ids, .capacity = storage.capacity },
		.selves = storage.selves,
		.early = storage.early,
		.capacity = storage.capacity,
		.coherent = smpboot_arch_coherent(),
		.epoch = smpboot_arch_now(),
		.frequency = smpboot_arch_frequency(),
	};
	smpboot_boot_args = (struct smpboot_boot_args){
		.magic = SMPBOOT_RECORD_MAGIC,
		.version = SMPBOOT_RECORD_VERSION,
		.map_pa = storage.ids_pa,
		.hwids_pa = storage.hwids_pa,
		.slots_pa = storage.slots_pa,
		.early_pa = storage.early_pa,
		.slots_va = (uintptr_t)storage.slots,
	};
	smpboot_storage_clear_early(&storage);
	add_boot_cpu(smpboot_arch_mpidr());
	for (unsigned int id = 0; id < storage.capacity; id++)
		storage.selves[id] = (struct smpboot_self){ 0 };
	if (smpboot_optional.boot != NULL)
		smpboot_optional.boot();
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_register_ops(const struct smpboot_ops *ops)
{
	enum smpboot_status status = smpboot_check_boot_cpu();

	if (ops == NULL)
		return SMPBOOT_ERR_NULL;
	if (status != SMPBOOT_OK)
		return status;
	if (smpboot_machine.started)
		return SMPBOOT_ERR_BUSY;
	if (ops->prepare == NULL || ops->main == NULL)
		return SMPBOOT_ERR_HOOK;
	smpboot_machine.ops = ops;
	return SMPBOOT_OK;
}

static enum smpboot_state state_of(unsigned int id)
{
	return smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));
}

enum smpboot_status smpboot_check_caller(void)
{
	enum smpboot_status status = smpboot_check_boot_cpu();
	unsigned int self;

	if (status != SMPBOOT_ERR_NOT_BOOT_CPU)
		return status;
	self = smpboot_this_cpu();
	if (self == SMPBOOT_NO_CPU || state_of(0) == SMPBOOT_STATE_ACTIVE ||
	    state_of(self) != SMPBOOT_STATE_ACTIVE)
		return SMPBOOT_ERR_NOT_BOOT_CPU;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_check_boot_cpu(void)
{
	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (smpboot_arch_mpidr() != smpboot_mpidr_of(0))
		return SMPBOOT_ERR_NOT_BOOT_CPU;
	return SMPBOOT_OK;
}
