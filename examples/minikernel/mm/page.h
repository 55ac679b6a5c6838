/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page allocator, for the rest of mm/.
 */
#ifndef MINIKERNEL_MM_PAGE_H
#define MINIKERNEL_MM_PAGE_H

#include "lib/range.h"

/* Manages a bank of memory, all of it in use until page_add() says otherwise. `order`: a byte for each page. */
void page_add_zone(struct machine_range bank, uint8_t *order);

/* Pages of a zone that are free. */
void page_add(struct machine_range range);

#endif
