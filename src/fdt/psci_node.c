/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the PSCI node: which instruction reaches the firmware, what version it
 * promised, and for PSCI 0.1, which has no standard ids, its function ids.
 */
#include "psci_node.h"

#include <libfdt.h>

#define PSCI_0_1 SMPBOOT_PSCI_VERSION_OF(0, 1)
#define PSCI_0_2 SMPBOOT_PSCI_VERSION_OF(0, 2)
#define PSCI_1_0 SMPBOOT_PSCI_VERSION_OF(1, 0)

/* The properties of the node that count. */
struct psci_node {
	struct smpboot_fdt_value status;
	struct smpboot_fdt_value method;
	struct smpboot_fdt_value cpu_on;
	struct smpboot_fdt_value cpu_off;
	struct smpboot_fdt_value cpu_suspend;
	struct smpboot_fdt_value migrate;
};

/* The highest PSCI version that a compatible property promises; 0: it is not PSCI's. */
static uint32_t version_of(const struct smpboot_fdt_value *compatible)
{
	struct smpboot_fdt_value rest = *compatible;
	uint32_t version = 0;

	while (rest.size > 0) {
		uint32_t length = smpboot_fdt_length(rest.bytes, rest.size);
		uint32_t found = 0;

		if (length == rest.size)
			break; /* the last string does not end: not to be trusted */
		if (smpboot_fdt_equals(&rest, "arm,psci-1.0"))
			found = PSCI_1_0;
		else if (smpboot_fdt_equals(&rest, "arm,psci-0.2"))
			found = PSCI_0_2;
		else if (smpboot_fdt_equals(&rest, "arm,psci"))
			found = PSCI_0_1;
		if (found > version)
			version = found;
		rest.bytes += length + 1;
		rest.size -= length + 1;
	}
	return version;
}

void smpboot_fdt_psci_property(struct smpboot_fdt_psci *psci, enum smpboot_fdt_name name,
                               const struct smpboot_fdt_value *value)
{
	if (name == SMPBOOT_FDT_NAME_COMPATIBLE)
		psci->version = version_of(value);
}

/* Where a property's value is kept, or NULL for one of no interest. */
static struct smpboot_fdt_value *place_of(const struct smpboot_fdt_cursor *cursor, struct psci_node *node)
{
	if (smpboot_fdt_named(cursor, "status"))
		return &node->status;
	if (smpboot_fdt_named(cursor, "method"))
		return &node->method;
	if (smpboot_fdt_named(cursor, "cpu_on"))
		return &node->cpu_on;
	if (smpboot_fdt_named(cursor, "cpu_off"))
		return &node->cpu_off;
	if (smpboot_fdt_named(cursor, "cpu_suspend"))
		return &node->cpu_suspend;
	if (smpboot_fdt_named(cursor, "migrate"))
		return &node->migrate;
	return NULL;
}

/* The tags were checked on the first way through, so only their meaning is looked at. */
static void read_properties(struct smpboot_fdt_cursor *at, struct psci_node *node)
{
	smpboot_fdt_next(at);
	while (smpboot_fdt_next(at) == SMPBOOT_OK && (at->tag == FDT_PROP || at->tag == FDT_NOP)) {
		struct smpboot_fdt_value *place = at->tag == FDT_PROP ? place_of(at, node) : NULL;

		if (place != NULL)
			*place = at->value;
	}
}

/* A function id; absent means that the firmware does not have it. False: not one cell. */
static bool read_id(const struct smpboot_fdt_value *value, uint32_t *id)
{
	return value->bytes == NULL || smpboot_fdt_read_cell(value, id);
}

/* Gives the name of the property that cannot be used, or NULL when all is well. */
static const char *read_ids(const struct psci_node *node, struct smpboot_psci_config *config)
{
	if (!read_id(&node->cpu_on, &config->cpu_on) || config->cpu_on == 0)
		return "cpu_on";
	if (!read_id(&node->cpu_off, &config->cpu_off))
		return "cpu_off";
	if (!read_id(&node->cpu_suspend, &config->cpu_suspend))
		return "cpu_suspend";
	if (!read_id(&node->migrate, &config->migrate))
		return "migrate";
	return NULL;
}

static enum smpboot_conduit read_conduit(const struct smpboot_fdt_value *method)
{
	if (smpboot_fdt_equals(method, "smc"))
		return SMPBOOT_CONDUIT_SMC;
	if (smpboot_fdt_equals(method, "hvc"))
		return SMPBOOT_CONDUIT_HVC;
	return SMPBOOT_CONDUIT_NONE;
}

static enum smpboot_status read_node(struct smpboot_fdt_psci *best, struct smpboot_fdt_cursor *at,
                                     uint32_t version, struct smpboot_fdt_error *error)
{
	struct smpboot_psci_config config = { .version = version };
	struct psci_node node = { 0 };
	const char *name = at->structure + at->next + FDT_TAGSIZE;
	const char *bad = NULL;

	read_properties(at, &node);
	if (smpboot_fdt_read_status(&node.status) != SMPBOOT_FDT_OKAY)
		return SMPBOOT_OK;
	config.conduit = read_conduit(&node.method);
	if (config.conduit == SMPBOOT_CONDUIT_NONE)
		bad = "method";
	else if (version == PSCI_0_1)
		bad = read_ids(&node, &config);
	if (bad != NULL)
		return smpboot_fdt_fail(error, SMPBOOT_ERR_FDT_PSCI, name, bad);
	best->node = name;
	best->config = config;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_psci_close(struct smpboot_fdt_psci *psci,
                                           const struct smpboot_fdt_cursor *cursor, int node_offset,
                                           struct smpboot_fdt_error *error)
{
	uint32_t version = psci->version;
	struct smpboot_fdt_cursor at;

	psci->version = 0;
	if (version <= psci->config.version)
		return SMPBOOT_OK; /* not PSCI's, or no better */
	at = smpboot_fdt_reopen(cursor, node_offset);
	return read_node(psci, &at, version, error);
}

/* The property that a refusal of smpboot_psci_init() goes back to. */
static const char *cause_of(enum smpboot_status status)
{
	switch (status) {
	case SMPBOOT_ERR_CONDUIT:
		return "method";
	case SMPBOOT_ERR_PSCI_VERSION:
		return "compatible";
	default:
		return NULL;
	}
}

enum smpboot_status smpboot_fdt_psci_connect(const struct smpboot_fdt_psci *psci,
                                             struct smpboot_fdt_error *error)
{
	enum smpboot_status status;

	if (psci->node == NULL)
		return SMPBOOT_OK;
	status = smpboot_psci_init(&psci->config);
	if (status == SMPBOOT_OK)
		return SMPBOOT_OK;
	return smpboot_fdt_fail(error, status, psci->node, cause_of(status));
}
