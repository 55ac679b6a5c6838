/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the run.
 */
#include <smpboot/psci.h>
#include <string.h>

#include "arch/cpu.h"
#include "kern/ipi.h"
#include "lib/console.h"
#include "lib/machine.h"

/* Arm semihosting, "SYS_EXIT_EXTENDED (0x20)". */
#define SYS_EXIT_EXTENDED 0x20
#define APPLICATION_EXIT  0x20026

static void exit_semihosting(int status)
{
	uint64_t block[2] = { APPLICATION_EXIT, (uint64_t)status };
	register uint64_t operation __asm__("x0") = SYS_EXIT_EXTENDED;
	register uint64_t *parameters __asm__("x1") = block;

	__asm__ volatile("hlt #0xf000" : "+r"(operation) : "r"(parameters) : "memory");
}

void machine_exit(int status)
{
	char how[16] = "psci";

	cpu_irq_save();
	machine_bootarg("exit", how, sizeof(how));
	if (strcmp(how, "semihosting") == 0)
		exit_semihosting(status);
	else if (strcmp(how, "psci") == 0)
		smpboot_psci_system_off(); /* NOT_SUPPORTED where nobody has found a PSCI */
	else if (strcmp(how, "none") != 0)
		kprintf("exit=%s is none of semihosting, psci and none\n", how);
	ipi_stop_others();
	cpu_stop();
}
