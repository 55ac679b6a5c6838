/* SPDX-License-Identifier: BSD-2-Clause */
#include "svg.h"

#define TICK_PIXELS 60

struct unit {
	double ns;
	const char *name;
};

/* From the smallest: the first that keeps labels below five digits. */
static const struct unit units[] = {
	{ 1, "ns" },
	{ 1000, "\302\265s" },
	{ 1000000, "ms" },
	{ 1000000000, "s" },
};

#define UNITS (sizeof(units) / sizeof(units[0]))

/* The least of 1, 2, 5, 10, 20, ... that is no smaller. */
static double round_step(double least)
{
	static const double factors[] = { 1, 2, 5 };
	double power = 1;

	for (;; power *= 10)
		for (unsigned int i = 0; i < 3; i++)
			if (power * factors[i] >= least)
				return power * factors[i];
}

struct scale scale_make(double left, double right, double begin, double end)
{
	struct scale scale = { .left = left, .right = right, .begin = begin, .end = end };
	double span = end - begin;
	unsigned int unit = 0;

	while (unit + 1 < UNITS && span > 5000 * units[unit].ns)
		unit++;
	scale.step = round_step(span * TICK_PIXELS / (right - left));
	scale.unit = units[unit].ns;
	scale.name = units[unit].name;
	return scale;
}

double scale_x(const struct scale *scale, double ns)
{
	return scale->left + (ns - scale->begin) * (scale->right - scale->left) / (scale->end - scale->begin);
}
