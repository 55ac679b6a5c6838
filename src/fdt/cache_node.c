/* SPDX-License-Identifier: BSD-2-Clause */
#include "cache_node.h"

#include <libfdt.h>

#include "core/describe.h"
#include "phandles.h"

/* Those of a CPU, and up to the last level that has a number in CLIDR_EL1. */
#define MAX_LEVEL  7
#define LEVEL_BITS 3

/* The cell that a property is, or NULL for one of no interest. */
static uint32_t *cell_of(struct smpboot_fdt_caches *caches, enum smpboot_fdt_name name)
{
	switch (name) {
	case SMPBOOT_FDT_NAME_PHANDLE:
	case SMPBOOT_FDT_NAME_OLD_PHANDLE:
		return &caches->phandle;
	case SMPBOOT_FDT_NAME_NEXT_LEVEL:
		return &caches->next;
	case SMPBOOT_FDT_NAME_CACHE_LEVEL:
		return &caches->level;
	case SMPBOOT_FDT_NAME_CACHE_SIZE:
		return &caches->unified.size;
	case SMPBOOT_FDT_NAME_CACHE_LINE:
		return &caches->unified.line;
	case SMPBOOT_FDT_NAME_CACHE_BLOCK:
		return &caches->unified.block;
	case SMPBOOT_FDT_NAME_CACHE_SETS:
		return &caches->unified.sets;
	case SMPBOOT_FDT_NAME_DATA_SIZE:
		return &caches->data.size;
	case SMPBOOT_FDT_NAME_DATA_LINE:
		return &caches->data.line;
	case SMPBOOT_FDT_NAME_DATA_BLOCK:
		return &caches->data.block;
	case SMPBOOT_FDT_NAME_DATA_SETS:
		return &caches->data.sets;
	case SMPBOOT_FDT_NAME_INSTRUCTION_SIZE:
		return &caches->instruction.size;
	case SMPBOOT_FDT_NAME_INSTRUCTION_LINE:
		return &caches->instruction.line;
	case SMPBOOT_FDT_NAME_INSTRUCTION_BLOCK:
		return &caches->instruction.block;
	case SMPBOOT_FDT_NAME_INSTRUCTION_SETS:
		return &caches->instruction.sets;
	default:
		return NULL;
	}
}

void smpboot_fdt_cache_property(struct smpboot_fdt_caches *caches, enum smpboot_fdt_name name,
                                const struct smpboot_fdt_value *value)
{
	uint32_t *cell = cell_of(caches, name);

	if (cell != NULL)
		(void)smpboot_fdt_read_cell(value, cell);
	if (name == SMPBOOT_FDT_NAME_CACHE_LEVEL || name == SMPBOOT_FDT_NAME_CACHE_UNIFIED)
		caches->is_cache = true;
}

void smpboot_fdt_cache_close(const struct smpboot_fdt_caches *caches, int node_offset)
{
	if (caches->is_cache)
		smpboot_fdt_phandles_add(caches->phandle, SMPBOOT_FDT_CACHE,
		                         (uint32_t)node_offset / FDT_TAGSIZE);
}

static void describe(unsigned int id, unsigned int level, enum smpboot_cache_type type,
                     const struct smpboot_fdt_shape *shape)
{
	uint32_t line = shape->line != 0 ? shape->line : shape->block;
	uint64_t way = (uint64_t)line * shape->sets;
	struct smpboot_cache cache = {
		.level = level,
		.type = type,
		.size = shape->size,
		.line = line,
		.sets = shape->sets,
	};

	if (shape->size == 0)
		return;
	/* Ways that do not come out even are not known. */
	if (way != 0 && shape->size % way == 0)
		cache.ways = (uint32_t)(shape->size / way);
	smpboot_describe_cache(id, cache);
}

static void describe_all(unsigned int id, unsigned int level, const struct smpboot_fdt_caches *caches)
{
	describe(id, level, SMPBOOT_CACHE_DATA, &caches->data);
	describe(id, level, SMPBOOT_CACHE_INSTRUCTION, &caches->instruction);
	if (caches->data.size == 0 && caches->instruction.size == 0)
		describe(id, level, SMPBOOT_CACHE_UNIFIED, &caches->unified);
}

void smpboot_fdt_cache_close_cpu(const struct smpboot_fdt_caches *caches, unsigned int id)
{
	smpboot_fdt_phandles_add(caches->phandle, SMPBOOT_FDT_CPU, id);
	describe_all(id, 1, caches);
	*smpboot_describe_link(id) = caches->next;
}

static struct smpboot_fdt_caches read_node(const struct smpboot_fdt_cursor *cursor, uint32_t number)
{
	struct smpboot_fdt_cursor at = smpboot_fdt_reopen(cursor, (int)(number * FDT_TAGSIZE));
	struct smpboot_fdt_caches caches = { 0 };

	smpboot_fdt_step(&at);
	/* Up to its first subnode, or its end. */
	for (smpboot_fdt_step(&at); at.tag == FDT_PROP || at.tag == FDT_NOP; smpboot_fdt_step(&at))
		if (at.tag == FDT_PROP)
			smpboot_fdt_cache_property(&caches, smpboot_fdt_name_of(&at), &at.value);
	return caches;
}

/* A cache that has been read: who has it, and its level. */
static uint32_t as_read(unsigned int id, unsigned int level)
{
	return id << LEVEL_BITS | level;
}

/*
 * One step of a CPU's chain of caches, from *level to a higher one. False: the
 * chain ends there; or another CPU has been through, and all is known.
 */
static bool follow(const struct smpboot_fdt_cursor *cursor, unsigned int id, unsigned int *level,
                   uint32_t *phandle)
{
	struct smpboot_fdt_caches caches;
	uint32_t number;

	switch (smpboot_fdt_phandles_find(*phandle, &number)) {
	case SMPBOOT_FDT_CACHE:
		break;
	case SMPBOOT_FDT_CACHE_READ:
		if (number % (1u << LEVEL_BITS) > *level)
			smpboot_describe_as(id, number % (1u << LEVEL_BITS), number >> LEVEL_BITS);
		return false;
	default:
		return false;
	}
	caches = read_node(cursor, number);
	if (caches.level == 0)
		caches.level = *level + 1;
	if (caches.level <= *level || caches.level > MAX_LEVEL)
		return false;
	*level = caches.level;
	describe_all(id, *level, &caches);
	smpboot_describe_leader(id, *level, id);
	smpboot_fdt_phandles_change(*phandle, SMPBOOT_FDT_CACHE_READ, as_read(id, *level));
	*phandle = caches.next;
	return true;
}

/* It ends: each cache is of a higher level than the one before. */
static void connect(const struct smpboot_fdt_cursor *cursor, unsigned int id)
{
	uint32_t phandle = *smpboot_describe_link(id);
	unsigned int level = 1;

	*smpboot_describe_link(id) = 0;
	while (follow(cursor, id, &level, &phandle))
		;
}

void smpboot_fdt_cache_connect(const struct smpboot_fdt_cursor *cursor, unsigned int count)
{
	for (unsigned int id = 1; id < count; id++)
		connect(cursor, id);
	/* Last: what the boot CPU's registers have told leaves no room for what others could copy. */
	connect(cursor, 0);
}
