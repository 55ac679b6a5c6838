/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands about CPUs.
 */
#include <smpboot/smpboot.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/report.h"
#include "drivers/timer.h"
#include "kern/lscpu.h"
#include "kern/offline.h"
#include "kern/percpu.h"
#include "lib/console.h"

/* How long `cpus` looks at how busy the CPUs are: some ticks, with which idle time is counted. */
#define LOOK_US 100000

static unsigned long idle_us(unsigned int id)
{
	const struct thread *idle = percpu_of(id)->idle;

	return idle != NULL ? atomic_load(&idle->run_us) : 0;
}

static void show(const struct smpboot_cpu_info *info, uint64_t slept, uint64_t elapsed)
{
	struct percpu *cpu = percpu_of(info->id);

	kprintf("%4u  0x%08llx  %-9s  %-9s", info->id, (unsigned long long)info->mpidr,
	        smpboot_state_name(info->state), smpboot_stage_name(info->stage));
	if (!atomic_load(&cpu->online))
		kprintf("      -      -\n");
	else
		kprintf("  %5u  %5u\n",
		        slept >= elapsed ? 0 : (unsigned int)((elapsed - slept) * 100 / elapsed),
		        atomic_load(&cpu->ready_count));
}

bool command_cpus(int count, unsigned long *numbers)
{
	uint64_t *idle = calloc(percpu_count(), sizeof(*idle));
	uint64_t begin = timer_us();
	struct smpboot_cpu_info info;

	(void)count;
	(void)numbers;
	if (idle == NULL)
		return false;
	for (unsigned int id = 0; id < percpu_count(); id++)
		idle[id] = idle_us(id);
	thread_sleep_us(LOOK_US);
	kprintf(" cpu       mpidr  state      stage      busy%%  ready\n");
	for (unsigned int id = 0; smpboot_cpu(id, &info) == SMPBOOT_OK; id++)
		show(&info, idle_us(id) - idle[id], timer_us() - begin);
	free(idle);
	return true;
}

static unsigned int id_of(unsigned long number)
{
	return number < SMPBOOT_NO_CPU ? (unsigned int)number : SMPBOOT_NO_CPU;
}

bool command_off(int count, unsigned long *numbers)
{
	(void)count;
	return cpu_off(id_of(numbers[0]));
}

bool command_on(int count, unsigned long *numbers)
{
	(void)count;
	return cpu_on(id_of(numbers[0]));
}

bool command_lscpu(int count, unsigned long *numbers)
{
	(void)count;
	(void)numbers;
	lscpu_show();
	return true;
}

bool command_timeline(int count, unsigned long *numbers)
{
	(void)count;
	(void)numbers;
	report_cpus();
	return true;
}
