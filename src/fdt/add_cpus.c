/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that add the CPUs of a tree: hands each node that matters to its
 * reader, and takes all back after an error.
 */
#include <smpboot/fdt.h>

#include "core/table.h"
#include "cpu_node.h"
#include "psci_node.h"
#include "release_addr.h"
#include "walk.h"

struct scan {
	struct smpboot_fdt_walk walk; /* first: what its functions get is the scan */
	struct smpboot_fdt_cpu cpu;   /* of a child of /cpus */
	struct smpboot_fdt_cpu_rules rules;
	struct smpboot_fdt_psci psci;
};

static struct scan *scan_of(struct smpboot_fdt_walk *walk)
{
	return (struct scan *)walk;
}

static void open_node(struct smpboot_fdt_walk *walk)
{
	if (walk->kind == SMPBOOT_FDT_CHILD)
		scan_of(walk)->cpu = (struct smpboot_fdt_cpu){ .name = walk->at.node };
}

static void take_property(struct smpboot_fdt_walk *walk, enum smpboot_fdt_name name)
{
	struct scan *scan = scan_of(walk);

	switch (walk->kind) {
	case SMPBOOT_FDT_CPUS:
		if (name == SMPBOOT_FDT_NAME_ENABLE_METHOD)
			scan->rules.enable_method = walk->at.value;
		break;
	case SMPBOOT_FDT_CHILD:
		smpboot_fdt_cpu_property(&scan->cpu, name, &walk->at.value);
		break;
	case SMPBOOT_FDT_OUTSIDE:
		smpboot_fdt_psci_property(&scan->psci, name, &walk->at.value);
		break;
	default:
		break;
	}
}

static enum smpboot_status close_node(struct smpboot_fdt_walk *walk)
{
	struct scan *scan = scan_of(walk);

	switch (walk->kind) {
	case SMPBOOT_FDT_CHILD:
		scan->rules.address_cells = walk->address_cells;
		return smpboot_fdt_cpu_close(&scan->cpu, &scan->rules, walk->error);
	case SMPBOOT_FDT_OUTSIDE:
		return smpboot_fdt_psci_close(&scan->psci, &walk->at, walk->offset, walk->error);
	default:
		return SMPBOOT_OK;
	}
}

static enum smpboot_status connect(struct scan *scan, unsigned int first)
{
	enum smpboot_status status = smpboot_fdt_spin_table_connect(first, scan->walk.error);

	if (status != SMPBOOT_OK)
		return status;
	/* Last, since the connection is the one step that cannot be taken back. */
	return smpboot_fdt_psci_connect(&scan->psci, scan->walk.error);
}

static void warn_without_boot_cpu(void)
{
	struct smpboot_cpu_info boot;

	if (!smpboot_table_boot_described() && smpboot_cpu(0, &boot) == SMPBOOT_OK)
		smpboot_fdt_warn(SMPBOOT_EVENT_BOOT_CPU_MISSING, 0, boot.mpidr, NULL, NULL);
}

enum smpboot_status smpboot_fdt_scan(const void *dtb, const struct smpboot_fdt_options *options,
                                     struct smpboot_fdt_error *error)
{
	static const struct smpboot_fdt_options defaults = { .skip_disabled = false };
	struct smpboot_fdt_error unused;
	struct scan scan = {
		.walk.open = open_node,
		.walk.property = take_property,
		.walk.close = close_node,
		.walk.error = error != NULL ? error : &unused,
	};
	enum smpboot_status status = dtb != NULL ? smpboot_table_check_open() : SMPBOOT_ERR_NULL;
	struct smpboot_table_mark mark;

	scan.rules.options = options != NULL ? options : &defaults;
	smpboot_fdt_fail(scan.walk.error, status, NULL, NULL);
	if (status != SMPBOOT_OK)
		return status;
	mark = smpboot_table_mark();
	status = smpboot_fdt_walk(&scan.walk, dtb);
	if (status == SMPBOOT_OK)
		status = connect(&scan, mark.count);
	if (status != SMPBOOT_OK) {
		smpboot_table_rollback(&mark);
		return status;
	}
	warn_without_boot_cpu();
	smpboot_fdt_warn_of_release_addrs(dtb, mark.count);
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_add_cpus(const void *dtb)
{
	return smpboot_fdt_scan(dtb, NULL, NULL);
}
