/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "print.h"

static void put_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
}

/* NULL is null. */
static void put_string(const char *key, const char *value)
{
	printf("\"%s\": ", key);
	if (value == NULL) {
		fputs("null", stdout);
		return;
	}
	putchar('"');
	put_escaped(value);
	putchar('"');
}

static void put_hex(const char *key, uint64_t value)
{
	printf("\"%s\": \"0x%" PRIx64 "\"", key, value);
}

/* A child of /cpus, or /cpus itself where NULL. */
static void put_path(const char *node)
{
	fputs("\"path\": \"/cpus", stdout);
	if (node != NULL) {
		putchar('/');
		put_escaped(node);
	}
	putchar('"');
}

/* Negative is null. */
static void put_number(const char *key, int64_t value)
{
	if (value < 0)
		printf("\"%s\": null", key);
	else
		printf("\"%s\": %" PRId64, key, value);
}

static void put_place(const struct smpboot_topology *place)
{
	fputs("\"topology\": ", stdout);
	if (place->source != SMPBOOT_SOURCE_DESCRIPTION) {
		fputs("null", stdout);
		return;
	}
	putchar('{');
	put_number("socket", place->socket);
	fputs(", \"clusters\": [", stdout);
	for (unsigned int i = 0; i < place->cluster_levels; i++)
		printf("%s%d", i != 0 ? ", " : "", place->cluster[i]);
	fputs("], ", stdout);
	put_number("core", place->core);
	fputs(", ", stdout);
	put_number("thread", place->thread);
	putchar('}');
}

/* What is not told is null: nothing of a cache is ever 0. */
static void put_told(const char *key, uint64_t value)
{
	put_number(key, value != 0 ? (int64_t)value : -1);
}

static void put_cache(const struct smpboot_cache *cache, int64_t leader)
{
	static const char *const types[] = { NULL, "instruction", "data", "unified" };

	printf("{\"level\": %u, ", cache->level);
	put_string("type", types[cache->type]);
	fputs(", ", stdout);
	put_told("size", cache->size);
	fputs(", ", stdout);
	put_told("line", cache->line);
	fputs(", ", stdout);
	put_told("ways", cache->ways);
	fputs(", ", stdout);
	put_told("sets", cache->sets);
	fputs(", ", stdout);
	put_number("shared_with", leader);
	putchar('}');
}

static void put_caches(const struct board_cpu *cpu)
{
	fputs("\"caches\": [", stdout);
	for (unsigned int i = 0; i < cpu->cache_count; i++) {
		fputs(i != 0 ? ", " : "", stdout);
		put_cache(&cpu->caches[i], cpu->leaders[i]);
	}
	putchar(']');
}

static void put_cpu(const struct board_cpu *cpu, unsigned int id)
{
	bool startable = cpu->reason == SMPBOOT_REASON_NONE;

	putchar('{');
	put_path(cpu->node);
	fputs(", ", stdout);
	put_hex("mpidr", cpu->mpidr);
	printf(", \"id\": %u, ", id);
	put_string("method", cpu->method[0] != '\0' ? cpu->method : NULL);
	fputs(", ", stdout);
	put_string("status", cpu->status);
	fputs(", ", stdout);
	if (cpu->release_addr != 0)
		put_hex("release_addr", cpu->release_addr);
	else
		put_string("release_addr", NULL);
	printf(", \"startable\": %s, ", startable ? "true" : "false");
	put_string("why", startable ? NULL : smpboot_reason_name(cpu->reason));
	fputs(", ", stdout);
	put_place(&cpu->place);
	fputs(", ", stdout);
	put_number("capacity", cpu->capacity);
	fputs(", ", stdout);
	put_number("numa", cpu->numa);
	fputs(", ", stdout);
	put_caches(cpu);
	putchar('}');
}

static void put_cpus(const struct board *board)
{
	const char *separator = "";

	fputs("\"cpus\": [", stdout);
	for (unsigned int id = 0; id < board->cpu_count; id++) {
		if (board->cpus[id].node == NULL)
			continue;
		fputs(separator, stdout);
		put_cpu(&board->cpus[id], id);
		separator = ", ";
	}
	fputs("]", stdout);
}

static void put_psci(const struct board *board)
{
	fputs("\"psci\": ", stdout);
	if (board->psci.conduit == SMPBOOT_CONDUIT_NONE) {
		fputs("null", stdout);
		return;
	}
	putchar('{');
	put_string("compatible", board_psci_compatible(board));
	fputs(", ", stdout);
	put_string("conduit", board_psci_conduit(board));
	fputs(", ", stdout);
	put_hex("cpu_on", board_psci_cpu_on(board));
	putchar('}');
}

static void put_warnings(const struct board *board)
{
	fputs("\"warnings\": [", stdout);
	for (size_t i = 0; i < board->warning_count; i++) {
		fputs(i != 0 ? ", {" : "{", stdout);
		put_string("code", board_warning_code(board->warnings[i].kind));
		fputs(", ", stdout);
		put_path(board->warnings[i].node);
		putchar('}');
	}
	fputs("]", stdout);
}

void print_json(const struct board *board)
{
	putchar('{');
	put_cpus(board);
	fputs(", ", stdout);
	put_psci(board);
	fputs(", ", stdout);
	put_warnings(board);
	puts("}");
}
