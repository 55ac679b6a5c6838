/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the method knows of a CPU that has left no sign of itself, and CPUs that
 * were refused and come all the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

/* A CPU that is asked for, never comes, and of which the method says this. */
static void bring_up_lost(enum smpboot_reason diagnosis)
{
	fake_add_cpu(1, "powered");
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[1].diagnosis = diagnosis;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_cpus[1].diagnoses, 1);
}

static void the_method_says_why_it_did_not_come(void **state)
{
	static const enum smpboot_reason all[] = { SMPBOOT_REASON_FW_STILL_PENDING,
		                                   SMPBOOT_REASON_ON_NO_ENTRY, SMPBOOT_REASON_RELEASE_LOST };

	for (unsigned int i = 0; i < 3; i++) {
		fake_boot(state);
		bring_up_lost(all[i]);
		assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, all[i]);
		assert_int_equal(fake_bring_up(TIMEOUT_US).started, 0);
	}
}

static void a_method_may_not_know(void **state)
{
	(void)state;
	bring_up_lost(SMPBOOT_REASON_NONE);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
}

/* It is certain to be off: its stack is the kernel's again, and it may be started again. */
static void a_cpu_that_was_left_off_has_failed(void **state)
{
	(void)state;
	bring_up_lost(SMPBOOT_REASON_LEFT_OFF);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_LEFT_OFF);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	fake_cpus[1].delay = 10;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].starts, 2);
}

/* What it has left behind says more than the firmware. */
static void its_own_mark_comes_first(void **state)
{
	(void)state;
	fake_add_cpu(1, "powered");
	fake_cpus[1].stops_at = SMPBOOT_STAGE_LEVEL;
	fake_cpus[1].diagnosis = SMPBOOT_REASON_LEFT_OFF;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_STUCK);
	assert_int_equal(fake_cpus[1].diagnoses, 0);
}

static void nobody_is_diagnosed_who_comes(void **state)
{
	(void)state;
	fake_add_cpu(1, "powered");
	fake_cpus[1].diagnosis = SMPBOOT_REASON_LEFT_OFF;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(fake_cpus[1].diagnoses, 0);
}

/* CPU 1 was refused, and comes later all the same. */
static void fail_once(void)
{
	fake_add_cpu(1, "powered");
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_cpus[1].power = SMPBOOT_POWER_ON;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
}

/* It comes while the method is asked for its power: refused, and in flight all the same. */
static void a_refused_cpu_that_is_on_its_way_is_waited_for(void **state)
{
	struct smpboot_report report;

	(void)state;
	fail_once();
	fake_cpus[1].power_us = 3 * TIMEOUT_US;
	fake_cpus[1].pause = 4 * TIMEOUT_US;
	report = fake_bring_up(20 * TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(report.came, 1);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 1);
}

/* Never seen here: it runs something else, and nobody waits for it. */
static void a_refused_cpu_that_never_came_is_not_waited_for(void **state)
{
	(void)state;
	fail_once();
	assert_true(fake_bring_up(TIMEOUT_US).elapsed_us < SLACK_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ALREADY_ON);
}

static void a_cpu_that_never_leaves_the_pen_is_given_up(void **state)
{
	struct smpboot_report report;

	(void)state;
	fail_once();
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	fake_cpus[1].stays_penned = true;
	fake_cpus[1].diagnosis = SMPBOOT_REASON_ON_NO_ENTRY;
	report = fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(report.came, 0);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_ABANDONED);
	assert_int_equal(fake_info(1).stamps.entered, 0);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(the_method_says_why_it_did_not_come),
		TEST(a_method_may_not_know),
		TEST(a_cpu_that_was_left_off_has_failed),
		TEST(its_own_mark_comes_first),
		TEST(nobody_is_diagnosed_who_comes),
		TEST(a_refused_cpu_that_is_on_its_way_is_waited_for),
		TEST(a_refused_cpu_that_never_came_is_not_waited_for),
		TEST(a_cpu_that_never_leaves_the_pen_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
