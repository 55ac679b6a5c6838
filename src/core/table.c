/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPU table: adding CPUs, and what is known of each.
 */
#include "table.h"

#include "arch.h"
#include "claim.h"
#include "clear.h"
#include "machine.h"
#include "map.h"

static bool name_fits(const char *name)
{
	size_t length = 0;

	while (name[length] != '\0')
		if (++length == SMPBOOT_METHOD_NAME_SIZE)
			return false;
	return true;
}

/* Gives a CPU its method: by name, since that may be registered later. */
static void name_method(struct smpboot_slot *slot, const char *name)
{
	size_t i = 0;

	do
		slot->method_name[i] = name[i];
	while (name[i++] != '\0');
	slot->method = smpboot_method_find(name);
}

enum smpboot_status smpboot_table_check_open(void)
{
	enum smpboot_status status = smpboot_check_boot_cpu();

	if (status != SMPBOOT_OK)
		return status;
	return smpboot_machine.started ? SMPBOOT_ERR_BUSY : SMPBOOT_OK;
}

static enum smpboot_status check_desc(const struct smpboot_cpu_desc *desc)
{
	if ((desc->mpidr & ~SMPBOOT_MPIDR_AFFINITY) != 0)
		return SMPBOOT_ERR_MPIDR;
	switch (desc->reason) {
	case SMPBOOT_REASON_NONE:
	case SMPBOOT_REASON_STATUS_FAIL:
	case SMPBOOT_REASON_STATUS_DISABLED:
		return SMPBOOT_OK;
	default:
		return SMPBOOT_ERR_OPTION;
	}
}

/* Where the CPU goes: the boot CPU's slot, or the next free one. */
static enum smpboot_status choose_id(uint64_t mpidr, unsigned int *id)
{
	unsigned int known = smpboot_map_find(&smpboot_machine.map, smpboot_machine.count, mpidr);

	if (known == 0 && !smpboot_machine.boot_described) {
		*id = 0;
		return SMPBOOT_OK;
	}
	if (known != SMPBOOT_NO_CPU)
		return SMPBOOT_ERR_DUPLICATE;
	if (smpboot_machine.count == smpboot_machine.capacity)
		return SMPBOOT_ERR_FULL;
	*id = smpboot_machine.count;
	return SMPBOOT_OK;
}

static void add_secondary(unsigned int id, const struct smpboot_cpu_desc *desc, const char *method)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	bool disabled = desc->reason != SMPBOOT_REASON_NONE;

	smpboot_clear(slot, sizeof(*slot));
	name_method(slot, method);
	slot->release_addr = desc->release_addr;
	slot->reason = desc->reason;
	slot->claim = smpboot_claim_word(0, disabled ? SMPBOOT_STATE_DISABLED : SMPBOOT_STATE_PRESENT);
	/* For the entry code, which reads it with its caches off: a CPU may come that nobody has asked for. */
	smpboot_arch_clean_word(&slot->claim);
	smpboot_map_insert(&smpboot_machine.map, id, desc->mpidr);
	/* Last: other CPUs may be looking the table up. */
	__atomic_store_n(&smpboot_machine.count, id + 1, __ATOMIC_RELEASE);
}

struct smpboot_cpu_desc smpboot_table_fix_up(const struct smpboot_cpu_desc *desc)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_cpu_desc fixed = *desc;

	if (ops != NULL && ops->fixup != NULL)
		ops->fixup(ops->context, &fixed);
	return fixed;
}

enum smpboot_status smpboot_add_cpu(const struct smpboot_cpu_desc *described, unsigned int *id)
{
	struct smpboot_cpu_desc desc;
	const char *method;
	unsigned int place;
	enum smpboot_status status;

	if (described == NULL)
		return SMPBOOT_ERR_NULL;
	status = smpboot_table_check_open();
	if (status != SMPBOOT_OK)
		return status;
	desc = smpboot_table_fix_up(described);
	method = desc.method != NULL ? desc.method : "";
	status = check_desc(&desc);
	if (status == SMPBOOT_OK && !name_fits(method))
		status = SMPBOOT_ERR_METHOD;
	if (status == SMPBOOT_OK)
		status = choose_id(desc.mpidr, &place);
	if (status == SMPBOOT_ERR_FULL)
		smpboot_machine.dropped++;
	if (status != SMPBOOT_OK)
		return status;

	if (place == 0) {
		name_method(&smpboot_machine.slots[0], method);
		smpboot_machine.boot_described = true;
	} else {
		add_secondary(place, &desc, method);
	}
	if (id != NULL)
		*id = place;
	return SMPBOOT_OK;
}

struct smpboot_table_mark smpboot_table_mark(void)
{
	return (struct smpboot_table_mark){
		.count = smpboot_machine.count,
		.dropped = smpboot_machine.dropped,
		.boot_described = smpboot_machine.boot_described,
	};
}

void smpboot_table_rollback(const struct smpboot_table_mark *mark)
{
	smpboot_map_truncate(&smpboot_machine.map, smpboot_machine.count, mark->count);
	smpboot_machine.count = mark->count;
	smpboot_machine.dropped = mark->dropped;
	smpboot_machine.boot_described = mark->boot_described;
	if (!mark->boot_described)
		name_method(&smpboot_machine.slots[0], "");
}

bool smpboot_table_boot_described(void)
{
	return smpboot_machine.boot_described;
}
