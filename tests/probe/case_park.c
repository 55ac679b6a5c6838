/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All CPUs leave for the next kernel: out of this one's code, out of the gate, and out
 * of the library's entry code.
 */
#include <smpboot/pen.h>
#include <smpboot/psci.h>

#include "cases.h"
#include "crew.h"
#include "next.h"

int case_park(void);
int case_park_off(void);

static unsigned int called_off;

static void park(unsigned int id)
{
	check_status(smpboot_park_self(), SMPBOOT_OK, "smpboot_park_self");
	check(id >= CPUS, "a CPU came back from being parked");
}

static void go_off(unsigned int id)
{
	check_status(smpboot_cpu_off_self(), SMPBOOT_OK, "smpboot_cpu_off_self");
	check(id >= CPUS, "a CPU came back from going off");
}

static void call_off(void *context, unsigned int id)
{
	(void)context;
	called_off++;
	crew_tell(id, park);
}

static void join_crew(void *arg, unsigned int id)
{
	crew_main(arg, id);
}

/* CPUs at the gate, but for those that are sent on. With the MMU off none can be. */
static void bring_up_to_gate(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	bool gate = probe_config.map != MAP_OFF;
	unsigned int id;

	options.timeout_us = LONG;
	options.gate = gate;
	options.policy = SMPBOOT_POLICY_ALL;
	check_status(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK, "smpboot_bring_up_all");
	for (unsigned int i = 1; i < CPUS && gate; i++)
		while (info_of(i).stage != SMPBOOT_STAGE_GATE)
			;
	for (unsigned int i = 1; i < CPUS - 1 && gate; i++)
		check_status(smpboot_transfer(join_crew, NULL, LONG, &id), SMPBOOT_OK, "smpboot_transfer");
}

static void set_up_park(void)
{
	probe_ops.main = crew_main;
	probe_ops.call_off = call_off;
	set_up_all(native_method());
	bring_up_to_gate();
	wait_for_main(1);
	wait_for_main(2);
}

static void expect_left(unsigned int id, enum smpboot_stage stage)
{
	check(info_of(id).state == SMPBOOT_STATE_OFFLINE && info_of(id).stage == stage,
	      "state of a CPU that is parked");
}

/* Where there is no EL2, there is no way back up. */
static uint64_t level_of_next(void)
{
	uint64_t features;

	__asm__("mrs %0, id_aa64pfr0_el1" : "=r"(features));
	if (probe_config.entry_level == 3)
		return (features >> 8 & 0xf) != 0 ? 2 : 1;
	return probe_config.entry_level;
}

static int hand_over(unsigned int off)
{
	next_config = (struct next_config){
		.image = physical(image_begin),
		.image_end = physical(image_end),
		.begin = physical(next_begin),
		.end = physical(next_end),
		.release_word = physical(next_pen + SMPBOOT_PEN_RELEASE_WORD),
		.entry = physical(next_other),
		.level = level_of_next(),
		.self = kernel.boot_cpu,
		.off = off,
		.firmware = probe_config.entry_level == 1 ? SMPBOOT_CONDUIT_HVC : SMPBOOT_CONDUIT_SMC,
	};
	_Static_assert(SMPBOOT_CONDUIT_SMC == 1 && SMPBOOT_CONDUIT_HVC == 2, "firmware");
	check_status(smpboot_hand_over(physical(next_entry), physical(&next_config),
	                               (unsigned int)probe_entry_level),
	             SMPBOOT_OK, "smpboot_hand_over");
	check(false, "the boot CPU came back from the next kernel");
	return 1;
}

static void park_all(void)
{
	uint64_t pen = physical(next_pen);

	check_status(smpboot_hand_over(physical(next_entry), 0, (unsigned int)probe_entry_level),
	             SMPBOOT_ERR_STATE, "smpboot_hand_over while a CPU runs");
	check_status(smpboot_park_all(pen + 4, LONG), SMPBOOT_ERR_STORAGE, "smpboot_park_all, unaligned");
	check_status(smpboot_park_all(pen, LONG), SMPBOOT_OK, "smpboot_park_all");
}

/* CPU 2 waits in the entry code before, and another at the gate, where there is one. */
int case_park(void)
{
	set_up_park();
	crew_tell(2, park);
	check_status(smpboot_wait_off(2, LONG), SMPBOOT_OK, "smpboot_wait_off");
	expect_left(2, SMPBOOT_STAGE_PEN);
	park_all();
	check(called_off == (probe_config.map == MAP_OFF ? 2 : 1), "calls of ops.call_off");
	for (unsigned int id = 1; id < CPUS; id++)
		expect_left(id, SMPBOOT_STAGE_PARKED);
	return hand_over(CPUS);
}

/* CPU 2 is off, and stays so until the next kernel asks the firmware for it. */
int case_park_off(void)
{
	set_up_park();
	crew_tell(2, go_off);
	check_status(smpboot_wait_off(2, LONG), SMPBOOT_OK, "smpboot_wait_off");
	park_all();
	expect_left(1, SMPBOOT_STAGE_PARKED);
	expect_left(2, SMPBOOT_STAGE_OFF);
	expect_left(3, SMPBOOT_STAGE_PARKED);
	return hand_over((unsigned int)mpidr_of(2));
}
