/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rounds of a meeting, compared when all is over: who was in one has the same list as the
 * others in it, the list is true, and nobody left before all had come.
 */
#include "rounds.h"

#include <stdio.h>

#include "machine.h"
#include "sched.h"

#define US 1000ull

#define MAX_CALLS 512
#define MAX_NOTES 512

/* ns for which a CPU that waits may not notice that somebody has gone off: core/rendezvous.c. */
#define LOOK_NS (1000 * US)

static struct note {
	unsigned int id;
	enum sim_coming coming;
	uint64_t at;
} notes[MAX_NOTES];

static struct sim_meeting_call calls[MAX_CALLS];
static unsigned int note_count;
static unsigned int call_count;
static uint64_t first_round;
static bool on;

static struct {
	unsigned long meetings, calls, complete, failed, late;
} sums;

void sim_rounds_print(void)
{
	printf("%lu meetings, %lu calls: %lu complete rounds, %lu with CPUs that were missing; %lu CPUs came too "
	       "late for any\n",
	       sums.meetings, sums.calls, sums.complete, sums.failed, sums.late);
}

/* ---- Taking down ---------------------------------------------------------- */

void sim_rounds_note(unsigned int id, enum sim_coming coming)
{
	if (!on)
		return;
	if (note_count == MAX_NOTES)
		sim_fail("too many notes of a meeting");
	notes[note_count++] = (struct note){ .id = id, .coming = coming, .at = sim_now() };
}

void sim_rounds_take_down(const struct sim_meeting_call *call)
{
	if (call_count == MAX_CALLS)
		sim_fail("too many calls in a meeting");
	calls[call_count++] = *call;
}

void sim_rounds_begin(uint64_t first)
{
	note_count = 0;
	call_count = 0;
	first_round = first;
	on = true;
	sums.meetings++;
}

/* ---- Comparing ------------------------------------------------------------ */

/* It was so for all of this time. */
static bool was(unsigned int id, enum sim_coming coming, uint64_t from, uint64_t to)
{
	enum sim_coming before = SIM_MAY_COME;

	for (unsigned int i = 0; i < note_count; i++) {
		const struct note *note = &notes[i];

		if (note->id != id || note->at > to)
			continue;
		if (note->at > from && note->coming != coming)
			return false;
		if (note->at <= from)
			before = note->coming;
	}
	return before == coming;
}

/* What all calls together say of a round. */
struct round {
	uint64_t number;
	uint64_t came;
	uint64_t missing;
	uint64_t first_begin; /* the first came, ... */
	uint64_t last_begin;  /* ... and the last */
	uint64_t deadline;    /* of the first who had waited for its time */
	uint64_t first_end;   /* the first left, ... */
	uint64_t last_end;    /* ... and the last */
};

static void add(struct round *round, const struct sim_meeting_call *call)
{
	uint64_t deadline = call->begin + call->patience;

	if (round->came != 0 && round->missing != call->missing)
		sim_fail("round %llu: CPU %u was told %#llx, another %#llx",
		         (unsigned long long)round->number, call->id, (unsigned long long)call->missing,
		         (unsigned long long)round->missing);
	if ((round->came >> call->id & 1) != 0)
		sim_fail("CPU %u was in round %llu twice", call->id, (unsigned long long)round->number);
	round->came |= 1ull << call->id;
	round->missing = call->missing;
	if (call->begin < round->first_begin)
		round->first_begin = call->begin;
	if (call->begin > round->last_begin)
		round->last_begin = call->begin;
	if (deadline < round->deadline)
		round->deadline = deadline;
	if (call->end < round->first_end)
		round->first_end = call->end;
	if (call->end > round->last_end)
		round->last_end = call->end;
}

static struct round sum_up(uint64_t number)
{
	struct round round = {
		.number = number, .first_begin = SIM_NEVER, .deadline = SIM_NEVER, .first_end = SIM_NEVER
	};

	for (unsigned int i = 0; i < call_count; i++)
		if (calls[i].round == number)
			add(&round, &calls[i]);
	return round;
}

/* A CPU that was held up for many rounds may have been in this one, and is told of another. */
static bool may_be_of(const struct sim_meeting_call *call, const struct round *round)
{
	return call->round == SIM_NEVER && call->begin < round->first_end && call->end > round->first_begin;
}

static bool may_have_come(unsigned int id, const struct round *round)
{
	for (unsigned int i = 0; i < call_count; i++)
		if (calls[i].id == id && may_be_of(&calls[i], round))
			return true;
	return false;
}

/* From then on somebody may have waited in it, and closed it. */
static uint64_t begun_at(const struct round *round)
{
	uint64_t at = round->first_begin;

	for (unsigned int i = 0; i < call_count; i++)
		if (may_be_of(&calls[i], round) && calls[i].begin < at)
			at = calls[i].begin;
	return at;
}

/*
 * From then on, whoever is active belongs to it: when the last one came; or, where the first
 * had waited for its time before that, from then: it was being closed, and one CPU after
 * another was looked at. One that becomes active meanwhile may have been looked at before.
 */
static uint64_t settled_from(const struct round *round)
{
	uint64_t from = round->last_begin;

	if (round->deadline < from)
		from = round->deadline;
	if (round->missing == 0)
		return from;
	/* It may as well have been one who does not know any more that he was in it. */
	for (unsigned int id = 0; id < sim.cpus; id++)
		if (may_have_come(id, round))
			return 0;
	return from;
}

/* Nobody left without a CPU that had to come; and nobody is missing who was there, or could not come. */
static void check_members(const struct round *round)
{
	for (unsigned int id = 0; id < sim.cpus; id++) {
		bool came = (round->came >> id & 1) != 0;
		bool missing = (round->missing >> id & 1) != 0;

		if (came && missing)
			sim_fail("CPU %u was in round %llu, and is said to be missing", id,
			         (unsigned long long)round->number);
		if (missing && was(id, SIM_CANNOT_COME, begun_at(round), round->last_end))
			sim_fail("CPU %u, which could not come, is missing in round %llu", id,
			         (unsigned long long)round->number);
		if (!came && !missing && was(id, SIM_MUST_COME, settled_from(round), round->first_end) &&
		    !may_have_come(id, round))
			sim_fail("round %llu ended without CPU %u", (unsigned long long)round->number, id);
	}
}

/* When nobody had to be waited for any more, at the latest. */
static uint64_t decided_at(const struct round *round)
{
	uint64_t at = round->last_begin;

	for (unsigned int i = 0; i < note_count; i++)
		if (notes[i].at <= round->first_end && notes[i].at > at)
			at = notes[i].at;
	return at + LOOK_NS;
}

/* All leave when there is nobody to wait for, or the first has waited for its time. */
static void check_end(const struct round *round)
{
	uint64_t end = round->deadline;

	if (round->missing == 0 && decided_at(round) < end)
		end = decided_at(round);
	/* Who came at the very end had to come first. */
	if (end < round->last_begin)
		end = round->last_begin;
	if (round->last_end > end + sim.slack)
		sim_fail("round %llu ended %llu us after its time", (unsigned long long)round->number,
		         (unsigned long long)((round->last_end - end) / US));
}

void sim_rounds_end(bool held_up)
{
	uint64_t last = first_round;

	on = false;
	for (unsigned int i = 0; i < call_count; i++) {
		if (calls[i].round > last && calls[i].round != SIM_NEVER)
			last = calls[i].round;
		sums.late += calls[i].round == SIM_NEVER;
	}
	for (uint64_t number = first_round; number <= last; number++) {
		struct round round = sum_up(number);

		if (round.came == 0)
			continue;
		check_members(&round);
		if (!held_up)
			check_end(&round);
		sums.complete += round.missing == 0;
		sums.failed += round.missing != 0;
	}
	sums.calls += call_count;
}
