/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a console log says of a bring-up: one row for each CPU, in the order of
 * ids, all times in nanoseconds on the log's own clock.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The stamps, in the order in which the library's lines have them. */
enum stamp {
	STAMP_ASKED,
	STAMP_STARTED,
	STAMP_ENTERED,
	STAMP_MMU_ON,
	STAMP_IN_C,
	STAMP_ONLINE,
	STAMP_MAIN,
	STAMP_COUNT,
};

#define NOT_REACHED (-1)

#define WORD_SIZE 40

struct timeline_cpu {
	unsigned int id;
	char mpidr[WORD_SIZE];
	char method[WORD_SIZE];
	char state[WORD_SIZE];
	char stage[WORD_SIZE];
	char reason[WORD_SIZE];
	int64_t stamp[STAMP_COUNT]; /* nanoseconds, or NOT_REACHED */
};

struct timeline {
	struct timeline_cpu *cpus;
	size_t count;
	size_t room;
	int64_t begin; /* the first stamp of all, and the last */
	int64_t end;
};

/* A stretch of a CPU's way, between two stamps. */
enum span {
	SPAN_POWER_UP, /* asked for, not there yet */
	SPAN_ENTRY,    /* entry code, MMU off */
	SPAN_TO_C,     /* at its virtual address */
	SPAN_STARTING, /* ops.starting */
	SPAN_TO_MAIN,
	SPAN_COUNT,
};

extern const char *const span_name[SPAN_COUNT];

/* False: the CPU has not been at both ends of it. */
bool timeline_span(const struct timeline_cpu *cpu, enum span span, int64_t *from, int64_t *to);

/* What the calling CPU spent on starting this one. False: nothing. */
bool timeline_call(const struct timeline_cpu *cpu, int64_t *from, int64_t *to);

/* Its last stamp; NOT_REACHED: it has none. */
int64_t timeline_last(const struct timeline_cpu *cpu);

/* It is not online, and should be. */
bool timeline_failed(const struct timeline_cpu *cpu);

/* In ops.main, or the boot CPU. */
bool timeline_runs(const struct timeline_cpu *cpu);

/*
 * Reads a log, of which the lines with "cpu: id=" count. A line for CPU 0 begins
 * a new table, so that the last boot of the log is taken. False: `problem` says
 * why, with the line. timeline_free() in any case.
 */
bool timeline_read(struct timeline *timeline, FILE *log, char *problem, size_t size);
void timeline_free(struct timeline *timeline);

/* svg.c and trace.c: the whole file. */
void timeline_write_svg(const struct timeline *timeline, FILE *file);
void timeline_write_trace(const struct timeline *timeline, FILE *file);

#endif
