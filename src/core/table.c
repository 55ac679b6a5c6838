/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPU table: adding CPUs, and what is known of each.
 */
#include "table.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"
#include "map.h"

#define NAME_SIZE SMPBOOT_METHOD_NAME_SIZE

/* Copies a method's name into its slot; false: it does not fit. */
static bool copy_name(char destination[NAME_SIZE], const char *source)
{
	size_t length = 0;

	while (source[length] != '\0')
		if (++length == NAME_SIZE)
			return false;
	for (size_t i = 0; i <= length; i++)
		destination[i] = source[i];
	return true;
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

static void add_secondary(unsigned int id, uint64_t mpidr, const struct smpboot_slot *description)
{
	smpboot_machine.slots[id] = *description;
	smpboot_map_insert(&smpboot_machine.map, id, mpidr);
	/* Last: other CPUs may be looking the table up. */
	__atomic_store_n(&smpboot_machine.count, id + 1, __ATOMIC_RELEASE);
}

/* The kernel's correction, where it has one. */
static struct smpboot_cpu_desc fix_up(const struct smpboot_cpu_desc *desc)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_cpu_desc fixed = *desc;

	if (ops != NULL && ops->fixup != NULL)
		ops->fixup(ops->context, &fixed);
	return fixed;
}

enum smpboot_status smpboot_add_cpu(const struct smpboot_cpu_desc *described, unsigned int *id)
{
	struct smpboot_slot slot = { 0 };
	struct smpboot_cpu_desc fixed;
	const struct smpboot_cpu_desc *desc = &fixed;
	unsigned int place;
	enum smpboot_status status;

	if (described == NULL)
		return SMPBOOT_ERR_NULL;
	status = smpboot_table_check_open();
	if (status != SMPBOOT_OK)
		return status;
	fixed = fix_up(described);
	status = check_desc(desc);
	if (status == SMPBOOT_OK && !copy_name(slot.method_name, desc->method != NULL ? desc->method : ""))
		status = SMPBOOT_ERR_METHOD;
	if (status == SMPBOOT_OK)
		status = choose_id(desc->mpidr, &place);
	if (status == SMPBOOT_ERR_FULL)
		smpboot_machine.dropped++;
	if (status != SMPBOOT_OK)
		return status;

	if (place == 0) {
		copy_name(smpboot_machine.slots[0].method_name, slot.method_name);
		smpboot_machine.boot_described = true;
	} else {
		bool disabled = desc->reason != SMPBOOT_REASON_NONE;

		slot.release_addr = desc->release_addr;
		slot.reason = desc->reason;
		slot.claim = smpboot_claim_word(0, disabled ? SMPBOOT_STATE_DISABLED : SMPBOOT_STATE_PRESENT);
		add_secondary(place, desc->mpidr, &slot);
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
		smpboot_machine.slots[0].method_name[0] = '\0';
}

bool smpboot_table_boot_described(void)
{
	return smpboot_machine.boot_described;
}
