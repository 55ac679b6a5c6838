/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that sleep. The emulator's firmware knows standby only, so here the kernel
 * itself is the firmware of a power-down: see sleep.S.
 */
#include <smpboot/psci.h>

#include "cases.h"
#include "core/arch.h"
#include "core/machine.h"
#include "core/suspend.h"
#include "crew.h"
#include "sleep.h"

int case_suspend(void);

#define SLEEPS 5u
#define AWAKE  42

static void expect_state(unsigned int id, enum smpboot_state state)
{
	check(info_of(id).state == state, "state of a CPU that sleeps");
}

/* ---- Power-down ------------------------------------------------------------------- */

static int64_t lose_power(uint64_t id)
{
	expect_state((unsigned int)id, SMPBOOT_STATE_SUSPENDED);
	smpboot_arch_leave(&smpboot_machine.slots[id], (unsigned int)probe_entry_level, physical(power_down),
	                   smpboot_boot_args.entry_pa);
}

/* The firmware has let it keep its power, or refused. */
static int64_t keep_power(uint64_t id)
{
	expect_state((unsigned int)id, SMPBOOT_STATE_SUSPENDED);
	return AWAKE;
}

static void expect_kept(unsigned int id, const uint64_t *before)
{
	uint64_t after[KEPT_COUNT];

	kept_read(after);
	for (unsigned int i = 0; i < KEPT_COUNT; i++) {
		if (after[i] == before[i])
			continue;
		put_text("cpu ");
		put_hex(id);
		put_text(" has ");
		put_hex(after[i]);
		put_text(", before it slept ");
		put_hex(before[i]);
		put_text("\n");
		check(false, kept_name[i]);
	}
}

static void sleep_once(unsigned int id, int64_t (*enter)(uint64_t argument), int64_t expected)
{
	uint64_t before[KEPT_COUNT];
	uint64_t wrong = 0;
	int64_t answer = -1;

	kept_read(before);
	check_status(sleep_keeping(enter, id, &answer, &wrong), SMPBOOT_OK, "smpboot_suspend");
	check(answer == expected, "answer");
	check(wrong == 0, "general registers");
	expect_kept(id, before);
	check(smpboot_this_cpu() == id, "id of a CPU that has slept");
	expect_state(id, SMPBOOT_STATE_ACTIVE);
}

static void sleep_often(unsigned int id)
{
	for (unsigned int i = 0; i < SLEEPS; i++)
		sleep_once(id, lose_power, 0);
	sleep_once(id, keep_power, AWAKE);
	sleep_once(id, lose_power, 0);
}

static void change_registers(unsigned int id)
{
	kept_set(id);
	sleep_often(id);
}

static void go_off(unsigned int id)
{
	check_status(smpboot_cpu_off_self(), SMPBOOT_OK, "smpboot_cpu_off_self");
	check(id >= CPUS, "a CPU came back from going off");
}

int case_suspend(void)
{
	int64_t answer;

	kept_sign();
	probe_ops.main = crew_main;
	set_up_all(native_method());
	check_status(smpboot_suspend(keep_power, 0, &answer), SMPBOOT_ERR_STATE,
	             "smpboot_suspend before there is a way back");
	bring_up_all(CPUS);
	for (unsigned int id = 1; id < CPUS; id++)
		wait_for_main(id);
	change_registers(0);
	crew_tell(1, change_registers);
	crew_wait(1);
	/* All of them at the same time; one has the registers that it was started with. */
	crew_tell(1, sleep_often);
	crew_tell(2, change_registers);
	crew_tell(3, sleep_often);
	sleep_often(0);
	for (unsigned int id = 1; id < CPUS; id++)
		crew_wait(id);
	/* What has slept can go off, and sleep again. */
	crew_tell(1, go_off);
	check_status(smpboot_wait_off(1, LONG), SMPBOOT_OK, "smpboot_wait_off");
	forget_main(1);
	check_status(smpboot_bring_up(1), SMPBOOT_OK, "smpboot_bring_up");
	wait_for_main(1);
	crew_tell(1, change_registers);
	crew_wait(1);
	return pass();
}
