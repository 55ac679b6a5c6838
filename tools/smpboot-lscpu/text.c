/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

/* A tree's own words must not move the cursor of a terminal. */
static void put_safe(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		putc(*text >= ' ' && *text <= '~' ? *text : '?', out);
}

static void put_path(FILE *out, const char *node)
{
	fputs("/cpus", out);
	if (node == NULL)
		return;
	putc('/', out);
	put_safe(out, node);
}

static void print_psci(const struct board *board)
{
	if (board->psci.conduit == SMPBOOT_CONDUIT_NONE) {
		puts("  no PSCI");
		return;
	}
	printf("  PSCI: %s, conduit %s, CPU_ON 0x%" PRIx32 "\n", board_psci_compatible(board),
	       board_psci_conduit(board), board_psci_cpu_on(board));
}

/* In a column of `width`, at least, and a space. */
static void put_column(const char *text, int width)
{
	put_safe(stdout, text);
	printf("%*s ", width > (int)strlen(text) ? width - (int)strlen(text) : 0, "");
}

static void print_cpu(const struct board *board, unsigned int id)
{
	const struct board_cpu *cpu = &board->cpus[id];

	if (cpu->node == NULL)
		return;
	printf("  %4u 0x%-10" PRIx64 " ", id, cpu->mpidr);
	put_column(cpu->status, 8);
	put_column(cpu->method[0] != '\0' ? cpu->method : "-", 14);
	if (cpu->release_addr != 0)
		printf("0x%-16" PRIx64 " ", cpu->release_addr);
	else
		printf("%-18s ", "-");
	put_path(stdout, cpu->node);
	if (id == 0)
		fputs("  (boot CPU)", stdout);
	putchar('\n');
	if (cpu->reason != SMPBOOT_REASON_NONE)
		printf("       not startable: %s (%s)\n", smpboot_reason_text(cpu->reason),
		       smpboot_reason_name(cpu->reason));
}

void print_warnings(const struct board *board, FILE *out)
{
	for (size_t i = 0; i < board->warning_count; i++) {
		const struct board_warning *warning = &board->warnings[i];

		fprintf(out, "  %s (%s, ", warning->text, board_warning_code(warning->kind));
		put_path(out, warning->node);
		if (warning->property != NULL)
			fprintf(out, ", property %s", warning->property);
		fputs(")\n", out);
	}
}

/* Whether the tree says anything of the CPUs that the list above has not. */
static bool told(const struct board *board)
{
	for (unsigned int id = 0; id < board->cpu_count; id++) {
		const struct board_cpu *cpu = &board->cpus[id];

		if (cpu->place.source != SMPBOOT_SOURCE_NONE || cpu->capacity >= 0 || cpu->numa >= 0 ||
		    cpu->cache_count != 0)
			return true;
	}
	return false;
}

/* The same that a kernel shows, moved in. */
static void print_lscpu(const struct board *board)
{
	bool begins = true;

	for (size_t i = 0; i < board->lscpu_size; i++) {
		if (begins)
			fputs("  ", stdout);
		putchar(board->lscpu[i]);
		begins = board->lscpu[i] == '\n';
	}
}

void print_text(const struct board *board, const char *file)
{
	printf("%s: %u of %u CPUs startable\n", file, board_startable(board), board_listed(board));
	print_psci(board);
	printf("  %4s %-12s %-8s %-14s %-18s %s\n", "id", "mpidr", "status", "method", "release address",
	       "node");
	for (unsigned int id = 0; id < board->cpu_count; id++)
		print_cpu(board, id);
	print_warnings(board, stdout);
	if (told(board))
		print_lscpu(board);
}
