/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs may be doing when the kernel parks all, or leaves: those that run go, of
 * those that nobody knows the whereabouts of it is said, and the others do not matter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <smpboot/pen.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/park.h"
#include "core/suspend.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u

static struct smpboot_ops ops;
static bool called_off[FAKE_MAX_CPUS];
static bool sleeps[FAKE_MAX_CPUS]; /* instead of idling */
static bool stuck[FAKE_MAX_CPUS];  /* is online, and never in ops.main */
static _Alignas(64) unsigned char code[SMPBOOT_PEN_SIZE];
static _Alignas(64) unsigned char copy[SMPBOOT_PEN_SIZE];
static unsigned int left;
static jmp_buf gone;

static int64_t sleep_until_called_off(uint64_t id)
{
	while (!called_off[id])
		fake_cpu_sleep(5);
	/* It takes a while to be awake. */
	fake_cpu_sleep(50);
	return 0;
}

static void live(void *context, unsigned int id)
{
	int64_t answer;

	(void)context;
	if (sleeps[id])
		(void)smpboot_suspend(sleep_until_called_off, id, &answer);
	while (!called_off[id])
		fake_cpu_sleep(5);
	(void)smpboot_park_self();
	fake_cpu_rest();
}

static void call_off(void *context, unsigned int id)
{
	(void)context;
	assert_int_not_equal(id, 0);
	assert_false(stuck[id]);
	called_off[id] = true;
}

static void *map(void *context, uint64_t pa, size_t size)
{
	(void)context;
	(void)pa;
	(void)size;
	return copy;
}

static void leave(unsigned int level, uint64_t address, uint64_t argument)
{
	(void)level;
	(void)address;
	(void)argument;
	left++;
	longjmp(gone, 1);
}

static int boot(void **state)
{
	fake_boot(state);
	ops = fake_ops;
	ops.main = live;
	ops.call_off = call_off;
	ops.map = map;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	memset(called_off, 0, sizeof(called_off));
	memset(sleeps, 0, sizeof(sleeps));
	memset(stuck, 0, sizeof(stuck));
	left = 0;
	fake_arch.pen = code;
	fake_arch.leave = leave;
	fake_memory_add(copy, sizeof(copy));
	return 0;
}

static enum smpboot_status park_all(void)
{
	return smpboot_park_all(0x8000, TIMEOUT_US);
}

/* What smpboot_hand_over() returns; OK: it has left. */
static enum smpboot_status hand_over(void)
{
	left = 0;
	if (setjmp(gone) == 0)
		return smpboot_hand_over(0x1000, 0, 1);
	return left == 1 ? SMPBOOT_OK : SMPBOOT_ERR_ID;
}

static void assert_parked(unsigned int id)
{
	assert_outcome(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PARKED, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[id].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
}

static void assert_nobody_moved(unsigned int last)
{
	for (unsigned int id = 1; id <= last; id++)
		assert_int_equal(fake_cpus[id].parked_at, 0);
}

static uint64_t us_since(uint64_t begin)
{
	return smpboot_ticks_to_us(smpboot_now() - begin);
}

/* Each looks for itself only after a while. */
static void those_in_the_pen_are_woken_to_move(void **state)
{
	uint64_t begin;

	(void)state;
	fake_add_cpus(3);
	for (unsigned int id = 1; id <= 3; id++)
		fake_kernel.plan[id].starting = 7;
	fake_bring_up(0);
	fake_firmware_run(50);
	begin = smpboot_now();
	assert_int_equal(park_all(), SMPBOOT_OK);
	assert_true(us_since(begin) < 100);
}

static void one_that_sleeps_is_woken_and_moves(void **state)
{
	(void)state;
	fake_add_cpus(3);
	sleeps[2] = true;
	fake_bring_up(0);
	fake_firmware_run(20);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_SUSPENDED);
	assert_int_equal(park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id++)
		assert_parked(id);
}

static void one_that_sleeps_keeps_the_kernel(void **state)
{
	(void)state;
	fake_add_cpus(1);
	sleeps[1] = true;
	fake_bring_up(0);
	fake_firmware_run(20);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
}

/* It is counted among those that run, although nobody can call it off yet. */
static void one_that_never_gets_to_main_is_waited_for(void **state)
{
	uint64_t begin;

	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	stuck[2] = true;
	smpboot_machine.slots[2].stage = SMPBOOT_STAGE_ONLINE;
	smpboot_claim_write(&smpboot_machine.slots[2], smpboot_claim_word(1, SMPBOOT_STATE_ONLINE));
	begin = smpboot_now();
	assert_int_equal(park_all(), SMPBOOT_ERR_TIMEOUT);
	assert_in_range(us_since(begin), 2 * TIMEOUT_US, 3 * TIMEOUT_US);
	assert_nobody_moved(2);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
}

static void at_the_gate_nobody_is_waited_for_to_get_to_main(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	uint64_t begin;

	(void)state;
	fake_add_cpus(3);
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(50);
	begin = smpboot_now();
	assert_int_equal(park_all(), SMPBOOT_OK);
	assert_true(us_since(begin) < TIMEOUT_US);
}

/* It has been let in, and is in the kernel's code in a moment. */
static void not_while_one_is_in_starting(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[2].starting_us = 300;
	options.timeout_us = 0;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(100);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_ARRIVED);
	assert_int_equal(park_all(), SMPBOOT_ERR_STATE);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
	assert_false(called_off[1]);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	assert_int_equal(park_all(), SMPBOOT_OK);
}

/* It could still come into the next kernel's memory. */
static void one_that_may_still_come_keeps_the_kernel(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
}

/* A CPU that has refused waits in this kernel's pen: nobody needs to be called off, and it moves. */
static void who_waits_in_the_pen_keeps_the_kernel_until_it_has_moved(void **state)
{
	(void)state;
	ops.call_off = NULL;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	fake_bring_up(0);
	fake_firmware_run(50);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(park_all(), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
	assert_int_equal(hand_over(), SMPBOOT_OK);
}

/* One release word for all brings also those that are not to be started: they move, and stay disabled. */
static void disabled_ones_that_came_all_the_same_move_as_well(void **state)
{
	static const enum smpboot_reason reasons[] = { SMPBOOT_REASON_STATUS_FAIL,
		                                       SMPBOOT_REASON_STATUS_DISABLED };

	(void)state;
	fake_add_cpus(1);
	for (unsigned int id = 2; id <= 3; id++) {
		struct smpboot_cpu_desc desc = {
			.mpidr = FAKE_MPIDR(id),
			.method = "fake",
			.reason = reasons[id - 2],
		};

		assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
		fake_cpus[id].mpidr = desc.mpidr;
	}
	fake_bring_up(0);
	for (unsigned int id = 2; id <= 3; id++) {
		struct smpboot_target target = smpboot_target_of(&smpboot_machine.slots[id]);

		(void)fake_method.start(&target, fake_arch.entry_pa, id);
	}
	fake_firmware_run(50);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(park_all(), SMPBOOT_OK);
	assert_parked(1);
	for (unsigned int id = 2; id <= 3; id++) {
		assert_outcome(id, SMPBOOT_STATE_DISABLED, SMPBOOT_STAGE_PARKED, reasons[id - 2]);
		assert_int_equal(fake_cpus[id].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
	}
	assert_int_equal(hand_over(), SMPBOOT_OK);
}

/* It has moved after the call that sent it: the next one finds it, and not before is it certain. */
static void one_that_moves_late_is_found_by_the_next_call(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	fake_cpus[2].stays_penned = true;
	assert_int_equal(park_all(), SMPBOOT_ERR_TIMEOUT);
	fake_cpus[2].stays_penned = false;
	fake_firmware_run(TIMEOUT_US);
	assert_int_equal(fake_cpus[2].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_PARKING);
	assert_int_equal(hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(park_all(), SMPBOOT_OK);
	assert_parked(2);
	assert_int_equal(hand_over(), SMPBOOT_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(those_in_the_pen_are_woken_to_move),
		TEST(one_that_sleeps_is_woken_and_moves),
		TEST(one_that_sleeps_keeps_the_kernel),
		TEST(one_that_never_gets_to_main_is_waited_for),
		TEST(at_the_gate_nobody_is_waited_for_to_get_to_main),
		TEST(not_while_one_is_in_starting),
		TEST(one_that_may_still_come_keeps_the_kernel),
		TEST(who_waits_in_the_pen_keeps_the_kernel_until_it_has_moved),
		TEST(disabled_ones_that_came_all_the_same_move_as_well),
		TEST(one_that_moves_late_is_found_by_the_next_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
