/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library asks of this kernel, in the order in which it does. What
 * CPUs that leave need is in offline.c and stacks.c.
 */
#include "kern/hooks.h"

#include <stdlib.h>

#include "arch/cpu.h"
#include "arch/exception.h"
#include "boot/boot.h"
#include "boot/el3.h"
#include "drivers/irq.h"
#include "kern/offline.h"
#include "kern/percpu.h"
#include "kern/sched.h"
#include "kern/smp.h"
#include "kern/stacks.h"
#include "lib/console.h"
#include "mm/mm.h"

static bool quiet;

void hooks_be_quiet(bool on)
{
	quiet = on;
}

/* Calling CPU: the new CPU starts on a stack that it gives back when it has its idle thread's. */
static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	struct percpu *cpu = percpu_of(id);
	struct smpboot_cpu_info info;

	(void)context;
	if (cpu == NULL || smpboot_cpu(id, &info) != SMPBOOT_OK || sched_prepare_cpu(cpu))
		return -1;
	cpu->mpidr = info.mpidr;
	launch->stack_top = stacks_take(cpu);
	launch->stack_size = BOOT_STACK_PAGES * PAGE_SIZE;
	launch->tpidr = (uintptr_t)cpu;
	return launch->stack_top != NULL ? 0 : -1;
}

/* New CPU, IRQs masked. */
static int starting(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	exception_init_cpu();
	if (irq_init_cpu() != 0)
		return -1;
	smp_start_own_tick();
	return 0;
}

/* New CPU: from here on it takes threads. */
static void enter_scheduler(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	sched_enter();
}

static void log_event(void *context, const struct smpboot_event *event)
{
	char line[200];

	(void)context;
	if (quiet && event->kind != SMPBOOT_EVENT_FAILED)
		return;
	smpboot_format_event(event, line, sizeof(line));
	kprintf("%s\n", line);
}

/* Calling CPU: where a word is that the firmware waits for. */
static void *map_word(void *context, uint64_t pa, size_t size)
{
	(void)context;
	return mm_map_any(pa, size);
}

/* Without firmware the tree may name no method: then all CPUs came to _start, and wait in the pen. */
static void fixup(void *context, struct smpboot_cpu_desc *desc)
{
	(void)context;
	if (desc->method == NULL && boot_info.entry_level == 3)
		desc->method = "pen";
}

/* The kernel is mapped high, so the library needs room for an identity map. */
static _Alignas(PAGE_SIZE) unsigned char idmap[SMPBOOT_IDMAP_PAGES * PAGE_SIZE];

const struct smpboot_ops smp_ops = {
	.prepare = prepare,
	.starting = starting,
	.main = enter_scheduler,
	.stopping = offline_stopping,
	.release_stack = stacks_release,
	.call_off = offline_park,
	.event = log_event,
	.map = map_word,
	.fixup = fixup,
	.early = el3_init_cpu,
	.idmap = idmap,
	.idmap_size = sizeof(idmap),
};
