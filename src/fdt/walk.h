/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One pass over a tree that looks for CPUs: which node is which, and what
 * #address-cells holds for them. Names here are internal.
 */
#ifndef SMPBOOT_FDT_WALK_H
#define SMPBOOT_FDT_WALK_H

#include "names.h"
#include "scan.h"

/* What the node whose properties are being read is. */
enum smpboot_fdt_kind {
	SMPBOOT_FDT_NO_NODE, /* none: its properties are over */
	SMPBOOT_FDT_CPUS,    /* /cpus */
	SMPBOOT_FDT_CHILD,   /* a child of /cpus */
	SMPBOOT_FDT_INNER,   /* deeper in /cpus */
	SMPBOOT_FDT_OUTSIDE, /* outside /cpus */
};

struct smpboot_fdt_walk {
	/* In: what is done with the nodes, and where an error is told. */
	void (*open)(struct smpboot_fdt_walk *walk);
	void (*property)(struct smpboot_fdt_walk *walk, enum smpboot_fdt_name name);
	enum smpboot_status (*close)(struct smpboot_fdt_walk *walk); /* all its properties are known */
	struct smpboot_fdt_error *error;

	/* The node that was begun last; in close() as well. */
	enum smpboot_fdt_kind kind;
	int offset;

	uint32_t address_cells; /* of the children of /cpus */

	struct smpboot_fdt_cursor at;
	bool in_cpus;
	bool cpus_seen;
};

/*
 * returns: SMPBOOT_OK, SMPBOOT_ERR_FDT_HEADER, SMPBOOT_ERR_FDT_STRUCTURE,
 *   SMPBOOT_ERR_FDT_CELLS, SMPBOOT_ERR_FDT_NO_CPUS, or what close() returned; all but
 *   the first are told in *error
 */
enum smpboot_status smpboot_fdt_walk(struct smpboot_fdt_walk *walk, const void *dtb);

#endif
