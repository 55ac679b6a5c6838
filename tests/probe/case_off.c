/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that go off and come back, each in turn, all together, and the boot CPU. What
 * they are like then is compared with what they were like the first time.
 */
#include "cases.h"
#include "crew.h"

int case_off(void);
int case_off_spin(void);

#define ROUNDS_OFF 2u

static unsigned int stopped[CPUS];
static unsigned int gone; /* CPUs known to be off, one by one, since the start */
static int refusal;       /* of ops.stopping */

/* ---- On the CPU that goes ------------------------------------------------------ */

static int stopping(void *context, unsigned int id)
{
	(void)context;
	stopped[id]++;
	return refusal;
}

static void go_off(unsigned int id)
{
	check_status(smpboot_cpu_off_self(), SMPBOOT_OK, "smpboot_cpu_off_self");
	check(id >= CPUS, "a CPU came back from going off");
}

static void go_to_pen(unsigned int id)
{
	check_status(smpboot_park_self(), SMPBOOT_OK, "smpboot_park_self");
	check(id >= CPUS, "a CPU came back from going off");
}

static void try_to_go(unsigned int id)
{
	check_status(smpboot_cpu_off_self(), SMPBOOT_ERR_STOPPING, "smpboot_cpu_off_self");
	check(info_of(id).state == SMPBOOT_STATE_ACTIVE && info_of(id).stage == SMPBOOT_STAGE_MAIN,
	      "state of a CPU that may not go off");
}

/* ---- On the CPU that stays ------------------------------------------------------- */

/* Nothing of the CPU may be left there. */
static void spoil_stack(unsigned int id)
{
	for (size_t i = 0; i < STACK / sizeof(uint64_t); i++)
		((uint64_t *)(void *)kernel.stack[id])[i] = RUBBISH;
}

static void expect_gone(unsigned int id, enum smpboot_stage stage)
{
	check_status(smpboot_wait_off(id, LONG), SMPBOOT_OK, "smpboot_wait_off");
	gone++;
	check(info_of(id).state == SMPBOOT_STATE_OFFLINE && info_of(id).stage == stage,
	      "state of a CPU that is off");
	check(kernel.events[SMPBOOT_EVENT_OFFLINE] == gone, "events OFFLINE");
	check_status(smpboot_wait_off(id, LONG), SMPBOOT_OK, "smpboot_wait_off of a CPU that is off");
	check(kernel.events[SMPBOOT_EVENT_OFFLINE] == gone, "events OFFLINE, told again");
	forget_main(id);
	spoil_stack(id);
}

static enum smpboot_stage native_stage(void)
{
	return probe_config.entry_level == 3 ? SMPBOOT_STAGE_PEN : SMPBOOT_STAGE_OFF;
}

/* By firmware, or without. */
static uint64_t context_of(unsigned int id)
{
	return probe_config.entry_level == 3 ? 0 : id;
}

static void expect_back(unsigned int id, uint64_t since)
{
	struct smpboot_cpu_info info;

	wait_for_main(id);
	info = info_of(id);
	check_cpu(id, &info, context_of(id), since, smpboot_now());
}

static void bring_back(unsigned int id)
{
	uint64_t since = smpboot_now();
	unsigned int online = kernel.events[SMPBOOT_EVENT_ONLINE];

	check_status(smpboot_bring_up(id), SMPBOOT_OK, "smpboot_bring_up");
	check(kernel.events[SMPBOOT_EVENT_ONLINE] == online + 1, "event ONLINE");
	expect_back(id, since);
}

static void send_off(unsigned int id, crew_task task, enum smpboot_stage stage)
{
	crew_tell(id, task);
	expect_gone(id, stage);
}

static void bring_all_back(void)
{
	uint64_t since = smpboot_now();

	bring_up_all(CPUS);
	for (unsigned int id = 1; id < CPUS; id++)
		expect_back(id, since);
}

static void in_turn(enum smpboot_stage stage)
{
	for (unsigned int id = 1; id < CPUS; id++) {
		send_off(id, go_off, stage);
		bring_back(id);
		send_off(id, go_to_pen, SMPBOOT_STAGE_PEN);
		bring_back(id);
	}
}

static void all_together(enum smpboot_stage stage)
{
	for (unsigned int id = 1; id < CPUS; id++)
		crew_tell(id, go_off);
	for (unsigned int id = 1; id < CPUS; id++)
		expect_gone(id, stage);
	check_status(smpboot_cpu_off_self(), SMPBOOT_ERR_STATE, "smpboot_cpu_off_self of the last CPU");
	bring_all_back();
}

static void set_up_off(void)
{
	probe_ops.main = crew_main;
	probe_ops.stopping = stopping;
	observe(&kernel.reference, kernel.stack[0]);
}

/* ---- The boot CPU ---------------------------------------------------------------- */

/* Again on the boot CPU, which is one of the crew by now. */
static void lead_again(unsigned int id)
{
	check(id == 0, "id of the boot CPU");
	bring_back(2);
	in_turn(native_stage());
	probe_exit(pass());
}

/* On CPU 1, while the boot CPU is away. */
static void lead(unsigned int id)
{
	check(id == 1, "id of the CPU that leads");
	expect_gone(0, native_stage());
	send_off(2, go_off, native_stage());
	bring_back(0);
	check_status(smpboot_bring_up(2), SMPBOOT_ERR_NOT_BOOT_CPU, "smpboot_bring_up");
	crew_tell(0, lead_again);
}

int case_off(void)
{
	set_up_off();
	set_up_all(native_method());
	bring_all_back();
	refusal = 1;
	crew_tell(1, try_to_go);
	crew_wait(1);
	check(info_of(1).state == SMPBOOT_STATE_ACTIVE, "state of a CPU that was refused");
	refusal = 0;
	for (unsigned int round = 0; round < ROUNDS_OFF; round++) {
		in_turn(native_stage());
		all_together(native_stage());
	}
	for (unsigned int id = 1; id < CPUS; id++)
		check(stopped[id] == 3 * ROUNDS_OFF + (id == 1), "calls of ops.stopping");
	crew_tell(1, lead);
	go_off(0);
	return 1;
}

/* ---- A spin-table ------------------------------------------------------------------ */

/* Its firmware does not take a CPU back: it waits in the library. */
int case_off_spin(void)
{
	set_up_off();
	set_up_spin_shared();
	bring_up_all(CPUS);
	for (unsigned int id = 1; id < CPUS; id++)
		wait_for_main(id);
	for (unsigned int id = 1; id < CPUS; id++) {
		send_off(id, go_off, SMPBOOT_STAGE_PEN);
		check_status(smpboot_bring_up(id), SMPBOOT_OK, "smpboot_bring_up");
		wait_for_main(id);
		check(kernel.seen[id].property[PROPERTY_TPIDR] == TPIDR + id, "tpidr");
	}
	check_status(smpboot_cpu_off_self(), SMPBOOT_ERR_METHOD, "smpboot_cpu_off_self without a method");
	return pass();
}
