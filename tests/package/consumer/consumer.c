/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stand-in for a kernel: refers to the library's whole interface, is linked
 * in every way that a kernel may be, and never run.
 */

#include <smpboot/aarch64.h>
#include <smpboot/fdt.h>
#include <smpboot/psci.h>
#include <smpboot/smpboot.h>

static struct smpboot_cpu cpus[4];
static char stacks[4][4096] __attribute__((aligned(16)));

/* Debian's libfdt is compiled with a stack protector. */
unsigned long __stack_chk_guard = 0x736d70626f6f7400;

void __stack_chk_fail(void);
void __stack_chk_fail(void)
{
	for (;;)
		;
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = stacks[id + 1];
	return 0;
}

static void enter(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	for (;;)
		;
}

static const struct smpboot_ops ops = { .prepare = prepare, .main = enter };

void _start(const void *dtb);
void _start(const void *dtb)
{
	struct smpboot_report report;

	smpboot_el_setup(SMPBOOT_TARGET_EL1);
	if (smpboot_init(cpus, 4) == SMPBOOT_OK && smpboot_register_ops(&ops) == SMPBOOT_OK &&
	    smpboot_fdt_add_cpus(dtb) == SMPBOOT_OK)
		smpboot_bring_up_all(NULL, &report);
	smpboot_psci_system_off();
	for (;;)
		;
}
