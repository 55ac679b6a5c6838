/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ranges of physical addresses.
 */
#include "lib/range.h"

void range_without(struct machine_range range, const struct machine_range *holes, unsigned int count,
                   void (*visit)(struct machine_range piece, void *context), void *context)
{
	uint64_t end = range_end(range);

	for (; count > 0 && range.size > 0; holes++, count--) {
		uint64_t hole_end = range_end(*holes);

		if (holes->size == 0 || hole_end <= range.base || holes->base >= end)
			continue;
		/* What lies before the hole is a range of its own, for the holes that are left. */
		if (holes->base > range.base) {
			struct machine_range before = { range.base, holes->base - range.base };

			range_without(before, holes + 1, count - 1, visit, context);
		}
		range.base = hole_end < end ? hole_end : end;
		range.size = end - range.base;
	}
	if (range.size > 0)
		visit(range, context);
}
