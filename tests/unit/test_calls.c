/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the two bring-up calls return, and that a call that returns an error
 * has touched no CPU.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_kernel.h"

/* Both calls are refused like this, and nothing has changed. */
static void assert_both_refused(enum smpboot_status status)
{
	struct smpboot_report untouched;
	struct smpboot_report report;

	memset(&untouched, 0x77, sizeof(untouched));
	memset(&report, 0x77, sizeof(report));
	assert_int_equal(smpboot_bring_up_all(NULL, &report), status);
	assert_memory_equal(&report, &untouched, sizeof(report));
	assert_int_equal(smpboot_bring_up(1), status);
	assert_int_equal(fake_kernel.call_count, 0);
	assert_int_equal(fake_kernel.event_count, 0);
}

/* No call has come so far that CPUs could have been started. */
static void assert_table_open(void)
{
	struct smpboot_cpu_desc desc = {
		.mpidr = FAKE_MPIDR(20),
		.method = "fake",
		.reason = SMPBOOT_REASON_STATUS_DISABLED,
	};

	assert_outcome(1, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
}

static void nothing_works_before_init(void **state)
{
	fake_power_on(state);
	assert_both_refused(SMPBOOT_ERR_NOT_INIT);
}

static void nothing_works_without_ops(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	fake_add_cpus(1);
	assert_both_refused(SMPBOOT_ERR_NO_OPS);
	assert_table_open();
}

static void only_the_boot_cpu_may_call(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_both_refused(SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_table_open();
}

static void a_regime_that_cannot_be_handed_on_starts_none(void **state)
{
	static const enum smpboot_status all[] = { SMPBOOT_ERR_TRANSLATION, SMPBOOT_ERR_IDMAP };

	(void)state;
	fake_add_cpus(1);
	for (unsigned int i = 0; i < 2; i++) {
		fake_arch.capture_status = all[i];
		assert_both_refused(all[i]);
	}
	assert_table_open();
	fake_arch.capture_status = SMPBOOT_OK;
	fake_bring_up(0);
	assert_active(1);
}

static void an_unknown_policy_is_refused(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(1);
	options.policy = (enum smpboot_policy)3;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	options.policy = (enum smpboot_policy)UINT32_MAX;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	assert_int_equal(fake_kernel.call_count, 0);
	assert_table_open();
}

/* Nobody can be missing before anybody was waited for. */
static void a_policy_to_meet_without_waiting_is_refused(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(1);
	options.timeout_us = 0;
	options.policy = SMPBOOT_POLICY_ALL;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	options.policy = SMPBOOT_POLICY_MINIMUM;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	assert_int_equal(fake_kernel.call_count, 0);
	assert_table_open();
}

static enum smpboot_status nested[5];

static void call_everything(unsigned int id)
{
	static const struct smpboot_method another = { .name = "another" };
	struct smpboot_cpu_desc desc = { .mpidr = FAKE_MPIDR(9) };

	(void)id;
	nested[0] = smpboot_bring_up_all(NULL, NULL);
	nested[1] = smpboot_bring_up(2);
	nested[2] = smpboot_register_method(&another);
	nested[3] = smpboot_add_cpu(&desc, NULL);
	nested[4] = smpboot_wait(0, NULL);
}

static void a_hook_on_the_boot_cpu_finds_it_busy(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].in_prepare = call_everything;
	fake_bring_up(0);
	for (unsigned int i = 0; i < 5; i++)
		assert_int_equal(nested[i], SMPBOOT_ERR_BUSY);
	assert_active(1);
	assert_active(2);
}

static void a_hook_on_a_secondary_is_not_the_boot_cpu(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].in_starting = call_everything;
	fake_bring_up(0);
	for (unsigned int i = 0; i < 5; i++)
		assert_int_equal(nested[i], SMPBOOT_ERR_NOT_BOOT_CPU);
	assert_active(1);
	assert_active(2);
}

static void one_cpu_can_be_started_alone(void **state)
{
	(void)state;
	fake_add_cpus(3);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_active(2);
	assert_int_equal(fake_cpus[1].starts, 0);
	assert_int_equal(fake_cpus[3].starts, 0);
	assert_int_equal(smpboot_counts().online, 2);
}

static void one_cpu_that_fails_is_said_so(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = FAKE_NEVER;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
}

static void one_cpu_has_a_second(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = 999000;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	fake_cpus[2].delay = 1001000;
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
}

static void one_cpu_must_be_in_the_table(void **state)
{
	(void)state;
	fake_add_cpus(1);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_bring_up(SMPBOOT_NO_CPU), SMPBOOT_ERR_ID);
	assert_table_open();
}

static void one_cpu_must_be_in_a_state_to_start(void **state)
{
	struct smpboot_cpu_desc disabled = {
		.mpidr = FAKE_MPIDR(3),
		.method = "fake",
		.reason = SMPBOOT_REASON_STATUS_DISABLED,
	};

	(void)state;
	fake_add_cpus(2);
	assert_int_equal(smpboot_add_cpu(&disabled, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up(0), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_bring_up(3), SMPBOOT_ERR_STATE);
	assert_table_open();
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	fake_cpus[2].delay = FAKE_NEVER;
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_STATE);
}

static void one_failed_cpu_can_be_tried_again(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].prepare = 1;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	fake_kernel.plan[1].prepare = 0;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(nothing_works_before_init),
		TEST(nothing_works_without_ops),
		TEST(only_the_boot_cpu_may_call),
		TEST(a_regime_that_cannot_be_handed_on_starts_none),
		TEST(an_unknown_policy_is_refused),
		TEST(a_policy_to_meet_without_waiting_is_refused),
		TEST(a_hook_on_the_boot_cpu_finds_it_busy),
		TEST(a_hook_on_a_secondary_is_not_the_boot_cpu),
		TEST(one_cpu_can_be_started_alone),
		TEST(one_cpu_that_fails_is_said_so),
		TEST(one_cpu_has_a_second),
		TEST(one_cpu_must_be_in_the_table),
		TEST(one_cpu_must_be_in_a_state_to_start),
		TEST(one_failed_cpu_can_be_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
