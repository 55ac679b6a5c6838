/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpboot_lscpu(): the table, and what makes up the rest.
 */
#include <smpboot/topology.h>

#include "page.h"
#include "self.h"

/* Where the columns begin. */
enum {
	COLUMN_MPIDR = 5,
	COLUMN_STATE = 18,
	COLUMN_EL = 28,
	COLUMN_PART = 31,
	COLUMN_REVISION = 53,
	COLUMN_SOCKET = 60,
	COLUMN_CLUSTER = 67,
	COLUMN_CORE = 77,
	COLUMN_THREAD = 82,
	COLUMN_NODE = 89,
	COLUMN_CAPACITY = 94,
	COLUMN_FROM = 103,
};

static void put_head(struct smpboot_page *page)
{
	static const struct {
		unsigned char column;
		char name[10];
	} columns[] = {
		{ COLUMN_MPIDR, "mpidr" },     { COLUMN_STATE, "state" },       { COLUMN_EL, "el" },
		{ COLUMN_PART, "part" },       { COLUMN_REVISION, "rev" },      { COLUMN_SOCKET, "socket" },
		{ COLUMN_CLUSTER, "cluster" }, { COLUMN_CORE, "core" },         { COLUMN_THREAD, "thread" },
		{ COLUMN_NODE, "node" },       { COLUMN_CAPACITY, "capacity" }, { COLUMN_FROM, "by" },
	};

	smpboot_page_string(page, "  id");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		smpboot_page_column(page, columns[i].column);
		smpboot_page_string(page, columns[i].name);
	}
	smpboot_page_end_line(page);
}

static void put_name(struct smpboot_page *page, const char *name, uint32_t number)
{
	if (name != NULL)
		smpboot_page_string(page, name);
	else
		smpboot_page_hex(page, number);
}

static void put_part(struct smpboot_page *page, unsigned int id)
{
	struct smpboot_identity identity;

	smpboot_page_column(page, COLUMN_PART);
	if (smpboot_cpu_identity(id, &identity) != SMPBOOT_OK) {
		smpboot_page_string(page, "-");
		smpboot_page_column(page, COLUMN_REVISION);
		smpboot_page_string(page, "-");
		return;
	}
	put_name(page, identity.implementer, identity.midr >> 24);
	smpboot_page_string(page, " ");
	put_name(page, identity.part, identity.midr >> 4 & 0xfff);
	smpboot_page_column(page, COLUMN_REVISION);
	smpboot_page_string(page, "r");
	smpboot_page_decimal(page, identity.variant);
	smpboot_page_string(page, "p");
	smpboot_page_decimal(page, identity.revision);
}

static void put_column_number(struct smpboot_page *page, size_t column, int64_t number)
{
	smpboot_page_column(page, column);
	smpboot_page_number(page, number);
}

static const char *source_name(enum smpboot_source source)
{
	switch (source) {
	case SMPBOOT_SOURCE_DESCRIPTION:
		return "cpu-map";
	case SMPBOOT_SOURCE_MPIDR:
		return "mpidr";
	default:
		return "-";
	}
}

static void put_place(struct smpboot_page *page, unsigned int id)
{
	struct smpboot_topology place;
	unsigned int node;
	uint32_t capacity;

	(void)smpboot_cpu_topology(id, &place);
	put_column_number(page, COLUMN_SOCKET, place.socket);
	put_column_number(page, COLUMN_CLUSTER, place.cluster[0]);
	for (unsigned int i = 1; i < place.cluster_levels; i++) {
		smpboot_page_string(page, ".");
		smpboot_page_decimal(page, place.cluster[i]);
	}
	put_column_number(page, COLUMN_CORE, place.core);
	put_column_number(page, COLUMN_THREAD, place.thread);
	put_column_number(page, COLUMN_NODE,
	                  smpboot_cpu_numa_node(id, &node) == SMPBOOT_OK ? (int64_t)node : -1);
	put_column_number(page, COLUMN_CAPACITY,
	                  smpboot_cpu_capacity(id, &capacity) == SMPBOOT_OK ? (int64_t)capacity : -1);
	smpboot_page_column(page, COLUMN_FROM);
	smpboot_page_string(page, source_name(place.source));
}

static void put_row(struct smpboot_page *page, unsigned int id)
{
	struct smpboot_cpu_info info;

	(void)smpboot_cpu(id, &info);
	smpboot_page_column(page, id < 10 ? 3 : id < 100 ? 2 : 1);
	smpboot_page_decimal(page, id);
	smpboot_page_column(page, COLUMN_MPIDR);
	smpboot_page_hex(page, info.mpidr);
	smpboot_page_column(page, COLUMN_STATE);
	smpboot_page_string(page, smpboot_state_name(info.state));
	put_column_number(page, COLUMN_EL, info.entry_el != 0 ? (int64_t)info.entry_el : -1);
	put_part(page, id);
	put_place(page, id);
	smpboot_page_end_line(page);
}

static void put_summary(struct smpboot_page *page)
{
	struct smpboot_counts counts = smpboot_counts();

	smpboot_page_decimal(page, counts.cpus);
	smpboot_page_string(page, counts.cpus == 1 ? " CPU, " : " CPUs, ");
	smpboot_page_decimal(page, counts.online);
	smpboot_page_string(page, " online");
	smpboot_page_end_line(page);
}

enum smpboot_status smpboot_lscpu(void (*write)(void *context, const char *text, size_t length),
                                  void *context)
{
	struct smpboot_page page;
	unsigned int count = smpboot_self_count();

	if (write == NULL)
		return SMPBOOT_ERR_NULL;
	if (count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	smpboot_page_begin(&page, write, context);
	put_summary(&page);
	put_head(&page);
	for (unsigned int id = 0; id < count; id++)
		put_row(&page, id);
	smpboot_lscpu_differences(&page);
	smpboot_lscpu_caches(&page);
	smpboot_lscpu_tree(&page);
	return SMPBOOT_OK;
}
