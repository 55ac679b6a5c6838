/* SPDX-License-Identifier: BSD-2-Clause */
#include "pen_node.h"

#include <libfdt.h>

#include "core/claim.h"
#include "core/machine.h"
#include "cpu_node.h"

#define DEFAULT_CELLS 2 /* Devicetree Specification (2.3.5), of #address-cells */

struct search {
	struct smpboot_fdt_cursor at;
	uint32_t address_cells;
	bool cpus_seen;
	bool in_cpus;
	bool in_child;
	int child; /* offset of the child of /cpus that was begun last */
	struct smpboot_fdt_cpu cpu;
};

bool smpboot_fdt_in_pen(unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	return smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_OFFLINE &&
	       __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) == SMPBOOT_STAGE_PARKED;
}

/* Whether the child whose properties are over is such a CPU. */
static bool close_child(struct search *search)
{
	unsigned int id;

	if (!search->in_child)
		return false;
	search->in_child = false;
	id = smpboot_fdt_cpu_id(&search->cpu, search->address_cells);
	return id != SMPBOOT_NO_CPU && smpboot_fdt_in_pen(id);
}

static void open_node(struct search *search)
{
	if (search->at.depth == 2 && smpboot_fdt_node_named(&search->at, "cpus")) {
		search->cpus_seen = true;
		search->in_cpus = true;
	} else if (search->at.depth == 2) {
		search->in_cpus = false;
	} else if (search->in_cpus && search->at.depth == 3) {
		search->in_child = true;
		search->child = search->at.node_offset;
		search->cpu = (struct smpboot_fdt_cpu){ .name = search->at.node };
	}
}

/* Only what tells which CPU it is. */
static void take_child_property(struct search *search)
{
	if (smpboot_fdt_named(&search->at, "reg"))
		search->cpu.reg = search->at.value;
	else if (smpboot_fdt_named(&search->at, "device_type"))
		search->cpu.device_type = search->at.value;
}

static enum smpboot_status take_property(struct search *search)
{
	uint32_t *cells = &search->address_cells;

	if (search->in_child)
		take_child_property(search);
	else if (search->in_cpus && search->at.depth == 2 &&
	         smpboot_fdt_named(&search->at, "#address-cells") &&
	         (!smpboot_fdt_read_cell(&search->at.value, cells) || *cells < 1 || *cells > 2))
		return SMPBOOT_ERR_FDT_CELLS;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_next_in_pen(const void *dtb, int after, int *node)
{
	struct search search = { .address_cells = DEFAULT_CELLS };
	enum smpboot_status status = smpboot_fdt_open(&search.at, dtb);

	*node = -1;
	while (status == SMPBOOT_OK) {
		status = smpboot_fdt_next(&search.at);
		if (status == SMPBOOT_OK && search.at.tag == FDT_PROP)
			status = take_property(&search);
		if (status != SMPBOOT_OK || search.at.tag == FDT_PROP || search.at.tag == FDT_NOP)
			continue;
		if (close_child(&search) && search.child > after) {
			*node = search.child;
			return SMPBOOT_OK;
		}
		if (search.at.tag == FDT_END)
			return search.cpus_seen ? SMPBOOT_OK : SMPBOOT_ERR_FDT_NO_CPUS;
		if (search.at.tag == FDT_BEGIN_NODE)
			open_node(&search);
	}
	return status;
}
