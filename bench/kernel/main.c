/* SPDX-License-Identifier: BSD-2-Clause */
#include "bench.h"

#include "probe.h"

volatile struct bench_params bench_params __attribute__((section(".data")));
static unsigned int arrived; /* CPUs in bench_enter(); atomic */

int bench_main(void);
_Noreturn void probe_exception(uint64_t esr, uint64_t elr, uint64_t far);

_Noreturn void probe_exception(uint64_t esr, uint64_t elr, uint64_t far)
{
	(void)esr;
	(void)elr;
	(void)far;
	probe_exit(EXIT_EXCEPTION);
}

__attribute__((noinline)) void bench_begin(void)
{
	__asm__ volatile("" ::: "memory");
}

__attribute__((noinline)) void bench_end(void)
{
	__asm__ volatile("" ::: "memory");
}

_Noreturn void bench_enter(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	__atomic_fetch_add(&arrived, 1, __ATOMIC_RELEASE);
	__asm__ volatile("dsb ish; sev" ::: "memory");
	/* Really stops: an emulated CPU in WFE takes its turn again and again. */
	for (;;)
		__asm__ volatile("wfi");
}

void bench_wait_for(unsigned int cpus)
{
	while (__atomic_load_n(&arrived, __ATOMIC_ACQUIRE) != cpus)
		__asm__ volatile("wfe");
}

int bench_main(void)
{
	switch (bench_params.what) {
	case BENCH_LIBRARY:
		return bench_library();
	case BENCH_BARE:
		return bench_bare();
	case BENCH_FULL:
		return bench_full();
	case BENCH_TREE:
		return bench_tree_scan();
	case BENCH_TAGS:
		return bench_tree_tags();
	case BENCH_PLACES:
		return bench_tree_places();
	default:
		return 1;
	}
}
