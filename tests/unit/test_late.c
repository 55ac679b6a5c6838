/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that come when they were given up already: where they wait, and how a
 * later call lets them in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u

static void a_late_cpu_waits_in_the_pen_and_touches_nothing(void **state)
{
	char before[FAKE_ROW_SIZE];
	char after[FAKE_ROW_SIZE];

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	fake_row(1, before);
	fake_firmware_run(2 * TIMEOUT_US);
	fake_row(1, after);
	assert_true(fake_cpus[1].penned);
	assert_false(fake_cpus[1].reached_c);
	assert_string_equal(before, after);
	assert_int_equal(fake_kernel.event_count, 1);
}

/* It is given up after it has looked for the last time, on the way to C. */
static void a_cpu_that_loses_its_claim_parks(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].pause = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_REGIME, SMPBOOT_REASON_STUCK);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].reached_c);
	assert_true(fake_cpus[1].parked);
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 0);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 0);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_ABANDONED);
	assert_int_equal(fake_kernel.event_count, 1);
}

static void a_cpu_that_came_late_is_let_in_without_a_second_start(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	report = fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 2);
	assert_int_equal(report.started, 1);
	assert_int_equal(report.came, 1);
}

static void a_late_cpu_is_let_in_by_its_own_call_as_well(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].starts, 1);
}

/* It looked for the last time before it was given up, so it is not where it can be let in. */
static void a_cpu_that_parked_is_not_started_again(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].pause = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].parked);
	assert_int_equal(fake_bring_up(TIMEOUT_US).started, 0);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_ABANDONED);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_late_cpu_waits_in_the_pen_and_touches_nothing),
		TEST(a_cpu_that_loses_its_claim_parks),
		TEST(a_cpu_that_came_late_is_let_in_without_a_second_start),
		TEST(a_late_cpu_is_let_in_by_its_own_call_as_well),
		TEST(a_cpu_that_parked_is_not_started_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
