/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that are not started: because of the kernel, for want of a method, or
 * because the firmware refuses. Each fails at once, without a wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

/* CPU 1 failed like this before it could run, the kernel was told once, and CPU 2 came all the same. */
static void assert_refused(enum smpboot_stage stage, enum smpboot_reason reason, int64_t code)
{
	struct smpboot_report report = fake_bring_up(0);

	assert_outcome(1, SMPBOOT_STATE_FAILED, stage, reason);
	assert_int_equal(fake_info(1).code, code);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 0);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 0);
	assert_active(2);
	assert_int_equal(report.started, 2);
	assert_int_equal(report.came, 1);
	assert_int_equal(report.counts.failed, 1);
	assert_int_equal(report.counts.online, 2);
	assert_true(report.elapsed_us < 100);
}

static void prepare_may_refuse(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].prepare = -12;
	assert_refused(SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_PREPARE_REFUSED, -12);
	assert_int_equal(fake_cpus[1].starts, 0);
}

static void a_stack_must_be_given(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].stack_top = 0;
	assert_refused(SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_BAD_STACK, 0);
	assert_int_equal(fake_cpus[1].starts, 0);
}

static void a_stack_must_be_aligned(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].stack_top = fake_stack(1) + 8;
	assert_refused(SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_BAD_STACK, 0);
	assert_int_equal(fake_cpus[1].starts, 0);
}

static void a_method_must_be_named(void **state)
{
	(void)state;
	fake_add_cpu(1, NULL);
	fake_add_cpu(2, "fake");
	assert_refused(SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NO_METHOD, 0);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 0);
	assert_string_equal(fake_info(1).method, "none");
}

static void a_method_must_be_registered(void **state)
{
	(void)state;
	fake_add_cpu(1, "spin-table");
	fake_add_cpu(2, "fake");
	assert_refused(SMPBOOT_STAGE_NONE, SMPBOOT_REASON_UNKNOWN_METHOD, 0);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 0);
	assert_string_equal(fake_info(1).method, "spin-table");
}

static void a_method_is_found_by_its_whole_name(void **state)
{
	(void)state;
	fake_add_cpu(1, "fak");
	fake_add_cpu(2, "fake");
	fake_add_cpu(3, "fakes");
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_UNKNOWN_METHOD);
	assert_active(2);
	assert_outcome(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_UNKNOWN_METHOD);
}

static void a_probe_may_refuse_and_is_asked_once(void **state)
{
	(void)state;
	fake_add_cpu(1, "probed");
	fake_add_cpu(2, "fake");
	fake_add_cpu(3, "probed");
	fake_probe_answer = SMPBOOT_REASON_FW_NOT_SUPPORTED;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_FW_NOT_SUPPORTED);
	assert_active(2);
	assert_outcome(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_FW_NOT_SUPPORTED);
	assert_int_equal(fake_probes, 1);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 0);
}

static enum smpboot_reason say_yes(void)
{
	return SMPBOOT_REASON_NONE;
}

static void each_method_has_its_own_probe(void **state)
{
	static struct smpboot_method sure;

	fake_power_on(state);
	sure = fake_method;
	sure.name = "sure";
	sure.probe = say_yes;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_probed_method), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&sure), SMPBOOT_OK);
	fake_add_cpu(1, "probed");
	fake_add_cpu(2, "sure");
	fake_probe_answer = SMPBOOT_REASON_FW_DISABLED;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_FW_DISABLED);
	assert_active(2);
	assert_int_equal(fake_probes, 1);
}

static void a_probe_is_asked_again_in_the_next_call(void **state)
{
	(void)state;
	fake_add_cpu(1, "probed");
	fake_add_cpu(2, "probed");
	fake_probe_answer = SMPBOOT_REASON_METHOD_REFUSED;
	fake_bring_up(0);
	fake_probe_answer = SMPBOOT_REASON_NONE;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_outcome(2, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_probes, 2);
}

static void the_firmware_may_refuse(void **state)
{
	static const enum smpboot_reason reasons[] = {
		SMPBOOT_REASON_METHOD_REFUSED,     SMPBOOT_REASON_FW_NOT_SUPPORTED,
		SMPBOOT_REASON_FW_INVALID_PARAMS,  SMPBOOT_REASON_FW_DENIED,
		SMPBOOT_REASON_FW_ALREADY_ON,      SMPBOOT_REASON_FW_INTERNAL_FAILURE,
		SMPBOOT_REASON_FW_NOT_PRESENT,     SMPBOOT_REASON_FW_DISABLED,
		SMPBOOT_REASON_FW_INVALID_ADDRESS, SMPBOOT_REASON_FW_UNKNOWN,
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		fake_boot(state);
		fake_add_cpus(2);
		fake_cpus[1].answer = (struct smpboot_start){ reasons[i], INT64_MIN + (int64_t)i };
		fake_cpus[1].delay = FAKE_NEVER;
		assert_refused(SMPBOOT_STAGE_START, reasons[i], INT64_MIN + (int64_t)i);
	}
}

static void a_refused_cpu_has_its_first_two_stamps(void **state)
{
	struct smpboot_stamps at;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[1].delay = FAKE_NEVER;
	fake_bring_up(0);
	at = fake_info(1).stamps;
	assert_true(at.asked != 0 && at.asked < at.started);
	assert_int_equal(at.entered, 0);
	assert_int_equal(at.in_c, 0);
	assert_int_equal(at.online, 0);
}

static void a_refused_cpu_that_came_all_the_same_is_online(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_ALREADY_ON;
	fake_cpus[1].delay = FAKE_AT_ONCE;
	report = fake_bring_up(0);
	assert_active(1);
	assert_int_equal(report.came, 1);
}

/* It was told to have failed: then its stack is the kernel's again. */
static void a_refused_cpu_that_comes_later_waits_in_the_pen(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_bring_up(0);
	fake_firmware_run(100);
	assert_true(fake_cpus[1].penned);
	assert_false(fake_cpus[1].reached_c);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
}

static void starting_may_refuse(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[1].starting = 7;
	assert_refused(SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED, 7);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_info(1).entry_el, 1);
}

static void a_refusal_of_starting_ends_the_wait(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	assert_true(fake_bring_up(0).elapsed_us < 100);
}

static void disabled_cpus_are_never_started(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = FAKE_MPIDR(1), .method = "fake" };
	struct smpboot_report report;

	(void)state;
	desc.reason = SMPBOOT_REASON_STATUS_FAIL;
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	desc.mpidr = FAKE_MPIDR(2);
	desc.reason = SMPBOOT_REASON_STATUS_DISABLED;
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	report = fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_DISABLED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_STATUS_FAIL);
	assert_outcome(2, SMPBOOT_STATE_DISABLED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_STATUS_DISABLED);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.disabled, 2);
	assert_int_equal(report.counts.failed, 0);
	assert_int_equal(fake_kernel.event_count, 0);
	assert_int_equal(fake_kernel.call_count, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(prepare_may_refuse),
		TEST(a_stack_must_be_given),
		TEST(a_stack_must_be_aligned),
		TEST(a_method_must_be_named),
		TEST(a_method_must_be_registered),
		TEST(a_method_is_found_by_its_whole_name),
		TEST(a_probe_may_refuse_and_is_asked_once),
		TEST(each_method_has_its_own_probe),
		TEST(a_probe_is_asked_again_in_the_next_call),
		TEST(the_firmware_may_refuse),
		TEST(a_refused_cpu_has_its_first_two_stamps),
		TEST(a_refused_cpu_that_came_all_the_same_is_online),
		TEST(a_refused_cpu_that_comes_later_waits_in_the_pen),
		TEST(starting_may_refuse),
		TEST(a_refusal_of_starting_ends_the_wait),
		TEST(disabled_cpus_are_never_started),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
