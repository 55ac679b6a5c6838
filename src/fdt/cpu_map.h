/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The node cpu-map: sockets, clusters, cores and threads (Linux binding
 * cpu/cpu-topology.txt; Devicetree Specification 0.4, 3.8).
 */
#ifndef SMPBOOT_FDT_CPU_MAP_H
#define SMPBOOT_FDT_CPU_MAP_H

#include "scan.h"

/*
 * Reads the cpu-map at this offset and notes the place of each CPU that it
 * names by a phandle that is known (phandles.h). Nodes of other names, numbers
 * from 65535 on, more than SMPBOOT_CLUSTER_LEVELS clusters in each other, and
 * steps in an order that the binding does not have: the CPUs below are left
 * without a place.
 */
void smpboot_fdt_cpu_map(const struct smpboot_fdt_cursor *cursor, int node_offset);

#endif
