/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last lines of a run.
 */
#include "app/report.h"

#include <smpboot/smpboot.h>

#include "lib/console.h"

void report_cpus(void)
{
	unsigned int cpus = smpboot_counts().cpus;
	struct smpboot_cpu_info info;
	char line[400];

	kprintf("\n");
	for (unsigned int id = 0; id < cpus; id++) {
		if (smpboot_cpu(id, &info) != SMPBOOT_OK)
			continue;
		smpboot_format_cpu(&info, line, sizeof(line));
		kprintf("%s\n", line);
	}
}

void report_result(bool pass)
{
	struct smpboot_counts counts = smpboot_counts();

	kprintf("result: %s cpus=%u online=%u failed=%u\n", pass ? "pass" : "fail", counts.cpus,
	        counts.online, counts.failed);
}
