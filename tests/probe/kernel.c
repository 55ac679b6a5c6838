/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel that the library sees: its hooks, its methods, its CPUs.
 */
#include "kernel.h"

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
	char line[200];

	(void)context;
	kernel.events[what->kind]++;
	smpboot_format_event(what, line, sizeof(line));
	put_text(line);
	put_text("\n");
}

struct smpboot_ops probe_ops = {
	.prepare = prepare,
	.starting = starting,
	.main = run,
	.event = event,
};

static struct smpboot_start promise(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	(void)mpidr;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

/* By way of dirty_entry(), which goes on to the address in its x0. */
static struct smpboot_start start_dirty(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	uint64_t stub = probe_image_pa + (size_t)(dirty_entry - image_begin);
	int32_t result = smpboot_psci_cpu_on(mpidr, stub, entry);

	(void)context;
	return (struct smpboot_start){
		.reason =
			result == SMPBOOT_PSCI_SUCCESS ? SMPBOOT_REASON_NONE : SMPBOOT_REASON_METHOD_REFUSED,
		.code = result,
	};
}

static const struct smpboot_method dirty = { .name = "dirty", .start = start_dirty };
static const struct smpboot_method absent = { .name = "absent", .start = promise };

/* ---- Set-up --------------------------------------------------------------- */

static void add_cpu(uint64_t mpidr, const char *method, unsigned int expected_id)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr, .method = method };
	unsigned int id;

	check_status(smpboot_add_cpu(&desc, &id), SMPBOOT_OK, "smpboot_add_cpu");
	check(id == expected_id, "logical id");
}

void set_up(void)
{
	struct smpboot_psci_config psci = {
		.conduit = probe_config.entry_level == 1 ? SMPBOOT_CONDUIT_HVC : SMPBOOT_CONDUIT_SMC,
		.version = SMPBOOT_PSCI_VERSION_OF(0, 2),
	};

	check(probe_entry_level == probe_config.entry_level, "boot CPU's level of entry");
	check(probe_image_pa == probe_config.load, "load address");
	check_status(smpboot_init(cpus, CAPACITY), SMPBOOT_OK, "smpboot_init");
	check_status(smpboot_psci_init(&psci), SMPBOOT_OK, "smpboot_psci_init");
	check_status(smpboot_register_method(&dirty), SMPBOOT_OK, "smpboot_register_method");
	check_status(smpboot_register_method(&absent), SMPBOOT_OK, "smpboot_register_method");
	for (unsigned int id = 0; id < CPUS; id++)
		add_cpu(id, id == DIRTY ? "dirty" : "psci", id);
	add_cpu(0x63, "psci", GHOST);
	if (probe_config.absent)
		add_cpu(0x64, "absent", ABSENT);
	if (probe_config.map == MAP_HIGH || probe_config.map == MAP_OFFSET) {
		probe_ops.idmap = kernel.idmap;
		probe_ops.idmap_size = (size_t)SMPBOOT_IDMAP_PAGES << probe_config.page_shift;
	}
	check_status(smpboot_register_ops(&probe_ops), SMPBOOT_OK, "smpboot_register_ops");
}
