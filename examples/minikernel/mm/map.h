/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's page tables, for the rest of mm/.
 */
#ifndef MINIKERNEL_MM_MAP_H
#define MINIKERNEL_MM_MAP_H

#include "lib/range.h"

/* Maps whole pages in the linear map; attributes as in arch/mmu.h. What is mapped already stays. */
void map_range(struct machine_range range, uint64_t attributes);

/* From here on tables come from the page allocator. */
void map_use_pages(void);

#endif
