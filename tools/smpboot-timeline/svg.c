/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The picture around the lanes: style, title, legend, axes, list of failures.
 */
#include "svg.h"

#define WIDTH       1200
#define ALL_LEFT    80
#define ALL_RIGHT   800
#define OWN_LEFT    850
#define OWN_RIGHT   1170
#define TOP         128
#define ROW         18 /* of the list of failures */
#define MOST_LISTED 20

/* Beyond the last stamp, so that CPUs are seen to run. */
#define MARGIN 0.04

static const char style[] =
	"<style>\n"
	"text { font-family: system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif; font-size: 12px; fill: #334; }\n"
	".title { font-size: 18px; font-weight: 600; fill: #112; }\n"
	".label { font-size: 11px; text-anchor: end; }\n"
	".tick { font-size: 11px; text-anchor: middle; fill: #556; }\n"
	".reason { font-size: 11px; text-anchor: end; fill: #9b1c1c; font-weight: 600; }\n"
	".listed { fill: #9b1c1c; }\n"
	".grid { stroke: #dfe3ea; stroke-width: 1; }\n"
	".power { fill: #c9d3e3; }\n"
	".call { fill: #60708f; }\n"
	".entry { fill: #e8590c; }\n"
	".toc { fill: #f2b705; }\n"
	".hook { fill: #2f9e6e; }\n"
	".tomain { fill: #3b5bdb; }\n"
	".main { fill: #dcefe3; }\n"
	".failed { fill: url(#broken); }\n"
	"</style>\n"
	"<defs><pattern id=\"broken\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
	"<rect width=\"8\" height=\"8\" fill=\"#fbe3e3\"/>"
	"<path d=\"M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4\" stroke=\"#e5a3a3\" stroke-width=\"2\"/>"
	"</pattern></defs>\n";

/* ---- Title and legend ------------------------------------------------------ */

struct counts {
	size_t running;
	size_t failed;
};

static struct counts count(const struct timeline *timeline)
{
	struct counts counts = { .running = 0 };

	for (size_t i = 0; i < timeline->count; i++) {
		counts.running += timeline_runs(&timeline->cpus[i]);
		counts.failed += timeline_failed(&timeline->cpus[i]);
	}
	return counts;
}

static void write_title(const struct picture *picture)
{
	const struct timeline *timeline = picture->timeline;
	struct counts counts = count(timeline);
	double ns = (double)(timeline->end - timeline->begin);

	fprintf(picture->file, "<text class=\"title\" x=\"%d\" y=\"30\">Bring-up of %zu CPU%s: %zu running",
	        ALL_LEFT, timeline->count, timeline->count == 1 ? "" : "s", counts.running);
	if (counts.failed != 0)
		fprintf(picture->file, ", %zu failed", counts.failed);
	fprintf(picture->file, "; %.4g %s</text>\n", ns / picture->all.unit, picture->all.name);
}

static void write_legend(const struct picture *picture)
{
	static const struct {
		const char *class;
		const char *text;
		double width;
	} items[] = {
		{ "power", "power-up", 86 },        { "call", "start call (calling CPU)", 172 },
		{ "entry", "entry, MMU off", 118 }, { "toc", "MMU on, to C", 112 },
		{ "hook", "starting hook", 112 },   { "tomain", "to main", 82 },
		{ "main", "in main", 80 },          { "failed", "did not come", 100 },
	};
	double x = ALL_LEFT;

	for (unsigned int i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		fprintf(picture->file,
		        "<rect class=\"%s\" x=\"%.0f\" y=\"49\" width=\"14\" height=\"12\"/>"
		        "<text x=\"%.0f\" y=\"59\">%s</text>\n",
		        items[i].class, x, x + 20, items[i].text);
		x += items[i].width + 22;
	}
}

/* ---- Axes ------------------------------------------------------------------ */

static void write_axis(const struct picture *picture, const struct scale *scale, const char *title)
{
	double bottom = picture->top + (double)picture->timeline->count * picture->lane;
	FILE *file = picture->file;

	fprintf(file, "<text x=\"%.0f\" y=\"%.0f\">%s, %s</text>\n", scale->left, picture->top - 32, title,
	        scale->name);
	for (double tick = 0; tick <= (scale->end - scale->begin) * 1.0001; tick += scale->step) {
		double x = scale_x(scale, scale->begin + tick);

		fprintf(file, "<line class=\"grid\" x1=\"%.2f\" y1=\"%.0f\" x2=\"%.2f\" y2=\"%.0f\"/>\n", x,
		        picture->top - 8, x, bottom + 8);
		fprintf(file, "<text class=\"tick\" x=\"%.2f\" y=\"%.0f\">%g</text>\n", x, picture->top - 13,
		        tick / scale->unit);
		fprintf(file, "<text class=\"tick\" x=\"%.2f\" y=\"%.0f\">%g</text>\n", x, bottom + 21,
		        tick / scale->unit);
	}
}

/* Whether the log's times have no decimals: then most own parts cannot be told from nothing. */
static bool is_coarse(const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->count; i++)
		for (unsigned int j = 0; j < STAMP_COUNT; j++)
			if (timeline->cpus[i].stamp[j] % 1000 > 0)
				return false;
	return true;
}

/* The longest own part. Never 0, so that there is a scale. */
static double longest_own(const struct timeline *timeline)
{
	int64_t longest = 0;

	for (size_t i = 0; i < timeline->count; i++) {
		const int64_t *stamp = timeline->cpus[i].stamp;

		if (stamp[STAMP_ENTERED] == NOT_REACHED)
			continue;
		for (unsigned int j = STAMP_MMU_ON; j < STAMP_COUNT; j++)
			if (stamp[j] - stamp[STAMP_ENTERED] > longest)
				longest = stamp[j] - stamp[STAMP_ENTERED];
	}
	return longest != 0 ? (double)longest : 1000;
}

/* ---- Failures -------------------------------------------------------------- */

static size_t listed(size_t failed)
{
	return failed > MOST_LISTED ? MOST_LISTED + 1 : failed;
}

static void write_failures(const struct picture *picture, double y)
{
	const struct timeline *timeline = picture->timeline;
	size_t left = count(timeline).failed;
	size_t written = 0;

	for (size_t i = 0; i < timeline->count && written < MOST_LISTED; i++) {
		if (!timeline_failed(&timeline->cpus[i]))
			continue;
		fprintf(picture->file, "<text class=\"listed\" x=\"%d\" y=\"%.0f\">", ALL_LEFT, y);
		lanes_write_failure(picture->file, &timeline->cpus[i]);
		fputs("</text>\n", picture->file);
		y += ROW;
		written++;
	}
	if (left > written)
		fprintf(picture->file, "<text class=\"listed\" x=\"%d\" y=\"%.0f\">and %zu more</text>\n",
		        ALL_LEFT, y, left - written);
}

void timeline_write_svg(const struct timeline *timeline, FILE *file)
{
	double begin = (double)timeline->begin;
	double end = timeline->end > timeline->begin ? (double)timeline->end : begin + 1000;
	struct picture picture = {
		.timeline = timeline,
		.file = file,
		.all = scale_make(ALL_LEFT, ALL_RIGHT, begin, end + (end - begin) * MARGIN),
		.own = scale_make(OWN_LEFT, OWN_RIGHT, 0, longest_own(timeline)),
		.top = TOP,
		.lane = lanes_height(timeline->count),
	};
	double bottom = TOP + (double)timeline->count * picture.lane + 40;
	double height = bottom + (double)listed(count(timeline).failed) * ROW;

	fprintf(file,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\">\n",
	        WIDTH, height, WIDTH, height);
	fputs(style, file);
	fprintf(file, "<rect width=\"%d\" height=\"%.0f\" fill=\"#fff\"/>\n", WIDTH, height);
	write_title(&picture);
	write_legend(&picture);
	write_axis(&picture, &picture.all, "Since the first was asked for");
	write_axis(&picture, &picture.own,
	           is_coarse(timeline) ? "Each CPU's own part, to a microsecond" : "Each CPU's own part");
	lanes_write(&picture);
	write_failures(&picture, bottom + 8);
	fputs("</svg>\n", file);
}
