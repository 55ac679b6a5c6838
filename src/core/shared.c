/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The caches of a CPU, and with whom it shares them.
 */
#include "shared.h"
#include "cache.h"
#include "machine.h"
#include "self.h"

enum smpboot_status smpboot_cpu_cache(unsigned int id, unsigned int index, struct smpboot_cache *out)
{
	enum smpboot_status status = smpboot_self_check(id, out);
	uint64_t caches[SMPBOOT_CACHES];

	if (status != SMPBOOT_OK)
		return status;
	if (index >= smpboot_self_caches(id, caches))
		return SMPBOOT_ERR_UNKNOWN;
	*out = smpboot_cache_unpack(caches[index]);
	return SMPBOOT_OK;
}

/* Threads of the same core. Without threads, or where nobody tells of them, a core is one CPU. */
static bool same_core(const struct smpboot_topology *one, unsigned int id, unsigned int other_id)
{
	struct smpboot_topology other;

	if (other_id == id)
		return true;
	if (one->thread == SMPBOOT_UNKNOWN || smpboot_cpu_topology(other_id, &other) != SMPBOOT_OK)
		return false;
	if (other.thread == SMPBOOT_UNKNOWN || other.source != one->source || other.socket != one->socket ||
	    other.core != one->core)
		return false;
	for (unsigned int i = 0; i < SMPBOOT_CLUSTER_LEVELS; i++)
		if (other.cluster[i] != one->cluster[i])
			return false;
	return true;
}

bool smpboot_share_known(unsigned int id, unsigned int level)
{
	unsigned int index = level - SMPBOOT_SHARED_FIRST;

	return level == 1 || (index < SMPBOOT_SHARED_LEVELS && smpboot_machine.selves[id].leader[index] != 0);
}

bool smpboot_share(const struct smpboot_topology *place, unsigned int id, unsigned int other,
                   unsigned int level)
{
	unsigned int index = level - SMPBOOT_SHARED_FIRST;

	if (level == 1)
		return same_core(place, id, other);
	return smpboot_machine.selves[other].leader[index] == smpboot_machine.selves[id].leader[index];
}

enum smpboot_status smpboot_cache_shared(unsigned int id, unsigned int index, uint64_t *mask, size_t words)
{
	struct smpboot_cache cache;
	struct smpboot_topology place;
	unsigned int count = smpboot_self_count();
	enum smpboot_status status = mask != NULL ? smpboot_cpu_cache(id, index, &cache) : SMPBOOT_ERR_NULL;

	if (status != SMPBOOT_OK)
		return status;
	if (words < SMPBOOT_MASK_WORDS(count))
		return SMPBOOT_ERR_FULL;
	if (!smpboot_share_known(id, cache.level))
		return SMPBOOT_ERR_UNKNOWN;
	(void)smpboot_cpu_topology(id, &place);
	for (size_t i = 0; i < words; i++)
		mask[i] = 0;
	for (unsigned int other = 0; other < count; other++)
		if (smpboot_share(&place, id, other, cache.level))
			mask[other / 64] |= 1ull << other % 64;
	return SMPBOOT_OK;
}
