/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that were started and are not online when the deadline passes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define SLACK_US   20u

/* CPU 1 was given up like this after one timeout, and the kernel was told once. */
static void assert_given_up(enum smpboot_stage stage, enum smpboot_reason reason)
{
	struct smpboot_report report = fake_bring_up(TIMEOUT_US);

	assert_outcome(1, SMPBOOT_STATE_ABANDONED, stage, reason);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 0);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 0);
	assert_int_equal(report.came, 0);
	assert_int_equal(report.counts.failed, 1);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void a_cpu_may_never_arrive(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_NEVER;
	assert_given_up(SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_info(1).entry_el, 0);
	assert_int_equal(fake_info(1).stamps.entered, 0);
}

static void a_cpu_just_in_time_is_online(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = TIMEOUT_US - SLACK_US;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
}

static void the_shortest_timeout_is_a_microsecond(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	report = fake_bring_up(1);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_in_range(report.elapsed_us, 1, 1 + SLACK_US);
}

/* With a slow clock a microsecond is less than one tick. */
static void a_timeout_is_at_least_a_tick(void **state)
{
	(void)state;
	fake_power_on(state);
	fake_arch.frequency = 32768;
	fake_arch.step = 0;
	assert_int_equal(smpboot_init(fake_storage, 2), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_AT_ONCE;
	fake_cpus[1].stops_at = SMPBOOT_STAGE_ENTRY;
	fake_bring_up(1);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_ENTRY, SMPBOOT_REASON_STUCK);
	assert_int_equal(fake_arch.waits, 1);
}

static void the_longest_timeout_is_held(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = UINT32_MAX - 1;
	fake_cpus[2].delay = FAKE_NEVER;
	report = fake_bring_up(UINT32_MAX);
	assert_active(1);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_in_range(report.elapsed_us, UINT32_MAX, UINT32_MAX + (uint64_t)SLACK_US);
}

static void three_dead_cpus_cost_one_timeout(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(5);
	for (unsigned int id = 2; id <= 4; id++)
		fake_cpus[id].delay = FAKE_NEVER;
	report = fake_bring_up(TIMEOUT_US);
	assert_active(1);
	for (unsigned int id = 2; id <= 4; id++)
		assert_outcome(id, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START,
		               SMPBOOT_REASON_NEVER_ARRIVED);
	assert_active(5);
	assert_int_equal(report.came, 2);
	assert_int_equal(report.counts.failed, 3);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + SLACK_US);
}

static void a_cpu_that_comes_is_told_before_another_is_given_up(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = TIMEOUT_US / 2;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_kernel.event_count, 2);
	assert_int_equal(fake_kernel.events[0].cpu.id, 2);
	assert_int_equal(fake_kernel.events[1].cpu.id, 1);
}

static void a_cpu_may_be_stuck_at_each_early_stage(void **state)
{
	for (enum smpboot_stage stage = SMPBOOT_STAGE_ENTRY; stage <= SMPBOOT_STAGE_REGIME; stage++) {
		fake_boot(state);
		fake_add_cpus(1);
		fake_cpus[1].stops_at = stage;
		fake_cpus[1].entry_el = 2;
		assert_given_up(stage, SMPBOOT_REASON_STUCK);
		assert_int_equal(fake_info(1).entry_el, 2);
		assert_int_equal(fake_info(1).context, 1);
		assert_true(fake_info(1).stamps.entered > fake_info(1).stamps.started);
		assert_int_equal(fake_info(1).stamps.mmu_on, 0);
	}
}

static void a_cpu_below_the_kernels_level_cannot_be_let_in(void **state)
{
	(void)state;
	fake_arch.level = 2;
	fake_add_cpus(1);
	fake_cpus[1].entry_el = 1;
	assert_given_up(SMPBOOT_STAGE_ENTRY, SMPBOOT_REASON_WRONG_LEVEL);
	assert_int_equal(fake_info(1).entry_el, 1);
	assert_true(fake_cpus[1].parked);
	assert_false(fake_cpus[1].reached_c);
}

static void a_pending_cpu_is_waited_for(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_ON_PENDING, -5 };
	fake_cpus[1].delay = TIMEOUT_US / 2;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
}

static void a_pending_cpu_may_never_come(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_ON_PENDING, -5 };
	fake_cpus[1].delay = FAKE_NEVER;
	assert_given_up(SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ON_PENDING);
	assert_int_equal(fake_info(1).code, -5);
}

static void a_pending_cpu_that_is_stuck_says_where(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_ON_PENDING, -5 };
	fake_cpus[1].stops_at = SMPBOOT_STAGE_REGIME;
	assert_given_up(SMPBOOT_STAGE_REGIME, SMPBOOT_REASON_STUCK);
}

static void starting_may_hang_and_the_cpu_goes_to_the_pen_in_the_end(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	assert_given_up(SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_TIMEOUT);
	assert_false(fake_cpus[1].penned);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 0);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_ABANDONED);
	assert_int_equal(fake_info(1).reason, SMPBOOT_REASON_STARTING_TIMEOUT);
}

static void starting_that_refuses_too_late_changes_no_outcome(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	fake_kernel.plan[1].starting = -1;
	assert_given_up(SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_TIMEOUT);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_TIMEOUT);
	assert_int_equal(fake_info(1).code, 0);
}

static uint64_t slow_start_us;

static void let_time_pass(unsigned int id)
{
	(void)id;
	fake_firmware_run(slow_start_us);
}

static uint64_t told_at[3];

static void note_time(const struct smpboot_event *event)
{
	told_at[event->cpu.id] = smpboot_now();
}

static void each_cpu_has_its_own_deadline(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = FAKE_NEVER;
	slow_start_us = TIMEOUT_US / 2;
	fake_kernel.plan[1].in_prepare = let_time_pass;
	fake_kernel.in_event = note_time;
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= 2; id++) {
		uint64_t after = smpboot_ticks_to_us(told_at[id] - fake_info(id).stamps.asked);

		assert_in_range(after, TIMEOUT_US, TIMEOUT_US + SLACK_US);
	}
}

/* Starting the others takes longer than the timeout of the first: it came in time all the same. */
static void slow_firmware_does_not_make_its_cpus_late(void **state)
{
	(void)state;
	fake_add_cpus(4);
	slow_start_us = TIMEOUT_US - 2 * SLACK_US;
	for (unsigned int id = 2; id <= 4; id++)
		fake_kernel.plan[id].in_prepare = let_time_pass;
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= 4; id++)
		assert_active(id);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_cpu_may_never_arrive),
		TEST(a_cpu_just_in_time_is_online),
		TEST(the_shortest_timeout_is_a_microsecond),
		TEST(a_timeout_is_at_least_a_tick),
		TEST(the_longest_timeout_is_held),
		TEST(three_dead_cpus_cost_one_timeout),
		TEST(a_cpu_that_comes_is_told_before_another_is_given_up),
		TEST(a_cpu_may_be_stuck_at_each_early_stage),
		TEST(a_cpu_below_the_kernels_level_cannot_be_let_in),
		TEST(a_pending_cpu_is_waited_for),
		TEST(a_pending_cpu_may_never_come),
		TEST(a_pending_cpu_that_is_stuck_says_where),
		TEST(starting_may_hang_and_the_cpu_goes_to_the_pen_in_the_end),
		TEST(starting_that_refuses_too_late_changes_no_outcome),
		TEST(each_cpu_has_its_own_deadline),
		TEST(slow_firmware_does_not_make_its_cpus_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
