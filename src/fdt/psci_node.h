/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device tree's PSCI node: found by its compatible string, wherever it
 * stands (Linux binding arm/psci.yaml). Names here are internal.
 */
#ifndef SMPBOOT_FDT_PSCI_NODE_H
#define SMPBOOT_FDT_PSCI_NODE_H

#include <smpboot/psci.h>

#include "names.h"
#include "scan.h"

struct smpboot_fdt_psci {
	/* The best node so far; `node` is NULL where there is none. */
	const char *node;
	struct smpboot_psci_config config;

	/* The node that is being passed: the version that it promises, 0 for one that is not PSCI's. */
	uint32_t version;
};

/* To be called on each property of each node that may be PSCI's: looks for its compatible string. */
void smpboot_fdt_psci_property(struct smpboot_fdt_psci *psci, enum smpboot_fdt_name name,
                               const struct smpboot_fdt_value *value);

/*
 * To be called when the properties of the node at `node_offset` have been
 * passed: where it is PSCI's, enabled, and newer than the best one so far, it
 * is read and takes that one's place.
 *
 * returns: SMPBOOT_OK or SMPBOOT_ERR_FDT_PSCI
 */
enum smpboot_status smpboot_fdt_psci_close(struct smpboot_fdt_psci *psci,
                                           const struct smpboot_fdt_cursor *cursor, int node_offset,
                                           struct smpboot_fdt_error *error);

/* Connects to the firmware of the node that was found; nothing to do where there is none. */
enum smpboot_status smpboot_fdt_psci_connect(const struct smpboot_fdt_psci *psci,
                                             struct smpboot_fdt_error *error);

#endif
