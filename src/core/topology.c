/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a CPU is: what the description says of it, or else its MPIDR.
 */
#include "machine.h"
#include "parts.h"
#include "self.h"

static int number(uint16_t place)
{
	return place != SMPBOOT_PLACE_NONE ? place : SMPBOOT_UNKNOWN;
}

static void by_description(const struct smpboot_place *place, struct smpboot_topology *out)
{
	out->source = SMPBOOT_SOURCE_DESCRIPTION;
	out->socket = number(place->socket);
	out->core = number(place->core);
	out->thread = number(place->thread);
	for (unsigned int i = 0; i < SMPBOOT_CLUSTER_LEVELS; i++) {
		out->cluster[i] = number(place->cluster[i]);
		out->cluster_levels += out->cluster[i] != SMPBOOT_UNKNOWN;
	}
}

static int affinity(uint64_t mpidr, unsigned int level)
{
	return (int)(mpidr >> (level == 3 ? 32 : level * 8) & 0xff);
}

/* All four next to each other, as far as an int can hold them. */
static int affinities(uint64_t mpidr)
{
	return (int)(((mpidr & 0xffffff) | (mpidr >> 32 & 0x7f) << 24));
}

static void set_cluster(struct smpboot_topology *out, int cluster)
{
	out->cluster[0] = cluster;
	out->cluster_levels = 1;
}

static void by_mpidr(unsigned int id, struct smpboot_topology *out)
{
	uint64_t mpidr = smpboot_mpidr_of(id);
	const struct smpboot_part *part = smpboot_part_find(smpboot_self_own(id)->midr);

	out->source = SMPBOOT_SOURCE_MPIDR;
	if (smpboot_self_multithreaded(id)) {
		out->core = affinity(mpidr, 1);
		set_cluster(out, affinity(mpidr, 2) | affinity(mpidr, 3) << 8);
		if (part == NULL || part->affinity != SMPBOOT_AFFINITY_DYNAMIQ)
			out->thread = affinity(mpidr, 0);
	} else if (part != NULL && part->affinity == SMPBOOT_AFFINITY_CLUSTERED) {
		out->core = affinity(mpidr, 0);
		set_cluster(out, affinity(mpidr, 1) | affinity(mpidr, 2) << 8);
	} else {
		out->core = affinities(mpidr);
	}
}

enum smpboot_status smpboot_cpu_topology(unsigned int id, struct smpboot_topology *out)
{
	enum smpboot_status status = smpboot_self_check(id, out);
	const struct smpboot_self *self;

	if (status != SMPBOOT_OK)
		return status;
	self = &smpboot_machine.selves[id];
	*out = (struct smpboot_topology){
		.source = SMPBOOT_SOURCE_NONE,
		.socket = SMPBOOT_UNKNOWN,
		.core = SMPBOOT_UNKNOWN,
		.thread = SMPBOOT_UNKNOWN,
	};
	for (unsigned int i = 0; i < SMPBOOT_CLUSTER_LEVELS; i++)
		out->cluster[i] = SMPBOOT_UNKNOWN;
	if ((self->described & SMPBOOT_DESCRIBED_PLACE) != 0)
		by_description(&self->place, out);
	else if (smpboot_self_known(id))
		by_mpidr(id, out);
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_cpu_capacity(unsigned int id, uint32_t *capacity)
{
	enum smpboot_status status = smpboot_self_check(id, capacity);

	if (status != SMPBOOT_OK)
		return status;
	if ((smpboot_machine.selves[id].described & SMPBOOT_DESCRIBED_CAPACITY) == 0)
		return SMPBOOT_ERR_UNKNOWN;
	*capacity = smpboot_machine.selves[id].capacity;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_cpu_numa_node(unsigned int id, unsigned int *node)
{
	enum smpboot_status status = smpboot_self_check(id, node);

	if (status != SMPBOOT_OK)
		return status;
	if ((smpboot_machine.selves[id].described & SMPBOOT_DESCRIBED_NUMA) == 0)
		return SMPBOOT_ERR_UNKNOWN;
	*node = smpboot_machine.selves[id].numa;
	return SMPBOOT_OK;
}
