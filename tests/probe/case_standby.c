/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU_SUSPEND as the emulator's firmware has it: all that is asked for is standby, and an
 * interrupt ends it. For kernels with the MMU off, which reach the GICv2 where it is.
 */
#include <smpboot/psci.h>

#include "cases.h"
#include "crew.h"

int case_standby(void);

#define GICD 0x08000000ull /* of QEMU's virt machine */
#define GICC 0x08010000ull

#define TIMER_IRQ 27u /* the virtual timer's (Arm Base System Architecture) */
#define SLEEP_US  5000u

#define STANDBY    0u
#define POWER_DOWN (1u << 16)
#define UNKNOWN    (1u << 17) /* bits that must be 0 */

static void write32(uint64_t address, uint32_t value)
{
	*(volatile uint32_t *)address = value;
}

/* The timer's interrupt reaches this CPU, which masks it. */
static void set_up_timer(void)
{
	write32(GICD + 0x000, 1);
	write32(GICD + 0x100, 1u << TIMER_IRQ);
	write32(GICC + 0x004, 0xff);
	write32(GICC + 0x000, 1);
}

static void set_timer(uint64_t ticks, bool on)
{
	__asm__ volatile("msr cntv_tval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb"
	                 :
	                 : "r"(ticks), "r"((uint64_t)on));
}

static void sleep_for(uint32_t power_state)
{
	uint64_t frequency;
	uint64_t begin = smpboot_now();

	__asm__("mrs %0, cntfrq_el0" : "=r"(frequency));
	set_timer(frequency * SLEEP_US / 1000000, true);
	check_status(smpboot_cpu_suspend(power_state), SMPBOOT_OK, "smpboot_cpu_suspend");
	check(smpboot_ticks_to_us(smpboot_now() - begin) >= SLEEP_US - 1, "a CPU has not slept");
	set_timer(0, false);
	check(info_of(smpboot_this_cpu()).state == SMPBOOT_STATE_ACTIVE, "state of a CPU that has slept");
}

static void sleep_all_ways(unsigned int id)
{
	(void)id;
	set_up_timer();
	sleep_for(STANDBY);
	sleep_for(POWER_DOWN);
	sleep_for(STANDBY);
	check_status(smpboot_cpu_suspend(UNKNOWN), SMPBOOT_ERR_OPTION, "smpboot_cpu_suspend");
	check_status(smpboot_cpu_suspend(POWER_DOWN | UNKNOWN), SMPBOOT_ERR_OPTION, "smpboot_cpu_suspend");
	check(info_of(smpboot_this_cpu()).state == SMPBOOT_STATE_ACTIVE, "state of a CPU that was refused");
}

int case_standby(void)
{
	probe_ops.main = crew_main;
	set_up_all(native_method());
	if (probe_config.entry_level == 3) {
		check_status(smpboot_cpu_suspend(STANDBY), SMPBOOT_ERR_NOT_SUPPORTED, "smpboot_cpu_suspend");
		return pass();
	}
	check_status(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_STATE,
	             "smpboot_cpu_suspend before there is a way back");
	bring_up_all(CPUS);
	wait_for_main(1);
	sleep_all_ways(0);
	crew_tell(1, sleep_all_ways);
	crew_wait(1);
	return pass();
}
