/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpboot-timeline: draws a bring-up from a kernel's console log.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "timeline.h"

#define STATUS_UNUSABLE 1
#define STATUS_USAGE    2

static const char usage[] = "usage: smpboot-timeline [--svg FILE] [--json FILE] [LOG]\n"
			    "Draws a bring-up from a console log with the lines of smpboot_format_cpu().\n"
			    "\n"
			    "  --svg FILE   a picture: a lane for each CPU, with the stages of its way\n"
			    "  --json FILE  the same as a trace that Perfetto and chrome://tracing open\n"
			    "\n"
			    "LOG is standard input when it is - or not given; FILE is standard output when\n"
			    "it is -. Where the log has several boots, the last is drawn.\n"
			    "\n"
			    "Exit status: 0, 1 when the log cannot be used or a file not be written, 2 for\n"
			    "a wrong call.\n";

struct options {
	const char *svg;
	const char *json;
	const char *log;
};

static void complain(const char *file, const char *problem)
{
	fprintf(stderr, "smpboot-timeline: %s: %s\n", file, problem);
}

static bool is_stdio(const char *name)
{
	return strcmp(name, "-") == 0;
}

static bool read_log(struct timeline *timeline, const char *name)
{
	const char *shown = is_stdio(name) ? "standard input" : name;
	FILE *log = is_stdio(name) ? stdin : fopen(name, "r");
	char problem[200];
	bool good;

	*timeline = (struct timeline){ .cpus = NULL };
	if (log == NULL) {
		complain(shown, strerror(errno));
		return false;
	}
	errno = 0;
	good = timeline_read(timeline, log, problem, sizeof(problem));
	if (ferror(log)) {
		good = false;
		snprintf(problem, sizeof(problem), "%s", strerror(errno != 0 ? errno : EIO));
	}
	if (!good)
		complain(shown, problem);
	if (log != stdin)
		fclose(log);
	return good;
}

/* NULL: there is nothing to write. */
static bool write_file(const struct timeline *timeline, const char *name,
                       void (*write)(const struct timeline *timeline, FILE *file))
{
	FILE *file;
	bool failed;

	if (name == NULL)
		return true;
	file = is_stdio(name) ? stdout : fopen(name, "w");
	if (file == NULL) {
		complain(name, strerror(errno));
		return false;
	}
	write(timeline, file);
	failed = ferror(file) != 0;
	failed |= (file == stdout ? fflush(file) : fclose(file)) != 0;
	if (failed)
		complain(name, strerror(errno));
	return !failed;
}

/* False: a wrong call. */
static bool read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "svg", required_argument, NULL, 's' },
		{ "json", required_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			exit(EXIT_SUCCESS);
		}
		if (option == 's')
			options->svg = optarg;
		else if (option == 'j')
			options->json = optarg;
		else
			return false;
	}
	options->log = optind < argc ? argv[optind] : "-";
	return optind + 1 >= argc && (options->svg != NULL || options->json != NULL);
}

int main(int argc, char **argv)
{
	struct options options = { .svg = NULL };
	struct timeline timeline;
	bool good;

	if (!read_options(argc, argv, &options)) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	good = read_log(&timeline, options.log) && write_file(&timeline, options.svg, timeline_write_svg) &&
	       write_file(&timeline, options.json, timeline_write_trace);
	timeline_free(&timeline);
	return good ? EXIT_SUCCESS : STATUS_UNUSABLE;
}
