/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LATENCY_RESULTS_H
#define LATENCY_RESULTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <smpboot/smpboot.h>

#define PROFILES 3
#define SIZES    8
#define ORDERS   4

struct result {
	uint64_t time; /* ns, the middle of several */
	double worst;  /* of them: ratio to its measure */
	bool met;
};

struct results {
	const char *profile[PROFILES];
	unsigned int size[SIZES];
	struct result row[PROFILES][SIZES][ORDERS];
};

extern const char *const order_name[ORDERS];

/* plot.c */
void results_write_svg(const struct results *results, FILE *file);
void results_write_json(const struct results *results, FILE *file);

#endif
