/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpboot-lscpu: shows what the library will do with a board, from its device
 * tree alone.
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "file.h"
#include "print.h"

#define STATUS_UNUSABLE 1
#define STATUS_USAGE    2

/* Affinity fields of an MPIDR. */
#define AFFINITY UINT64_C(0xff00ffffff)

static const char usage[] =
	"usage: smpboot-lscpu [--json] [--boot-mpidr MPIDR] BOARD.dtb...\n"
	"Shows what libsmpboot will do with the CPUs of each device tree blob.\n"
	"\n"
	"  --json              one JSON object for each file, each on its own line; null for one that\n"
	"                      cannot be used\n"
	"  --boot-mpidr MPIDR  MPIDR_EL1 of the CPU that boots the kernel, as 0x100; of other bits than\n"
	"                      its affinity fields nothing is taken. Default: the tree's first CPU\n"
	"\n"
	"Exit status: 0 when each tree can be used, 1 when one cannot, 2 for a wrong call.\n";

struct options {
	bool json;
	bool boot_given;
	uint64_t boot_mpidr;
};

static void complain(const char *file, const char *problem)
{
	fflush(stdout); /* so that both streams together are in order */
	fprintf(stderr, "smpboot-lscpu: %s: %s\n", file, problem);
}

/* What the scan says of a tree that it cannot read, with the place. */
static void complain_of_tree(const char *file, const struct smpboot_fdt_error *error)
{
	char problem[256];

	snprintf(problem, sizeof(problem), "%s%s%s%s%s", smpboot_strerror(error->status),
	         error->node[0] != '\0' ? ", at node " : "", error->node,
	         error->property != NULL ? ", property " : "",
	         error->property != NULL ? error->property : "");
	for (char *c = problem; *c != '\0'; c++)
		if (!isprint((unsigned char)*c))
			*c = '?';
	complain(file, problem);
}

static bool show_board(const struct options *options, const char *file, const struct board *board)
{
	if (board_listed(board) == 0) {
		complain(file, "no CPU in it can be used");
		print_warnings(board, stderr);
		return false;
	}
	if (options->json)
		print_json(board);
	else
		print_text(board, file);
	return true;
}

static bool show_tree(const struct options *options, const char *file, const void *tree)
{
	const uint64_t *boot_mpidr = options->boot_given ? &options->boot_mpidr : NULL;
	struct smpboot_fdt_error error;
	struct board board;
	enum smpboot_status status = board_scan(&board, tree, boot_mpidr, &error);
	bool usable = false;

	if (status == SMPBOOT_OK)
		usable = show_board(options, file, &board);
	else if (status == SMPBOOT_ERR_FULL)
		complain(file, "out of memory");
	else
		complain_of_tree(file, &error);
	board_free(&board);
	return usable;
}

static bool show_file(const struct options *options, const char *file)
{
	const char *problem;
	void *tree = file_read_tree(file, &problem);
	bool usable = false;

	if (tree != NULL)
		usable = show_tree(options, file, tree);
	else
		complain(file, problem);
	free(tree);
	if (!usable && options->json)
		puts("null");
	return usable;
}

static bool read_mpidr(const char *text, uint64_t *mpidr)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false; /* strtoull() would take a sign */
	errno = 0;
	*mpidr = strtoull(text, &end, 0) & AFFINITY;
	return errno == 0 && *end == '\0';
}

/* False: a wrong call. */
static bool read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "boot-mpidr", required_argument, NULL, 'b' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			exit(EXIT_SUCCESS);
		}
		if (option == 'j')
			options->json = true;
		else if (option == 'b' && read_mpidr(optarg, &options->boot_mpidr))
			options->boot_given = true;
		else
			return false;
	}
	return optind < argc;
}

int main(int argc, char **argv)
{
	struct options options = { .json = false };
	int status = EXIT_SUCCESS;

	if (!read_options(argc, argv, &options)) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	for (int i = optind; i < argc; i++)
		if (!show_file(&options, argv[i]))
			status = STATUS_UNUSABLE;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("output", strerror(errno));
		return STATUS_UNUSABLE;
	}
	return status;
}
