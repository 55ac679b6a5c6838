/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The public calls, and the pass over the tree that adds its CPUs: tells apart
 * the nodes that matter, hands each to its reader, and takes all back after an
 * error.
 */
#include <smpboot/fdt.h>

#include <libfdt.h>

#include "cache_node.h"
#include "core/describe.h"
#include "core/table.h"
#include "cpu_map.h"
#include "cpu_node.h"
#include "names.h"
#include "phandles.h"
#include "psci_node.h"
#include "release_addr.h"
#include "scan.h"

/* The Devicetree Specification (2.3.5) says so where /cpus has no #address-cells. */
#define DEFAULT_ADDRESS_CELLS 2

/* What the node whose properties are being read means to us. */
enum kind {
	KIND_NONE,  /* nothing, or its properties are over */
	KIND_CPUS,  /* /cpus */
	KIND_CHILD, /* a child of /cpus */
	KIND_INNER, /* deeper in /cpus: perhaps a cache */
	KIND_OTHER, /* outside /cpus: perhaps PSCI's */
};

struct scan {
	struct smpboot_fdt_cursor at;
	struct smpboot_fdt_error *error;

	/* The node that was begun last. */
	enum kind kind;
	int offset;
	struct smpboot_fdt_cpu cpu; /* for KIND_CHILD */
	struct smpboot_fdt_caches caches;

	struct smpboot_fdt_cpu_rules rules;
	struct smpboot_fdt_psci psci;
	bool in_cpus;
	bool cpus_seen;
	int map_offset; /* of cpu-map; 0: none was seen */
};

/* To be called when all properties of the node that was begun last are known. */
static enum smpboot_status close_node(struct scan *scan)
{
	enum kind kind = scan->kind;

	scan->kind = KIND_NONE;
	if (kind != KIND_NONE)
		smpboot_fdt_cache_close(&scan->caches, scan->offset);
	switch (kind) {
	case KIND_CHILD:
		return smpboot_fdt_cpu_close(&scan->cpu, &scan->rules, scan->error);
	case KIND_OTHER:
		return smpboot_fdt_psci_close(&scan->psci, &scan->at, scan->offset, scan->error);
	default:
		return SMPBOOT_OK;
	}
}

static enum smpboot_status open_cpus(struct scan *scan)
{
	if (scan->cpus_seen)
		return smpboot_fdt_fail(scan->error, SMPBOOT_ERR_FDT_STRUCTURE, scan->at.node, NULL);
	scan->cpus_seen = true;
	scan->in_cpus = true;
	scan->kind = KIND_CPUS;
	return SMPBOOT_OK;
}

static void open_child(struct scan *scan)
{
	scan->kind = KIND_CHILD;
	scan->cpu = (struct smpboot_fdt_cpu){ .name = scan->at.node, .caches = &scan->caches };
	if (scan->map_offset == 0 && smpboot_fdt_node_named(&scan->at, "cpu-map"))
		scan->map_offset = scan->offset;
}

static enum smpboot_status open_node(struct scan *scan)
{
	scan->offset = scan->at.node_offset;
	scan->caches = (struct smpboot_fdt_caches){ 0 };
	if (scan->at.depth == 2 && smpboot_fdt_node_named(&scan->at, "cpus"))
		return open_cpus(scan);
	if (scan->in_cpus && scan->at.depth == 3)
		open_child(scan);
	else
		scan->kind = scan->in_cpus ? KIND_INNER : KIND_OTHER;
	return SMPBOOT_OK;
}

static enum smpboot_status take_cpus_property(struct scan *scan, enum smpboot_fdt_name name)
{
	struct smpboot_fdt_cpu_rules *rules = &scan->rules;

	if (name == SMPBOOT_FDT_NAME_ENABLE_METHOD)
		rules->enable_method = scan->at.value;
	if (name != SMPBOOT_FDT_NAME_ADDRESS_CELLS)
		return SMPBOOT_OK;
	if (smpboot_fdt_read_cell(&scan->at.value, &rules->address_cells) &&
	    (rules->address_cells == 1 || rules->address_cells == 2))
		return SMPBOOT_OK;
	return smpboot_fdt_fail(scan->error, SMPBOOT_ERR_FDT_CELLS, scan->at.node, "#address-cells");
}

static enum smpboot_status take_property(struct scan *scan)
{
	const struct smpboot_fdt_value *value = &scan->at.value;
	enum smpboot_fdt_name name =
		scan->kind != KIND_NONE ? smpboot_fdt_name_of(&scan->at) : SMPBOOT_FDT_NAME_OTHER;

	if (name == SMPBOOT_FDT_NAME_OTHER)
		return SMPBOOT_OK;
	if (scan->kind == KIND_CPUS)
		return take_cpus_property(scan, name);
	smpboot_fdt_cache_property(&scan->caches, name, value);
	if (scan->kind == KIND_CHILD)
		smpboot_fdt_cpu_property(&scan->cpu, name, value);
	else if (scan->kind == KIND_OTHER)
		smpboot_fdt_psci_property(&scan->psci, name, value);
	return SMPBOOT_OK;
}

static enum smpboot_status take_tag(struct scan *scan)
{
	enum smpboot_status status;

	switch (scan->at.tag) {
	case FDT_BEGIN_NODE:
		status = close_node(scan);
		return status == SMPBOOT_OK ? open_node(scan) : status;
	case FDT_PROP:
		return take_property(scan);
	case FDT_END_NODE:
		if (scan->at.depth == 1)
			scan->in_cpus = false;
		return close_node(scan);
	default:
		return SMPBOOT_OK;
	}
}

static enum smpboot_status scan_tree(struct scan *scan, const void *dtb)
{
	enum smpboot_status status = smpboot_fdt_open(&scan->at, dtb);

	if (status != SMPBOOT_OK)
		return smpboot_fdt_fail(scan->error, status, NULL, NULL);
	do {
		status = smpboot_fdt_next(&scan->at);
		if (status != SMPBOOT_OK)
			return smpboot_fdt_fail(scan->error, status, scan->at.node, NULL);
		status = take_tag(scan);
		if (status != SMPBOOT_OK)
			return status;
	} while (scan->at.tag != FDT_END);
	if (!scan->cpus_seen)
		return smpboot_fdt_fail(scan->error, SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
	return SMPBOOT_OK;
}

/* What nodes say of CPUs by phandle: now that all CPUs and caches are known. */
static void describe(struct scan *scan, unsigned int first)
{
	smpboot_fdt_cache_connect(&scan->at, first, smpboot_table_mark().count);
	if (scan->map_offset != 0)
		smpboot_fdt_cpu_map(&scan->at, scan->map_offset);
}

static enum smpboot_status connect(struct scan *scan, unsigned int first)
{
	enum smpboot_status status = smpboot_fdt_spin_table_connect(first, scan->error);

	if (status != SMPBOOT_OK)
		return status;
	/* Last, since the connection is the one step that cannot be taken back. */
	return smpboot_fdt_psci_connect(&scan->psci, scan->error);
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
	struct smpboot_fdt_error unused;
	struct scan scan = {
		.error = error != NULL ? error : &unused,
		.rules.address_cells = DEFAULT_ADDRESS_CELLS,
		.rules.skip_disabled = options != NULL && options->skip_disabled,
		.rules.default_method = options != NULL ? options->default_method : NULL,
		.rules.added = options != NULL ? options->added : NULL,
		.rules.context = options != NULL ? options->context : NULL,
	};
	enum smpboot_status status = dtb != NULL ? smpboot_table_check_open() : SMPBOOT_ERR_NULL;
	struct smpboot_table_mark mark;

	smpboot_fdt_fail(scan.error, status, NULL, NULL);
	if (status != SMPBOOT_OK)
		return status;
	mark = smpboot_table_mark();
	smpboot_fdt_names_start();
	smpboot_fdt_phandles_start();
	status = scan_tree(&scan, dtb);
	if (status == SMPBOOT_OK) {
		describe(&scan, mark.count);
		status = connect(&scan, mark.count);
	}
	smpboot_describe_end();
	if (status != SMPBOOT_OK) {
		smpboot_describe_forget(mark.count, !mark.boot_described);
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
