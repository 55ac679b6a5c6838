/* SPDX-License-Identifier: BSD-2-Clause */
#include "cache.h"

/*
 * A word: level, type, whether registers told it, log2 of the line, and then either
 * ways and sets, each less 1, or, where those are not both known, the size.
 */
#define LEVEL_SHIFT   0
#define TYPE_SHIFT    3
#define SOURCE_SHIFT  5
#define SIZED_SHIFT   6
#define LINE_SHIFT    7
#define WAYS_SHIFT    11
#define SETS_SHIFT    32
#define SIZE_SHIFT    11
#define MAX_LINE_LOG2 15
#define MAX_WAYS      (1u << 21)
#define MAX_SETS      (1u << 24)
#define MAX_SIZE      (1ull << 48)

/* CLIDR_EL1.Ctype<n> */
#define CTYPE_INSTRUCTION 1
#define CTYPE_DATA        2
#define CTYPE_SEPARATE    3
#define CTYPE_UNIFIED     4
#define LEVELS            7

static uint64_t bits(uint64_t word, unsigned int shift, unsigned int size)
{
	return (word >> shift) & ((1ull << size) - 1);
}

/* 0 for what is no power of two, or too large to be kept: the line is not known then. */
static unsigned int log2_of_line(uint32_t line)
{
	for (unsigned int i = 1; i <= MAX_LINE_LOG2; i++)
		if (line == 1u << i)
			return i;
	return 0;
}

uint64_t smpboot_cache_pack(const struct smpboot_cache *cache)
{
	unsigned int line = log2_of_line(cache->line);
	uint64_t word = (uint64_t)cache->level << LEVEL_SHIFT | (uint64_t)cache->type << TYPE_SHIFT |
	                (uint64_t)(cache->source == SMPBOOT_SOURCE_REGISTERS) << SOURCE_SHIFT |
	                (uint64_t)line << LINE_SHIFT;

	if (line != 0 && cache->ways - 1 < MAX_WAYS && cache->sets - 1 < MAX_SETS)
		return word | (uint64_t)(cache->ways - 1) << WAYS_SHIFT |
		       (uint64_t)(cache->sets - 1) << SETS_SHIFT;
	word |= 1ull << SIZED_SHIFT;
	return cache->size < MAX_SIZE ? word | cache->size << SIZE_SHIFT : word;
}

struct smpboot_cache smpboot_cache_unpack(uint64_t word)
{
	unsigned int line = (unsigned int)bits(word, LINE_SHIFT, 4);
	struct smpboot_cache cache = {
		.level = (unsigned int)bits(word, LEVEL_SHIFT, 3),
		.type = (enum smpboot_cache_type)bits(word, TYPE_SHIFT, 2),
		.source = bits(word, SOURCE_SHIFT, 1) != 0 ? SMPBOOT_SOURCE_REGISTERS :
		                                             SMPBOOT_SOURCE_DESCRIPTION,
		.line = line != 0 ? 1u << line : 0,
	};

	if (bits(word, SIZED_SHIFT, 1) != 0) {
		cache.size = bits(word, SIZE_SHIFT, 48);
	} else {
		cache.ways = (uint32_t)bits(word, WAYS_SHIFT, 21) + 1;
		cache.sets = (uint32_t)bits(word, SETS_SHIFT, 24) + 1;
		cache.size = (uint64_t)cache.ways * cache.sets * cache.line;
	}
	return cache;
}

static unsigned int ctype(uint64_t clidr, unsigned int level)
{
	return (unsigned int)bits(clidr, (level - 1) * 3, 3);
}

unsigned int smpboot_cache_selectors(uint64_t clidr, struct smpboot_cache_register cache[SMPBOOT_CACHES])
{
	unsigned int count = 0;

	/* Behind the first level without a cache there is none (Arm ARM, CLIDR_EL1). */
	for (unsigned int level = 1; level <= LEVELS && ctype(clidr, level) != 0; level++) {
		unsigned int type = ctype(clidr, level);
		unsigned int data = (level - 1) << 1;

		if (type != CTYPE_INSTRUCTION && count < SMPBOOT_CACHES)
			cache[count++].selector = data;
		if ((type == CTYPE_INSTRUCTION || type == CTYPE_SEPARATE) && count < SMPBOOT_CACHES)
			cache[count++].selector = data | 1;
	}
	return count;
}

struct smpboot_cache smpboot_cache_decode(uint64_t clidr, const struct smpboot_cache_register *reg,
                                          bool ccidx)
{
	struct smpboot_cache cache = {
		.level = (unsigned int)(reg->selector >> 1) + 1,
		.type = (reg->selector & 1) != 0 ? SMPBOOT_CACHE_INSTRUCTION : SMPBOOT_CACHE_DATA,
		.source = SMPBOOT_SOURCE_REGISTERS,
		.line = 16u << bits(reg->ccsidr, 0, 3),
		.ways = (uint32_t)bits(reg->ccsidr, 3, ccidx ? 21 : 10) + 1,
		.sets = (uint32_t)(ccidx ? bits(reg->ccsidr, 32, 24) : bits(reg->ccsidr, 13, 15)) + 1,
	};

	if (ctype(clidr, cache.level) >= CTYPE_UNIFIED)
		cache.type = SMPBOOT_CACHE_UNIFIED;
	cache.size = (uint64_t)cache.ways * cache.sets * cache.line;
	return cache;
}

/* Where in a list a cache belongs: data, or unified, before instruction. */
static unsigned int rank(const struct smpboot_cache *cache)
{
	return cache->level * 2 + (cache->type == SMPBOOT_CACHE_INSTRUCTION);
}

bool smpboot_cache_insert(uint64_t list[SMPBOOT_CACHES], const struct smpboot_cache *cache)
{
	unsigned int count = 0;
	unsigned int place = 0;

	for (; count < SMPBOOT_CACHES && list[count] != 0; count++) {
		struct smpboot_cache there = smpboot_cache_unpack(list[count]);

		if (rank(&there) == rank(cache))
			return false;
		place += rank(&there) < rank(cache);
	}
	if (place == SMPBOOT_CACHES)
		return false;
	/* In a list that is full, the one that is furthest out gives way. */
	for (unsigned int i = count < SMPBOOT_CACHES ? count : SMPBOOT_CACHES - 1; i > place; i--)
		list[i] = list[i - 1];
	list[place] = smpboot_cache_pack(cache);
	return true;
}

static bool has_level(const uint64_t list[SMPBOOT_CACHES], const struct smpboot_cache *cache)
{
	for (unsigned int i = 0; i < SMPBOOT_CACHES && list[i] != 0; i++) {
		struct smpboot_cache there = smpboot_cache_unpack(list[i]);

		if (there.level == cache->level && there.source != cache->source)
			return true;
	}
	return false;
}

void smpboot_cache_merge(uint64_t list[SMPBOOT_CACHES], const uint64_t from[SMPBOOT_CACHES],
                         enum smpboot_source source)
{
	for (unsigned int i = 0; i < SMPBOOT_CACHES && from[i] != 0; i++) {
		struct smpboot_cache cache = smpboot_cache_unpack(from[i]);

		if (cache.source == source && !has_level(list, &cache))
			(void)smpboot_cache_insert(list, &cache);
	}
}
