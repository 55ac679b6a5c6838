/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lanes: one for each CPU.
 */
#include <inttypes.h>
#include <string.h>

#include "svg.h"

#define LABEL_HEIGHT 12 /* pixels that a line of small text needs */
#define LEAST_WIDTH  1  /* of a span, or it would not be seen */

/* The style's names for what is drawn; see svg.c. */
static const char *const span_class[SPAN_COUNT] = { "power", "entry", "toc", "hook", "tomain" };

double lanes_height(size_t count)
{
	if (count <= 8)
		return 26;
	if (count <= 32)
		return 18;
	if (count <= 100)
		return 12;
	return count <= 256 ? 5 : 3;
}

static void write_text(FILE *file, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '<' || c == '>' || c == '&' || c == '"')
			fprintf(file, "&#%u;", c);
		else
			fputc(c < 0x20 || c >= 0x7f ? '?' : c, file);
	}
}

void lanes_write_failure(FILE *file, const struct timeline_cpu *cpu)
{
	fprintf(file, "cpu %u (mpidr ", cpu->id);
	write_text(file, cpu->mpidr);
	fputs(") did not come: stage ", file);
	write_text(file, cpu->stage);
	fputs(", ", file);
	write_text(file, cpu->reason);
}

static void write_bar(const struct picture *picture, const char *class, double left, double right, double top,
                      double height)
{
	double width = right - left;

	fprintf(picture->file, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>\n",
	        class, left, top, width < LEAST_WIDTH ? LEAST_WIDTH : width, height);
}

/* What a viewer shows when the pointer rests on the lane. */
static void write_title(const struct picture *picture, const struct timeline_cpu *cpu)
{
	static const char *const names[STAMP_COUNT] = { "asked", "started", "entered", "MMU on",
		                                        "in C",  "online",  "main" };
	FILE *file = picture->file;

	fprintf(file, "<title>cpu %u (mpidr ", cpu->id);
	write_text(file, cpu->mpidr);
	fputs(", ", file);
	write_text(file, cpu->method);
	fputs("): ", file);
	write_text(file, cpu->state);
	if (timeline_failed(cpu)) {
		fputs(" at stage ", file);
		write_text(file, cpu->stage);
		fputs(", ", file);
		write_text(file, cpu->reason);
	}
	for (unsigned int i = 0; i < STAMP_COUNT; i++)
		if (cpu->stamp[i] != NOT_REACHED)
			fprintf(file, "; %s %" PRId64 ".%03" PRId64, names[i], cpu->stamp[i] / 1000,
			        cpu->stamp[i] % 1000);
	fputs("</title>\n", file);
}

static void write_label(const struct picture *picture, size_t index, double middle)
{
	const struct timeline_cpu *cpu = &picture->timeline->cpus[index];
	size_t every = 1;

	while ((double)every * picture->lane < LABEL_HEIGHT)
		every *= 2;
	if (index % every == 0)
		fprintf(picture->file, "<text class=\"label\" x=\"%.1f\" y=\"%.1f\">cpu %u</text>\n",
		        picture->all.left - 8, middle + 3.5, cpu->id);
}

/* Where the lane goes on after the last stamp: running, or broken off. */
static void write_end(const struct picture *picture, const struct timeline_cpu *cpu, double top,
                      double height)
{
	const struct scale *all = &picture->all;
	bool failed = timeline_failed(cpu);
	int64_t last = timeline_last(cpu);
	double from = last == NOT_REACHED ? all->left : scale_x(all, (double)last);

	if (failed || timeline_runs(cpu))
		write_bar(picture, failed ? "failed" : "main", from, all->right, top, height);
	if (!failed || picture->lane < LABEL_HEIGHT)
		return;
	fprintf(picture->file, "<text class=\"reason\" x=\"%.1f\" y=\"%.1f\">", all->right - 6,
	        top + height / 2 + 3.5);
	write_text(picture->file, cpu->stage);
	fputs(": ", picture->file);
	write_text(picture->file, cpu->reason);
	fputs("</text>\n", picture->file);
}

/* The later spans first: where several share a pixel, the first of them is seen. */
static void write_spans(const struct picture *picture, const struct timeline_cpu *cpu, double top,
                        double height)
{
	int64_t from, to;

	for (unsigned int span = SPAN_COUNT; span-- > 0;) {
		if (!timeline_span(cpu, (enum span)span, &from, &to))
			continue;
		write_bar(picture, span_class[span], scale_x(&picture->all, (double)from),
		          scale_x(&picture->all, (double)to), top, height);
	}
	if (timeline_call(cpu, &from, &to))
		write_bar(picture, "call", scale_x(&picture->all, (double)from),
		          scale_x(&picture->all, (double)to), top + height * 0.65, height * 0.35);
}

/* The same from its first instruction on; without what is shorter than the log's clock can tell. */
static void write_own(const struct picture *picture, const struct timeline_cpu *cpu, double top,
                      double height)
{
	double entered = (double)cpu->stamp[STAMP_ENTERED];
	int64_t from, to;

	for (unsigned int span = SPAN_ENTRY; span < SPAN_COUNT; span++)
		if (timeline_span(cpu, (enum span)span, &from, &to) && from < to)
			write_bar(picture, span_class[span], scale_x(&picture->own, (double)from - entered),
			          scale_x(&picture->own, (double)to - entered), top, height);
}

static void write_lane(const struct picture *picture, size_t index)
{
	const struct timeline_cpu *cpu = &picture->timeline->cpus[index];
	double height = picture->lane > 6 ? picture->lane * 0.7 : picture->lane - 0.5;
	double top = picture->top + (double)index * picture->lane + (picture->lane - height) / 2;

	fputs("<g>", picture->file);
	write_title(picture, cpu);
	write_label(picture, index, top + height / 2);
	write_end(picture, cpu, top, height);
	write_spans(picture, cpu, top, height);
	write_own(picture, cpu, top, height);
	fputs("</g>\n", picture->file);
}

void lanes_write(const struct picture *picture)
{
	for (size_t i = 0; i < picture->timeline->count; i++)
		write_lane(picture, i);
}
