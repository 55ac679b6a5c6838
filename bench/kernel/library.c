/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The library with empty hooks.
 */
#include <smpboot/psci.h>
#include <smpboot/smpboot.h>
#include <smpboot/topology.h>

#include "bench.h"

static struct smpboot_cpu cpus[BENCH_MAX_CPUS];
static char stacks[BENCH_MAX_CPUS][BENCH_STACK] __attribute__((aligned(16)));
static char idmap[SMPBOOT_IDMAP_PAGES << 12] __attribute__((aligned(1 << 12)));

static int bench_prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = stacks[id] + BENCH_STACK;
	return 0;
}

static int bench_starting(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	return 0;
}

static void bench_event(void *context, const struct smpboot_event *event)
{
	(void)context;
	(void)event;
	__asm__ volatile("" ::: "memory");
}

static const struct smpboot_ops ops = {
	.prepare = bench_prepare,
	.starting = bench_starting,
	.main = bench_enter,
	.event = bench_event,
	.idmap = idmap,
	.idmap_size = sizeof(idmap),
};

static enum smpboot_status add_cpus(void)
{
	enum smpboot_status status = SMPBOOT_OK;

	for (unsigned int i = 1; i < bench_params.cpus && status == SMPBOOT_OK; i++) {
		struct smpboot_cpu_desc desc = { .mpidr = bench_mpidr(i), .method = "psci" };

		status = smpboot_add_cpu(&desc, NULL);
	}
	return status;
}

static enum smpboot_status set_up(void)
{
	static const struct smpboot_psci_config psci = {
		.conduit = SMPBOOT_CONDUIT_HVC,
		.version = SMPBOOT_PSCI_VERSION_OF(0, 2),
	};
	enum smpboot_status status = smpboot_init(cpus, BENCH_MAX_CPUS);

	if (status == SMPBOOT_OK)
		status = smpboot_register_ops(&ops);
	if (status == SMPBOOT_OK)
		status = smpboot_psci_init(&psci);
#ifdef BENCH_IDENTIFY
	/* Any call of smpboot/topology.h: from here on CPUs read their registers, and compare them. */
	if (status == SMPBOOT_OK)
		status = smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK, SMPBOOT_DIFFERENCE_EVENT);
#endif
	return status != SMPBOOT_OK ? status : add_cpus();
}

int bench_library(void)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_serial,
		                                              &smpboot_order_relay, &smpboot_order_tree };
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	enum smpboot_status status = set_up();

	options.timeout_us = 60000000; /* an emulated machine may be slow */
	options.order = orders[bench_params.order];
	options.window = (unsigned int)bench_params.window;
	if (status != SMPBOOT_OK)
		return 1;
	bench_begin();
	status = smpboot_bring_up_all(&options, &report);
	bench_end();
	if (status != SMPBOOT_OK || report.came != bench_params.cpus - 1)
		return 2;
	bench_wait_for(report.came);
	return 0;
}
