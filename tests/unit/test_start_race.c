/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts that meet something else: the CPU itself, which comes while its refusal is
 * noted, or another CPU that starts it as well, or was to start it and stands still.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/start.h"
#include "fake_kernel.h"
#include "fake_meanwhile.h"

static struct smpboot_report relay(uint32_t total_timeout_us)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.order = &smpboot_order_relay;
	options.total_timeout_us = total_timeout_us;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	return report;
}

/* ---- The CPU that was refused ------------------------------------------------ */

static int boot_refused(void **state)
{
	fake_boot(state);
	fake_add_cpus(2);
	fake_cpus[1].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_DENIED, -3 };
	return 0;
}

/* Right after the look whether CPU 1 has left a sign, it comes. */
static void comes_after_the_look(const void *p)
{
	if (p != &smpboot_machine.early[1].crumb || fake_cpus[1].starts == 0)
		return;
	fake_arch.maintained = NULL;
	fake_firmware_run(20);
}

static void a_refused_cpu_that_is_faster_than_its_refusal_is_online(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_arch.maintained = comes_after_the_look;
	report = fake_bring_up(0);
	assert_active(1);
	assert_active(2);
	assert_int_equal(report.came, 2);
	assert_int_equal(report.counts.failed, 0);
}

/* It has just been noted that this CPU was refused. */
static bool noted(const void *p, unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	return p == &slot->claim && smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_FAILED;
}

/* The mark that CPU 1 has made, as long as it is not in memory. */
static uint64_t mark;

static uint64_t *crumb_of_one(void)
{
	return fake_memory(fake_pa(&smpboot_machine.early[1].crumb));
}

static void its_mark_is_seen(const void *p)
{
	if (!noted(p, 1))
		return;
	fake_arch.maintained = NULL;
	*crumb_of_one() = mark;
}

static void comes_unseen(const void *p)
{
	comes_after_the_look(p);
	if (fake_arch.maintained != NULL)
		return;
	fake_arch.maintained = its_mark_is_seen;
	mark = *crumb_of_one();
	*crumb_of_one() = 0;
}

/* It has seen its slot STARTING; when that is over it leaves its mark, and is on its way to the C code. */
static void a_refused_cpu_that_has_come_so_far_keeps_its_stack(void **state)
{
	(void)state;
	fake_cpus[1].pause = 500;
	fake_arch.maintained = comes_unseen;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
	assert_int_equal(fake_info(1).code, -3);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 1);
	/* When it has found out it waits in the pen, and can be let in. */
	fake_firmware_run(1000);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(fake_cpus[1].starts, 1);
}

static uint64_t noted_at;
static uint64_t told_at;
static enum smpboot_state told_as;

static void keep_failure(const struct smpboot_event *event)
{
	if (event->kind != SMPBOOT_EVENT_FAILED)
		return;
	told_at = fake_arch.now;
	told_as = event->cpu.state;
}

/* CPU 1 has noted that CPU 2 was refused, and goes on a while later; by then CPU 2 has come. */
static void sleeps_when_it_is_noted(const void *p)
{
	if (!noted(p, 2))
		return;
	fake_arch.maintained = NULL;
	assert_int_equal(fake_arch.mpidr, FAKE_MPIDR(1));
	noted_at = fake_arch.now;
	fake_cpu_sleep(200);
}

/* Its outcome is not told before the CPU that asked for it is through with it. */
static void a_refusal_by_a_helper_is_told_when_that_is_through(void **state)
{
	fake_boot(state);
	fake_add_cpus(3);
	fake_cpus[2].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[2].delay = 50;
	fake_arch.maintained = sleeps_when_it_is_noted;
	fake_kernel.in_event = keep_failure;
	relay(0);
	assert_int_equal(fake_cpus[2].started_by, FAKE_MPIDR(1));
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 2), 1);
	assert_int_equal(told_as, SMPBOOT_STATE_ABANDONED);
	assert_true(told_at >= noted_at + 200 * FAKE_TICKS_PER_US);
	assert_active(1);
	assert_active(3);
}

/* ---- The CPU that starts it --------------------------------------------------- */

/* CPU 1 has taken CPU 3 out of the queue, with a deadline in 300 us, and stands still before it starts it. */
static void take_and_stop(unsigned int id)
{
	uint64_t timeout = 300 * FAKE_TICKS_PER_US;
	uint64_t deadline = smpboot_deadline(fake_arch.now, timeout, smpboot_machine.work.total_end);

	(void)id;
	assert_true(smpboot_start_take(&smpboot_machine.slots[3], deadline));
}

/* CPU 1 goes on at last, and finds that CPU 3 is not its to start any more. */
static void go_on(void)
{
	unsigned int starts = fake_cpus[3].starts;

	assert_true(smpboot_start_cpu(&smpboot_machine.slots[3], 3));
	smpboot_start_drop(&smpboot_machine.slots[3]);
	assert_int_equal(fake_cpus[3].starts, starts);
}

static void one_that_was_taken_and_not_started_is_started_at_its_deadline(void **state)
{
	struct smpboot_report report;
	uint64_t begin;

	fake_boot(state);
	fake_add_cpus(4);
	begin = smpboot_now();
	fake_kernel.plan[1].in_starting = take_and_stop;
	report = relay(0);
	assert_int_equal(report.came, 4);
	assert_int_equal(fake_cpus[3].started_by, FAKE_MPIDR(0));
	assert_in_range(smpboot_ticks_to_us(fake_info(3).stamps.asked - begin), 300, 400);
	go_on();
	assert_int_equal(fake_cpus[3].starts, 1);
	assert_active(3);
}

static void one_that_was_taken_and_not_started_fails_at_the_end_of_the_total_time(void **state)
{
	struct smpboot_report report;

	fake_boot(state);
	fake_add_cpus(3);
	fake_kernel.plan[1].in_starting = take_and_stop;
	report = relay(200);
	assert_in_range(report.elapsed_us, 200, 220);
	assert_outcome(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 3), 1);
	assert_int_equal(report.counts.failed, 1);
	go_on();
	assert_int_equal(fake_info(3).state, SMPBOOT_STATE_FAILED);
	assert_int_equal(smpboot_bring_up(3), SMPBOOT_OK);
	assert_int_equal(fake_cpus[3].starts, 1);
}

/* It has started it, and stands still before it says that the firmware has refused. */
static void start_and_stop(unsigned int id)
{
	take_and_stop(id);
	assert_false(smpboot_start_cpu(&smpboot_machine.slots[3], 3));
}

static void a_refusal_by_one_that_stands_still_is_told_at_its_deadline(void **state)
{
	fake_boot(state);
	fake_add_cpus(3);
	fake_kernel.plan[1].in_starting = start_and_stop;
	fake_kernel.in_event = keep_failure;
	fake_cpus[3].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[3].delay = FAKE_NEVER;
	relay(0);
	assert_outcome(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
	assert_in_range(smpboot_ticks_to_us(told_at - fake_info(3).stamps.started), 300, 320);
}

/* The boot CPU has seen CPU 1 in the queue; CPU 4, which is there from an earlier call, takes it and starts it. */
static void four_starts_one(void)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[1];

	fake_arch.mpidr = FAKE_MPIDR(4);
	assert_true(smpboot_start_take(slot, fake_arch.now + 1000 * FAKE_TICKS_PER_US));
	assert_true(smpboot_start_cpu(slot, 1));
	smpboot_start_drop(slot);
	fake_arch.mpidr = FAKE_MPIDR(0);
}

/* All are in the queue but CPU 5, which comes last and is refused: what follows is a CPU being taken out. */
static void when_all_are_prepared(const struct smpboot_event *event)
{
	if (event->kind == SMPBOOT_EVENT_FAILED)
		fake_meanwhile(smpboot_machine.slots, four_starts_one);
}

static void who_finds_that_another_has_taken_a_cpu_takes_the_next(void **state)
{
	fake_boot(state);
	fake_add_cpus(5);
	fake_kernel.plan[5].prepare = 1;
	fake_kernel.in_event = when_all_are_prepared;
	assert_int_equal(smpboot_bring_up(4), SMPBOOT_OK);
	relay(0);
	assert_int_equal(fake_cpus[1].started_by, FAKE_MPIDR(4));
	assert_int_equal(fake_cpus[2].started_by, FAKE_MPIDR(0));
	for (unsigned int id = 1; id <= 4; id++) {
		assert_active(id);
		assert_int_equal(fake_cpus[id].starts, 1);
		/* Nobody is left who would have to be waited for before it is started again. */
		assert_true(smpboot_start_done(&smpboot_machine.slots[id]));
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_refused, fake_power_off)
#define OWN(function)  cmocka_unit_test_teardown(function, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_refused_cpu_that_is_faster_than_its_refusal_is_online),
		TEST(a_refused_cpu_that_has_come_so_far_keeps_its_stack),
		OWN(a_refusal_by_a_helper_is_told_when_that_is_through),
		OWN(one_that_was_taken_and_not_started_is_started_at_its_deadline),
		OWN(one_that_was_taken_and_not_started_fails_at_the_end_of_the_total_time),
		OWN(a_refusal_by_one_that_stands_still_is_told_at_its_deadline),
		OWN(who_finds_that_another_has_taken_a_cpu_takes_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
