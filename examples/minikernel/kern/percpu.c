/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The per-CPU areas.
 */
#include "kern/percpu.h"

#include "lib/console.h"
#include "mm/mm.h"

static struct percpu *areas;
static unsigned int area_count;

void percpu_init(unsigned int count)
{
	size_t size = count * sizeof(struct percpu);

	areas = mm_pages_alloc((size + PAGE_SIZE - 1) / PAGE_SIZE);
	if (areas == NULL)
		panic("no memory for the per-CPU areas of %u CPUs", count);
	area_count = count;
	for (unsigned int id = 0; id < count; id++) {
		areas[id].id = id;
		for (unsigned int level = 0; level < PRIORITY_COUNT; level++)
			list_init(&areas[id].ready[level]);
	}
	areas[0].mpidr = cpu_mpidr();
	atomic_store(&areas[0].online, true);
	this_cpu_set(&areas[0]);
}

unsigned int percpu_count(void)
{
	return area_count;
}

struct percpu *percpu_of(unsigned int id)
{
	return id < area_count ? &areas[id] : NULL;
}

unsigned int percpu_taking_threads(void)
{
	unsigned int count = 0;

	for (unsigned int id = 0; id < area_count; id++)
		count += percpu_takes_threads(&areas[id]);
	return count;
}
