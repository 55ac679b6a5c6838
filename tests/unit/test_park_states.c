/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs may be doing when the kernel parks all, or leaves: those that run go, of
 * those that nobody knows the whereabouts of it is said, and the others do not matter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_park.h"

#define TIMEOUT_US FAKE_PARK_TIMEOUT_US

static void (*usual_signal)(void);

/* Who is woken looks at once, and sleeps again: for one that is told after that it was in vain. */
static void signal_and_let_look(void)
{
	usual_signal();
	if (fake_arch.mpidr == FAKE_MPIDR(0))
		fake_firmware_run(1);
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
	usual_signal = fake_arch.signal;
	fake_arch.signal = signal_and_let_look;
	begin = smpboot_now();
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_true(fake_us_since(begin) < 100);
}

static void one_that_sleeps_is_woken_and_moves(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_residents[2].sleeps = true;
	fake_bring_up(0);
	fake_firmware_run(20);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_SUSPENDED);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id++)
		assert_parked(id);
}

static void one_that_sleeps_keeps_the_kernel(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_residents[1].sleeps = true;
	fake_bring_up(0);
	fake_firmware_run(20);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
}

/* As right after a bring-up: it is online, and not in the kernel's code yet. */
static void take_out_of_main(unsigned int id)
{
	smpboot_machine.slots[id].stage = SMPBOOT_STAGE_ONLINE;
	smpboot_claim_write(&smpboot_machine.slots[id], smpboot_claim_word(1, SMPBOOT_STATE_ONLINE));
}

static void one_that_has_just_come_is_called_off(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	take_out_of_main(2);
	fake_residents[2].coming = true;
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 2; id++) {
		assert_parked(id);
		assert_true(fake_residents[id].called_off);
	}
}

/* It is counted among those that run, although nobody can call it off yet. */
static void one_that_never_gets_to_main_is_waited_for(void **state)
{
	uint64_t begin;

	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	take_out_of_main(2);
	begin = smpboot_now();
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	assert_in_range(fake_us_since(begin), 2 * TIMEOUT_US, 3 * TIMEOUT_US);
	for (unsigned int id = 1; id <= 2; id++)
		assert_int_equal(fake_cpus[id].parked_at, 0);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
}

/* Nobody knows yet whether it comes; then it has been let in, and is in the kernel's code in a moment. */
static void not_while_one_is_on_its_way(void **state)
{
	static const enum smpboot_state on_its_way[] = { SMPBOOT_STATE_STARTING, SMPBOOT_STATE_ARRIVED };
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].delay = 500;
	fake_kernel.plan[2].starting_us = 300;
	options.timeout_us = 0;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	for (unsigned int i = 0; i < 2; i++) {
		fake_firmware_run(300);
		assert_int_equal(fake_info(2).state, on_its_way[i]);
		assert_int_equal(fake_park_all(), SMPBOOT_ERR_STATE);
		assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
		assert_false(fake_residents[1].called_off);
	}
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 2; id++)
		assert_parked(id);
}

/* It could still come into the next kernel's memory. */
static void one_that_may_still_come_keeps_the_kernel(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
}

static void assert_kept_until_it_has_moved(unsigned int id)
{
	assert_true(fake_cpus[id].penned);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_int_equal(fake_cpus[id].parked_at, FAKE_PARK_ENTRY);
	assert_int_equal(fake_hand_over(), SMPBOOT_OK);
}

/* Whether it has refused, or was there and went off: nobody needs to be called off, and it moves. */
static void who_waits_in_the_pen_keeps_the_kernel_until_it_has_moved(void **state)
{
	(void)state;
	fake_park_ops.call_off = NULL;
	fake_add_cpus(2);
	fake_kernel.plan[1].starting = 7;
	fake_residents[2].called_off = true;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	fake_firmware_run(50);
	assert_kept_until_it_has_moved(1);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_int_equal(smpboot_wait_off(2, TIMEOUT_US), SMPBOOT_OK);
	assert_kept_until_it_has_moved(2);
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
		struct smpboot_target target = smpboot_target_of(&smpboot_machine.slots[id], id);

		(void)fake_method.start(&target, fake_arch.entry_pa, id);
	}
	fake_firmware_run(50);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_parked(1);
	for (unsigned int id = 2; id <= 3; id++) {
		assert_outcome(id, SMPBOOT_STATE_DISABLED, SMPBOOT_STAGE_PARKED, reasons[id - 2]);
		assert_int_equal(fake_cpus[id].parked_at, FAKE_PARK_ENTRY);
	}
	assert_int_equal(fake_hand_over(), SMPBOOT_OK);
}

/* Another of the boot CPU's MPIDR, which was not to be started: nothing but its mark tells of it. */
static void one_in_the_callers_own_place_keeps_the_kernel_until_it_has_moved(void **state)
{
	struct smpboot_target target;

	(void)state;
	fake_add_cpus(2);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	target = smpboot_target_of(&smpboot_machine.slots[2], 2);
	(void)fake_method.start(&target, fake_arch.entry_pa, 2);
	fake_cpus[2].mpidr = FAKE_MPIDR(0);
	fake_firmware_run(50);
	assert_true(fake_cpus[2].penned);
	fake_cpus[2].stays_penned = true;
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	assert_parked(1);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
	fake_cpus[2].stays_penned = false;
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_int_equal(fake_cpus[2].parked_at, FAKE_PARK_ENTRY);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	assert_int_equal(fake_hand_over(), SMPBOOT_OK);
}

/* It has moved after the call that sent it: the next one finds it, and not before is it certain. */
static void one_that_moves_late_is_found_by_the_next_call(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	fake_cpus[2].stays_penned = true;
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	fake_cpus[2].stays_penned = false;
	fake_firmware_run(TIMEOUT_US);
	assert_int_equal(fake_cpus[2].parked_at, FAKE_PARK_ENTRY);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_PARKING);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_parked(2);
	assert_int_equal(fake_hand_over(), SMPBOOT_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_park_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(those_in_the_pen_are_woken_to_move),
		TEST(one_that_sleeps_is_woken_and_moves),
		TEST(one_that_sleeps_keeps_the_kernel),
		TEST(one_that_has_just_come_is_called_off),
		TEST(one_that_never_gets_to_main_is_waited_for),
		TEST(not_while_one_is_on_its_way),
		TEST(one_that_may_still_come_keeps_the_kernel),
		TEST(who_waits_in_the_pen_keeps_the_kernel_until_it_has_moved),
		TEST(disabled_ones_that_came_all_the_same_move_as_well),
		TEST(one_in_the_callers_own_place_keeps_the_kernel_until_it_has_moved),
		TEST(one_that_moves_late_is_found_by_the_next_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
