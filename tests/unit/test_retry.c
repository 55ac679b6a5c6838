/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that has not come is tried again within the call: as often as was asked
 * for, and only where that cannot bring it twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/record.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

static struct smpboot_report bring_up(unsigned int retries)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.timeout_us = TIMEOUT_US;
	options.retries = retries;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	return report;
}

/* A CPU whose start the firmware accepts, and which is off all the same this many times. */
static void add_lost(unsigned int id, unsigned int lost_starts)
{
	fake_add_cpu(id, "powered");
	fake_cpus[id].lost_starts = lost_starts;
	fake_cpus[id].power = SMPBOOT_POWER_OFF;
	fake_cpus[id].diagnosis = SMPBOOT_REASON_LEFT_OFF;
}

static void a_cpu_that_was_left_off_comes_the_second_time(void **state)
{
	struct smpboot_report report;

	(void)state;
	add_lost(1, 1);
	report = bring_up(1);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 2);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 2);
	assert_int_equal(fake_kernel.event_count, 2);
	assert_int_equal(fake_kernel.events[0].kind, SMPBOOT_EVENT_FAILED);
	assert_int_equal(fake_kernel.events[0].cpu.state, SMPBOOT_STATE_FAILED);
	assert_int_equal(fake_kernel.events[0].cpu.reason, SMPBOOT_REASON_LEFT_OFF);
	assert_int_equal(fake_kernel.events[1].kind, SMPBOOT_EVENT_ONLINE);
	assert_int_equal(report.started, 1);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.failed, 0);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + 2 * SLACK_US);
}

/* What the kernel could have read in the table while it prepared CPU 1 last. */
static struct smpboot_cpu_info in_prepare;

static void look_at_cpu(unsigned int id)
{
	in_prepare = fake_info(id);
}

static void a_cpu_that_is_tried_again_is_present_while_it_is_prepared(void **state)
{
	(void)state;
	add_lost(1, 1);
	fake_kernel.plan[1].in_prepare = look_at_cpu;
	bring_up(1);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 2);
	assert_int_equal(in_prepare.state, SMPBOOT_STATE_PRESENT);
	assert_int_equal(in_prepare.stage, SMPBOOT_STAGE_PREPARE);
	assert_int_equal(in_prepare.reason, SMPBOOT_REASON_NONE);
}

static void by_default_nobody_is_tried_again(void **state)
{
	static const struct smpboot_options defaults = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	assert_int_equal(defaults.retries, 0);
	add_lost(1, 1);
	bring_up(0);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_LEFT_OFF);
}

static void each_attempt_has_its_own_event(void **state)
{
	struct smpboot_report report;

	(void)state;
	add_lost(1, 9);
	report = bring_up(3);
	assert_int_equal(fake_cpus[1].starts, 4);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 4);
	assert_int_equal(report.started, 1);
	assert_int_equal(report.counts.failed, 1);
	assert_in_range(report.elapsed_us, 4 * TIMEOUT_US, 4 * (TIMEOUT_US + SLACK_US));
}

static void no_more_is_tried_than_needed(void **state)
{
	(void)state;
	add_lost(1, 1);
	fake_add_cpu(2, "powered");
	bring_up(UINT32_MAX);
	assert_int_equal(fake_cpus[1].starts, 2);
	assert_int_equal(fake_cpus[2].starts, 1);
	assert_active(2);
}

static void a_later_call_may_try_again_as_well(void **state)
{
	(void)state;
	add_lost(1, 1);
	bring_up(0);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].starts, 2);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 1);
}

static void a_cpu_in_the_pen_is_let_in(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].pause = TIMEOUT_US + 200;
	fake_cpus[2].delay = FAKE_NEVER;
	bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_REGIME, SMPBOOT_REASON_STUCK);
	fake_firmware_run(TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	fake_cpus[1].pause = 0;
	bring_up(1);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
}

/* It refuses once, and is asked once more in the same call. */
static unsigned int attempts;

static void refuse_once(unsigned int id)
{
	fake_kernel.plan[id].starting = attempts++ == 0 ? 7 : 0;
}

static void a_cpu_that_refused_is_asked_once_more(void **state)
{
	(void)state;
	attempts = 0;
	fake_add_cpus(1);
	fake_kernel.plan[1].in_starting = refuse_once;
	bring_up(1);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 2);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
}

/* What was refused is tried again only when it is certain to be off. */
static void a_cpu_of_other_power_is_not_tried_again(void **state)
{
	static const enum smpboot_power all[] = { SMPBOOT_POWER_ON, SMPBOOT_POWER_PENDING,
		                                  SMPBOOT_POWER_UNKNOWN };

	for (unsigned int i = 0; i < 3; i++) {
		fake_boot(state);
		fake_add_cpu(1, "powered");
		fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_INTERNAL_FAILURE;
		fake_cpus[1].delay = FAKE_NEVER;
		fake_cpus[1].power = all[i];
		bring_up(3);
		assert_int_equal(fake_cpus[1].starts, 1);
		assert_int_equal(fake_calls(FAKE_PREPARE, 1), 1);
		assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	}
}

static void a_refused_cpu_that_is_off_is_tried_again(void **state)
{
	(void)state;
	add_lost(1, 9);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_INTERNAL_FAILURE;
	bring_up(2);
	assert_int_equal(fake_cpus[1].starts, 3);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 3);
}

static void a_method_that_cannot_tell_is_not_asked_again(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = FAKE_NEVER;
	bring_up(3);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_cpus[2].starts, 1);
}

static void a_cpu_without_a_method_is_not_tried_again(void **state)
{
	(void)state;
	fake_add_cpu(1, NULL);
	fake_add_cpu(2, "nobody's");
	bring_up(3);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 2), 1);
}

static void a_cpu_that_is_stuck_or_faulted_is_not_tried_again(void **state)
{
	(void)state;
	fake_add_cpu(1, "powered");
	fake_cpus[1].stops_at = SMPBOOT_STAGE_LEVEL;
	fake_cpus[1].power = SMPBOOT_POWER_OFF;
	fake_add_cpu(2, "powered");
	fake_cpus[2].faults_at = SMPBOOT_STAGE_START;
	fake_cpus[2].fault.esr = UINT64_C(1) << SMPBOOT_FAULT_THERE_BIT;
	fake_cpus[2].power = SMPBOOT_POWER_OFF;
	fake_cpus[2].diagnosis = SMPBOOT_REASON_LEFT_OFF;
	bring_up(3);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_STUCK);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FAULT);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_cpus[2].starts, 1);
}

/* Only what this call has tried: others may have failed for good before. */
static void a_cpu_beyond_max_cpus_is_not_tried(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(1);
	add_lost(2, 9);
	bring_up(0);
	options.max_cpus = 2;
	options.retries = 3;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	assert_int_equal(fake_cpus[2].starts, 1);
}

static void the_total_timeout_ends_retries(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	(void)state;
	add_lost(1, 9);
	options.timeout_us = TIMEOUT_US;
	options.total_timeout_us = 2 * TIMEOUT_US + TIMEOUT_US / 2;
	options.retries = 9;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].starts, 3);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_LEFT_OFF);
	assert_in_range(report.elapsed_us, 2 * TIMEOUT_US + TIMEOUT_US / 2, 3 * TIMEOUT_US);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_cpu_that_was_left_off_comes_the_second_time),
		TEST(a_cpu_that_is_tried_again_is_present_while_it_is_prepared),
		TEST(by_default_nobody_is_tried_again),
		TEST(each_attempt_has_its_own_event),
		TEST(no_more_is_tried_than_needed),
		TEST(a_later_call_may_try_again_as_well),
		TEST(a_cpu_in_the_pen_is_let_in),
		TEST(a_cpu_that_refused_is_asked_once_more),
		TEST(a_cpu_of_other_power_is_not_tried_again),
		TEST(a_refused_cpu_that_is_off_is_tried_again),
		TEST(a_method_that_cannot_tell_is_not_asked_again),
		TEST(a_cpu_without_a_method_is_not_tried_again),
		TEST(a_cpu_that_is_stuck_or_faulted_is_not_tried_again),
		TEST(a_cpu_beyond_max_cpus_is_not_tried),
		TEST(the_total_timeout_ends_retries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
