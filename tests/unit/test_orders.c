/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who starts whom, and when: the orders of a bring-up, and its window.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "core/start.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u

static struct smpboot_report bring_up(const struct smpboot_order *order, unsigned int window)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.timeout_us = TIMEOUT_US;
	options.order = order;
	options.window = window;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	return report;
}

static void assert_all_active(unsigned int last)
{
	for (unsigned int id = 1; id <= last; id++) {
		assert_active(id);
		assert_int_equal(fake_cpus[id].starts, 1);
		assert_int_equal(fake_calls(FAKE_PREPARE, id), 1);
	}
}

/* The most that were in flight at a time: asked for, and not online yet. */
static unsigned int most_in_flight(unsigned int last)
{
	unsigned int most = 0;

	for (unsigned int id = 1; id <= last; id++) {
		uint64_t at = fake_cpus[id].started_at;
		unsigned int others = 0;

		for (unsigned int other = 1; other <= last; other++)
			others += fake_cpus[other].started_at <= at && (fake_info(other).stamps.online == 0 ||
			                                                fake_info(other).stamps.online > at);
		most = others > most ? others : most;
	}
	return most;
}

static unsigned int started_by_boot_cpu(unsigned int last)
{
	unsigned int count = 0;

	for (unsigned int id = 1; id <= last; id++)
		count += fake_cpus[id].started_by == FAKE_MPIDR(0);
	return count;
}

static void parallel_waits_for_nobody_in_between(void **state)
{
	(void)state;
	fake_add_cpus(6);
	for (unsigned int id = 1; id <= 6; id++)
		fake_cpus[id].delay = 500;
	bring_up(&smpboot_order_parallel, 0);
	assert_all_active(6);
	assert_int_equal(most_in_flight(6), 6);
	assert_int_equal(started_by_boot_cpu(6), 6);
}

static void serial_starts_one_at_a_time(void **state)
{
	(void)state;
	fake_add_cpus(4);
	bring_up(&smpboot_order_serial, 0);
	assert_all_active(4);
	assert_int_equal(most_in_flight(4), 1);
	assert_int_equal(started_by_boot_cpu(4), 4);
	for (unsigned int id = 2; id <= 4; id++)
		assert_true(fake_cpus[id].started_at > fake_info(id - 1).stamps.online);
}

static void a_window_of_serial_is_one(void **state)
{
	(void)state;
	fake_add_cpus(4);
	bring_up(&smpboot_order_serial, 3);
	assert_int_equal(most_in_flight(4), 1);
}

static void serial_goes_on_behind_a_dead_cpu(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(4);
	fake_cpus[2].delay = FAKE_NEVER;
	report = bring_up(&smpboot_order_serial, 0);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_active(1);
	assert_active(3);
	assert_active(4);
	assert_int_equal(report.started, 4);
	assert_int_equal(report.came, 3);
}

static void the_window_is_never_exceeded(void **state)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_tree };

	for (unsigned int i = 0; i < 2; i++) {
		for (unsigned int window = 1; window <= 5; window++) {
			fake_boot(state);
			fake_add_cpus(12);
			for (unsigned int id = 1; id <= 12; id++)
				fake_cpus[id].delay = 20 + id * 7 % 5 * 30;
			bring_up(orders[i], window);
			assert_all_active(12);
			assert_int_equal(most_in_flight(12), window);
			fake_power_off(state);
		}
	}
}

/* The slow one holds its own place in the window, and no other's. */
static void a_window_is_not_held_up_by_its_first_cpu(void **state)
{
	(void)state;
	fake_add_cpus(10);
	fake_cpus[1].delay = FAKE_NEVER;
	bring_up(&smpboot_order_parallel, 2);
	for (unsigned int id = 2; id <= 10; id++) {
		assert_active(id);
		assert_true(fake_info(id).stamps.online - fake_cpus[1].started_at <
		            TIMEOUT_US * FAKE_TICKS_PER_US);
	}
}

static void in_a_relay_each_starts_the_next(void **state)
{
	(void)state;
	fake_add_cpus(5);
	bring_up(&smpboot_order_relay, 0);
	assert_all_active(5);
	assert_int_equal(fake_cpus[1].started_by, FAKE_MPIDR(0));
	for (unsigned int id = 2; id <= 5; id++)
		assert_int_equal(fake_cpus[id].started_by, FAKE_MPIDR(id - 1));
	assert_int_equal(most_in_flight(5), 1);
}

static void a_relay_is_not_broken_by(unsigned int id)
{
	struct smpboot_report report = bring_up(&smpboot_order_relay, 0);

	for (unsigned int other = 1; other <= 6; other++)
		if (other != id)
			assert_active(other);
	assert_int_equal(report.started, 6);
	assert_int_equal(report.came, 5);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, id), 1);
	assert_int_equal(most_in_flight(6), id == 6 ? 1 : 2);
	if (id < 6)
		assert_int_equal(fake_cpus[id + 1].started_by, FAKE_MPIDR(0));
}

static void a_relay_goes_on_behind_a_dead_cpu(void **state)
{
	for (unsigned int id = 1; id <= 6; id++) {
		fake_boot(state);
		fake_add_cpus(6);
		fake_cpus[id].delay = FAKE_NEVER;
		a_relay_is_not_broken_by(id);
		assert_outcome(id, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START,
		               SMPBOOT_REASON_NEVER_ARRIVED);
		fake_power_off(state);
	}
}

static void a_relay_goes_on_behind_a_refusal(void **state)
{
	(void)state;
	fake_add_cpus(6);
	fake_cpus[3].answer = (struct smpboot_start){ SMPBOOT_REASON_FW_DENIED, -3 };
	fake_cpus[3].delay = FAKE_NEVER;
	bring_up(&smpboot_order_relay, 0);
	assert_outcome(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_DENIED);
	assert_int_equal(fake_info(3).code, -3);
	assert_int_equal(fake_cpus[3].started_by, FAKE_MPIDR(2));
	for (unsigned int id = 4; id <= 6; id++)
		assert_active(id);
}

static void a_cpu_that_is_not_prepared_is_left_out(void **state)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_relay, &smpboot_order_tree };

	for (unsigned int i = 0; i < 2; i++) {
		fake_boot(state);
		fake_add_cpus(4);
		fake_kernel.plan[2].prepare = 5;
		bring_up(orders[i], 0);
		assert_outcome(2, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE,
		               SMPBOOT_REASON_PREPARE_REFUSED);
		assert_int_equal(fake_cpus[2].starts, 0);
		assert_active(3);
		assert_active(4);
		fake_power_off(state);
	}
}

/* With firmware that keeps its caller waiting, those that are there start the rest. */
static void a_tree_takes_rounds_and_not_turns(void **state)
{
	const unsigned int last = 15;
	uint64_t begin;
	uint64_t end = 0;

	(void)state;
	fake_add_cpus(last);
	fake_start_us = 100;
	for (unsigned int id = 1; id <= last; id++)
		fake_cpus[id].delay = 1;
	begin = smpboot_now();
	bring_up(&smpboot_order_tree, 0);
	assert_all_active(last);
	for (unsigned int id = 1; id <= last; id++)
		end = fake_info(id).stamps.online > end ? fake_info(id).stamps.online : end;
	/* Each round doubles those that start: 4 make 16 of one. */
	assert_in_range(smpboot_ticks_to_us(end - begin), 400, 500);
	assert_true(started_by_boot_cpu(last) <= 5);
}

static void a_tree_goes_on_without_those_that_do_not_come(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(12);
	fake_start_us = 100;
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = FAKE_NEVER;
	fake_cpus[3].stops_at = SMPBOOT_STAGE_LEVEL;
	report = bring_up(&smpboot_order_tree, 0);
	for (unsigned int id = 4; id <= 12; id++)
		assert_active(id);
	assert_int_equal(report.started, 12);
	assert_int_equal(report.came, 9);
	assert_int_equal(report.counts.failed, 3);
}

static void after_the_total_time_nothing_is_started(void **state)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_serial,
		                                              &smpboot_order_relay, &smpboot_order_tree };

	for (unsigned int i = 0; i < 4; i++) {
		struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
		struct smpboot_report report;

		fake_boot(state);
		fake_add_cpus(20);
		fake_start_us = 100;
		for (unsigned int id = 1; id <= 20; id++)
			fake_cpus[id].delay = 100;
		options.order = orders[i];
		options.total_timeout_us = 350;
		assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
		assert_in_range(report.elapsed_us, 350, 500);
		assert_in_range(report.started, 1, 19);
		for (unsigned int id = 1; id <= 20; id++)
			if (fake_cpus[id].starts == 0)
				assert_int_equal(fake_info(id).state, SMPBOOT_STATE_PRESENT);
		/* Those that are left come with the next call. */
		fake_firmware_run(1000);
		options.total_timeout_us = 0;
		options.timeout_us = TIMEOUT_US * 5;
		assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
		assert_int_equal(report.counts.online, 21);
		fake_power_off(state);
	}
}

/* CPU 1 has taken CPU 2 and, since there was no room in the window, put it back; then it fails. */
static void take_and_put_back(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[2];

	if (id != 1)
		return;
	assert_true(smpboot_start_take(slot, SMPBOOT_NO_DEADLINE));
	smpboot_machine.work.baton = 2;
	smpboot_start_due(slot, SMPBOOT_QUEUED);
	smpboot_start_drop(slot);
}

static void a_relay_goes_on_with_one_that_was_put_back(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(3);
	fake_kernel.plan[1].in_starting = take_and_put_back;
	fake_kernel.plan[1].starting = 1;
	report = bring_up(&smpboot_order_relay, 1);
	assert_active(2);
	assert_active(3);
	assert_int_equal(fake_cpus[2].started_by, FAKE_MPIDR(0));
	assert_int_equal(report.came, 2);
}

static void max_cpus_holds_in_every_order(void **state)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_serial,
		                                              &smpboot_order_relay, &smpboot_order_tree };

	for (unsigned int i = 0; i < 4; i++) {
		struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
		struct smpboot_report report;

		fake_boot(state);
		fake_add_cpus(6);
		options.order = orders[i];
		options.max_cpus = 4;
		assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
		assert_int_equal(report.started, 3);
		assert_int_equal(report.counts.online, 4);
		assert_int_equal(fake_calls(FAKE_PREPARE, 4), 0);
		fake_power_off(state);
	}
}

/* Without caches there are no exclusives: the calling CPU starts all. */
static void without_caches_the_boot_cpu_starts_all(void **state)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_serial, &smpboot_order_relay,
		                                              &smpboot_order_tree };

	for (unsigned int i = 0; i < 3; i++) {
		fake_boot_uncached(state);
		fake_add_cpus(4);
		bring_up(orders[i], 0);
		/* They see the last answers a little later. */
		fake_firmware_run(20);
		assert_all_active(4);
		assert_int_equal(started_by_boot_cpu(4), 4);
		fake_power_off(state);
	}
}

static void no_order_is_parallel(void **state)
{
	(void)state;
	fake_add_cpus(4);
	bring_up(NULL, 0);
	assert_all_active(4);
	assert_int_equal(most_in_flight(4), 4);
	assert_int_equal(started_by_boot_cpu(4), 4);
}

/* Who does not wait cannot see when there is room for the next. */
static void only_parallel_can_start_without_waiting(void **state)
{
	static const struct smpboot_order *const others[] = { &smpboot_order_serial, &smpboot_order_relay,
		                                              &smpboot_order_tree };
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(2);
	options.timeout_us = 0;
	options.window = 1;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	options.window = 0;
	for (unsigned int i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		options.order = others[i];
		assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	}
	options.order = &smpboot_order_parallel;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
}

/* CPUs on their way from an earlier call take their part of the window. */
static void the_window_counts_those_of_an_earlier_call(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(6);
	for (unsigned int id = 1; id <= 6; id++)
		fake_cpus[id].delay = 100;
	options.timeout_us = 0;
	options.max_cpus = 3;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	bring_up(&smpboot_order_parallel, 2);
	assert_all_active(6);
	assert_int_equal(most_in_flight(6), 2);
}

#define TEST(function)  cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)
#define TESTS(function) cmocka_unit_test(function)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(parallel_waits_for_nobody_in_between),
		TEST(serial_starts_one_at_a_time),
		TEST(a_window_of_serial_is_one),
		TEST(serial_goes_on_behind_a_dead_cpu),
		TESTS(the_window_is_never_exceeded),
		TEST(a_window_is_not_held_up_by_its_first_cpu),
		TEST(in_a_relay_each_starts_the_next),
		TESTS(a_relay_goes_on_behind_a_dead_cpu),
		TEST(a_relay_goes_on_behind_a_refusal),
		TESTS(a_cpu_that_is_not_prepared_is_left_out),
		TEST(a_tree_takes_rounds_and_not_turns),
		TEST(a_tree_goes_on_without_those_that_do_not_come),
		TESTS(after_the_total_time_nothing_is_started),
		TEST(a_relay_goes_on_with_one_that_was_put_back),
		TESTS(max_cpus_holds_in_every_order),
		TESTS(without_caches_the_boot_cpu_starts_all),
		TEST(no_order_is_parallel),
		TEST(only_parallel_can_start_without_waiting),
		TEST(the_window_counts_those_of_an_earlier_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
