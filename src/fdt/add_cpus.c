/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adds the CPUs of a device tree to the table: the rules of smpboot/fdt.h on
 * what is a CPU and what is wrong with it, applied in one pass.
 */
#include <smpboot/fdt.h>

#include <libfdt.h>

#include "../core/event.h"
#include "../core/event.h"
#include "../core/table.h"
#include "psci_node.h"
#include "scan.h"

/* The Devicetree Specification (2.3.5) says so where /cpus has no #address-cells. */
#define DEFAULT_ADDRESS_CELLS 2

/* What the node whose properties are being read means to us. */
enum kind {
	KIND_NONE,   /* nothing, or its properties are over */
	KIND_CPUS,   /* /cpus */
	KIND_MEMBER, /* a child of /cpus: a CPU, cpu-map or a cache */
	KIND_OTHER,  /* outside /cpus: perhaps PSCI's */
};

/* A child of /cpus. */
struct member {
	const char *name;
	struct smpboot_fdt_value reg;
	struct smpboot_fdt_value device_type;
	struct smpboot_fdt_value enable_method;
	struct smpboot_fdt_value status;
};

struct scan {
	struct smpboot_fdt_cursor at;
	struct smpboot_fdt_error *error;
	bool skip_disabled;

	enum kind kind;
	int offset; /* of that node */
	struct member member;
	struct smpboot_fdt_psci psci;

	bool in_cpus;
	bool cpus_seen;
	uint32_t address_cells;
	struct smpboot_fdt_value enable_method; /* of /cpus */
};

/* `id`: where the table has this CPU already, else SMPBOOT_NO_CPU. */
static void warn(enum smpboot_event_kind kind, unsigned int id, uint64_t mpidr, const char *node,
                 const char *property)
{
	const struct smpboot_event event = {
		.kind = kind,
		.cpu = { .id = id, .mpidr = mpidr, .method = "none" },
		.node = node,
		.property = property,
	};

	smpboot_emit(&event);
}

/* "cpu" or "cpu@...": what counts where there is no device_type. */
static bool named_cpu(const char *name)
{
	return name[0] == 'c' && name[1] == 'p' && name[2] == 'u' && (name[3] == '\0' || name[3] == '@');
}

static bool is_cpu(const struct member *member)
{
	if (smpboot_fdt_is_string(&member->device_type))
		return smpboot_fdt_equals(&member->device_type, "cpu");
	return named_cpu(member->name);
}

/* True where a property is missing or is a string. */
static bool string_or_none(const struct smpboot_fdt_value *value)
{
	return value->bytes == NULL || smpboot_fdt_is_string(value);
}

/* Gives the name of a property that is not of its form, or NULL when all are. */
static const char *malformed(const struct member *cpu, uint32_t address_cells)
{
	if (!string_or_none(&cpu->device_type))
		return "device_type";
	if (cpu->reg.bytes == NULL || cpu->reg.size != address_cells * sizeof(fdt32_t))
		return "reg";
	if (!string_or_none(&cpu->enable_method))
		return "enable-method";
	if (!string_or_none(&cpu->status))
		return "status";
	return NULL;
}

static uint64_t read_reg(const struct smpboot_fdt_value *reg)
{
	const fdt32_t *cells = (const void *)reg->bytes;
	uint64_t value = fdt32_ld(cells);

	return reg->size == sizeof(*cells) ? value : value << 32 | fdt32_ld(cells + 1);
}

/*
 * The first enable method as a name that the table takes. One that is too long
 * for it is unknown whatever it says: it is cut, with dots so that the rest is
 * never taken for a known name.
 */
static const char *method_name(const struct smpboot_fdt_value *value, char cut[SMPBOOT_METHOD_NAME_SIZE])
{
	static const char dots[] = "...";
	const size_t kept = SMPBOOT_METHOD_NAME_SIZE - sizeof(dots);

	if (value->bytes == NULL || smpboot_fdt_length(value->bytes, value->size) < SMPBOOT_METHOD_NAME_SIZE)
		return value->bytes;
	for (size_t i = 0; i < SMPBOOT_METHOD_NAME_SIZE; i++)
		cut[i] = i < kept ? value->bytes[i] : dots[i - kept];
	return cut;
}

static enum smpboot_reason reason_of(const struct scan *scan, const struct member *cpu)
{
	switch (smpboot_fdt_read_status(&cpu->status)) {
	case SMPBOOT_FDT_FAIL:
		return SMPBOOT_REASON_STATUS_FAIL;
	case SMPBOOT_FDT_DISABLED:
		return scan->skip_disabled ? SMPBOOT_REASON_STATUS_DISABLED : SMPBOOT_REASON_NONE;
	default:
		return SMPBOOT_REASON_NONE;
	}
}

/* Adds a well-formed CPU. What the table has against it is a warning, unless adding as such is refused. */
static enum smpboot_status add_cpu(struct scan *scan, const struct member *cpu)
{
	char cut[SMPBOOT_METHOD_NAME_SIZE];
	const struct smpboot_cpu_desc desc = {
		.mpidr = read_reg(&cpu->reg),
		.method = method_name(&cpu->enable_method, cut),
		.reason = reason_of(scan, cpu),
	};
	enum smpboot_status status = smpboot_add_cpu(&desc, NULL);

	switch (status) {
	case SMPBOOT_OK:
		return SMPBOOT_OK;
	case SMPBOOT_ERR_MPIDR:
		warn(SMPBOOT_EVENT_BAD_CPU, SMPBOOT_NO_CPU, desc.mpidr, cpu->name, "reg");
		return SMPBOOT_OK;
	case SMPBOOT_ERR_DUPLICATE:
		warn(SMPBOOT_EVENT_DUPLICATE, smpboot_cpu_by_mpidr(desc.mpidr), desc.mpidr, cpu->name, "reg");
		return SMPBOOT_OK;
	case SMPBOOT_ERR_FULL:
		warn(SMPBOOT_EVENT_DROPPED, SMPBOOT_NO_CPU, desc.mpidr, cpu->name, NULL);
		return SMPBOOT_OK;
	default:
		return smpboot_fdt_fail(scan->error, status, cpu->name, NULL);
	}
}

static enum smpboot_status take_member(struct scan *scan)
{
	struct member *cpu = &scan->member;
	const char *bad;

	if (!is_cpu(cpu))
		return SMPBOOT_OK;
	if (cpu->enable_method.bytes == NULL)
		cpu->enable_method = scan->enable_method;
	bad = malformed(cpu, scan->address_cells);
	if (bad == NULL)
		return add_cpu(scan, cpu);
	warn(SMPBOOT_EVENT_BAD_CPU, SMPBOOT_NO_CPU, 0, cpu->name, bad);
	return SMPBOOT_OK;
}

/* Called when all properties of the node that was begun last are known. */
static enum smpboot_status close_node(struct scan *scan)
{
	enum kind kind = scan->kind;

	scan->kind = KIND_NONE;
	if (kind == KIND_MEMBER)
		return take_member(scan);
	if (kind == KIND_OTHER)
		return smpboot_fdt_psci_close(&scan->psci, &scan->at, scan->offset, scan->error);
	return SMPBOOT_OK;
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

static enum smpboot_status open_node(struct scan *scan)
{
	scan->offset = scan->at.node_offset;
	if (scan->at.depth == 2 && smpboot_fdt_node_named(&scan->at, "cpus"))
		return open_cpus(scan);
	if (!scan->in_cpus) {
		scan->kind = KIND_OTHER;
	} else if (scan->at.depth == 3) {
		scan->kind = KIND_MEMBER;
		scan->member = (struct member){ .name = scan->at.node };
	}
	return SMPBOOT_OK;
}

static enum smpboot_status take_cpus_property(struct scan *scan)
{
	const struct smpboot_fdt_value *value = &scan->at.value;

	if (smpboot_fdt_named(&scan->at, "enable-method"))
		scan->enable_method = *value;
	if (!smpboot_fdt_named(&scan->at, "#address-cells"))
		return SMPBOOT_OK;
	if (smpboot_fdt_read_cell(value, &scan->address_cells) &&
	    (scan->address_cells == 1 || scan->address_cells == 2))
		return SMPBOOT_OK;
	return smpboot_fdt_fail(scan->error, SMPBOOT_ERR_FDT_CELLS, scan->at.node, "#address-cells");
}

static void take_member_property(const struct smpboot_fdt_cursor *at, struct member *member)
{
	if (smpboot_fdt_named(at, "reg"))
		member->reg = at->value;
	else if (smpboot_fdt_named(at, "device_type"))
		member->device_type = at->value;
	else if (smpboot_fdt_named(at, "enable-method"))
		member->enable_method = at->value;
	else if (smpboot_fdt_named(at, "status"))
		member->status = at->value;
}

static enum smpboot_status take_property(struct scan *scan)
{
	switch (scan->kind) {
	case KIND_CPUS:
		return take_cpus_property(scan);
	case KIND_MEMBER:
		take_member_property(&scan->at, &scan->member);
		return SMPBOOT_OK;
	case KIND_OTHER:
		smpboot_fdt_psci_property(&scan->psci, &scan->at);
		return SMPBOOT_OK;
	default:
		return SMPBOOT_OK;
	}
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
	return smpboot_fdt_psci_connect(&scan->psci, scan->error);
}

static void warn_without_boot_cpu(void)
{
	struct smpboot_cpu_info boot;

	if (!smpboot_table_boot_described() && smpboot_cpu(0, &boot) == SMPBOOT_OK)
		warn(SMPBOOT_EVENT_BOOT_CPU_MISSING, 0, boot.mpidr, NULL, NULL);
}

enum smpboot_status smpboot_fdt_scan(const void *dtb, const struct smpboot_fdt_options *options,
                                     struct smpboot_fdt_error *error)
{
	struct smpboot_fdt_error unused;
	struct scan scan = {
		.error = error != NULL ? error : &unused,
		.skip_disabled = options != NULL && options->skip_disabled,
		.address_cells = DEFAULT_ADDRESS_CELLS,
	};
	enum smpboot_status status = dtb != NULL ? smpboot_table_check_open() : SMPBOOT_ERR_NULL;
	struct smpboot_table_mark mark;

	smpboot_fdt_fail(scan.error, status, NULL, NULL);
	if (status != SMPBOOT_OK)
		return status;
	mark = smpboot_table_mark();
	status = scan_tree(&scan, dtb);
	if (status != SMPBOOT_OK)
		smpboot_table_rollback(&mark);
	else
		warn_without_boot_cpu();
	return status;
}

enum smpboot_status smpboot_fdt_add_cpus(const void *dtb)
{
	return smpboot_fdt_scan(dtb, NULL, NULL);
}
