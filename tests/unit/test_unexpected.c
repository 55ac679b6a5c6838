/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that arrive although nobody asked for them, or as another CPU.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define UNKNOWN    0x0400000000ull

static void a_stray_parks_and_is_told_once(void **state)
{
	const struct smpboot_event *event;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].arrives_as = UNKNOWN | 0xc1000000; /* U, MT and RES1 set, as MPIDR_EL1 reads */
	fake_cpus[2].context = 0x123;
	fake_cpus[2].entry_el = 2;
	fake_bring_up(TIMEOUT_US);
	assert_true(fake_cpus[2].parked);
	assert_false(fake_cpus[2].reached_c);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
	event = &fake_kernel.events[fake_kernel.event_count - 1];
	assert_int_equal(event->kind, SMPBOOT_EVENT_STRAY);
	assert_int_equal(event->cpu.id, SMPBOOT_NO_CPU);
	assert_int_equal(event->cpu.mpidr, UNKNOWN);
	assert_int_equal(event->cpu.context, 0x123);
	assert_int_equal(event->cpu.entry_el, 2);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
}

static void another_stray_is_told_as_well(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].arrives_as = UNKNOWN;
	fake_cpus[2].arrives_as = UNKNOWN + 1;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 2);
}

static void a_stray_whose_affinity_is_zero_is_told(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].arrives_as = 0x80000000;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
	assert_int_equal(fake_kernel.events[fake_kernel.event_count - 1].cpu.mpidr, 0);
}

static void without_a_stray_none_is_told(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].stops_at = SMPBOOT_STAGE_ENTRY;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 0);
}

/* CPU 2 says that it is CPU 1, which has come already. */
static void the_second_to_come_as_one_cpu_goes_to_the_pen(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].arrives_as = FAKE_MPIDR(1);
	fake_cpus[2].delay = 50;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_true(fake_cpus[2].penned);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_OTHER_MPIDR);
	assert_int_equal(fake_info(2).code, FAKE_MPIDR(1));
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 1);
	assert_int_equal(fake_calls(FAKE_STARTING, 2), 0);
}

/* It says that it is the boot CPU: that one's slot is not to be claimed. */
static void nobody_comes_as_the_boot_cpu(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].arrives_as = FAKE_MPIDR(0);
	fake_bring_up(TIMEOUT_US);
	assert_true(fake_cpus[1].penned);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_OTHER_MPIDR);
	assert_int_equal(fake_info(1).code, FAKE_MPIDR(0));
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	assert_int_equal(fake_calls(FAKE_STARTING, 0), 0);
}

/* Nobody has asked for CPU 2 yet: CPU 1 comes in its place. */
static void a_cpu_that_was_not_asked_for_waits_in_the_pen(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].arrives_as = FAKE_MPIDR(2);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	assert_true(fake_cpus[1].penned);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_OTHER_MPIDR);
	assert_int_equal(fake_info(1).code, FAKE_MPIDR(2));
	assert_outcome(2, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	/* It is what it says that it is. */
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_int_equal(fake_cpus[2].starts, 0);
	assert_false(fake_cpus[1].penned);
	assert_int_equal(fake_cpus[1].stack_top, fake_stack(2));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_stray_parks_and_is_told_once),
		TEST(another_stray_is_told_as_well),
		TEST(a_stray_whose_affinity_is_zero_is_told),
		TEST(without_a_stray_none_is_told),
		TEST(the_second_to_come_as_one_cpu_goes_to_the_pen),
		TEST(nobody_comes_as_the_boot_cpu),
		TEST(a_cpu_that_was_not_asked_for_waits_in_the_pen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
