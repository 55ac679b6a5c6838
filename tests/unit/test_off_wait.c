/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that go off, seen by who waits for them: when it looks, and what it may find
 * before they are gone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/suspend.h"
#include "fake_kernel.h"

#define TIMEOUT_US 100000u

static struct smpboot_ops ops;

static uint64_t after_us;           /* CPU 1 goes off so long after it came */
static uint64_t stopping_us;        /* and this long it takes in ops.stopping */
static enum smpboot_status refused; /* what a call in ops.starting got */

/* CPU 2 waits for CPU 1: from when to when. */
static uint64_t two_begins_us;
static uint64_t two_ends;

static void live(void *context, unsigned int id)
{
	(void)context;
	if (id == 1) {
		fake_cpu_sleep(after_us);
		(void)smpboot_cpu_off_self();
	} else if (two_begins_us != 0) {
		fake_cpu_sleep(two_begins_us);
		if (smpboot_wait_off(1, TIMEOUT_US) == SMPBOOT_OK)
			two_ends = fake_arch.now;
	}
	fake_cpu_rest();
}

static int stopping(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	if (stopping_us != 0)
		fake_cpu_sleep(stopping_us);
	return 0;
}

static int boot(void **state)
{
	fake_boot(state);
	ops = fake_ops;
	ops.main = live;
	ops.stopping = stopping;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	after_us = 10;
	stopping_us = 0;
	two_begins_us = 0;
	two_ends = 0;
	return 0;
}

/* Nobody signals that it has gone. */
static void its_power_is_looked_at_once_a_millisecond(void **state)
{
	uint64_t begin;

	(void)state;
	after_us = 1500;
	stopping_us = 2000;
	fake_add_powered_cpus("powered", 2);
	fake_bring_up(0);
	begin = smpboot_now();
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_in_range(fake_us_since(begin), 3400, 4600);
	assert_in_range(fake_cpus[1].powers, 3, 4);
}

/* A method that has no word for a CPU's power: only its mark in the pen says that it is gone. */
static void without_a_word_on_its_power_its_mark_is_waited_for(void **state)
{
	(void)state;
	stopping_us = 3000;
	fake_add_powered_cpus("fake", 2);
	fake_bring_up(0);
	fake_firmware_run(100);
	assert_int_equal(smpboot_wait_off(1, 0), SMPBOOT_ERR_TIMEOUT);
	assert_outcome(1, SMPBOOT_STATE_STOPPING, SMPBOOT_STAGE_STOPPING, SMPBOOT_REASON_NONE);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_NONE);
}

/* As the boot CPU, whose description named none. */
static void without_a_method_its_mark_is_waited_for(void **state)
{
	(void)state;
	fake_add_powered_cpus("fake", 2);
	fake_bring_up(0);
	smpboot_claim_write(&smpboot_machine.slots[0], smpboot_claim_word(0, SMPBOOT_STATE_STOPPING));
	fake_arch.mpidr = FAKE_MPIDR(2);
	/* Its clock is past that time at the first look. */
	fake_arch.step = 2 * FAKE_TICKS_PER_US;
	assert_int_equal(smpboot_wait_off(0, 0), SMPBOOT_ERR_TIMEOUT);
}

static int64_t nap(uint64_t us)
{
	fake_cpu_sleep(us);
	return 0;
}

static void sleep_first(void *context, unsigned int id)
{
	int64_t answer;

	if (id == 1)
		(void)smpboot_suspend(nap, 2000, &answer);
	live(context, id);
}

static void one_that_still_sleeps_is_waited_for(void **state)
{
	(void)state;
	ops.main = sleep_first;
	fake_add_powered_cpus("powered", 2);
	fake_bring_up(0);
	fake_firmware_run(100);
	assert_int_equal(fake_info(1).state, SMPBOOT_STATE_SUSPENDED);
	assert_int_equal(smpboot_wait_off(1, 0), SMPBOOT_ERR_TIMEOUT);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
}

static void who_finds_it_gone_wakes_the_others_that_wait(void **state)
{
	uint64_t noted;

	(void)state;
	two_begins_us = 100;
	after_us = 200;
	fake_add_powered_cpus("powered", 2);
	fake_bring_up(0);
	/* CPU 2 has looked in vain by then, and sleeps. */
	fake_firmware_run(300);
	assert_int_equal(two_ends, 0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	noted = fake_arch.now;
	fake_firmware_run(2000);
	assert_in_range(two_ends, noted, noted + 20 * FAKE_TICKS_PER_US);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_OFFLINE, 1), 1);
}

/* Firmware that switches it on although nobody has asked: it reads its slot without caches. */
static void one_that_is_switched_on_unasked_waits_in_the_pen(void **state)
{
	struct smpboot_target target;

	(void)state;
	fake_add_powered_cpus("powered", 2);
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	target = smpboot_target_of(&smpboot_machine.slots[1], 1);
	(void)fake_powered_method.start(&target, fake_arch.entry_pa, 1);
	fake_firmware_run(100);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_cpus[1].returns, 0);
}

static void go_too_early(unsigned int id)
{
	(void)id;
	refused = smpboot_cpu_off_self();
}

static void nobody_goes_before_it_has_come(void **state)
{
	(void)state;
	refused = SMPBOOT_OK;
	fake_add_powered_cpus("powered", 2);
	fake_kernel.plan[2].in_starting = go_too_early;
	fake_bring_up(0);
	assert_int_equal(refused, SMPBOOT_ERR_STATE);
	assert_outcome(2, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[2].power, SMPBOOT_POWER_ON);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(its_power_is_looked_at_once_a_millisecond),
		TEST(without_a_word_on_its_power_its_mark_is_waited_for),
		TEST(without_a_method_its_mark_is_waited_for),
		TEST(one_that_still_sleeps_is_waited_for),
		TEST(who_finds_it_gone_wakes_the_others_that_wait),
		TEST(one_that_is_switched_on_unasked_waits_in_the_pen),
		TEST(nobody_goes_before_it_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
