/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of smpboot_lscpu(): the tree of sockets, clusters, cores and threads.
 */
#include "page.h"
#include "self.h"

/* A CPU's place as numbers that sort: socket, clusters, core, thread. */
#define STEPS       (SMPBOOT_CLUSTER_LEVELS + 3)
#define STEP_CORE   (SMPBOOT_CLUSTER_LEVELS + 1)
#define STEP_THREAD (SMPBOOT_CLUSTER_LEVELS + 2)

struct place {
	unsigned int id;
	int steps[STEPS];
};

/* False: nothing is known of the CPU's place. */
static bool place_of(unsigned int id, struct place *place)
{
	struct smpboot_topology topology;

	(void)smpboot_cpu_topology(id, &topology);
	place->id = id;
	place->steps[0] = topology.socket;
	for (unsigned int i = 0; i < SMPBOOT_CLUSTER_LEVELS; i++)
		place->steps[1 + i] = topology.cluster[i];
	place->steps[STEP_CORE] = topology.core;
	place->steps[STEP_THREAD] = topology.thread;
	return topology.source != SMPBOOT_SOURCE_NONE;
}

/* How many steps two places have in common, from the outside. */
static unsigned int common_steps(const struct place *one, const struct place *other)
{
	unsigned int i = 0;

	while (i < STEPS && one->steps[i] == other->steps[i])
		i++;
	return i;
}

static bool before(const struct place *one, const struct place *other)
{
	unsigned int i = common_steps(one, other);

	return i == STEPS ? one->id < other->id : one->steps[i] < other->steps[i];
}

/* The first CPU behind `last`, NULL for the very first of all. False: there is none. */
static bool search_next(const struct place *last, struct place *next)
{
	bool found = false;

	for (unsigned int id = 0; id < smpboot_self_count(); id++) {
		struct place place;

		if (!place_of(id, &place) || (last != NULL && !before(last, &place)))
			continue;
		if (!found || before(&place, next))
			*next = place;
		found = true;
	}
	return found;
}

/* The same where the CPUs are in the order of their places. */
static bool step_next(const struct place *last, struct place *next)
{
	unsigned int id = last != NULL ? last->id + 1 : 0;

	return id < smpboot_self_count() && place_of(id, next);
}

/* Whether each CPU's place lies behind that of the one before: then they need not be looked for. */
static bool in_order(void)
{
	struct place last;
	bool any = false;

	for (unsigned int id = 0; id < smpboot_self_count(); id++) {
		struct place place;

		if (!place_of(id, &place))
			return false;
		if (any && !before(&last, &place))
			return false;
		last = place;
		any = true;
	}
	return true;
}

static const char *step_name(unsigned int step)
{
	if (step == 0)
		return "socket ";
	if (step == STEP_CORE)
		return "core ";
	return step == STEP_THREAD ? "thread " : "cluster ";
}

static void put_step(struct smpboot_page *page, const struct place *place, unsigned int step,
                     unsigned int depth)
{
	smpboot_page_column(page, 2 * depth);
	smpboot_page_string(page, step_name(step));
	smpboot_page_decimal(page, place->steps[step]);
}

/* The lines from the first step that is another than the last CPU's; the last of them names the CPU. */
static void put_cpu(struct smpboot_page *page, const struct place *last, const struct place *place)
{
	unsigned int common = last != NULL ? common_steps(last, place) : 0;
	unsigned int depth = 1;
	unsigned int innermost = 0;

	for (unsigned int step = 0; step < STEPS; step++)
		if (place->steps[step] != SMPBOOT_UNKNOWN)
			innermost = step;
	for (unsigned int step = 0; step < innermost; step++) {
		if (place->steps[step] == SMPBOOT_UNKNOWN)
			continue;
		if (step >= common) {
			put_step(page, place, step, depth);
			smpboot_page_end_line(page);
		}
		depth++;
	}
	put_step(page, place, innermost, depth);
	smpboot_page_string(page, "  CPU ");
	smpboot_page_decimal(page, place->id);
	smpboot_page_end_line(page);
}

static void put_unplaced(struct smpboot_page *page)
{
	const char *lead = "  place not known: CPU ";
	struct place place;
	bool any = false;

	for (unsigned int id = 0; id < smpboot_self_count(); id++) {
		if (place_of(id, &place))
			continue;
		smpboot_page_string(page, lead);
		smpboot_page_decimal(page, id);
		lead = ", ";
		any = true;
	}
	if (any)
		smpboot_page_end_line(page);
}

void smpboot_lscpu_tree(struct smpboot_page *page)
{
	bool (*find_next)(const struct place *last, struct place *next) =
		in_order() ? step_next : search_next;
	struct place last;
	struct place next;
	const struct place *previous = NULL;

	smpboot_page_string(page, "machine");
	smpboot_page_end_line(page);
	while (find_next(previous, &next)) {
		put_cpu(page, previous, &next);
		last = next;
		previous = &last;
	}
	put_unplaced(page);
}
