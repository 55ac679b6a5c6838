/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time against the number of CPUs, both axes logarithmic: a panel for each profile.
 */
#include <math.h>

#include "results.h"

#define WIDTH      400 /* of a panel, with its margins */
#define HEIGHT     380
#define LEFT       72
#define RIGHT      22
#define TOP        76
#define BOTTOM     50
#define LEAST_MS   1e-1
#define MOST_MS    1e4
#define FIRST_CPUS 8
#define LAST_CPUS  1024

/* As order_name. */
static const char *const colour[ORDERS] = { "#2f6fdb", "#8a8f98", "#e8590c", "#2f9e6e" };

#define DASHED 2 /* the relay, which lies on the serial order */

static double x_of(unsigned int panel, double cpus)
{
	double part = log(cpus / FIRST_CPUS) / log((double)LAST_CPUS / FIRST_CPUS);

	return panel * WIDTH + LEFT + part * (WIDTH - LEFT - RIGHT);
}

static double y_of(double ms)
{
	double part = log(ms / LEAST_MS) / log(MOST_MS / LEAST_MS);

	return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
}

static void write_grid(const struct results *results, unsigned int panel, FILE *file)
{
	for (double ms = LEAST_MS; ms <= MOST_MS * 1.001; ms *= 10)
		fprintf(file,
		        "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
		        "<text class=\"left\" x=\"%.1f\" y=\"%.1f\">%g ms</text>\n",
		        x_of(panel, FIRST_CPUS), y_of(ms), x_of(panel, LAST_CPUS), y_of(ms),
		        x_of(panel, FIRST_CPUS) - 6, y_of(ms) + 4, ms);
	for (unsigned int s = 0; s < SIZES; s++)
		fprintf(file,
		        "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
		        "<text class=\"below\" x=\"%.1f\" y=\"%d\">%u</text>\n",
		        x_of(panel, results->size[s]), y_of(LEAST_MS), x_of(panel, results->size[s]),
		        y_of(MOST_MS), x_of(panel, results->size[s]), HEIGHT - BOTTOM + 18, results->size[s]);
}

/* The serial orders lie on each other: the relay is dashed, so that both are seen. */
static void write_curve(const struct results *results, unsigned int panel, unsigned int order, FILE *file)
{
	fprintf(file, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"", colour[order],
	        order == DASHED ? " stroke-dasharray=\"6 5\"" : "");
	for (unsigned int s = 0; s < SIZES; s++)
		fprintf(file, "%.1f,%.1f ", x_of(panel, results->size[s]),
		        y_of((double)results->row[panel][s][order].time / 1e6));
	fputs("\"/>\n", file);
}

static void write_panel(const struct results *results, unsigned int panel, FILE *file)
{
	static const char *const titles[PROFILES] = {
		"CPU_ON 50 \302\265s, power-up 500 \302\265s \302\261 50%",
		"CPU_ON 5 \302\265s, power-up 2 ms \302\261 50%",
		"as the first; 1 in 50 CPUs ten times slower",
	};

	fprintf(file, "<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>\n", panel * WIDTH + LEFT, TOP - 14,
	        titles[panel]);
	write_grid(results, panel, file);
	for (unsigned int i = 0; i < ORDERS; i++)
		write_curve(results, panel, (i + 1) % ORDERS, file);
	fprintf(file, "<text class=\"below\" x=\"%.0f\" y=\"%d\">CPUs</text>\n",
	        (x_of(panel, FIRST_CPUS) + x_of(panel, LAST_CPUS)) / 2, HEIGHT - 12);
}

void results_write_svg(const struct results *results, FILE *file)
{
	fprintf(file,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
	        PROFILES * WIDTH, HEIGHT, PROFILES * WIDTH, HEIGHT);
	fputs("<style>\n"
	      "text { font-family: system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif; font-size: 11px; fill: #334; }\n"
	      ".title { font-size: 13px; font-weight: 600; }\n"
	      ".left { text-anchor: end; }\n"
	      ".below { text-anchor: middle; }\n"
	      ".grid { stroke: #dfe3ea; }\n"
	      "</style>\n"
	      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
	      file);
	for (unsigned int order = 0; order < ORDERS; order++)
		fprintf(file,
		        "<line x1=\"%u\" y1=\"26\" x2=\"%u\" y2=\"26\" stroke=\"%s\" stroke-width=\"3\"/>"
		        "<text class=\"title\" x=\"%u\" y=\"30\">%s</text>\n",
		        LEFT + order * 120, LEFT + order * 120 + 24, colour[order], LEFT + order * 120 + 32,
		        order_name[order]);
	for (unsigned int panel = 0; panel < PROFILES; panel++)
		write_panel(results, panel, file);
	fputs("</svg>\n", file);
}

void results_write_json(const struct results *results, FILE *file)
{
	const char *comma = "";

	fputs("[\n", file);
	for (unsigned int p = 0; p < PROFILES; p++)
		for (unsigned int s = 0; s < SIZES; s++)
			for (unsigned int order = 0; order < ORDERS; order++) {
				const struct result *result = &results->row[p][s][order];

				fprintf(file,
				        "%s{\"firmware\":\"%s\",\"cpus\":%u,\"order\":\"%s\",\"ns\":%llu,"
				        "\"worst_ratio\":%.4f}",
				        comma, results->profile[p], results->size[s], order_name[order],
				        (unsigned long long)result->time, result->worst);
				comma = ",\n";
			}
	fputs("\n]\n", file);
}
