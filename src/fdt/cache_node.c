/* SPDX-License-Identifier: BSD-2-Clause */
#include "cache_node.h"

#include <libfdt.h>

#include "core/describe.h"
#include "phandles.h"

/* Those of a CPU, and up to the last level that has a number in CLIDR_EL1. */
#define MAX_LEVEL  7
#define LEVEL_BITS 3

/* A property of a cache, whose name the cursor stands on behind "d-", "i-" or nothing. */
static void take_shape(struct smpboot_fdt_shape *shape, const struct smpboot_fdt_cursor *cursor)
{
	uint32_t value;

	if (!smpboot_fdt_read_cell(&cursor->value, &value))
		return;
	if (smpboot_fdt_named(cursor, "cache-size"))
		shape->size = value;
	else if (smpboot_fdt_named(cursor, "cache-line-size"))
		shape->line = value;
	else if (smpboot_fdt_named(cursor, "cache-block-size"))
		shape->line = shape->line != 0 ? shape->line : value;
	else if (smpboot_fdt_named(cursor, "cache-sets"))
		shape->sets = value;
}

/* The same for a name that has begun with 'd' or 'i'. */
static void take_split(struct smpboot_fdt_shape *shape, const struct smpboot_fdt_cursor *cursor)
{
	struct smpboot_fdt_cursor behind = *cursor;

	behind.name_offset += 2;
	if (behind.name_offset < behind.strings_size && behind.strings[behind.name_offset - 1] == '-')
		take_shape(shape, &behind);
}

static void take_cell(uint32_t *cell, const struct smpboot_fdt_cursor *cursor, const char *name)
{
	uint32_t value;

	if (smpboot_fdt_named(cursor, name) && smpboot_fdt_read_cell(&cursor->value, &value))
		*cell = value;
}

static void take_cache(struct smpboot_fdt_caches *caches, const struct smpboot_fdt_cursor *cursor)
{
	take_cell(&caches->level, cursor, "cache-level");
	take_shape(&caches->unified, cursor);
	if (smpboot_fdt_named(cursor, "cache-level") || smpboot_fdt_named(cursor, "cache-unified"))
		caches->is_cache = true;
}

/* By the first letter: most properties of a tree are none of these. */
void smpboot_fdt_cache_property(struct smpboot_fdt_caches *caches, const struct smpboot_fdt_cursor *cursor)
{
	switch (cursor->strings[cursor->name_offset]) {
	case 'p':
		take_cell(&caches->phandle, cursor, "phandle");
		break;
	case 'l':
		take_cell(&caches->phandle, cursor, "linux,phandle");
		break;
	case 'n':
		take_cell(&caches->next, cursor, "next-level-cache");
		break;
	case 'c':
		take_cache(caches, cursor);
		break;
	case 'd':
		take_split(&caches->data, cursor);
		break;
	case 'i':
		take_split(&caches->instruction, cursor);
		break;
	default:
		break;
	}
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
	uint64_t way = (uint64_t)shape->line * shape->sets;
	struct smpboot_cache cache = {
		.level = level,
		.type = type,
		.size = shape->size,
		.line = shape->line,
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
	bool begun = false;

	/* Up to its first subnode, or its end. */
	while (smpboot_fdt_next(&at) == SMPBOOT_OK && at.tag != FDT_END_NODE && at.tag != FDT_END) {
		if (at.tag == FDT_BEGIN_NODE && begun)
			break;
		begun = true;
		if (at.tag == FDT_PROP)
			smpboot_fdt_cache_property(&caches, &at);
	}
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

void smpboot_fdt_cache_connect(const struct smpboot_fdt_cursor *cursor, unsigned int first, unsigned int end)
{
	for (unsigned int id = first; id < end; id++)
		connect(cursor, id);
	/* Last: what the boot CPU's registers have told leaves no room for what others could copy. */
	connect(cursor, 0);
}
