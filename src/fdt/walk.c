/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk.h"

#include <libfdt.h>

/* The Devicetree Specification (2.3.5) says so where /cpus has no #address-cells. */
#define DEFAULT_ADDRESS_CELLS 2

static enum smpboot_status close_node(struct smpboot_fdt_walk *walk)
{
	enum smpboot_status status = SMPBOOT_OK;

	if (walk->kind != SMPBOOT_FDT_NO_NODE)
		status = walk->close(walk);
	walk->kind = SMPBOOT_FDT_NO_NODE;
	return status;
}

static enum smpboot_status open_node(struct smpboot_fdt_walk *walk)
{
	walk->offset = walk->at.node_offset;
	walk->kind = walk->in_cpus ? SMPBOOT_FDT_INNER : SMPBOOT_FDT_OUTSIDE;
	if (walk->at.depth == 2 && smpboot_fdt_node_named(&walk->at, "cpus")) {
		if (walk->cpus_seen)
			return smpboot_fdt_fail(walk->error, SMPBOOT_ERR_FDT_STRUCTURE, walk->at.node, NULL);
		walk->cpus_seen = true;
		walk->in_cpus = true;
		walk->kind = SMPBOOT_FDT_CPUS;
	} else if (walk->in_cpus && walk->at.depth == 3) {
		walk->kind = SMPBOOT_FDT_CHILD;
	}
	walk->open(walk);
	return SMPBOOT_OK;
}

static enum smpboot_status take_property(struct smpboot_fdt_walk *walk)
{
	enum smpboot_fdt_name name;

	/* Of the node that was begun last: properties stand before subnodes, or the cursor has refused them. */
	name = smpboot_fdt_name_of(&walk->at);
	if (name == SMPBOOT_FDT_NAME_OTHER)
		return SMPBOOT_OK;
	walk->property(walk, name);
	if (walk->kind != SMPBOOT_FDT_CPUS || name != SMPBOOT_FDT_NAME_ADDRESS_CELLS)
		return SMPBOOT_OK;
	if (smpboot_fdt_read_cell(&walk->at.value, &walk->address_cells) &&
	    (walk->address_cells == 1 || walk->address_cells == 2))
		return SMPBOOT_OK;
	return smpboot_fdt_fail(walk->error, SMPBOOT_ERR_FDT_CELLS, walk->at.node, "#address-cells");
}

static enum smpboot_status take_tag(struct smpboot_fdt_walk *walk)
{
	enum smpboot_status status;

	switch (walk->at.tag) {
	case FDT_BEGIN_NODE:
		status = close_node(walk);
		return status == SMPBOOT_OK ? open_node(walk) : status;
	case FDT_PROP:
		return take_property(walk);
	case FDT_END_NODE:
		if (walk->at.depth == 1)
			walk->in_cpus = false;
		return close_node(walk);
	default:
		return SMPBOOT_OK;
	}
}

enum smpboot_status smpboot_fdt_walk(struct smpboot_fdt_walk *walk, const void *dtb)
{
	enum smpboot_status status = smpboot_fdt_open(&walk->at, dtb);

	if (status != SMPBOOT_OK)
		return smpboot_fdt_fail(walk->error, status, NULL, NULL);
	smpboot_fdt_names_start();
	walk->address_cells = DEFAULT_ADDRESS_CELLS;
	do {
		status = smpboot_fdt_next(&walk->at);
		if (status != SMPBOOT_OK)
			return smpboot_fdt_fail(walk->error, status, walk->at.node, NULL);
		status = take_tag(walk);
		if (status != SMPBOOT_OK)
			return status;
	} while (walk->at.tag != FDT_END);
	if (!walk->cpus_seen)
		return smpboot_fdt_fail(walk->error, SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
	return SMPBOOT_OK;
}
