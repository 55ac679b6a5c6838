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

#include "core/claim.h"
#include "core/machine.h"
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
static void a_cpu_that_loses_its_claim_goes_back_to_the_pen(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].pause = 2 * TIMEOUT_US;
	fake_cpus[1].entry_el = 2;
	fake_cpus[1].context = 0x77;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_REGIME, SMPBOOT_REASON_STUCK);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].reached_c);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_cpus[1].returns, 1);
	assert_int_equal(fake_cpus[1].returned_level, 2);
	assert_int_equal(fake_cpus[1].returned_context, 0x77);
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

/* CPU 1 was started, its start ran into the deadline, and it has gone to the pen since. */
static void give_up_in_starting(void)
{
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_TIMEOUT);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	fake_kernel.plan[1].starting_us = 0;
}

static void a_cpu_whose_starting_hung_is_let_in_again(void **state)
{
	(void)state;
	give_up_in_starting();
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 2);
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 2);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 1);
}

static void a_cpu_whose_starting_refused_is_let_in_again(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED);
	assert_true(fake_cpus[1].penned);
	fake_kernel.plan[1].starting = 0;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[1].starts, 1);
}

/* It may lose any number of times, and is given a stack of its own each time. */
static void a_cpu_may_come_too_late_again_and_again(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting_us = 2 * TIMEOUT_US;
	for (unsigned int i = 1; i <= 3; i++) {
		fake_kernel.plan[1].stack_top = fake_stack(10 + i);
		assert_int_equal(fake_bring_up(TIMEOUT_US).started, 1);
		assert_int_equal(fake_cpus[1].stack_top, fake_stack(10 + i));
		fake_firmware_run(2 * TIMEOUT_US);
		assert_int_equal(fake_cpus[1].returns, i);
	}
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 3);
}

/* What waits in the pen reads memory alone: what it was told there must not be overtaken by a cache. */
static void memory_has_the_state_of_a_cpu_that_was_given_up(void **state)
{
	const struct smpboot_slot *slot = smpboot_machine.slots + 1;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(slot->claim, smpboot_claim_word(1, SMPBOOT_STATE_ABANDONED));
	assert_int_equal(*(uint64_t *)fake_memory(fake_pa(&slot->claim)), slot->claim);
}

static void no_cpu_is_late_that_stays_away(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].stops_at = SMPBOOT_STAGE_LEVEL;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	assert_int_equal(fake_events(SMPBOOT_EVENT_LATE), 0);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_STUCK);
}

static void a_late_cpu_is_told_once(void **state)
{
	char text[128];

	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	assert_int_equal(fake_events(SMPBOOT_EVENT_LATE), 0);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_LATE);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_LATE, 1), 1);
	smpboot_format_event(&fake_kernel.events[fake_kernel.event_count - 1], text, sizeof(text));
	assert_string_equal(text, "warning: cpu 1 (mpidr 0x300000201) came after its deadline, and waits to "
	                          "be let in");
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	assert_int_equal(fake_events(SMPBOOT_EVENT_LATE), 1);
}

static void a_late_cpu_that_was_told_is_let_in(void **state)
{
	(void)state;
	give_up_in_starting();
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_LATE, 1), 1);
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_LATE, 1), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_late_cpu_waits_in_the_pen_and_touches_nothing),
		TEST(a_cpu_that_loses_its_claim_goes_back_to_the_pen),
		TEST(a_cpu_that_came_late_is_let_in_without_a_second_start),
		TEST(a_late_cpu_is_let_in_by_its_own_call_as_well),
		TEST(a_cpu_whose_starting_hung_is_let_in_again),
		TEST(a_cpu_whose_starting_refused_is_let_in_again),
		TEST(a_cpu_may_come_too_late_again_and_again),
		TEST(memory_has_the_state_of_a_cpu_that_was_given_up),
		TEST(no_cpu_is_late_that_stays_away),
		TEST(a_late_cpu_is_told_once),
		TEST(a_late_cpu_that_was_told_is_let_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
