/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A second bring-up: what failed is tried again, from a clean slate; what is
 * online, given up or disabled is left alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u

static void refuse(unsigned int id)
{
	fake_cpus[id].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_DENIED, -3 };
	fake_cpus[id].delay = FAKE_NEVER;
}

static void accept(unsigned int id)
{
	fake_cpus[id].answer = (struct smpboot_start){ SMPBOOT_REASON_NONE, 0 };
	fake_cpus[id].delay = 10;
}

static void a_refused_cpu_may_come_the_second_time(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(2);
	refuse(1);
	fake_bring_up(TIMEOUT_US);
	accept(1);
	report = fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_info(1).code, 0);
	assert_int_equal(report.started, 1);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.online, 3);
	assert_int_equal(report.counts.failed, 0);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 2);
}

static void a_method_may_be_registered_in_between(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, 2), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	fake_add_cpus(1);
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_UNKNOWN_METHOD);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

static void a_second_failure_has_its_own_row(void **state)
{
	struct smpboot_cpu_info info;

	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 9;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_info(1).code, 9);
	fake_kernel.plan[1].prepare = 4;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_PREPARE_REFUSED);
	info = fake_info(1);
	assert_int_equal(info.code, 4);
	assert_int_equal(info.entry_el, 0);
	assert_int_equal(info.context, 0);
	assert_int_equal(info.stamps.entered, 0);
	assert_int_equal(info.stamps.online, 0);
}

static void a_probe_that_refuses_leaves_nothing_of_the_first_start(void **state)
{
	(void)state;
	fake_add_cpu(1, "probed");
	fake_kernel.plan[1].prepare = 4;
	fake_bring_up(TIMEOUT_US);
	fake_probe_answer = SMPBOOT_REASON_FW_DISABLED;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_FW_DISABLED);
	assert_int_equal(fake_info(1).code, 0);
}

/* The first start left its mark in the early record, all the way to the MMU. */
static void a_mark_of_the_first_start_is_not_taken_for_one_of_the_second(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 1;
	fake_cpus[1].ends_in_return = true;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_info(1).stamps.entered, 0);
}

static void online_cpus_are_left_alone(void **state)
{
	char before[FAKE_ROW_SIZE];
	char after[FAKE_ROW_SIZE];
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(TIMEOUT_US);
	fake_row(1, before);
	report = fake_bring_up(TIMEOUT_US);
	fake_row(1, after);
	assert_string_equal(before, after);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.came, 0);
	assert_int_equal(report.counts.online, 2);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 1);
}

static void given_up_cpus_are_left_alone(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_bring_up(TIMEOUT_US);
	accept(1);
	report = fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.failed, 1);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
}

/* A CPU that helped was asking for it, was refused, and stands still before it has said so: it may write there yet. */
static void a_cpu_that_another_is_still_starting_is_left_alone(void **state)
{
	(void)state;
	fake_add_cpus(1);
	refuse(1);
	fake_bring_up(TIMEOUT_US);
	accept(1);
	smpboot_machine.slots[1].asking = 1;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_bring_up(TIMEOUT_US).started, 0);
	assert_int_equal(fake_cpus[1].starts, 1);
	smpboot_machine.slots[1].asking = 0;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
}

static void max_cpus_counts_the_boot_cpu(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(5);
	options.max_cpus = 3;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 2);
	assert_int_equal(report.counts.online, 3);
	assert_active(1);
	assert_active(2);
	assert_outcome(3, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[3].starts, 0);
}

static void max_cpus_counts_those_that_are_online(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(5);
	assert_int_equal(smpboot_bring_up(4), SMPBOOT_OK);
	options.max_cpus = 3;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 1);
	assert_active(1);
	options.max_cpus = 2;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.online, 3);
	options.max_cpus = 0;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 3);
	assert_int_equal(report.counts.online, 6);
}

static void max_cpus_of_one_starts_none(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(2);
	options.max_cpus = 1;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.online, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_refused_cpu_may_come_the_second_time),
		TEST(a_method_may_be_registered_in_between),
		TEST(a_second_failure_has_its_own_row),
		TEST(a_probe_that_refuses_leaves_nothing_of_the_first_start),
		TEST(a_mark_of_the_first_start_is_not_taken_for_one_of_the_second),
		TEST(online_cpus_are_left_alone),
		TEST(given_up_cpus_are_left_alone),
		TEST(a_cpu_that_another_is_still_starting_is_left_alone),
		TEST(max_cpus_counts_the_boot_cpu),
		TEST(max_cpus_counts_those_that_are_online),
		TEST(max_cpus_of_one_starts_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
