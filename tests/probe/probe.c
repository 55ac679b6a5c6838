/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings all CPUs up and compares what each finds with what the boot CPU has.
 * The first difference ends the run: "probe: FAIL ...", exit status 1.
 */
#include <smpboot/aarch64.h>
#include <smpboot/psci.h>
#include <smpboot/smpboot.h>

#include "probe.h"

#define CAPACITY 32 /* enough for any cache writeback granule */

/* Logical ids that are special. */
#define DIRTY    (CPUS - 1) /* comes with rubbish in its registers */
#define GHOST    CPUS       /* no CPU has its MPIDR */
#define ABSENT   (CPUS + 1) /* its method promises a CPU that never comes */
#define IDS      (CPUS + 2)

#define TPIDR    0x5a5a000000000000ull
#define ROUNDS   1000u
#define PATTERN  0xa5a5a5a5a5a5a5a5ull
#define LARGEST_PAGE ((size_t)1 << 16)

static struct smpboot_cpu cpus[CAPACITY];
static char stacks[CPUS][STACK] __attribute__((aligned(16)));
static struct observation seen[CPUS];
static uint64_t idmap[(SMPBOOT_IDMAP_PAGES + 1) * LARGEST_PAGE / sizeof(uint64_t)] __attribute__((aligned(65536)));
static unsigned int counted; /* by exclusives, on all CPUs */
static unsigned int in_main[CPUS];
static unsigned int prepared;
static unsigned int events[SMPBOOT_EVENT_STRAY + 1];

int probe_main(void);
void set_vectors(void);

static void check(bool right, const char *what)
{
	if (right)
		return;
	put_text("probe: FAIL ");
	put_text(what);
	put_text("\n");
	probe_exit(1);
}

static void check_status(enum smpboot_status status, enum smpboot_status expected, const char *what)
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
	prepared++;
	launch->stack_top = stacks[id % CPUS] + STACK;
	launch->tpidr = TPIDR + id;
	return 0;
}

/* Exclusives need caches, so they are part of the check only where the MMU is on. */
static void count(void)
{
	for (unsigned int i = 0; i < ROUNDS && probe_config.map != MAP_OFF; i++)
		__atomic_fetch_add(&counted, 1, __ATOMIC_RELAXED);
}

static int starting(void *context, unsigned int id)
{
	(void)context;
	set_vectors();
	observe(&seen[id], stacks[id]);
	count();
	return 0;
}

static void run(void *context, unsigned int id)
{
	(void)context;
	__atomic_store_n(&in_main[id], 1, __ATOMIC_RELEASE);
	for (;;)
		__asm__ volatile("wfi");
}

static void event(void *context, const struct smpboot_event *what)
{
	char line[200];

	(void)context;
	events[what->kind]++;
	smpboot_format_event(what, line, sizeof(line));
	put_text(line);
	put_text("\n");
}

static struct smpboot_ops ops = {
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
		.reason = result == SMPBOOT_PSCI_SUCCESS ? SMPBOOT_REASON_NONE : SMPBOOT_REASON_METHOD_REFUSED,
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

static void set_up(void)
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
		ops.idmap = idmap;
		ops.idmap_size = (size_t)SMPBOOT_IDMAP_PAGES << probe_config.page_shift;
	}
	check_status(smpboot_register_ops(&ops), SMPBOOT_OK, "smpboot_register_ops");
}

/* ---- Refusals --------------------------------------------------------------- */

/* A bring-up that must be refused, with no CPU and no memory touched. */
static void check_refused(enum smpboot_status expected, const char *what)
{
	struct smpboot_cpu_info info;

	check_status(smpboot_bring_up_all(NULL, NULL), expected, what);
	check(prepared == 0 && events[SMPBOOT_EVENT_FAILED] == 0, "a hook was called in a refused bring-up");
	for (unsigned int id = 1; smpboot_cpu(id, &info) == SMPBOOT_OK; id++)
		check(info.state == SMPBOOT_STATE_PRESENT && info.stage == SMPBOOT_STAGE_NONE &&
		              info.stamps.asked == 0,
		      "a CPU was touched in a refused bring-up");
	for (size_t i = 0; i < sizeof(idmap) / sizeof(idmap[0]); i++)
		check(idmap[i] == PATTERN, "the identity map was written in a refused bring-up");
}

static void lend(void *pages, size_t size)
{
	ops.idmap = pages;
	ops.idmap_size = size;
}

static void check_refusals(void)
{
	void *pages = ops.idmap;
	size_t size = ops.idmap_size;

	for (size_t i = 0; i < sizeof(idmap) / sizeof(idmap[0]); i++)
		idmap[i] = PATTERN;
	if (probe_config.map == MAP_OFFSET) {
		check_refused(SMPBOOT_ERR_TRANSLATION, "low map with VA != PA");
		return;
	}
	lend(NULL, size);
	check_refused(SMPBOOT_ERR_IDMAP, "no identity map pages");
	lend(pages, ((size_t)1 << probe_config.page_shift) - 1);
	check_refused(SMPBOOT_ERR_IDMAP, "too few identity map pages");
	lend((char *)pages + 2048, size);
	check_refused(SMPBOOT_ERR_IDMAP, "unaligned identity map pages");
	lend((void *)(uintptr_t)(probe_config.base + 0x1000000), size);
	check_refused(SMPBOOT_ERR_IDMAP, "identity map pages that are not mapped");
	lend(pages, size);
}

/* ---- Comparison ------------------------------------------------------------- */

static void print_cpu(unsigned int id, const struct smpboot_cpu_info *info)
{
	char line[320];

	smpboot_format_cpu(info, line, sizeof(line));
	put_text(line);
	put_text("\n");
	check(info->id == id, "id in the info table");
}

static void fail_property(unsigned int id, enum property which, uint64_t expected)
{
	put_text("cpu ");
	put_hex(id);
	put_text(" has ");
	put_hex(seen[id].property[which]);
	put_text(", expected ");
	put_hex(expected);
	put_text("\n");
	check(false, property_name[which]);
}

/* What a CPU must see, from what the boot CPU sees. */
static struct observation expected_of(unsigned int id)
{
	struct observation expected = seen[0];
	uint64_t *p = expected.property;

	p[PROPERTY_LEVEL] = probe_config.target == SMPBOOT_TARGET_EL1 ? 1 : 2;
	p[PROPERTY_MPIDR] = id;
	p[PROPERTY_TPIDR] = TPIDR + id;
	p[PROPERTY_TPIDR_EL0] = 0;
	p[PROPERTY_TPIDRRO_EL0] = 0;
	p[PROPERTY_DAIF] = 0x3c0;
	p[PROPERTY_SPSEL] = 1;
	p[PROPERTY_STACK] = 1;
	p[PROPERTY_CNTVOFF] = 0;
	p[PROPERTY_ID] = id;
	p[PROPERTY_IDENTITY] = probe_config.map != MAP_HIGH;
	__asm__("ldr %0, =image_begin" : "=r"(p[PROPERTY_PC]));
	if (probe_config.spoil != 0)
		p[probe_config.spoil - 1] ^= 1;
	return expected;
}

static void check_secondary(unsigned int id, const struct smpboot_cpu_info *info, uint64_t begin, uint64_t end)
{
	const struct observation expected = expected_of(id);
	const struct smpboot_stamps *at = &info->stamps;

	check(info->state == SMPBOOT_STATE_ACTIVE && info->stage == SMPBOOT_STAGE_MAIN, "a CPU is not active");
	check(info->entry_el == probe_config.entry_level, "a secondary's level of entry");
	check(info->context == (id == DIRTY ? RUBBISH : id), "context");
	for (enum property which = 0; which < PROPERTY_COUNT; which++)
		if (seen[id].property[which] != expected.property[which])
			fail_property(id, which, expected.property[which]);
	check(seen[id].clock >= begin && seen[id].clock <= end, "a secondary's clock");
	check(seen[id].physical >= begin && seen[id].physical <= end, "a secondary's physical clock");
	check(begin <= at->asked && at->asked <= at->entered && at->entered <= at->mmu_on &&
	              at->mmu_on <= at->in_c && at->in_c <= at->online && at->online <= at->main &&
	              at->main <= end,
	      "order of the stamps");
}

static void check_failed(const struct smpboot_cpu_info *info, enum smpboot_state state, enum smpboot_reason reason)
{
	check(info->state == state && info->reason == reason && info->entry_el == 0, smpboot_reason_name(reason));
}

static void check_all(uint64_t begin, uint64_t end)
{
	struct smpboot_cpu_info info;
	unsigned int id = 0;

	for (; smpboot_cpu(id, &info) == SMPBOOT_OK; id++) {
		print_cpu(id, &info);
		if (id == GHOST)
			check_failed(&info, SMPBOOT_STATE_FAILED, SMPBOOT_REASON_FW_INVALID_PARAMS);
		else if (id == ABSENT)
			check_failed(&info, SMPBOOT_STATE_ABANDONED, SMPBOOT_REASON_NEVER_ARRIVED);
		else if (id != 0)
			check_secondary(id, &info, begin, end);
	}
	check(id == (probe_config.absent ? IDS : IDS - 1), "number of CPUs");
	check(counted == (probe_config.map == MAP_OFF ? 0 : (CPUS - 1) * ROUNDS), "exclusives");
}

/* ---- Bring-up --------------------------------------------------------------- */

/* Ends: at the latest after the timeout. */
static void wait_for_main(uint64_t timeout_us)
{
	uint64_t begin = smpboot_now();

	for (unsigned int id = 1; id < CPUS; id++)
		while (__atomic_load_n(&in_main[id], __ATOMIC_ACQUIRE) == 0)
			check(smpboot_ticks_to_us(smpboot_now() - begin) < timeout_us, "ops.main was not called");
}

static void bring_up(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	uint64_t begin = smpboot_now();
	unsigned int failed = probe_config.absent ? 2 : 1;

	/* Nobody waits that long but for an absent CPU: the host may be busy. */
	options.timeout_us = probe_config.absent ? 1000000 : 10000000;
	observe(&seen[0], stacks[0]);
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	if (report.counts.online == CPUS)
		wait_for_main(options.timeout_us);
	check_all(begin, smpboot_now());
	check(report.counts.online == CPUS && report.came == CPUS - 1, "number of CPUs online");
	check(report.counts.failed == failed && report.started == CPUS - 1 + failed, "number of CPUs failed");
	check(events[SMPBOOT_EVENT_ONLINE] == CPUS - 1 && events[SMPBOOT_EVENT_FAILED] == failed &&
	              events[SMPBOOT_EVENT_CONTEXT] == 0 && events[SMPBOOT_EVENT_STRAY] == 0,
	      "events");
	check(report.elapsed_us >= (probe_config.absent ? options.timeout_us : 0), "elapsed time");
}

int probe_main(void)
{
	set_up();
	if (probe_config.map == MAP_HIGH || probe_config.map == MAP_OFFSET)
		check_refusals();
	if (probe_config.map != MAP_OFFSET)
		bring_up();
	put_text("probe: pass\n");
	return 0;
}
