/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The call that notes what a tree says of CPUs that are in the table. A pass of its
 * own: kernels that do not ask for it do without its readers, and without their time.
 */
#include <smpboot/fdt.h>

#include "cache_node.h"
#include "core/describe.h"
#include "core/table.h"
#include "cpu_map.h"
#include "cpu_node.h"
#include "phandles.h"
#include "walk.h"

struct scan {
	struct smpboot_fdt_walk walk; /* first: what its functions get is the scan */

	/* The node that was begun last. */
	struct smpboot_fdt_caches caches;
	struct smpboot_fdt_cpu cpu; /* of a child of /cpus; what tells which CPU it is */
	struct smpboot_fdt_value capacity;
	struct smpboot_fdt_value numa;

	int map_offset; /* of cpu-map; 0: none was seen */
};

static struct scan *scan_of(struct smpboot_fdt_walk *walk)
{
	return (struct scan *)walk;
}

static void open_node(struct smpboot_fdt_walk *walk)
{
	struct scan *scan = scan_of(walk);

	scan->caches = (struct smpboot_fdt_caches){ 0 };
	if (walk->kind != SMPBOOT_FDT_CHILD)
		return;
	scan->cpu = (struct smpboot_fdt_cpu){ .name = walk->at.node };
	scan->capacity.bytes = NULL;
	scan->numa.bytes = NULL;
	if (scan->map_offset == 0 && smpboot_fdt_node_named(&walk->at, "cpu-map"))
		scan->map_offset = walk->offset;
}

static void take_property(struct smpboot_fdt_walk *walk, enum smpboot_fdt_name name)
{
	struct scan *scan = scan_of(walk);

	if (walk->kind == SMPBOOT_FDT_CPUS)
		return;
	smpboot_fdt_cache_property(&scan->caches, name, &walk->at.value);
	if (walk->kind != SMPBOOT_FDT_CHILD)
		return;
	if (name == SMPBOOT_FDT_NAME_CAPACITY)
		scan->capacity = walk->at.value;
	else if (name == SMPBOOT_FDT_NAME_NUMA)
		scan->numa = walk->at.value;
	else
		smpboot_fdt_cpu_property(&scan->cpu, name, &walk->at.value);
}

/* What the node says of a CPU; what is not a number is not said. */
static void describe_cpu(const struct scan *scan, unsigned int id)
{
	uint32_t value;

	if (smpboot_fdt_read_cell(&scan->capacity, &value))
		smpboot_describe_capacity(id, value);
	if (smpboot_fdt_read_cell(&scan->numa, &value))
		smpboot_describe_numa(id, value);
	smpboot_fdt_cache_close_cpu(&scan->caches, id);
}

static enum smpboot_status close_node(struct smpboot_fdt_walk *walk)
{
	struct scan *scan = scan_of(walk);
	unsigned int id = SMPBOOT_NO_CPU;

	if (walk->kind == SMPBOOT_FDT_CPUS)
		return SMPBOOT_OK;
	if (walk->kind == SMPBOOT_FDT_CHILD)
		id = smpboot_fdt_cpu_id(&scan->cpu, walk->address_cells);
	if (id != SMPBOOT_NO_CPU)
		describe_cpu(scan, id);
	else
		smpboot_fdt_cache_close(&scan->caches, walk->offset);
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_add_topology(const void *dtb)
{
	struct smpboot_fdt_error unused;
	struct scan scan = {
		.walk.open = open_node,
		.walk.property = take_property,
		.walk.close = close_node,
		.walk.error = &unused,
	};
	enum smpboot_status status = dtb != NULL ? smpboot_table_check_open() : SMPBOOT_ERR_NULL;

	if (status != SMPBOOT_OK)
		return status;
	smpboot_describe_forget();
	smpboot_fdt_phandles_start();
	status = smpboot_fdt_walk(&scan.walk, dtb);
	if (status == SMPBOOT_OK) {
		/* What nodes say of CPUs by phandle: now that all are known. */
		smpboot_fdt_cache_connect(&scan.walk.at, smpboot_table_mark().count);
		if (scan.map_offset != 0)
			smpboot_fdt_cpu_map(&scan.walk.at, scan.map_offset);
	}
	smpboot_describe_end();
	if (status != SMPBOOT_OK)
		smpboot_describe_forget();
	return status;
}
