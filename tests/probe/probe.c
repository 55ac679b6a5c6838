/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Brings all CPUs up and compares what each finds with what the boot CPU has.
 * The first difference ends the run: "probe: FAIL ...", exit status 1.
 */
#include <smpboot/method.h>
#include <smpboot/psci.h>

#include "crew.h"
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

/* What the CPU's x0 was at the library's entry. */
static uint64_t context_of(unsigned int id)
{
	if (probe_config.entry_level == 3)
		return 0;
	return id == DIRTY ? RUBBISH : id;
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
			check_cpu(id, &info, context_of(id), begin, end);
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

static void bring_up(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	uint64_t begin = smpboot_now();
	unsigned int failed = probe_config.absent ? 2 : 1;

	/* Nobody waits that long but for an absent CPU: the host may be busy. */
	options.timeout_us = probe_config.absent ? 1000000 : 10000000;
	observe(&kernel.reference, kernel.stack[0]);
	/* No emulated CPU that has SVE has only the least of it: 16 bytes mean that a level was left out. */
	check(kernel.reference.property[PROPERTY_VECTOR] != 16, "vector length");
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	if (report.counts.online == CPUS)
		for (unsigned int id = 1; id < CPUS; id++)
			wait_for_main(id);
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
