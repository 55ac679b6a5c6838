/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device tree scan, and the least that any scan does: libfdt from tag to tag.
 */
#include <libfdt.h>
#include <smpboot/fdt.h>

#include "bench.h"

/* Room for what QEMU writes for 512 CPUs, once unused space is gone. In the image, or its start would clear it. */
__asm__("	.data\n"
        "	.balign 8\n"
        "	.global bench_tree, bench_tree_end\n"
        "bench_tree:\n"
        "	.skip 0x40000\n"
        "bench_tree_end:\n"
        "	.text\n");

static struct smpboot_cpu cpus[BENCH_MAX_CPUS];

/* For libfdt, which Debian compiles with a stack protector. */
unsigned long __stack_chk_guard = 0x736d70626f6f7400;
_Noreturn void probe_exit(int status);
_Noreturn void __stack_chk_fail(void);
_Noreturn void __stack_chk_fail(void)
{
	probe_exit(6);
}

int bench_tree_scan(void)
{
	enum smpboot_status status = smpboot_init(cpus, BENCH_MAX_CPUS);

	if (status != SMPBOOT_OK)
		return 1;
	bench_begin();
	status = smpboot_fdt_add_cpus(bench_tree);
	bench_end();
	return status != SMPBOOT_OK || smpboot_counts().cpus != bench_params.cpus;
}

int bench_tree_places(void)
{
	enum smpboot_status status = smpboot_init(cpus, BENCH_MAX_CPUS);

	if (status == SMPBOOT_OK)
		status = smpboot_fdt_add_cpus(bench_tree);
	if (status != SMPBOOT_OK)
		return 1;
	bench_begin();
	status = smpboot_fdt_add_topology(bench_tree);
	bench_end();
	return status != SMPBOOT_OK;
}

int bench_tree_tags(void)
{
	int offset = 0;
	int next = 0;
	uint32_t tag;

	bench_begin();
	do {
		offset = next;
		tag = fdt_next_tag(bench_tree, offset, &next);
	} while (tag != FDT_END);
	bench_end();
	return next < 0;
}
