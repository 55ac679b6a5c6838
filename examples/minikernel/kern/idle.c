/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU does when no thread wants it: leave, if it is to; look for work
 * elsewhere; sleep.
 */
#include <smpboot/smpboot.h>

#include "kern/offline.h"
#include "kern/percpu.h"
#include "kern/sched.h"

void idle_thread(void *unused)
{
	(void)unused;
	/* This is another stack than the one that the CPU came on. Refused before smpboot_init(): the boot CPU's own. */
	smpboot_release_boot_stack();
	for (;;) {
		/*
		 * From the look at the queues to the sleep IRQs are masked: an
		 * interrupt that brings work in between stays pending, and
		 * ends WFI at once.
		 */
		uint64_t irq = cpu_irq_save();

		if (atomic_load_explicit(&this_cpu()->leaving, memory_order_relaxed))
			offline_leave();
		else if (sched_find_work())
			sched_yield();
		else
			cpu_wfi();
		cpu_irq_restore(irq);
	}
}
