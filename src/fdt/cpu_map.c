/* SPDX-License-Identifier: BSD-2-Clause */
#include "cpu_map.h"

#include <libfdt.h>

#include "core/describe.h"
#include "names.h"
#include "phandles.h"

/* What a node of the map stands for, from the outside in. */
enum step {
	STEP_MAP,
	STEP_SOCKET,
	STEP_CLUSTER,
	STEP_CORE,
	STEP_THREAD,
};

/* cpu-map, socket, clusters, core, thread: a node that is deeper has no meaning. */
#define MAX_DEPTH (SMPBOOT_CLUSTER_LEVELS + 4)

struct walk {
	struct smpboot_fdt_cursor at;
	enum step steps[MAX_DEPTH]; /* of the nodes that are open and have a meaning */
	unsigned int known;         /* how many those are; those below the first without one do not count */
	unsigned int clusters;
	struct smpboot_place place;
};

/* A number behind a name, as in "cluster12". False: something else is there. */
static bool numbered(const char *node, const char *name, uint16_t *number)
{
	uint32_t value = 0;
	unsigned int i = 0;
	unsigned int digits = 0;

	for (; name[i] != '\0'; i++)
		if (node[i] != name[i])
			return false;
	for (; node[i] >= '0' && node[i] <= '9' && value < SMPBOOT_PLACE_NONE; i++, digits++)
		value = value * 10 + (uint32_t)(node[i] - '0');
	*number = (uint16_t)value;
	return digits != 0 && node[i] == '\0' && value < SMPBOOT_PLACE_NONE;
}

static bool enter_known(struct walk *walk)
{
	const char *name = walk->at.node;
	enum step above = walk->steps[walk->known - 1];
	enum step step;

	if (above == STEP_MAP && numbered(name, "socket", &walk->place.socket))
		step = STEP_SOCKET;
	else if (above <= STEP_CLUSTER && walk->clusters < SMPBOOT_CLUSTER_LEVELS &&
	         numbered(name, "cluster", &walk->place.cluster[walk->clusters]))
		step = STEP_CLUSTER;
	else if (above <= STEP_CLUSTER && numbered(name, "core", &walk->place.core))
		step = STEP_CORE;
	else if (above == STEP_CORE && numbered(name, "thread", &walk->place.thread))
		step = STEP_THREAD;
	else
		return false;
	walk->clusters += step == STEP_CLUSTER;
	walk->steps[walk->known++] = step;
	return true;
}

/* Takes back what a name that did not fit may have left, and what a node that ends has set. */
static void clear_below(struct walk *walk)
{
	enum step step = walk->steps[walk->known - 1];

	if (step < STEP_SOCKET)
		walk->place.socket = SMPBOOT_PLACE_NONE;
	for (unsigned int i = walk->clusters; i < SMPBOOT_CLUSTER_LEVELS; i++)
		walk->place.cluster[i] = SMPBOOT_PLACE_NONE;
	if (step < STEP_CORE)
		walk->place.core = SMPBOOT_PLACE_NONE;
	if (step < STEP_THREAD)
		walk->place.thread = SMPBOOT_PLACE_NONE;
}

static void enter(struct walk *walk)
{
	if (walk->known + 1 == walk->at.depth && walk->known < MAX_DEPTH && enter_known(walk))
		return;
	clear_below(walk);
}

static void leave(struct walk *walk)
{
	if (walk->at.depth >= walk->known)
		return;
	walk->known--;
	walk->clusters -= walk->steps[walk->known] == STEP_CLUSTER;
	if (walk->known > 0)
		clear_below(walk);
}

static void take_cpu(const struct walk *walk)
{
	uint32_t phandle;
	uint32_t id;

	if (walk->known != walk->at.depth || walk->steps[walk->known - 1] < STEP_CORE ||
	    smpboot_fdt_name_of(&walk->at) != SMPBOOT_FDT_NAME_CPU ||
	    !smpboot_fdt_read_cell(&walk->at.value, &phandle))
		return;
	if (smpboot_fdt_phandles_find(phandle, &id) == SMPBOOT_FDT_CPU)
		smpboot_describe_place(id, &walk->place);
}

void smpboot_fdt_cpu_map(const struct smpboot_fdt_cursor *cursor, int node_offset)
{
	struct walk walk = { .at = smpboot_fdt_reopen(cursor, node_offset), .steps = { STEP_MAP } };

	walk.at.depth = 0; /* the map is depth 1 here */
	smpboot_fdt_step(&walk.at);
	walk.known = 1;
	clear_below(&walk);
	/* Ends: the map does, as was seen before. */
	while (walk.known > 0) {
		smpboot_fdt_step(&walk.at);
		if (walk.at.tag == FDT_BEGIN_NODE)
			enter(&walk);
		else if (walk.at.tag == FDT_END_NODE)
			leave(&walk);
		else if (walk.at.tag == FDT_PROP)
			take_cpu(&walk);
	}
}
