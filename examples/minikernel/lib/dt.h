/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libfdt leaves to its users: properties as numbers and addresses.
 */
#ifndef MINIKERNEL_LIB_DT_H
#define MINIKERNEL_LIB_DT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/range.h"

/* A number of one or two cells, such as #size-cells or linux,initrd-start. */
bool dt_number(const void *dtb, int node, const char *property, uint64_t *value);

/*
 * Entry `index` of the node's reg, as the CPU sees it: translated through the
 * ranges of all buses above.
 */
bool dt_reg(const void *dtb, int node, unsigned int index, struct machine_range *range);

/* Cell `index` of a property that is a list of cells. */
bool dt_cell(const void *dtb, int node, const char *property, unsigned int index, uint32_t *cell);

/* The first string of a property; NULL where there is none, or where it does not end. */
const char *dt_string(const void *dtb, int node, const char *property);

/* Whether the node's status lets us use it. */
bool dt_available(const void *dtb, int node);

/* Whether a node is compatible with one of the names, a NULL-ended list. */
bool dt_compatible(const void *dtb, int node, const char *const *names);

/* The node that a node's interrupts go to, or negative. */
int dt_interrupt_parent(const void *dtb, int node);

/* Maps entry `index` of the node's reg as a device; NULL: there is none. */
volatile void *dt_map_device(const void *dtb, int node, unsigned int index);

/* The first available node that is compatible with one of the names, a NULL-ended list; or negative. */
int dt_find(const void *dtb, const char *const *names);

#endif
