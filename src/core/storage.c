/* SPDX-License-Identifier: BSD-2-Clause */
#include "storage.h"

#include "arch.h"
#include "map.h"
#include "physical.h"

#define LAST_PAGE (UINTPTR_MAX - 4095)

static uintptr_t align_up(uintptr_t value, size_t alignment)
{
	return (value + alignment - 1) & ~(uintptr_t)(alignment - 1);
}

enum smpboot_status smpboot_storage_divide(struct smpboot_cpu *cpus, size_t count, size_t granule,
                                           struct smpboot_storage *storage)
{
	uintptr_t start = (uintptr_t)cpus;
	uintptr_t end;
	uintptr_t hwids;
	uintptr_t ids;
	uintptr_t selves;
	uintptr_t early;
	uint64_t pa;

	/* SMPBOOT_NO_CPU must not be an id; nothing may lie in the last page, so that no sum here wraps. */
	if (count == 0 || count >= SMPBOOT_NO_CPU || start > LAST_PAGE ||
	    count > (LAST_PAGE - start) / sizeof(*cpus))
		return SMPBOOT_ERR_STORAGE;
	if (start % _Alignof(struct smpboot_cpu) != 0)
		return SMPBOOT_ERR_STORAGE;
	end = start + count * sizeof(*cpus);
	hwids = start + count * sizeof(struct smpboot_slot);
	ids = hwids + count * sizeof(uint64_t);
	selves = ids + count * SMPBOOT_MAP_IDS_PER_CPU * sizeof(uint32_t);
	early = align_up(selves + count * sizeof(struct smpboot_self), granule);
	/* A table for the boot CPU alone has nobody to write an early record. */
	if (count > 1 &&
	    (early > end || align_up(early + (count + 1) * sizeof(struct smpboot_early), granule) > end))
		return SMPBOOT_ERR_STORAGE;
	if (!smpboot_physical_block(cpus, end - start, &pa))
		return SMPBOOT_ERR_STORAGE;

	*storage = (struct smpboot_storage){
		.slots = (struct smpboot_slot *)start,
		.hwids = (uint64_t *)hwids,
		.ids = (uint32_t *)ids,
		.selves = (struct smpboot_self *)selves,
		.early = count > 1 ? (struct smpboot_early *)early : NULL,
		.slots_pa = pa,
		.hwids_pa = pa + (hwids - start),
		.ids_pa = pa + (ids - start),
		.early_pa = count > 1 ? pa + (early - start) : 0,
		.capacity = (unsigned int)count,
	};
	return SMPBOOT_OK;
}

void smpboot_storage_clear_early(const struct smpboot_storage *storage)
{
	size_t size = ((size_t)storage->capacity + 1) * sizeof(*storage->early);

	if (storage->early == NULL)
		return;
	for (unsigned int i = 0; i <= storage->capacity; i++)
		storage->early[i] = (struct smpboot_early){ 0 };
	/*
	 * No dirty line may be left, nor in what fills the last granule: its
	 * write-back would undo what a CPU with its MMU off stores there later.
	 */
	smpboot_arch_clean_invalidate(storage->early, align_up(size, smpboot_arch_granule()));
}
