/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that runs with its caches off: no compare-and-swap works, so each
 * CPU asks for its next state and the calling CPU answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

/* And gives the CPUs time to see the last answers. */
static struct smpboot_report bring_up(void)
{
	struct smpboot_report report = fake_bring_up(TIMEOUT_US);

	fake_firmware_run(SLACK_US);
	return report;
}

static void all_cpus_come_online(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(7);
	fake_cpus[3].delay = FAKE_AT_ONCE;
	report = bring_up();
	for (unsigned int id = 1; id <= 7; id++)
		assert_active(id);
	assert_int_equal(report.came, 7);
	assert_int_equal(report.counts.online, 8);
}

static unsigned int starting_calls;

static void look_at_cpu_1(unsigned int id)
{
	(void)id;
	starting_calls = fake_calls(FAKE_STARTING, 1);
}

/* CPU 1 is there when CPU 2 is prepared, and has not been answered yet. */
/* That is all it waits for: the CPU has yet to see the answer. */
static void the_call_returns_when_the_last_cpu_is_online(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	report = fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ONLINE, SMPBOOT_STAGE_ONLINE, SMPBOOT_REASON_NONE);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.online, 2);
	assert_true(report.elapsed_us < SLACK_US);
}

static void no_cpu_goes_on_unanswered(void **state)
{
	(void)state;
	starting_calls = 77;
	fake_add_cpus(2);
	fake_cpus[1].delay = FAKE_AT_ONCE;
	fake_kernel.plan[2].in_prepare = look_at_cpu_1;
	bring_up();
	assert_int_equal(starting_calls, 0);
	assert_active(1);
}

static void a_row_is_complete(void **state)
{
	struct smpboot_cpu_info info;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].entry_el = 2;
	bring_up();
	info = fake_info(1);
	assert_int_equal(info.entry_el, 2);
	assert_int_equal(info.context, 1);
	assert_true(info.stamps.started < info.stamps.entered);
	assert_true(info.stamps.mmu_on < info.stamps.in_c);
	assert_true(info.stamps.in_c < info.stamps.online);
	assert_true(info.stamps.online < info.stamps.main);
}

static void assert_given_up(enum smpboot_stage stage, enum smpboot_reason reason)
{
	struct smpboot_report report = fake_bring_up(TIMEOUT_US);

	assert_outcome(1, SMPBOOT_STATE_ABANDONED, stage, reason);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(report.came, 0);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void a_cpu_may_never_arrive(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_NEVER;
	assert_given_up(SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
}

static void a_cpu_may_be_stuck(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].stops_at = SMPBOOT_STAGE_LEVEL;
	assert_given_up(SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_STUCK);
}

static void a_late_cpu_waits_in_the_pen(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	assert_given_up(SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	assert_false(fake_cpus[1].reached_c);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	bring_up();
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
}

static void starting_may_hang_and_the_cpu_goes_to_the_pen_in_the_end(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	assert_given_up(SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_TIMEOUT);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 0);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_ABANDONED);
}

static void starting_may_refuse(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	bring_up();
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED);
	assert_int_equal(fake_info(1).code, 7);
	assert_true(fake_cpus[1].penned);
}

static void a_refused_cpu_that_came_all_the_same_is_online(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_ALREADY_ON;
	fake_cpus[1].delay = FAKE_AT_ONCE;
	bring_up();
	assert_active(1);
}

static void a_request_of_the_first_start_is_not_answered_in_the_second(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 1;
	fake_cpus[1].ends_in_return = true;
	bring_up();
	fake_cpus[1].delay = FAKE_NEVER;
	bring_up();
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
}

/* Its request to be online comes when it was given up; from the pen it is let in as if for the first time. */
static void a_request_that_came_too_late_is_not_answered_later(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	bring_up();
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	fake_kernel.plan[1].starting_us = 0;
	assert_int_equal(bring_up().came, 1);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 2);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 1);
}

static void a_failed_cpu_may_come_the_second_time(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 1;
	bring_up();
	fake_kernel.plan[1].starting = 0;
	bring_up();
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

static enum smpboot_status nested;

static void call_again(unsigned int id)
{
	(void)id;
	nested = smpboot_bring_up_all(NULL, NULL);
}

static void a_hook_finds_it_busy(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].in_prepare = call_again;
	bring_up();
	assert_int_equal(nested, SMPBOOT_ERR_BUSY);
	assert_active(1);
}

static void main_may_return(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].main_returns = true;
	bring_up();
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_RETURNED, SMPBOOT_REASON_NONE);
	assert_true(fake_cpus[1].parked);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot_uncached, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_cpus_come_online),
		TEST(the_call_returns_when_the_last_cpu_is_online),
		TEST(no_cpu_goes_on_unanswered),
		TEST(a_row_is_complete),
		TEST(a_cpu_may_never_arrive),
		TEST(a_cpu_may_be_stuck),
		TEST(a_late_cpu_waits_in_the_pen),
		TEST(starting_may_hang_and_the_cpu_goes_to_the_pen_in_the_end),
		TEST(starting_may_refuse),
		TEST(a_refused_cpu_that_came_all_the_same_is_online),
		TEST(a_request_of_the_first_start_is_not_answered_in_the_second),
		TEST(a_request_that_came_too_late_is_not_answered_later),
		TEST(a_failed_cpu_may_come_the_second_time),
		TEST(a_hook_finds_it_busy),
		TEST(main_may_return),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
