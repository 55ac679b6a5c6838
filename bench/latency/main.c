/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bring-ups in virtual time, with firmware that takes as long as real firmware:
 * a table, and on request a plot and the numbers.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "machine.h"
#include "results.h"

#define SEEDS 5 /* of which the middle one is told, and the worst ratio */

#define US 1000ull

struct profile {
	const char *name;
	uint64_t call;
	uint64_t power;    /* on average; uniform, from half to one and a half of it */
	unsigned int slow; /* per mille of CPUs that take ten times as long */
};

static const struct profile profiles[PROFILES] = {
	{ "call 50 us, power-up 500 us +- 50%", 50 * US, 500 * US, 0 },
	{ "call 5 us, power-up 2 ms +- 50%", 5 * US, 2000 * US, 0 },
	{ "call 50 us, power-up 500 us +- 50%, one CPU in 50 ten times as slow", 50 * US, 500 * US, 20 },
};

static const unsigned int sizes[SIZES] = { 8, 16, 32, 64, 128, 256, 512, 1024 };

const char *const order_name[ORDERS] = { "parallel", "serial", "relay", "tree" };

/* What each order is measured by, and by how much it may be slower, in percent. */
static const struct {
	const struct smpboot_order *order;
	uint64_t (*bound)(unsigned int cpus, const struct firmware *firmware);
	unsigned int target; /* 0: none */
} goals[ORDERS] = {
	{ &smpboot_order_parallel, bound_parallel, 5 },
	{ &smpboot_order_serial, bound_serial, 0 },
	{ &smpboot_order_relay, bound_serial, 0 },
	{ &smpboot_order_tree, bound_tree, 20 },
};

/* splitmix64: the same numbers on every machine. */
static uint64_t random_bits(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static void draw(const struct profile *profile, uint64_t seed, uint64_t *power)
{
	uint64_t state = seed;

	for (unsigned int i = 0; i < MACHINE_MAX_CPUS; i++) {
		power[i] = profile->power / 2 + random_bits(&state) % (profile->power + 1);
		if (random_bits(&state) % 1000 < profile->slow)
			power[i] *= 10;
	}
}

static int by_time(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static bool measure(const struct profile *profile, unsigned int cpus, unsigned int order,
                    struct result *result)
{
	uint64_t power[MACHINE_MAX_CPUS];
	struct firmware firmware = { .call = profile->call, .power = power };
	uint64_t times[SEEDS];

	*result = (struct result){ .worst = 0 };
	for (unsigned int seed = 0; seed < SEEDS; seed++) {
		double ratio;

		draw(profile, seed + 1, power);
		times[seed] = kernel_bring_up(cpus, &firmware, goals[order].order);
		if (times[seed] == 0)
			return false;
		ratio = (double)times[seed] / (double)goals[order].bound(cpus, &firmware);
		result->worst = ratio > result->worst ? ratio : result->worst;
	}
	qsort(times, SEEDS, sizeof(times[0]), by_time);
	result->time = times[SEEDS / 2];
	result->met = goals[order].target == 0 || result->worst <= 1 + goals[order].target / 100.0;
	return true;
}

static void print_row(unsigned int cpus, const struct result *row)
{
	printf("%5u", cpus);
	for (unsigned int order = 0; order < ORDERS; order++)
		printf("  %10.3f %6.3f%s", (double)row[order].time / 1e6, row[order].worst,
		       row[order].met ? " " : "!");
	printf("\n");
}

static void print_head(const struct profile *profile)
{
	printf("\n%s: ms, and at worst what multiple of its measure\n%5s", profile->name, "CPUs");
	for (unsigned int order = 0; order < ORDERS; order++)
		printf("  %10s %6s ", order_name[order], "");
	printf("\n");
}

/* False: a bring-up failed. */
static bool measure_all(struct results *results)
{
	for (unsigned int p = 0; p < PROFILES; p++) {
		results->profile[p] = profiles[p].name;
		print_head(&profiles[p]);
		for (unsigned int s = 0; s < SIZES; s++) {
			results->size[s] = sizes[s];
			for (unsigned int order = 0; order < ORDERS; order++)
				if (!measure(&profiles[p], sizes[s], order, &results->row[p][s][order])) {
					fprintf(stderr, "latency: %s, %u CPUs: not all came\n",
					        order_name[order], sizes[s]);
					return false;
				}
			print_row(sizes[s], results->row[p][s]);
		}
	}
	return true;
}

static bool all_met(const struct results *results)
{
	for (unsigned int p = 0; p < PROFILES; p++)
		for (unsigned int s = 0; s < SIZES; s++)
			for (unsigned int order = 0; order < ORDERS; order++)
				if (!results->row[p][s][order].met)
					return false;
	return true;
}

static bool write_file(const struct results *results, const char *name,
                       void (*write)(const struct results *results, FILE *file))
{
	FILE *file;
	bool failed;

	if (name == NULL)
		return true;
	file = fopen(name, "w");
	if (file == NULL) {
		fprintf(stderr, "latency: %s: %s\n", name, strerror(errno));
		return false;
	}
	write(results, file);
	failed = ferror(file) != 0;
	failed |= fclose(file) != 0;
	if (failed)
		fprintf(stderr, "latency: %s: %s\n", name, strerror(errno));
	return !failed;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "svg", required_argument, NULL, 's' },
		{ "json", required_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	static struct results results;
	const char *svg = NULL;
	const char *json = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == '?')
			return 2;
		*(option == 's' ? &svg : &json) = optarg;
	}
	if (!measure_all(&results))
		return 1;
	printf("\nparallel within 5%%, tree within 20%%: %s\n", all_met(&results) ? "met" : "NOT MET");
	if (!write_file(&results, svg, results_write_svg) || !write_file(&results, json, results_write_json))
		return 1;
	return all_met(&results) ? 0 : 1;
}
