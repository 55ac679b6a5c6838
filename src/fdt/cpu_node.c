/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adds a child of /cpus to the table, by the rules of smpboot/fdt.h on what is
 * a CPU and what is wrong with one.
 */
#include "cpu_node.h"

#include <libfdt.h>

#include <smpboot/method.h>

#include "core/event.h"
#include "core/table.h"

/* Where a property's value is kept, or NULL for one of no interest. */
static struct smpboot_fdt_value *place_of(struct smpboot_fdt_cpu *cpu, enum smpboot_fdt_name name)
{
	switch (name) {
	case SMPBOOT_FDT_NAME_REG:
		return &cpu->reg;
	case SMPBOOT_FDT_NAME_DEVICE_TYPE:
		return &cpu->device_type;
	case SMPBOOT_FDT_NAME_ENABLE_METHOD:
		return &cpu->enable_method;
	case SMPBOOT_FDT_NAME_STATUS:
		return &cpu->status;
	case SMPBOOT_FDT_NAME_RELEASE_ADDR:
		return &cpu->release_addr;
	default:
		return NULL;
	}
}

void smpboot_fdt_cpu_property(struct smpboot_fdt_cpu *cpu, enum smpboot_fdt_name name,
                              const struct smpboot_fdt_value *value)
{
	struct smpboot_fdt_value *place = place_of(cpu, name);

	if (place != NULL)
		*place = *value;
}

void smpboot_fdt_warn(enum smpboot_event_kind kind, unsigned int id, uint64_t mpidr, const char *node,
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

static bool is_cpu(const struct smpboot_fdt_cpu *cpu)
{
	if (smpboot_fdt_is_string(&cpu->device_type))
		return smpboot_fdt_equals(&cpu->device_type, "cpu");
	return named_cpu(cpu->name);
}

/* True where a property is missing or is a string. */
static bool string_or_none(const struct smpboot_fdt_value *value)
{
	return value->bytes == NULL || smpboot_fdt_is_string(value);
}

/* True where a property is missing or is a number: two cells as specified, or one, as some trees have it. */
static bool number_or_none(const struct smpboot_fdt_value *value)
{
	return value->bytes == NULL || value->size == sizeof(fdt32_t) || value->size == sizeof(fdt64_t);
}

static bool reg_fits(const struct smpboot_fdt_cpu *cpu, uint32_t address_cells)
{
	return cpu->reg.bytes != NULL && cpu->reg.size == address_cells * sizeof(fdt32_t);
}

/* Gives the name of a property that is not of its form, or NULL when all are. */
static const char *malformed(const struct smpboot_fdt_cpu *cpu, const struct smpboot_fdt_value *method,
                             uint32_t address_cells)
{
	if (!string_or_none(&cpu->device_type))
		return "device_type";
	if (!reg_fits(cpu, address_cells))
		return "reg";
	if (!string_or_none(method))
		return "enable-method";
	if (!string_or_none(&cpu->status))
		return "status";
	if (!number_or_none(&cpu->release_addr))
		return "cpu-release-addr";
	return NULL;
}

/* A number of as many cells as the value has; 0 where there is none. */
static uint64_t read_number(const struct smpboot_fdt_value *value)
{
	return value->bytes != NULL ? smpboot_fdt_number(value->bytes, value->size / sizeof(fdt32_t)) : 0;
}

/*
 * The first enable method as a name that the table takes; `none` where there is
 * no method. A name that is too long is unknown whatever it says: it is cut,
 * with dots so that the rest is never taken for a known name.
 */
static const char *method_name(const struct smpboot_fdt_value *value, const char *none,
                               char cut[SMPBOOT_METHOD_NAME_SIZE])
{
	static const char dots[] = "...";
	const size_t kept = SMPBOOT_METHOD_NAME_SIZE - sizeof(dots);

	if (value->bytes == NULL || value->bytes[0] == '\0')
		return none;
	if (smpboot_fdt_length(value->bytes, value->size) < SMPBOOT_METHOD_NAME_SIZE)
		return value->bytes;
	for (size_t i = 0; i < SMPBOOT_METHOD_NAME_SIZE; i++)
		cut[i] = i < kept ? value->bytes[i] : dots[i - kept];
	return cut;
}

static enum smpboot_reason reason_of(const struct smpboot_fdt_value *status, bool skip_disabled)
{
	switch (smpboot_fdt_read_status(status)) {
	case SMPBOOT_FDT_FAIL:
		return SMPBOOT_REASON_STATUS_FAIL;
	case SMPBOOT_FDT_DISABLED:
		return skip_disabled ? SMPBOOT_REASON_STATUS_DISABLED : SMPBOOT_REASON_NONE;
	default:
		return SMPBOOT_REASON_NONE;
	}
}

static void tell(const struct smpboot_fdt_cpu *cpu, const struct smpboot_fdt_cpu_rules *rules,
                 const struct smpboot_cpu_desc *desc, unsigned int id)
{
	const struct smpboot_fdt_cpu_node node = {
		.id = id,
		.name = cpu->name,
		.status = cpu->status.bytes,
		.desc = desc,
	};

	if (rules->options->added != NULL)
		rules->options->added(rules->options->context, &node);
}

/* What the table has against one CPU is a warning; only a refusal of any CPU at all is an error. */
static enum smpboot_status add(const struct smpboot_fdt_cpu *cpu, const struct smpboot_fdt_cpu_rules *rules,
                               const struct smpboot_cpu_desc *desc, struct smpboot_fdt_error *error)
{
	const char *node = cpu->name;
	unsigned int id;
	enum smpboot_status status = smpboot_add_cpu(desc, &id);

	switch (status) {
	case SMPBOOT_OK:
		tell(cpu, rules, desc, id);
		return SMPBOOT_OK;
	case SMPBOOT_ERR_MPIDR:
		smpboot_fdt_warn(SMPBOOT_EVENT_BAD_CPU, SMPBOOT_NO_CPU, desc->mpidr, node, "reg");
		return SMPBOOT_OK;
	case SMPBOOT_ERR_DUPLICATE:
		smpboot_fdt_warn(SMPBOOT_EVENT_DUPLICATE, smpboot_cpu_by_mpidr(desc->mpidr), desc->mpidr,
		                 node, "reg");
		return SMPBOOT_OK;
	case SMPBOOT_ERR_FULL:
		smpboot_fdt_warn(SMPBOOT_EVENT_DROPPED, SMPBOOT_NO_CPU, desc->mpidr, node, NULL);
		return SMPBOOT_OK;
	default:
		return smpboot_fdt_fail(error, status, node, NULL);
	}
}

unsigned int smpboot_fdt_cpu_id(const struct smpboot_fdt_cpu *cpu, uint32_t address_cells)
{
	struct smpboot_cpu_desc desc = { .mpidr = 0 };

	if (!is_cpu(cpu) || !reg_fits(cpu, address_cells))
		return SMPBOOT_NO_CPU;
	desc.mpidr = read_number(&cpu->reg);
	/* As when it was added. */
	desc = smpboot_table_fix_up(&desc);
	return smpboot_cpu_by_mpidr(desc.mpidr);
}

enum smpboot_status smpboot_fdt_cpu_close(const struct smpboot_fdt_cpu *cpu,
                                          const struct smpboot_fdt_cpu_rules *rules,
                                          struct smpboot_fdt_error *error)
{
	const struct smpboot_fdt_value *method =
		cpu->enable_method.bytes != NULL ? &cpu->enable_method : &rules->enable_method;
	char cut[SMPBOOT_METHOD_NAME_SIZE];
	struct smpboot_cpu_desc desc;
	const char *bad;

	if (!is_cpu(cpu))
		return SMPBOOT_OK;
	bad = malformed(cpu, method, rules->address_cells);
	if (bad != NULL) {
		smpboot_fdt_warn(SMPBOOT_EVENT_BAD_CPU, SMPBOOT_NO_CPU, 0, cpu->name, bad);
		return SMPBOOT_OK;
	}
	desc = (struct smpboot_cpu_desc){
		.mpidr = read_number(&cpu->reg),
		.method = method_name(method, rules->options->default_method, cut),
		.reason = reason_of(&cpu->status, rules->options->skip_disabled),
		.release_addr = read_number(&cpu->release_addr),
	};
	return add(cpu, rules, &desc, error);
}
