/* SPDX-License-Identifier: BSD-2-Clause */
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine.h"
#include "port.h"

/* From version 0.2 on, and for 64-bit callers (Arm DEN0022). */
#define PSCI_CPU_ON 0xc4000003u

/* A scan that is running, for the hooks to fill. */
struct scan {
	struct board *board;
	unsigned int capacity;
	bool out_of_memory;

	bool any; /* a CPU was added: the first had this MPIDR */
	uint64_t first_mpidr;
};

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	(void)id;
	(void)launch;
	return -1; /* nothing is started here */
}

static void enter(void *context, unsigned int id)
{
	(void)context;
	(void)id;
}

static const char *status_of(const struct smpboot_fdt_cpu_node *node)
{
	if (node->desc->reason == SMPBOOT_REASON_STATUS_FAIL)
		return node->status[0] == 'r' ? "reserved" : "fail";
	return node->status != NULL && strcmp(node->status, "disabled") == 0 ? "disabled" : "okay";
}

/* Why the library would not start it, before it asks anybody. */
static enum smpboot_reason reason_of(const struct smpboot_fdt_cpu_node *node)
{
	const struct smpboot_cpu_desc *desc = node->desc;

	if (desc->reason != SMPBOOT_REASON_NONE)
		return desc->reason;
	if (desc->method == NULL)
		return SMPBOOT_REASON_NO_METHOD;
	if (strcmp(desc->method, "spin-table") == 0 &&
	    (desc->release_addr == 0 || desc->release_addr % 8 != 0))
		return SMPBOOT_REASON_NO_RELEASE_ADDR;
	return SMPBOOT_REASON_NONE;
}

static void add_cpu(void *context, const struct smpboot_fdt_cpu_node *node)
{
	struct scan *scan = context;
	struct board_cpu *cpu;

	if (!scan->any)
		scan->first_mpidr = node->desc->mpidr;
	scan->any = true;
	if (scan->board == NULL)
		return;
	cpu = &scan->board->cpus[node->id];
	*cpu = (struct board_cpu){
		.node = node->name,
		.mpidr = node->desc->mpidr,
		.status = status_of(node),
		.release_addr = node->desc->release_addr,
		.reason = node->id != 0 ? reason_of(node) : SMPBOOT_REASON_NONE,
	};
	if (node->desc->method != NULL)
		strcpy(cpu->method, node->desc->method); /* at most as long as the table takes */
}

/* Room for one more, or NULL. */
static struct board_warning *new_warning(struct board *board)
{
	size_t size = (board->warning_count + 1) * sizeof(*board->warnings);
	struct board_warning *warnings = realloc(board->warnings, size);

	if (warnings == NULL)
		return NULL;
	board->warnings = warnings;
	return &warnings[board->warning_count++];
}

static void add_warning(void *context, const struct smpboot_event *event)
{
	struct scan *scan = context;
	struct smpboot_event placeless = *event;
	struct board *board = scan->board;
	struct board_warning *warning = board != NULL ? new_warning(board) : NULL;

	if (warning == NULL) {
		scan->out_of_memory = board != NULL;
		return;
	}
	*warning = (struct board_warning){
		.kind = event->kind,
		.node = event->node,
		.property = event->property,
	};
	/* Those of release addresses come when all CPUs are there, and name the CPU alone. */
	if (warning->node == NULL && event->cpu.id != SMPBOOT_NO_CPU)
		warning->node = board->cpus[event->cpu.id].node;
	placeless.node = NULL; /* its whole path is printed instead */
	smpboot_format_event(&placeless, warning->text, sizeof(warning->text));
}

static int64_t leader_of(unsigned int id, unsigned int index, uint64_t *mask, size_t words)
{
	if (smpboot_cache_shared(id, index, mask, words) != SMPBOOT_OK)
		return -1;
	for (unsigned int other = 0; other < words * 64; other++)
		if ((mask[other / 64] >> other % 64 & 1) != 0)
			return other;
	return -1;
}

static void describe_cpu(struct board_cpu *cpu, unsigned int id, uint64_t *mask, size_t words)
{
	uint32_t capacity;
	unsigned int node;

	(void)smpboot_cpu_topology(id, &cpu->place);
	cpu->capacity = smpboot_cpu_capacity(id, &capacity) == SMPBOOT_OK ? (int64_t)capacity : -1;
	cpu->numa = smpboot_cpu_numa_node(id, &node) == SMPBOOT_OK ? (int64_t)node : -1;
	for (unsigned int i = 0; i < SMPBOOT_CACHES; i++) {
		if (smpboot_cpu_cache(id, i, &cpu->caches[i]) != SMPBOOT_OK)
			return;
		cpu->cache_count = i + 1;
		cpu->leaders[i] = leader_of(id, i, mask, words);
	}
}

static void keep_text(void *context, const char *text, size_t length)
{
	fwrite(text, 1, length, context);
}

/* As long as there is a table: what it says of each CPU, and as a text. False: out of memory. */
static bool describe(struct board *board)
{
	size_t words = SMPBOOT_MASK_WORDS(smpboot_machine.count);
	uint64_t *mask = malloc(words * sizeof(*mask));
	FILE *text = open_memstream(&board->lscpu, &board->lscpu_size);

	if (mask != NULL && text != NULL) {
		for (unsigned int id = 0; id < smpboot_machine.count; id++)
			describe_cpu(&board->cpus[id], id, mask, words);
		(void)smpboot_lscpu(keep_text, text);
	}
	free(mask);
	return mask != NULL && text != NULL && fclose(text) == 0;
}

/* One scan, on a table of its own. */
static enum smpboot_status run(struct scan *scan, const void *dtb, uint64_t boot_mpidr,
                               struct smpboot_fdt_error *error)
{
	const struct smpboot_ops ops = {
		.context = scan, .prepare = prepare, .main = enter, .event = add_warning
	};
	const struct smpboot_fdt_options options = { .added = add_cpu, .context = scan };
	struct smpboot_cpu *table =
		aligned_alloc(_Alignof(struct smpboot_cpu), scan->capacity * sizeof(*table));
	enum smpboot_status status = SMPBOOT_ERR_FULL;

	*error = (struct smpboot_fdt_error){ .status = status };
	if (table == NULL)
		return status;
	port_reset(boot_mpidr);
	status = smpboot_init(table, scan->capacity);
	if (status == SMPBOOT_OK)
		status = smpboot_register_ops(&ops);
	if (status == SMPBOOT_OK)
		status = smpboot_fdt_scan(dtb, &options, error);
	if (status == SMPBOOT_OK)
		status = smpboot_fdt_add_topology(dtb);
	if (status == SMPBOOT_OK && scan->board != NULL && !describe(scan->board))
		scan->out_of_memory = true;
	free(table);
	return scan->out_of_memory ? SMPBOOT_ERR_FULL : status;
}

/* A table for two has room for the tree's first CPU, be it the boot CPU or not, and counts the others. */
static enum smpboot_status look(struct scan *scan, const void *dtb, struct smpboot_fdt_error *error)
{
	enum smpboot_status status;

	*scan = (struct scan){ .capacity = 2 };
	status = run(scan, dtb, 0, error);
	/* One more, since the tree may lack the boot CPU. */
	if (status == SMPBOOT_OK)
		scan->capacity += smpboot_machine.dropped + 1;
	return status;
}

/* A method that is registered only after the CPUs were added, as PSCI is, is known in the end. */
static void judge_methods(struct board *board)
{
	for (unsigned int id = 1; id < board->cpu_count; id++) {
		struct board_cpu *cpu = &board->cpus[id];

		if (cpu->reason == SMPBOOT_REASON_NONE && smpboot_method_find(cpu->method) == NULL)
			cpu->reason = SMPBOOT_REASON_UNKNOWN_METHOD;
	}
}

enum smpboot_status board_scan(struct board *board, const void *dtb, const uint64_t *boot_mpidr,
                               struct smpboot_fdt_error *error)
{
	struct scan scan;
	enum smpboot_status status;

	*board = (struct board){ .cpus = NULL };
	status = look(&scan, dtb, error);
	if (status != SMPBOOT_OK)
		return status;
	board->cpus = calloc(scan.capacity, sizeof(*board->cpus));
	if (board->cpus == NULL)
		return SMPBOOT_ERR_FULL;
	scan.board = board;
	status = run(&scan, dtb, boot_mpidr != NULL ? *boot_mpidr : scan.first_mpidr, error);
	if (status != SMPBOOT_OK)
		return status;
	board->cpu_count = smpboot_machine.count;
	judge_methods(board);
	if (port_psci() != NULL)
		board->psci = *port_psci();
	return SMPBOOT_OK;
}

void board_free(struct board *board)
{
	free(board->cpus);
	free(board->warnings);
	free(board->lscpu);
}

unsigned int board_listed(const struct board *board)
{
	unsigned int count = 0;

	for (unsigned int id = 0; id < board->cpu_count; id++)
		count += board->cpus[id].node != NULL;
	return count;
}

unsigned int board_startable(const struct board *board)
{
	unsigned int count = 0;

	for (unsigned int id = 0; id < board->cpu_count; id++)
		count += board->cpus[id].node != NULL && board->cpus[id].reason == SMPBOOT_REASON_NONE;
	return count;
}

const char *board_warning_code(enum smpboot_event_kind kind)
{
	switch (kind) {
	case SMPBOOT_EVENT_DUPLICATE:
		return "duplicate";
	case SMPBOOT_EVENT_BAD_CPU:
		return "bad-cpu";
	case SMPBOOT_EVENT_BOOT_CPU_MISSING:
		return "boot-cpu-missing";
	case SMPBOOT_EVENT_OUTSIDE:
		return "release-addr-outside";
	case SMPBOOT_EVENT_UNRESERVED:
		return "release-addr-unreserved";
	default:
		return "other";
	}
}

const char *board_psci_compatible(const struct board *board)
{
	if (board->psci.version >= SMPBOOT_PSCI_VERSION_OF(1, 0))
		return "arm,psci-1.0";
	return board->psci.version >= SMPBOOT_PSCI_VERSION_OF(0, 2) ? "arm,psci-0.2" : "arm,psci";
}

const char *board_psci_conduit(const struct board *board)
{
	return board->psci.conduit == SMPBOOT_CONDUIT_HVC ? "hvc" : "smc";
}

uint32_t board_psci_cpu_on(const struct board *board)
{
	return board->psci.version >= SMPBOOT_PSCI_VERSION_OF(0, 2) ? PSCI_CPU_ON : board->psci.cpu_on;
}
