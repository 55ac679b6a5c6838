/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device tree scan on any bytes, for libFuzzer: it reads nothing outside
 * the blob, ends, and after an error has changed nothing.
 *
 * libfdt is as Debian built it, without AddressSanitizer's eyes. So each blob
 * is put right before a page that cannot be read.
 */
#include <libfdt.h>
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <smpboot/fdt.h>

#include "core/machine.h"
#include "core/map.h"
#include "smpboot-lscpu/port.h"

#define PAGE     4096u
#define ROOM     (32 * PAGE)
#define CAPACITY 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct smpboot_cpu table[CAPACITY];
static char *memory; /* ROOM bytes, and a page that cannot be read */

static _Noreturn void wrong(const char *what)
{
	fprintf(stderr, "fuzz_scan: %s\n", what);
	abort();
}

static void expect(bool good, const char *what)
{
	if (!good)
		wrong(what);
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	(void)id;
	(void)launch;
	return -1;
}

static void enter(void *context, unsigned int id)
{
	(void)context;
	(void)id;
}

/* Reads all of the text, so that what it is made of is looked at too. */
static void read_event(void *context, const struct smpboot_event *event)
{
	char text[64];

	(void)context;
	expect(event->kind >= SMPBOOT_EVENT_DROPPED, "a CPU's outcome during a scan");
	smpboot_format_event(event, text, sizeof(text));
	expect(memchr(text, '\0', sizeof(text)) != NULL, "an event's text without an end");
}

static void read_cpu(void *context, const struct smpboot_fdt_cpu_node *node)
{
	(void)context;
	expect(strlen(node->name) < ROOM, "a node's name without an end");
	expect(node->status == NULL || strlen(node->status) < ROOM, "a status without an end");
	expect(node->id < CAPACITY && node->id < smpboot_counts().cpus, "a CPU that was not added");
}

static const struct smpboot_ops ops = { .prepare = prepare, .main = enter, .event = read_event };

/* A kernel of a kind: with this table and these options. */
static const struct kernel {
	uint64_t boot_mpidr;
	unsigned int capacity;
	struct smpboot_fdt_options options;
} kernels[] = {
	{ 0, CAPACITY, { .added = read_cpu } },
	{ 0x100, 3, { .skip_disabled = true, .default_method = "pen" } },
};

static void map_memory(void)
{
	memory = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	expect(memory != MAP_FAILED && mprotect(memory + ROOM, PAGE, PROT_NONE) == 0, "no memory");
}

/*
 * The blob at an 8-byte aligned address, ending within 7 bytes of the page
 * that cannot be read, and never said to be larger than it is: that much the
 * boot loader is trusted with.
 */
static const void *place(const uint8_t *data, size_t size)
{
	char *blob = memory + ROOM - (size + 7) / 8 * 8;

	ASAN_UNPOISON_MEMORY_REGION(memory, ROOM);
	memcpy(blob, data, size);
	if (fdt_totalsize(blob) > size)
		fdt_set_totalsize(blob, (uint32_t)size);
	ASAN_POISON_MEMORY_REGION(memory, blob - memory);
	ASAN_POISON_MEMORY_REGION(blob + size, memory + ROOM - (blob + size));
	return blob;
}

static void check_table(const struct kernel *kernel)
{
	struct smpboot_counts counts = smpboot_counts();

	expect(counts.cpus >= 1 && counts.cpus <= kernel->capacity, "the table has no such number of CPUs");
	for (unsigned int id = 0; id < counts.cpus; id++) {
		struct smpboot_cpu_info info;

		expect(smpboot_cpu(id, &info) == SMPBOOT_OK, "a CPU without a row");
		expect(info.mpidr == (info.mpidr & SMPBOOT_MPIDR_AFFINITY),
		       "bits outside the affinity fields");
		expect(smpboot_cpu_by_mpidr(info.mpidr) == id, "a CPU that its MPIDR does not lead to");
		expect(strlen(info.method) < SMPBOOT_METHOD_NAME_SIZE, "a method's name that is too long");
		expect(smpboot_machine.slots[id].scratch == 0, "a scratch word that was not given back");
	}
}

static void check_nothing_added(const struct kernel *kernel, enum smpboot_status status)
{
	struct smpboot_counts counts = smpboot_counts();
	struct smpboot_cpu_info info;

	expect(status <= SMPBOOT_ERR_FDT_HEADER && status >= SMPBOOT_ERR_FDT_PSCI,
	       "an error of another kind");
	expect(counts.cpus == 1 && counts.dropped == 0, "an error that left CPUs");
	expect(smpboot_cpu(0, &info) == SMPBOOT_OK && info.mpidr == kernel->boot_mpidr, "another boot CPU");
	expect(strcmp(info.method, "none") == 0, "an error that left the boot CPU's method");
	expect(smpboot_machine.method_count == 0, "an error that left a method");
}

/* A tree that has CPUs is good for that as well; one whose structure is broken is not. */
static void check_topology(const void *blob, enum smpboot_status scanned)
{
	enum smpboot_status status = smpboot_fdt_add_topology(blob);

	expect(scanned != SMPBOOT_OK || status == SMPBOOT_OK, "a good tree that is refused the second time");
	for (unsigned int id = 1; id < smpboot_machine.capacity; id++)
		for (unsigned int i = 0; i < SMPBOOT_SELF_SCRATCH; i++)
			expect(smpboot_machine.selves[id].scratch[i] == 0,
			       "a record that was not given back");
}

static void scan(const void *blob, const struct kernel *kernel)
{
	struct smpboot_fdt_error error;
	enum smpboot_status status;

	port_reset(kernel->boot_mpidr);
	expect(smpboot_init(table, kernel->capacity) == SMPBOOT_OK, "smpboot_init");
	expect(smpboot_register_ops(&ops) == SMPBOOT_OK, "smpboot_register_ops");
	status = smpboot_fdt_scan(blob, &kernel->options, &error);
	expect(error.status == status, "two different errors");
	check_topology(blob, status);
	expect(memchr(error.node, '\0', sizeof(error.node)) != NULL, "a node's name without an end");
	if (status == SMPBOOT_OK)
		check_table(kernel);
	else
		check_nothing_added(kernel, status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const void *blob;

	if (size < sizeof(struct fdt_header) || size > ROOM)
		return -1; /* the header is always there */
	if (memory == NULL)
		map_memory();
	blob = place(data, size);
	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
		scan(blob, &kernels[i]);
	return 0;
}
