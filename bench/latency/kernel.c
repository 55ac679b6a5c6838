/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel.h"

#include <string.h>

#include <smpboot/method.h>

#include "core/machine.h"
#include "machine.h"

#define TIMEOUT_US 30000000u

static struct {
	unsigned int cpus;
	const struct firmware *firmware;
	const struct smpboot_order *order;
	uint64_t took;
} run;

static struct smpboot_cpu storage[MACHINE_MAX_CPUS];

uint64_t kernel_mpidr(unsigned int index)
{
	return (uint64_t)(index / 16) << 8 | index % 16;
}

static unsigned int index_of(uint64_t mpidr)
{
	return (unsigned int)(mpidr >> 8) * 16 + (unsigned int)(mpidr & 0xff);
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	unsigned int cpu = index_of(target->mpidr);

	(void)entry;
	(void)context;
	machine_spend(run.firmware->call);
	machine_power_on(cpu, machine_now() + run.firmware->power[cpu]);
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

static const struct smpboot_method method = { .name = "slow", .start = start };

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = (void *)(uintptr_t)(16ull * (id + 1)); /* each CPU has a stack of the machine's */
	return 0;
}

static void enter_scheduler(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	machine_stop();
}

static const struct smpboot_ops ops = { .prepare = prepare, .main = enter_scheduler };

static enum smpboot_status set_up(void)
{
	enum smpboot_status status = smpboot_init(storage, run.cpus < 17 ? 17 : run.cpus);

	if (status == SMPBOOT_OK)
		status = smpboot_register_ops(&ops);
	if (status == SMPBOOT_OK)
		status = smpboot_register_method(&method);
	for (unsigned int i = 1; i < run.cpus && status == SMPBOOT_OK; i++) {
		struct smpboot_cpu_desc desc = { .mpidr = kernel_mpidr(i), .method = "slow" };

		status = smpboot_add_cpu(&desc, NULL);
	}
	return status;
}

static void boot(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	uint64_t begin;

	options.timeout_us = TIMEOUT_US;
	options.order = run.order;
	if (set_up() != SMPBOOT_OK)
		return;
	begin = machine_now();
	if (smpboot_bring_up_all(&options, &report) == SMPBOOT_OK && report.came == run.cpus - 1)
		run.took = machine_now() - begin;
}

uint64_t kernel_bring_up(unsigned int cpus, const struct firmware *firmware,
                         const struct smpboot_order *order)
{
	run.cpus = cpus;
	run.firmware = firmware;
	run.order = order;
	run.took = 0;
	/* As at power-on: the library starts each CPU once in a lifetime. */
	memset(&smpboot_machine, 0, sizeof(smpboot_machine));
	memset(storage, 0, sizeof(storage));
	machine_run(boot, kernel_enter);
	return run.took;
}
