/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one call may cost in all, and when the outcome is good enough: the total
 * timeout, the policies, and the report as a line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

static const struct smpboot_options defaults = SMPBOOT_OPTIONS_DEFAULT;

static void a_total_timeout_cuts_the_others_short(void **state)
{
	struct smpboot_options options = defaults;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[3].delay = 2 * TIMEOUT_US;
	options.total_timeout_us = TIMEOUT_US;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_active(2);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_outcome(3, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void a_long_total_timeout_makes_no_deadline_later(void **state)
{
	struct smpboot_options options = defaults;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_NEVER;
	options.timeout_us = TIMEOUT_US;
	options.total_timeout_us = UINT32_MAX;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void take_a_while(unsigned int id)
{
	(void)id;
	fake_firmware_run(TIMEOUT_US / 2);
}

/* Each takes half of the time to prepare. */
static void no_cpu_is_started_once_the_total_is_over(void **state)
{
	struct smpboot_options options = defaults;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(4);
	for (unsigned int id = 1; id <= 4; id++)
		fake_kernel.plan[id].in_prepare = take_a_while;
	options.total_timeout_us = TIMEOUT_US - SLACK_US;
	options.policy = SMPBOOT_POLICY_ALL;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_ERR_MISSING);
	assert_int_equal(report.started, 2);
	assert_outcome(3, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	assert_outcome(4, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_calls(FAKE_PREPARE, 3), 0);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 3), 0);
	assert_in_range(report.elapsed_us, TIMEOUT_US - SLACK_US, TIMEOUT_US + SLACK_US);
	fake_bring_up(0);
	assert_active(3);
	assert_active(4);
}

static void a_total_timeout_binds_starts_without_waiting(void **state)
{
	struct smpboot_options options = defaults;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(4);
	for (unsigned int id = 1; id <= 4; id++)
		fake_kernel.plan[id].in_prepare = take_a_while;
	options.timeout_us = 0;
	options.total_timeout_us = TIMEOUT_US - SLACK_US;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 2);
	assert_int_equal(fake_info(3).state, SMPBOOT_STATE_PRESENT);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	assert_active(1);
	assert_active(2);
}

static void missing(unsigned int id)
{
	fake_cpus[id].delay = FAKE_NEVER;
}

/* Brings up with this policy; one CPU of four is missing, or none. */
static enum smpboot_status bring_up(enum smpboot_policy policy, unsigned int min_online)
{
	struct smpboot_options options = defaults;
	struct smpboot_report report;
	enum smpboot_status status;

	memset(&report, 0x77, sizeof(report));
	options.timeout_us = TIMEOUT_US;
	options.policy = policy;
	options.min_online = min_online;
	status = smpboot_bring_up_all(&options, &report);
	/* Carried out in any case. */
	assert_int_equal(report.counts.cpus, 4);
	return status;
}

static void by_default_nobody_must_be_there(void **state)
{
	(void)state;
	fake_add_cpus(3);
	for (unsigned int id = 1; id <= 3; id++)
		missing(id);
	assert_int_equal(bring_up(SMPBOOT_POLICY_GO_ON, 4), SMPBOOT_OK);
	assert_int_equal(defaults.policy, SMPBOOT_POLICY_GO_ON);
}

static void all_must_be_there(void **state)
{
	(void)state;
	fake_add_cpus(3);
	missing(2);
	assert_int_equal(bring_up(SMPBOOT_POLICY_ALL, 0), SMPBOOT_ERR_MISSING);
	assert_active(1);
	assert_active(3);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 2), 1);
	/* It is still missing, though this call has nobody to start. */
	assert_int_equal(bring_up(SMPBOOT_POLICY_ALL, 0), SMPBOOT_ERR_MISSING);
}

static void all_are_there(void **state)
{
	(void)state;
	fake_add_cpus(3);
	assert_int_equal(bring_up(SMPBOOT_POLICY_ALL, 0), SMPBOOT_OK);
	assert_int_equal(bring_up(SMPBOOT_POLICY_ALL, 0), SMPBOOT_OK);
}

static void a_disabled_cpu_is_not_missing(void **state)
{
	const struct smpboot_cpu_desc desc = {
		.mpidr = FAKE_MPIDR(3),
		.reason = SMPBOOT_REASON_STATUS_FAIL,
	};

	(void)state;
	fake_add_cpus(2);
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	assert_int_equal(bring_up(SMPBOOT_POLICY_ALL, 0), SMPBOOT_OK);
}

static void a_minimum_counts_the_boot_cpu(void **state)
{
	(void)state;
	fake_add_cpus(3);
	missing(2);
	assert_int_equal(bring_up(SMPBOOT_POLICY_MINIMUM, 4), SMPBOOT_ERR_MISSING);
	assert_int_equal(bring_up(SMPBOOT_POLICY_MINIMUM, 3), SMPBOOT_OK);
	assert_int_equal(bring_up(SMPBOOT_POLICY_MINIMUM, 0), SMPBOOT_OK);
}

static void a_missing_cpu_needs_no_report(void **state)
{
	struct smpboot_options options = defaults;

	(void)state;
	fake_add_cpus(1);
	missing(1);
	options.policy = SMPBOOT_POLICY_ALL;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_MISSING);
}

static void a_report_is_one_line(void **state)
{
	const struct smpboot_report report = {
		.counts = { .cpus = 512, .online = 500, .failed = 7, .disabled = 5, .dropped = 3 },
		.started = 506,
		.came = 499,
		.elapsed_us = 0x123456789abcdef,
	};
	const char *expected = "report: version=1 cpus=512 online=500 failed=7 disabled=5 dropped=3 "
			       "started=506 came=499 elapsed_us=81985529216486895";
	char text[256];

	(void)state;
	assert_int_equal(smpboot_format_report(&report, text, sizeof(text)), strlen(expected));
	assert_string_equal(text, expected);
}

static void a_report_is_cut_to_fit(void **state)
{
	const struct smpboot_report report = { .started = 1 };
	char text[9] = "xxxxxxxx";
	size_t whole = smpboot_format_report(&report, NULL, 0);

	(void)state;
	assert_int_equal(smpboot_format_report(&report, text, 8), whole);
	assert_memory_equal(text, "report:\0", 9);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_total_timeout_cuts_the_others_short),
		TEST(a_long_total_timeout_makes_no_deadline_later),
		TEST(no_cpu_is_started_once_the_total_is_over),
		TEST(a_total_timeout_binds_starts_without_waiting),
		TEST(by_default_nobody_must_be_there),
		TEST(all_must_be_there),
		TEST(all_are_there),
		TEST(a_disabled_cpu_is_not_missing),
		TEST(a_minimum_counts_the_boot_cpu),
		TEST(a_missing_cpu_needs_no_report),
		TEST(a_report_is_one_line),
		TEST(a_report_is_cut_to_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
