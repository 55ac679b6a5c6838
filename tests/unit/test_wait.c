/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting without waiting, and waiting later.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

/* Asks for all CPUs and does not wait for any. */
static struct smpboot_report start_all(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.timeout_us = 0;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	return report;
}

static struct smpboot_report wait_for_all(uint32_t timeout_us)
{
	struct smpboot_report report;

	assert_int_equal(smpboot_wait(timeout_us, &report), SMPBOOT_OK);
	return report;
}

static void a_timeout_of_zero_waits_for_nobody(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].delay = FAKE_NEVER;
	report = start_all();
	assert_int_equal(report.started, 3);
	assert_int_equal(report.came, 0);
	assert_int_equal(report.counts.failed, 0);
	assert_in_range(report.elapsed_us, 0, SLACK_US);
	for (unsigned int id = 1; id <= 3; id++)
		assert_outcome(id, SMPBOOT_STATE_STARTING, SMPBOOT_STAGE_START, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_kernel.event_count, 0);
	assert_int_equal(fake_arch.waits, 0);
}

static void a_refusal_is_told_without_waiting(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].prepare = 1;
	report = start_all();
	assert_int_equal(report.started, 2);
	assert_int_equal(report.counts.failed, 1);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_PREPARE_REFUSED);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	/* It has its outcome, and is not waited for. */
	assert_int_equal(wait_for_all(TIMEOUT_US).started, 1);
	assert_active(2);
}

static void those_that_were_started_are_collected_later(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	start_all();
	fake_firmware_run(100);
	assert_int_equal(fake_kernel.event_count, 0);
	report = wait_for_all(TIMEOUT_US);
	for (unsigned int id = 1; id <= 3; id++)
		assert_active(id);
	assert_int_equal(report.started, 3);
	assert_int_equal(report.came, 3);
	assert_int_equal(report.counts.online, 4);
	assert_in_range(report.elapsed_us, 0, SLACK_US);
}

static void a_wait_has_a_deadline_of_its_own(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[3].delay = FAKE_NEVER;
	start_all();
	fake_firmware_run(10 * TIMEOUT_US);
	report = wait_for_all(TIMEOUT_US);
	assert_active(2);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_outcome(3, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(report.started, 3);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.failed, 2);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void a_wait_of_zero_takes_note_of_those_that_are_there(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].delay = TIMEOUT_US;
	fake_cpus[3].delay = FAKE_NEVER;
	start_all();
	fake_firmware_run(100);
	report = wait_for_all(0);
	assert_active(1);
	assert_outcome(2, SMPBOOT_STATE_STARTING, SMPBOOT_STAGE_START, SMPBOOT_REASON_NONE);
	assert_int_equal(report.started, 3);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.failed, 0);
	assert_in_range(report.elapsed_us, 0, SLACK_US);
	assert_int_equal(fake_kernel.event_count, 1);
	/* The others are still on their way. */
	fake_firmware_run(TIMEOUT_US);
	report = wait_for_all(0);
	assert_active(2);
	assert_int_equal(report.started, 2);
	assert_int_equal(report.came, 1);
	report = wait_for_all(TIMEOUT_US);
	assert_outcome(3, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(report.started, 1);
	assert_int_equal(report.came, 0);
	assert_int_equal(fake_kernel.event_count, 3);
}

static void there_may_be_nothing_to_wait_for(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	report = wait_for_all(TIMEOUT_US);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.cpus, 2);
	assert_in_range(report.elapsed_us, 0, SLACK_US);
	fake_bring_up(TIMEOUT_US);
	report = wait_for_all(TIMEOUT_US);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.came, 0);
	assert_in_range(report.elapsed_us, 0, SLACK_US);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	assert_int_equal(fake_kernel.event_count, 1);
}

static void a_wait_before_the_first_start_closes_nothing(void **state)
{
	(void)state;
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	fake_add_cpus(1);
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
}

static void a_later_bring_up_waits_for_those_on_their_way(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_kernel.plan[3].prepare = 1;
	fake_cpus[1].delay = TIMEOUT_US / 2;
	fake_cpus[2].delay = FAKE_NEVER;
	start_all();
	fake_kernel.plan[3].prepare = 0;
	report = fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_outcome(3, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
	/* No CPU counts as come that does not count as started. */
	assert_int_equal(report.started, 3);
	assert_int_equal(report.came, 2);
}

static void all_may_be_there_though_some_were_started_before(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(2);
	start_all();
	options.policy = SMPBOOT_POLICY_ALL;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	assert_active(1);
	assert_active(2);
}

static void max_cpus_counts_those_on_their_way(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(5);
	options.timeout_us = 0;
	options.max_cpus = 3;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	assert_int_equal(wait_for_all(TIMEOUT_US).counts.online, 3);
}

static void one_on_its_way_cannot_be_started(void **state)
{
	(void)state;
	fake_add_cpus(1);
	start_all();
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 1);
}

/* Its outcome is told before it is tried once more. */
static void one_that_refused_meanwhile_is_told_first(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	start_all();
	fake_firmware_run(100);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_FAILED);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	wait_for_all(0);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	fake_kernel.plan[1].starting = 0;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
}

static void a_wait_that_may_not_be_made_is_refused(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_ERR_NO_OPS);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_timeout_of_zero_waits_for_nobody),
		TEST(a_refusal_is_told_without_waiting),
		TEST(those_that_were_started_are_collected_later),
		TEST(a_wait_has_a_deadline_of_its_own),
		TEST(a_wait_of_zero_takes_note_of_those_that_are_there),
		TEST(there_may_be_nothing_to_wait_for),
		TEST(a_wait_before_the_first_start_closes_nothing),
		TEST(a_later_bring_up_waits_for_those_on_their_way),
		TEST(all_may_be_there_though_some_were_started_before),
		TEST(max_cpus_counts_those_on_their_way),
		TEST(one_on_its_way_cannot_be_started),
		TEST(one_that_refused_meanwhile_is_told_first),
		TEST(a_wait_that_may_not_be_made_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
