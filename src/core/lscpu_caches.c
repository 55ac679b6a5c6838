/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of smpboot_lscpu(): what differs, and the caches, once for each kind of CPU.
 */
#include "cache.h"
#include "page.h"
#include "self.h"
#include "shared.h"

/* Kinds of CPU, by their caches, that are shown. */
#define MAX_KINDS 8

static void put_difference(struct smpboot_page *page, unsigned int id,
                           const struct smpboot_difference *difference)
{
	smpboot_page_string(page, "CPU ");
	smpboot_page_decimal(page, id);
	smpboot_page_string(page, " differs from CPU 0, ");
	smpboot_page_string(page, smpboot_difference_name(difference->worst));
	smpboot_page_string(page, ": ");
	smpboot_page_string(page, smpboot_register_name(difference->reg));
	smpboot_page_string(page, "[");
	smpboot_page_decimal(page, difference->shift + difference->width - 1);
	smpboot_page_string(page, ":");
	smpboot_page_decimal(page, difference->shift);
	smpboot_page_string(page, "] is ");
	smpboot_page_hex(page, difference->value);
	smpboot_page_string(page, ", not ");
	smpboot_page_hex(page, difference->expected);
	smpboot_page_end_line(page);
}

void smpboot_lscpu_differences(struct smpboot_page *page)
{
	struct smpboot_difference difference;

	for (unsigned int id = 1; id < smpboot_self_count(); id++)
		if (smpboot_cpu_difference(id, &difference) == SMPBOOT_OK &&
		    difference.worst > SMPBOOT_DIFFERENCE_HARMLESS)
			put_difference(page, id, &difference);
}

static bool same_caches(unsigned int one, unsigned int other)
{
	uint64_t ones[SMPBOOT_CACHES];
	uint64_t others[SMPBOOT_CACHES];

	(void)smpboot_self_caches(one, ones);
	(void)smpboot_self_caches(other, others);
	for (unsigned int i = 0; i < SMPBOOT_CACHES; i++)
		if (ones[i] != others[i])
			return false;
	return true;
}

static void put_type(struct smpboot_page *page, enum smpboot_cache_type type)
{
	if (type == SMPBOOT_CACHE_INSTRUCTION)
		smpboot_page_string(page, " instruction");
	else
		smpboot_page_string(page, type == SMPBOOT_CACHE_DATA ? " data" : " unified");
}

static void put_size(struct smpboot_page *page, uint64_t size)
{
	smpboot_page_column(page, 19);
	if (size == 0) {
		smpboot_page_string(page, "-");
	} else if (size % (1u << 20) == 0) {
		smpboot_page_decimal(page, (int64_t)(size >> 20));
		smpboot_page_string(page, " MiB");
	} else {
		smpboot_page_decimal(page, (int64_t)(size >> 10));
		smpboot_page_string(page, " KiB");
	}
}

/* A number with what it counts, or "-". */
static void put_count(struct smpboot_page *page, size_t column, uint32_t count, const char *what)
{
	smpboot_page_column(page, column);
	smpboot_page_number(page, count != 0 ? (int64_t)count : -1);
	if (count != 0)
		smpboot_page_string(page, what);
}

static void put_shape(struct smpboot_page *page, const struct smpboot_cache *cache)
{
	put_count(page, 29, cache->line, "-byte lines");
	put_count(page, 46, cache->ways, " ways");
	put_count(page, 55, cache->sets, " sets");
	smpboot_page_column(page, 67);
	smpboot_page_string(page, cache->source == SMPBOOT_SOURCE_REGISTERS ? "registers" : "description");
}

static void put_range(struct smpboot_page *page, unsigned int first, unsigned int last)
{
	smpboot_page_decimal(page, first);
	if (last == first)
		return;
	smpboot_page_string(page, "-");
	smpboot_page_decimal(page, last);
}

/* CPUs that share a cache, as "0-3,8". */
static void put_sharers(struct smpboot_page *page, unsigned int id, unsigned int level)
{
	unsigned int count = smpboot_self_count();
	struct smpboot_topology place;
	const char *before = "by ";

	smpboot_page_column(page, 79);
	if (!smpboot_share_known(id, level)) {
		smpboot_page_string(page, "by -");
		return;
	}
	(void)smpboot_cpu_topology(id, &place);
	for (unsigned int first = 0; first < count; first++) {
		unsigned int end = first;

		while (end < count && smpboot_share(&place, id, end, level))
			end++;
		if (end == first)
			continue;
		smpboot_page_string(page, before);
		put_range(page, first, end - 1);
		before = ",";
		first = end;
	}
}

static void put_kind(struct smpboot_page *page, unsigned int id)
{
	struct smpboot_cache cache;

	if (smpboot_cpu_cache(id, 0, &cache) != SMPBOOT_OK)
		return;
	smpboot_page_string(page, "caches of CPU ");
	smpboot_page_decimal(page, id);
	smpboot_page_end_line(page);
	for (unsigned int i = 0; smpboot_cpu_cache(id, i, &cache) == SMPBOOT_OK; i++) {
		smpboot_page_string(page, "  L");
		smpboot_page_decimal(page, cache.level);
		put_type(page, cache.type);
		put_size(page, cache.size);
		put_shape(page, &cache);
		put_sharers(page, id, cache.level);
		smpboot_page_end_line(page);
	}
}

void smpboot_lscpu_caches(struct smpboot_page *page)
{
	unsigned int kinds[MAX_KINDS];
	unsigned int known = 0;

	for (unsigned int id = 0; id < smpboot_self_count() && known < MAX_KINDS; id++) {
		unsigned int kind = 0;

		while (kind < known && !same_caches(kinds[kind], id))
			kind++;
		if (kind < known)
			continue;
		kinds[known++] = id;
		put_kind(page, id);
	}
}
