/* SPDX-License-Identifier: BSD-2-Clause */
#include "crew.h"

static crew_task tasks[CPUS];   /* atomic; NULL: none */
static unsigned int busy[CPUS]; /* atomic */

void crew_main(void *context, unsigned int id)
{
	(void)context;
	__atomic_store_n(&busy[id], 0, __ATOMIC_RELAXED);
	__atomic_store_n(&kernel.in_main[id], 1, __ATOMIC_RELEASE);
	for (;;) {
		crew_task task = __atomic_load_n(&tasks[id], __ATOMIC_ACQUIRE);

		if (task != NULL) {
			__atomic_store_n(&tasks[id], NULL, __ATOMIC_RELAXED);
			task(id);
			__atomic_store_n(&busy[id], 0, __ATOMIC_RELEASE);
		}
		__asm__ volatile("yield");
	}
}

void crew_tell(unsigned int id, crew_task task)
{
	__atomic_store_n(&busy[id], 1, __ATOMIC_RELAXED);
	__atomic_store_n(&tasks[id], task, __ATOMIC_RELEASE);
}

static bool in_time(uint64_t begin)
{
	return smpboot_ticks_to_us(smpboot_now() - begin) < LONG;
}

void crew_wait(unsigned int id)
{
	uint64_t begin = smpboot_now();

	while (__atomic_load_n(&busy[id], __ATOMIC_ACQUIRE) != 0)
		check(in_time(begin), "a CPU does not do what it was told");
}

void wait_for_main(unsigned int id)
{
	uint64_t begin = smpboot_now();

	while (__atomic_load_n(&kernel.in_main[id], __ATOMIC_ACQUIRE) == 0)
		check(in_time(begin), "ops.main was not called");
}

void forget_main(unsigned int id)
{
	__atomic_store_n(&kernel.in_main[id], 0, __ATOMIC_RELAXED);
}
