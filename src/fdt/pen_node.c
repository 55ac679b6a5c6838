/* SPDX-License-Identifier: BSD-2-Clause */
#include "pen_node.h"

#include "core/claim.h"
#include "core/machine.h"
#include "cpu_node.h"
#include "walk.h"

struct search {
	struct smpboot_fdt_walk walk; /* first: what its functions get is the search */
	struct smpboot_fdt_cpu cpu;   /* of a child of /cpus; what tells which CPU it is */
	int after;
	int *node;
};

static struct search *search_of(struct smpboot_fdt_walk *walk)
{
	return (struct search *)walk;
}

bool smpboot_fdt_in_pen(unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	return smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_OFFLINE &&
	       __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) == SMPBOOT_STAGE_PARKED;
}

static void open_node(struct smpboot_fdt_walk *walk)
{
	search_of(walk)->cpu = (struct smpboot_fdt_cpu){ .name = walk->at.node };
}

static void take_property(struct smpboot_fdt_walk *walk, enum smpboot_fdt_name name)
{
	smpboot_fdt_cpu_property(&search_of(walk)->cpu, name, &walk->at.value);
}

static enum smpboot_status close_node(struct smpboot_fdt_walk *walk)
{
	struct search *search = search_of(walk);
	unsigned int id;

	if (walk->kind != SMPBOOT_FDT_CHILD || *search->node >= 0 || walk->offset <= search->after)
		return SMPBOOT_OK;
	id = smpboot_fdt_cpu_id(&search->cpu, walk->address_cells);
	if (id != SMPBOOT_NO_CPU && smpboot_fdt_in_pen(id))
		*search->node = walk->offset;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_next_in_pen(const void *dtb, int after, int *node)
{
	struct smpboot_fdt_error unused;
	struct search search = {
		.walk.open = open_node,
		.walk.property = take_property,
		.walk.close = close_node,
		.walk.error = &unused,
		.after = after,
		.node = node,
	};

	*node = -1;
	return smpboot_fdt_walk(&search.walk, dtb);
}
