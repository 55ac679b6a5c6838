/* SPDX-License-Identifier: BSD-2-Clause */
#include "map.h"

/* Index of the first entry that is not below `packed`. */
static unsigned int lower_bound(const struct smpboot_map_entry *map, unsigned int count, uint32_t packed)
{
	unsigned int low = 0;

	while (count > 0) {
		unsigned int half = count / 2;

		if (map[low + half].packed < packed) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

unsigned int smpboot_map_find(const struct smpboot_map_entry *map, unsigned int count, uint64_t mpidr)
{
	uint32_t packed = smpboot_map_pack(mpidr);
	unsigned int i = lower_bound(map, count, packed);

	return i < count && map[i].packed == packed ? map[i].id : SMPBOOT_NO_CPU;
}

void smpboot_map_insert(struct smpboot_map_entry *map, unsigned int count, uint64_t mpidr, unsigned int id)
{
	uint32_t packed = smpboot_map_pack(mpidr);
	unsigned int i = count;

	/* From the end: device trees list CPUs in rising order, so that this is one step as a rule. */
	for (; i > 0 && map[i - 1].packed > packed; i--)
		map[i] = map[i - 1];
	map[i] = (struct smpboot_map_entry){ packed, id };
}

unsigned int smpboot_map_truncate(struct smpboot_map_entry *map, unsigned int count, unsigned int first)
{
	unsigned int left = 0;

	for (unsigned int i = 0; i < count; i++)
		if (map[i].id < first)
			map[left++] = map[i];
	return left;
}
