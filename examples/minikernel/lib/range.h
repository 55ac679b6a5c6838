/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ranges of physical addresses.
 */
#ifndef MINIKERNEL_LIB_RANGE_H
#define MINIKERNEL_LIB_RANGE_H

#include <stdint.h>

struct machine_range {
	uint64_t base; /* physical */
	uint64_t size;
};

static inline uint64_t range_end(struct machine_range range)
{
	return range.base + range.size;
}

/* Calls visit() for each piece of `range` that none of the holes covers, holes in any order. */
void range_without(struct machine_range range, const struct machine_range *holes, unsigned int count,
                   void (*visit)(struct machine_range piece, void *context), void *context);

#endif
