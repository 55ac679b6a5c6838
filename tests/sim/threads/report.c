/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ThreadSanitizer is told, and what it tells.
 */
#include "../sim.h"

const char *__tsan_default_options(void);
const char *__tsan_default_suppressions(void);
void __tsan_on_report(void *report);

const char *__tsan_default_options(void)
{
	return "atexit_sleep_ms=0:history_size=2:report_thread_leaks=0";
}

/*
 * A row of the info table may be read by any CPU at any time, also while it is
 * written: it is a copy of words that are each whole, and of which the state is
 * read first, so that it is never newer than the rest. Nothing else is exempt.
 */
const char *__tsan_default_suppressions(void)
{
	return "race:^smpboot_cpu$\n";
}

void __tsan_on_report(void *report)
{
	(void)report;
	sim_fail("see the report of ThreadSanitizer");
}
