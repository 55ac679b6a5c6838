/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings all CPUs up and compares what each finds with what the boot CPU has.
 * The first difference ends the run: "probe: FAIL ...", exit status 1.
 */
#include <smpboot/aarch64.h>
#include <smpboot/method.h>
#include <smpboot/psci.h>

#include "kernel.h"

#define PATTERN 0xa5a5a5a5a5a5a5a5ull

/* Logical ids that are special. */
#define DIRTY  (CPUS - 1) /* comes with rubbish in its registers; from EL3 all do */
#define GHOST  CPUS       /* no CPU has its MPIDR; without firmware: no method has its name */
#define ABSENT (CPUS + 1) /* its method promises a CPU that never comes */

int matrix(void);

/* ---- CPUs ------------------------------------------------------------------- */

static struct smpboot_start promise(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

/* By way of dirty_entry(), which goes on to the address in its x0. */
static struct smpboot_start start_dirty(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	int32_t result = smpboot_psci_cpu_on(target->mpidr, physical(dirty_entry), entry);

	(void)context;
	return (struct smpboot_start){
		.reason =
			result == SMPBOOT_PSCI_SUCCESS ? SMPBOOT_REASON_NONE : SMPBOOT_REASON_METHOD_REFUSED,
		.code = result,
	};
}

static const struct smpboot_method dirty = { .name = "dirty", .start = start_dirty };
static const struct smpboot_method absent = { .name = "absent", .start = promise };

static void add(uint64_t mpidr, const char *method, unsigned int id)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr, .method = method };

	add_cpu(&desc, id);
}

static void add_cpus(void)
{
	bool firmware = probe_config.entry_level != 3;

	check_status(smpboot_register_method(&dirty), SMPBOOT_OK, "smpboot_register_method");
	check_status(smpboot_register_method(&absent), SMPBOOT_OK, "smpboot_register_method");
	for (unsigned int id = 0; id < CPUS; id++)
		add(mpidr_of(id), id == DIRTY && firmware ? "dirty" : native_method(), id);
	/* Far apart, so that the map is searched; with an absent CPU an index from all four affinity levels. */
	add(probe_config.absent ? 0x10100 : 0x63, firmware ? "psci" : "none of them", GHOST);
	if (probe_config.absent)
		add(0x100000000, "absent", ABSENT);
}

/* What the CPU's x0 was at the library's entry. */
static uint64_t context_of(unsigned int id)
{
	if (probe_config.entry_level == 3)
		return 0;
	return id == DIRTY ? RUBBISH : id;
}

/* ---- Refusals --------------------------------------------------------------- */

/* A bring-up that must be refused, with no CPU and no memory touched. */
static void check_refused(enum smpboot_status expected, const char *what)
{
	struct smpboot_cpu_info info;

	check_status(smpboot_bring_up_all(NULL, NULL), expected, what);
	check(kernel.prepared == 0 && kernel.events[SMPBOOT_EVENT_FAILED] == 0,
	      "a hook was called in a refused bring-up");
	for (unsigned int id = 1; smpboot_cpu(id, &info) == SMPBOOT_OK; id++)
		check(info.state == SMPBOOT_STATE_PRESENT && info.stage == SMPBOOT_STAGE_NONE &&
		              info.stamps.asked == 0,
		      "a CPU was touched in a refused bring-up");
	for (size_t i = 0; i < IDMAP_WORDS; i++)
		check(kernel.idmap[i] == PATTERN, "the identity map was written in a refused bring-up");
}

static void lend(void *pages, size_t size)
{
	probe_ops.idmap = pages;
	probe_ops.idmap_size = size;
}

static void check_refusals(void)
{
	void *pages = probe_ops.idmap;
	size_t size = probe_ops.idmap_size;

	for (size_t i = 0; i < IDMAP_WORDS; i++)
		kernel.idmap[i] = PATTERN;
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
	put_hex(kernel.seen[id].property[which]);
	put_text(", expected ");
	put_hex(expected);
	put_text("\n");
	check(false, property_name[which]);
}

/* What a CPU must see, from what the boot CPU sees. */
static struct observation expected_of(unsigned int id)
{
	struct observation expected = kernel.seen[0];
	uint64_t *p = expected.property;

	p[PROPERTY_LEVEL] = probe_config.target == SMPBOOT_TARGET_EL1 ? 1 : 2;
	p[PROPERTY_MPIDR] = mpidr_of(id);
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

static void check_secondary(unsigned int id, const struct smpboot_cpu_info *info, uint64_t begin,
                            uint64_t end)
{
	const struct observation expected = expected_of(id);
	const struct smpboot_stamps *at = &info->stamps;

	check(info->state == SMPBOOT_STATE_ACTIVE && info->stage == SMPBOOT_STAGE_MAIN,
	      "a CPU is not active");
	check(info->entry_el == probe_config.entry_level, "a secondary's level of entry");
	check(info->context == context_of(id), "context");
	for (enum property which = 0; which < PROPERTY_COUNT; which++)
		if (kernel.seen[id].property[which] != expected.property[which])
			fail_property(id, which, expected.property[which]);
	check(kernel.seen[id].clock >= begin && kernel.seen[id].clock <= end, "a secondary's clock");
	check(kernel.seen[id].physical >= begin && kernel.seen[id].physical <= end,
	      "a secondary's physical clock");
	/* From a pen they all come at once: one may have entered before it was asked for. */
	check(begin <= at->asked && (probe_config.entry_level == 3 ? begin : at->asked) <= at->entered &&
	              at->entered <= at->mmu_on && at->mmu_on <= at->in_c && at->in_c <= at->online &&
	              at->online <= at->main && at->main <= end,
	      "order of the stamps");
}

static void check_failed(const struct smpboot_cpu_info *info, enum smpboot_state state,
                         enum smpboot_reason reason)
{
	check(info->state == state && info->reason == reason && info->entry_el == 0,
	      smpboot_reason_name(reason));
}

static void check_all(uint64_t begin, uint64_t end)
{
	struct smpboot_cpu_info info;
	unsigned int id = 0;

	for (; smpboot_cpu(id, &info) == SMPBOOT_OK; id++) {
		print_cpu(id, &info);
		if (id == GHOST)
			check_failed(&info, SMPBOOT_STATE_FAILED,
			             probe_config.entry_level == 3 ? SMPBOOT_REASON_UNKNOWN_METHOD :
			                                             SMPBOOT_REASON_FW_INVALID_PARAMS);
		else if (id == ABSENT)
			check_failed(&info, SMPBOOT_STATE_ABANDONED, SMPBOOT_REASON_NEVER_ARRIVED);
		else if (id != 0)
			check_secondary(id, &info, begin, end);
	}
	check(id == (probe_config.absent ? ABSENT + 1 : GHOST + 1), "number of CPUs");
	check(kernel.counted == (probe_config.map == MAP_OFF ? 0 : (CPUS - 1) * ROUNDS), "exclusives");
}

/* The one thing about the identity map that an emulator does not show: it fetches from devices as well. */
static void check_idmap(void)
{
	size_t words = ((size_t)SMPBOOT_IDMAP_PAGES << probe_config.page_shift) / sizeof(uint64_t);
	unsigned int pages = 0;

	for (size_t i = 0; i < words; i++) {
		uint64_t entry = kernel.idmap[i];

		/* The access flag tells pages from tables, and from memory that was left alone. */
		if (entry == PATTERN || (entry & 1 << 10) == 0)
			continue;
		pages++;
		check((entry >> 2 & 7) == ATTR_NORMAL, "memory type of the identity map");
	}
	check(pages == 1, "pages in the identity map");
}

/* ---- Bring-up --------------------------------------------------------------- */

/* Ends: at the latest after the timeout. */
static void wait_for_main(uint64_t timeout_us)
{
	uint64_t begin = smpboot_now();

	for (unsigned int id = 1; id < CPUS; id++)
		while (__atomic_load_n(&kernel.in_main[id], __ATOMIC_ACQUIRE) == 0)
			check(smpboot_ticks_to_us(smpboot_now() - begin) < timeout_us,
			      "ops.main was not called");
}

static void bring_up(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	uint64_t begin = smpboot_now();
	unsigned int failed = probe_config.absent ? 2 : 1;

	/* Nobody waits that long but for an absent CPU: the host may be busy. */
	options.timeout_us = probe_config.absent ? 1000000 : 10000000;
	observe(&kernel.seen[0], kernel.stack[0]);
	/* No emulated CPU that has SVE has only the least of it: 16 bytes mean that a level was left out. */
	check(kernel.seen[0].property[PROPERTY_VECTOR] != 16, "vector length");
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	if (report.counts.online == CPUS)
		wait_for_main(options.timeout_us);
	check_all(begin, smpboot_now());
	if (probe_config.map == MAP_HIGH)
		check_idmap();
	check(report.counts.online == CPUS && report.came == CPUS - 1, "number of CPUs online");
	check(report.counts.failed == failed && report.started == CPUS - 1 + failed, "number of CPUs failed");
	check(kernel.events[SMPBOOT_EVENT_ONLINE] == CPUS - 1 &&
	              kernel.events[SMPBOOT_EVENT_FAILED] == failed &&
	              kernel.events[SMPBOOT_EVENT_CONTEXT] == 0 && kernel.events[SMPBOOT_EVENT_STRAY] == 0 &&
	              kernel.events[SMPBOOT_EVENT_FREQUENCY] == 0,
	      "events");
	check(report.elapsed_us >= (probe_config.absent ? options.timeout_us : 0), "elapsed time");
}

int matrix(void)
{
	set_up();
	add_cpus();
	if (probe_config.map == MAP_HIGH || probe_config.map == MAP_OFFSET)
		check_refusals();
	if (probe_config.map != MAP_OFFSET)
		bring_up();
	put_text("probe: pass\n");
	return 0;
}
