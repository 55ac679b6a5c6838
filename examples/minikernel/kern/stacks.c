/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks: from the page allocator, and back to it.
 */
#include "kern/stacks.h"

#include <smpboot/smpboot.h>

#include "drivers/timer.h"
#include "kern/percpu.h"
#include "kern/thread.h"
#include "lib/console.h"
#include "mm/mm.h"

/* How long a CPU may take from being online to its idle thread. */
#define BACK_US 10000000

static atomic_ulong given_back;

void *stacks_take(struct percpu *cpu)
{
	if (cpu->boot_stack == NULL)
		cpu->boot_stack = mm_pages_alloc(BOOT_STACK_PAGES);
	return cpu->boot_stack != NULL ? cpu->boot_stack + BOOT_STACK_PAGES * PAGE_SIZE : NULL;
}

void stacks_release(void *context, unsigned int id, void *stack_top)
{
	struct percpu *cpu = percpu_of(id);

	(void)context;
	if (stack_top == NULL)
		return; /* the boot CPU's first one is part of the image */
	if (cpu->boot_stack + BOOT_STACK_PAGES * PAGE_SIZE != stack_top)
		panic("CPU %u gives back a stack that is not its own", id);
	mm_pages_free(cpu->boot_stack, BOOT_STACK_PAGES);
	cpu->boot_stack = NULL;
	atomic_fetch_add(&given_back, 1);
}

/* One that the library calls online may still be on its way into the scheduler. */
static bool all_back(void)
{
	struct smpboot_cpu_info info;

	for (unsigned int id = 0; smpboot_cpu(id, &info) == SMPBOOT_OK; id++) {
		bool on = info.state == SMPBOOT_STATE_ONLINE || info.state == SMPBOOT_STATE_ACTIVE;
		struct percpu *cpu = percpu_of(id);

		if (on && (!atomic_load(&cpu->online) || cpu->boot_stack != NULL))
			return false;
	}
	return true;
}

bool stacks_wait_back(void)
{
	uint64_t limit = timer_us() + BACK_US;

	do {
		smpboot_collect_stacks();
		if (all_back())
			return true;
		thread_yield();
	} while (timer_us() < limit);
	kprintf("smp: a CPU does not give its boot stack back\n");
	return false;
}

unsigned long stacks_given_back(void)
{
	return atomic_load(&given_back);
}
