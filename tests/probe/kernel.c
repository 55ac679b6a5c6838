/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel that the library sees: its hooks and its machine.
 */
#include "kernel.h"

#include <smpboot/pen.h>
#include <smpboot/psci.h>

#define CAPACITY 32 /* enough for any cache writeback granule */

struct probe_kernel kernel;
static struct smpboot_cpu cpus[CAPACITY];

void set_vectors(void);

void check(bool right, const char *what)
{
	if (right)
		return;
	put_text("probe: FAIL ");
	put_text(what);
	put_text("\n");
	probe_exit(1);
}

void check_status(enum smpboot_status status, enum smpboot_status expected, const char *what)
{
	if (status == expected)
		return;
	put_text(smpboot_strerror(status));
	put_text("\n");
	check(false, what);
}

/* ---- Hooks ---------------------------------------------------------------- */

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	kernel.prepared++;
	launch->stack_top = kernel.stack[id % CPUS] + STACK;
	launch->tpidr = TPIDR + id;
	return 0;
}

/* Exclusives need caches, so they are part of the check only where the MMU is on. */
static void count(void)
{
	for (unsigned int i = 0; i < ROUNDS && probe_config.map != MAP_OFF; i++)
		__atomic_fetch_add(&kernel.counted, 1, __ATOMIC_RELAXED);
}

static int starting(void *context, unsigned int id)
{
	(void)context;
	set_vectors();
	observe(&kernel.seen[id], kernel.stack[id]);
	count();
	return 0;
}

static void run(void *context, unsigned int id)
{
	(void)context;
	__atomic_store_n(&kernel.in_main[id], 1, __ATOMIC_RELEASE);
	for (;;)
		__asm__ volatile("wfi");
}

static void event(void *context, const struct smpboot_event *what)
{
	char own[LINE_SIZE];
	char *line = what->kind == SMPBOOT_EVENT_FAILED ? kernel.failure : own;

	(void)context;
	kernel.events[what->kind]++;
	check(smpboot_format_event(what, line, LINE_SIZE) < LINE_SIZE, "length of an event's text");
	put_text(line);
	put_text("\n");
}

struct smpboot_ops probe_ops = {
	.prepare = prepare,
	.starting = starting,
	.main = run,
	.event = event,
};

/* ---- Machine -------------------------------------------------------------- */

uint64_t physical(const void *p)
{
	return probe_image_pa + (uint64_t)((const char *)p - image_begin);
}

void *map_image_memory(void *context, uint64_t pa, size_t size)
{
	uint64_t offset = pa - probe_image_pa;
	size_t image = (size_t)(image_end - image_begin);

	(void)context;
	return offset < image && image - offset >= size ? image_begin + offset : NULL;
}

uint64_t mpidr_of(unsigned int id)
{
	if (id == 0)
		return kernel.boot_cpu;
	return id <= kernel.boot_cpu ? id - 1 : id;
}

void add_cpu(const struct smpboot_cpu_desc *desc, unsigned int expected_id)
{
	unsigned int id;

	check_status(smpboot_add_cpu(desc, &id), SMPBOOT_OK, "smpboot_add_cpu");
	check(id == expected_id, "logical id");
}

const char *native_method(void)
{
	return probe_config.entry_level == 3 ? "pen" : "psci";
}

static void set_up_method(void)
{
	struct smpboot_psci_config psci = {
		.conduit = probe_config.entry_level == 1 ? SMPBOOT_CONDUIT_HVC : SMPBOOT_CONDUIT_SMC,
		.version = SMPBOOT_PSCI_VERSION_OF(0, 2),
	};

	if (probe_config.entry_level != 3) {
		check_status(smpboot_psci_init(&psci), SMPBOOT_OK, "smpboot_psci_init");
		return;
	}
	if (kernel.pen == 0)
		kernel.pen = physical(smpboot_pen);
	check_status(smpboot_pen_init(kernel.pen), SMPBOOT_OK, "smpboot_pen_init");
}

void set_up(void)
{
	__asm__("mrs %0, mpidr_el1" : "=r"(kernel.boot_cpu));
	kernel.boot_cpu &= 0xff;
	check(probe_config.zero_last == 0 || kernel.boot_cpu != 0, "who was elected");
	check(probe_entry_level == probe_config.entry_level, "boot CPU's level of entry");
	check(probe_image_pa == probe_config.load, "load address");
	check_status(smpboot_init(cpus, CAPACITY), SMPBOOT_OK, "smpboot_init");
	set_up_method();
	if (probe_config.map == MAP_HIGH || probe_config.map == MAP_OFFSET) {
		probe_ops.idmap = kernel.idmap;
		probe_ops.idmap_size = (size_t)SMPBOOT_IDMAP_PAGES << probe_config.page_shift;
		probe_ops.map = map_image_memory;
	}
	check_status(smpboot_register_ops(&probe_ops), SMPBOOT_OK, "smpboot_register_ops");
}
