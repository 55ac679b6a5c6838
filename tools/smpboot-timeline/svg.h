/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The picture's parts. Two panels share the lanes: the whole bring-up on one
 * axis, and, since that of a CPU is often a thousandth of it, each CPU's own part
 * from its first instruction on.
 */
#ifndef SVG_H
#define SVG_H

#include "timeline.h"

/* One of the panels: nanoseconds from `begin` to `end` are drawn from `left` to `right`. */
struct scale {
	double left;
	double right;
	double begin;
	double end;
	double step;      /* nanoseconds from tick to tick */
	double unit;      /* nanoseconds of what the labels count */
	const char *name; /* of the unit */
};

struct picture {
	const struct timeline *timeline;
	FILE *file;
	struct scale all;
	struct scale own;
	double top;  /* of the first lane */
	double lane; /* height of one */
};

/* scale.c: chooses ticks, about one in so many pixels, and a unit. */
struct scale scale_make(double left, double right, double begin, double end);
double scale_x(const struct scale *scale, double ns);

/* lanes.c. What a line of the log says is made fit for XML there. */
double lanes_height(size_t count);
void lanes_write(const struct picture *picture);
void lanes_write_failure(FILE *file, const struct timeline_cpu *cpu);

#endif
