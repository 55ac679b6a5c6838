/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The orders in which CPUs make their accesses.
 */
#include "fake_elect.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_CHOICES 512
#define STATES      (1u << 22)

/* All states that were seen, by their hash; 0: a free place. */
static uint64_t *states;
static uint64_t state_count;

/* False: this state was seen before. */
static bool new_state(void)
{
	uint64_t hash = fake_elect_state();
	uint64_t i = hash >> 8;

	while (states[i % STATES] != 0 && states[i % STATES] != hash)
		i++;
	if (states[i % STATES] == hash)
		return false;
	if (++state_count > STATES / 4 * 3) {
		fprintf(stderr, "made-up election: too many states\n");
		abort();
	}
	states[i % STATES] = hash;
	return true;
}

static unsigned int lowest(uint32_t mask)
{
	return (unsigned int)__builtin_ctz(mask);
}

/* One choice for each access: which CPU makes it, and which others could and are left to try. */
struct choices {
	unsigned int count;
	unsigned int taken[MAX_CHOICES];
	uint32_t left[MAX_CHOICES];
};

static void follow(const struct choices *choices)
{
	for (unsigned int i = 0; i < choices->count; i++)
		fake_elect_step(choices->taken[i]);
}

/* Goes on, always with the first CPU that can, to the end or to a state that was seen before. */
static void go_on(struct choices *choices, struct fake_elections *sum)
{
	while (new_state()) {
		uint32_t mask = fake_elect_runnable();

		if (mask == 0) {
			fake_elect_count(sum);
			return;
		}
		if (choices->count == MAX_CHOICES)
			abort();
		choices->taken[choices->count] = lowest(mask);
		choices->left[choices->count++] = mask & (mask - 1);
		fake_elect_step(lowest(mask));
	}
}

/* The last choice that could have been another becomes the next one. False: there is none. */
static bool turn_back(struct choices *choices)
{
	while (choices->count > 0) {
		uint32_t *left = &choices->left[choices->count - 1];

		if (*left != 0) {
			choices->taken[choices->count - 1] = lowest(*left);
			*left &= *left - 1;
			return true;
		}
		choices->count--;
	}
	return false;
}

struct fake_elections fake_elect_every_order(const struct fake_elect *who)
{
	static struct choices choices;
	struct fake_elections sum = { .held = 0 };

	states = calloc(STATES, sizeof(*states));
	if (states == NULL)
		abort();
	state_count = 0;
	choices.count = 0;
	do {
		fake_elect_begin(who);
		follow(&choices);
		go_on(&choices, &sum);
	} while (turn_back(&choices));
	free(states);
	return sum;
}

/* ---- Random orders ---- */

static uint64_t seed;

static unsigned int draw(unsigned int limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned int)(seed >> 33) % limit;
}

/* One of the CPUs in the mask. */
static unsigned int draw_cpu(uint32_t mask)
{
	unsigned int skip = draw((unsigned int)__builtin_popcount(mask));

	while (skip-- > 0)
		mask &= mask - 1;
	return lowest(mask);
}

struct fake_elections fake_elect_random(const struct fake_elect *who, uint64_t orders)
{
	struct fake_elections sum = { .held = 0 };

	for (uint64_t order = 0; order < orders; order++) {
		seed = order;
		fake_elect_begin(who);
		for (uint32_t mask; (mask = fake_elect_runnable()) != 0;)
			fake_elect_step(draw_cpu(mask));
		fake_elect_count(&sum);
	}
	return sum;
}

/* The CPUs come in this order. */
static void hold(const struct fake_elect *who, const unsigned int *order)
{
	uint32_t here = 0;
	unsigned int came = 0;

	fake_elect_begin(who);
	for (;;) {
		uint32_t mask = fake_elect_runnable() & here;

		if (came < who->count && (mask == 0 || draw(6) == 0))
			here |= 1u << order[came++];
		else if (mask != 0)
			fake_elect_step(draw_cpu(mask));
		else
			return;
	}
}

/* The next permutation in lexical order. False: that was the last. */
static bool permute(unsigned int *order, unsigned int n)
{
	unsigned int i = n - 1;
	unsigned int j = n - 1;
	unsigned int swap;

	while (i > 0 && order[i - 1] > order[i])
		i--;
	if (i == 0)
		return false;
	while (order[j] < order[i - 1])
		j--;
	swap = order[i - 1];
	order[i - 1] = order[j];
	order[j] = swap;
	for (unsigned int end = n - 1; i < end; i++, end--) {
		swap = order[i];
		order[i] = order[end];
		order[end] = swap;
	}
	return true;
}

struct fake_elections fake_elect_every_arrival(const struct fake_elect *who)
{
	unsigned int order[FAKE_ELECT_CPUS];
	struct fake_elections sum = { .held = 0 };

	for (unsigned int i = 0; i < who->count; i++)
		order[i] = i;
	do {
		seed = sum.held;
		hold(who, order);
		fake_elect_count(&sum);
	} while (permute(order, who->count));
	return sum;
}
