/* SPDX-License-Identifier: BSD-2-Clause */
#include "phandles.h"

#include <stddef.h>

#include "core/describe.h"

/* A pair of words: the phandle, 0 for none, and what it stands for, kind and number. */
struct entry {
	uint32_t phandle;
	uint32_t meaning;
};

#define PER_RECORD (SMPBOOT_SELF_SCRATCH * sizeof(uint32_t) / sizeof(struct entry))
#define KIND_BITS  2
#define MAX_NUMBER (UINT32_MAX >> KIND_BITS)
#define MAX_STEPS  32 /* a tree cannot make look-ups long */

/* Small tables have fewer records than caches and CPUs: some room of our own helps. */
#define OWN_ENTRIES 64
static struct entry own[OWN_ENTRIES];

static size_t table_size(void)
{
	return OWN_ENTRIES + (size_t)(smpboot_describe_records() - 1) * PER_RECORD;
}

static struct entry *entry_at(size_t index)
{
	uint32_t *words;

	if (index < OWN_ENTRIES)
		return &own[index];
	index -= OWN_ENTRIES;
	words = smpboot_describe_scratch((unsigned int)(index / PER_RECORD) + 1);
	return (struct entry *)(void *)(words + index % PER_RECORD * 2);
}

void smpboot_fdt_phandles_start(void)
{
	for (size_t i = 0; i < OWN_ENTRIES; i++)
		own[i] = (struct entry){ 0 };
	smpboot_describe_end();
}

/* Knuth's multiplicative hash, scaled to the table: compilers count phandles up from 1. */
static size_t first_step(uint32_t phandle, size_t size)
{
	return (size_t)((uint64_t)(phandle * 2654435769u) * size >> 32);
}

/* Where the phandle is, or else a free entry, or NULL. */
static struct entry *look_up(uint32_t phandle)
{
	size_t size = table_size();
	size_t index = first_step(phandle, size);

	for (unsigned int step = 0; step < MAX_STEPS; step++) {
		struct entry *entry = entry_at(index);

		if (entry->phandle == phandle || entry->phandle == 0)
			return entry;
		index = index + 1 < size ? index + 1 : 0;
	}
	return NULL;
}

void smpboot_fdt_phandles_add(uint32_t phandle, enum smpboot_fdt_target target, uint32_t number)
{
	struct entry *entry = phandle != 0 && number <= MAX_NUMBER ? look_up(phandle) : NULL;

	if (entry != NULL && entry->phandle == 0)
		*entry = (struct entry){ phandle, number << KIND_BITS | (uint32_t)target };
}

enum smpboot_fdt_target smpboot_fdt_phandles_find(uint32_t phandle, uint32_t *number)
{
	const struct entry *entry = phandle != 0 ? look_up(phandle) : NULL;

	if (entry == NULL || entry->phandle == 0)
		return SMPBOOT_FDT_NOTHING;
	*number = entry->meaning >> KIND_BITS;
	return (enum smpboot_fdt_target)(entry->meaning & ((1u << KIND_BITS) - 1));
}

void smpboot_fdt_phandles_change(uint32_t phandle, enum smpboot_fdt_target target, uint32_t number)
{
	struct entry *entry = phandle != 0 && number <= MAX_NUMBER ? look_up(phandle) : NULL;

	if (entry != NULL && entry->phandle != 0)
		entry->meaning = number << KIND_BITS | (uint32_t)target;
}
