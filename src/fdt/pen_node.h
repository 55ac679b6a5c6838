/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the nodes of the CPUs that wait in a pen. Names here are internal.
 */
#ifndef SMPBOOT_FDT_PEN_NODE_H
#define SMPBOOT_FDT_PEN_NODE_H

#include "scan.h"

/* Whether the CPU with this logical id was parked in a pen. */
bool smpboot_fdt_in_pen(unsigned int id);

/*
 * The first node of such a CPU behind the offset `after`; a negative *node: there is
 * none. In either case the tree is whole to its end.
 *
 * returns: SMPBOOT_OK, SMPBOOT_ERR_FDT_HEADER, SMPBOOT_ERR_FDT_STRUCTURE,
 *   SMPBOOT_ERR_FDT_CELLS, SMPBOOT_ERR_FDT_NO_CPUS
 */
enum smpboot_status smpboot_fdt_next_in_pen(const void *dtb, int after, int *node);

#endif
