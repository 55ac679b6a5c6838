/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From one CPU to all: what a kernel has to do to have its CPUs started by
 * libsmpboot. The hooks are in hooks.c.
 */
#include "kern/smp.h"

#include <libfdt.h>
#include <smpboot/fdt.h>
#include <smpboot/pen.h>
#include <smpboot/smpboot.h>
#include <stdlib.h>
#include <string.h>

#include "arch/cpu.h"
#include "boot/boot.h"
#include "drivers/timer.h"
#include "kern/fault.h"
#include "kern/hooks.h"
#include "kern/percpu.h"
#include "kern/sched.h"
#include "kern/smp_options.h"
#include "kern/stacks.h"
#include "kern/thread.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

/* ---- Bring-up ------------------------------------------------------------------- */

unsigned int smp_possible_cpus(void)
{
	unsigned int count = 1; /* the boot CPU, should the tree not have it */
	int cpus = fdt_path_offset(machine.dtb, "/cpus");
	int node;

	/* cpu-map and caches are counted as well: a few areas too many do no harm. */
	if (cpus >= 0)
		fdt_for_each_subnode (node, machine.dtb, cpus)
			count++;
	return count;
}

/* How long a late CPU is waited for. */
#define LATE_US 10000000

/* How long the calls of the library, each of which has a bound of its own, may take for one request. */
#define CALL_US 60000000

static bool ok(const char *what, enum smpboot_status status)
{
	if (status != SMPBOOT_OK)
		kprintf("smp: %s: %s\n", what, smpboot_strerror(status));
	return status == SMPBOOT_OK;
}

static bool add_cpus(void)
{
	struct smpboot_fdt_error error;

	if (ok("device tree", smpboot_fdt_scan(machine.dtb, NULL, &error)))
		return ok("topology", smpboot_fdt_add_topology(machine.dtb));
	kprintf("smp: node \"%s\", property \"%s\"\n", error.node, error.property ? error.property : "");
	return false;
}

static bool add_pen(void)
{
	return boot_info.entry_level != 3 || ok("pen", smpboot_pen_init(mm_phys(kernel_pen)));
}

/* Any count can be stored from 65 on, whatever the caches are like: see smpboot_init(). */
static bool init_table(void)
{
	size_t count = percpu_count() < 65 ? 65 : percpu_count();
	size_t pages = (count * sizeof(struct smpboot_cpu) + PAGE_SIZE - 1) / PAGE_SIZE;

	return ok("init", smpboot_init(mm_pages_alloc(pages), count));
}

/* CPUs that were given up and have come since are asked for again. Returns how many are online now. */
static unsigned int let_in_late(void)
{
	struct smpboot_cpu_info info;
	unsigned int came = 0;

	smpboot_wait(0, NULL); /* finds out who has come */
	for (unsigned int id = 1; smpboot_cpu(id, &info) == SMPBOOT_OK; id++) {
		if (info.reason == SMPBOOT_REASON_LATE)
			came += ok("late CPU", smpboot_bring_up(id));
	}
	return came;
}

/* CPUs that fail on purpose only by being late: they come now. */
static void wait_for_late(void)
{
	unsigned int expected = fault_let_go();
	uint64_t limit = timer_us() + LATE_US;
	unsigned int came = 0;

	while (came < expected && timer_us() < limit) {
		__asm__ volatile("yield");
		came += let_in_late();
	}
}

static bool bring_up(const struct smpboot_options *options)
{
	struct smpboot_report report;
	enum smpboot_status status = smpboot_bring_up_all(options, &report);
	char line[200];

	if (!ok("bring-up", status) && status != SMPBOOT_ERR_MISSING)
		return false;
	smpboot_format_report(&report, line, sizeof(line));
	kprintf("%s\n", line);
	/* Those that have come are let on together; those that come later go straight through. */
	if (options->gate && !ok("gate", smpboot_open_gate(NULL, NULL)))
		return false;
	wait_for_late();
	return status == SMPBOOT_OK;
}

static bool give_back_stacks(void)
{
	bool all = stacks_wait_back();

	kprintf("memory: %lu boot stacks given back, %lu pages free\n", stacks_given_back(),
	        (unsigned long)mm_pages_available());
	return all;
}

/* What a thread on the CPU that may call does for another one. */
struct request {
	unsigned int id;
	enum smpboot_status status;
	bool back; /* its boot stack */
};

/* Again, as long as it is only late: it may have come since. */
static void start_one(void *arg)
{
	struct request *request = arg;
	uint64_t limit = timer_us() + LATE_US;
	struct smpboot_cpu_info info;

	request->status = smpboot_bring_up(request->id);
	while (request->status == SMPBOOT_ERR_CPU_FAILED && timer_us() < limit) {
		smpboot_wait(0, NULL);
		if (smpboot_cpu(request->id, &info) == SMPBOOT_OK && info.reason == SMPBOOT_REASON_LATE)
			request->status = smpboot_bring_up(request->id);
	}
	request->back = stacks_wait_back();
}

/* The boot CPU, and while that is off any other. */
static unsigned int caller(void)
{
	unsigned int id = 0;

	while (!percpu_takes_threads(percpu_of(id)))
		id++;
	return id;
}

bool smp_run_on_caller(void (*fn)(void *arg), void *arg)
{
	struct thread *thread = thread_create("caller", PRIORITY_HIGH, caller(), fn, arg);

	return thread != NULL && thread_join(thread, CALL_US);
}

bool smp_bring_up_again(unsigned int id)
{
	static struct request request;

	request = (struct request){ .id = id };
	if (!smp_run_on_caller(start_one, &request)) {
		kprintf("on %u: nobody can start it\n", id);
		return false;
	}
	return ok("on", request.status) && request.back;
}

bool smp_bring_up(void)
{
	struct smpboot_options options;
	const struct smpboot_ops *hooks = &smp_ops;

	return smp_options_read(&options) && init_table() && fault_init(&hooks) &&
	       ok("ops", smpboot_register_ops(hooks)) && add_pen() && add_cpus() && fault_arm() &&
	       bring_up(&options) && give_back_stacks();
}

/* ---- Ticks ------------------------------------------------------------------------ */

static atomic_bool ticking; /* from here on a CPU that comes has its tick from the start */

void smp_start_own_tick(void)
{
	if (atomic_load(&ticking))
		timer_start_cpu();
}

static void start_tick(void *unused)
{
	(void)unused;
	timer_start_cpu();
}

bool smp_start_ticks(void)
{
	bool all = true;

	atomic_store(&ticking, true);
	for (unsigned int id = 0; id < percpu_count(); id++) {
		if (!atomic_load(&percpu_of(id)->online))
			continue;
		if (!call_on_cpu(id, start_tick, NULL, true)) {
			kprintf("smp: CPU %u does not answer\n", id);
			all = false;
		}
	}
	return all;
}
