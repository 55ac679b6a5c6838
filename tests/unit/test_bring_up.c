/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bringing up CPUs that all come: what runs where, in which order, and what is
 * told of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

static void all_cpus_come_online(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(7);
	report = fake_bring_up(0);
	for (unsigned int id = 1; id <= 7; id++)
		assert_active(id);
	assert_int_equal(report.started, 7);
	assert_int_equal(report.came, 7);
	assert_int_equal(report.counts.cpus, 8);
	assert_int_equal(report.counts.online, 8);
	assert_int_equal(report.counts.failed, 0);
}

static void null_options_and_no_report_will_do(void **state)
{
	(void)state;
	fake_add_cpus(2);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	assert_active(1);
	assert_active(2);
}

static void null_options_give_a_second(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = 999000;
	fake_cpus[2].delay = 1001000;
	assert_int_equal(smpboot_bring_up_all(NULL, &report), SMPBOOT_OK);
	assert_active(1);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_in_range(report.elapsed_us, 1000000, 1000100);
}

static void the_boot_cpu_alone_is_a_machine(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, 1), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	report = fake_bring_up(0);
	assert_int_equal(report.started, 0);
	assert_int_equal(report.counts.cpus, 1);
	assert_int_equal(report.counts.online, 1);
	assert_int_equal(fake_kernel.event_count, 0);
}

static void a_full_table_comes_up(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, 8), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_add_cpus(7);
	assert_int_equal(fake_bring_up(0).came, 7);
	assert_int_equal(fake_kernel.event_count, 7);
}

static void hooks_run_on_the_right_cpu(void **state)
{
	static const enum fake_hook order[] = { FAKE_PREPARE, FAKE_STARTING, FAKE_MAIN };

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(fake_kernel.call_count, 3);
	for (unsigned int i = 0; i < 3; i++) {
		const struct fake_call *call = &fake_kernel.calls[i];

		assert_int_equal(call->hook, order[i]);
		assert_int_equal(call->id, 1);
		assert_ptr_equal(call->context, &fake_kernel);
		assert_int_equal(call->mpidr, FAKE_MPIDR(order[i] == FAKE_PREPARE ? 0 : 1));
	}
}

static void starts_do_not_wait_for_each_other(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_bring_up(0);
	for (unsigned int id = 1; id <= 3; id++)
		assert_int_equal(fake_kernel.calls[id - 1].hook, FAKE_PREPARE);
}

static void the_method_gets_entry_mpidr_and_id(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	/* The made-up firmware finds its CPU by the MPIDR it is given. */
	for (unsigned int id = 1; id <= 2; id++) {
		assert_int_equal(fake_cpus[id].starts, 1);
		assert_int_equal(fake_cpus[id].entry, FAKE_ENTRY_PA);
		assert_int_equal(fake_cpus[id].given, id);
	}
}

static void each_cpu_gets_its_own_stack_and_tpidr(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	for (unsigned int id = 1; id <= 2; id++) {
		assert_int_equal(fake_cpus[id].stack_top, fake_stack(id));
		assert_int_equal(fake_cpus[id].tpidr, fake_tpidr(id));
	}
}

static unsigned int seen_by_itself;
static struct smpboot_cpu_info seen;

static void look_around(unsigned int id)
{
	seen_by_itself = smpboot_this_cpu();
	(void)smpboot_cpu(id, &seen);
}

static void a_starting_cpu_knows_itself(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_kernel.plan[2].in_starting = look_around;
	fake_bring_up(0);
	assert_int_equal(seen_by_itself, 2);
	assert_int_equal(seen.state, SMPBOOT_STATE_ARRIVED);
	assert_int_equal(seen.stage, SMPBOOT_STAGE_STARTING);
}

static void a_kernel_need_not_have_starting_nor_event(void **state)
{
	struct smpboot_ops bare = fake_ops;

	(void)state;
	bare.starting = NULL;
	bare.event = NULL;
	assert_int_equal(smpboot_register_ops(&bare), SMPBOOT_OK);
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_calls(FAKE_STARTING, 1), 0);
	assert_int_equal(fake_calls(FAKE_MAIN, 1), 1);
}

static void stamps_are_in_order(void **state)
{
	struct smpboot_stamps at;
	uint64_t begin = smpboot_now();

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	at = fake_info(1).stamps;
	assert_true(begin < at.asked);
	assert_true(at.asked < at.started);
	assert_true(at.started < at.entered);
	assert_true(at.entered < at.mmu_on);
	assert_true(at.mmu_on < at.in_c);
	assert_true(at.in_c < at.online);
	assert_true(at.online < at.main);
	assert_true(at.main < smpboot_now());
}

static void the_row_has_level_and_context_of_entry(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].entry_el = 2;
	fake_bring_up(0);
	assert_active(1);
	assert_int_equal(fake_info(1).entry_el, 2);
	assert_int_equal(fake_info(1).context, 1);
	assert_int_equal(fake_info(1).code, 0);
}

static void a_cpu_may_arrive_before_the_method_returns(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].delay = FAKE_AT_ONCE;
	fake_bring_up(0);
	assert_active(1);
	assert_active(2);
}

static void the_report_times_the_whole_call(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].delay = 5000;
	report = fake_bring_up(0);
	assert_in_range(report.elapsed_us, 5000, 5020);
}

static void another_context_is_told(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].context = 0xbad;
	fake_bring_up(0);
	assert_int_equal(fake_events(SMPBOOT_EVENT_CONTEXT), 1);
	assert_int_equal(fake_kernel.events[1].kind, SMPBOOT_EVENT_CONTEXT);
	assert_int_equal(fake_kernel.events[1].cpu.id, 2);
	assert_int_equal(fake_kernel.events[1].cpu.context, 0xbad);
	assert_active(2);
}

static void a_method_that_hands_no_context_is_not_warned_of(void **state)
{
	(void)state;
	fake_add_cpu(1, "mute");
	fake_cpus[1].context = 0xbad;
	fake_bring_up(0);
	assert_int_equal(fake_events(SMPBOOT_EVENT_CONTEXT), 0);
	assert_active(1);
}

static void a_cpu_whose_main_returns_is_parked(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].main_returns = true;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_RETURNED, SMPBOOT_REASON_NONE);
	assert_true(fake_cpus[1].parked);
}

static void events_carry_the_row(void **state)
{
	const struct smpboot_event *event = &fake_kernel.events[0];

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(fake_kernel.event_count, 1);
	assert_int_equal(event->kind, SMPBOOT_EVENT_ONLINE);
	assert_int_equal(event->cpu.id, 1);
	assert_int_equal(event->cpu.mpidr, FAKE_MPIDR(1));
	assert_string_equal(event->cpu.method, "fake");
	assert_int_not_equal(event->cpu.stamps.online, 0);
	assert_null(event->node);
	assert_null(event->property);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_cpus_come_online),
		TEST(null_options_and_no_report_will_do),
		TEST(null_options_give_a_second),
		TEST(the_boot_cpu_alone_is_a_machine),
		TEST(a_full_table_comes_up),
		TEST(hooks_run_on_the_right_cpu),
		TEST(starts_do_not_wait_for_each_other),
		TEST(the_method_gets_entry_mpidr_and_id),
		TEST(each_cpu_gets_its_own_stack_and_tpidr),
		TEST(a_starting_cpu_knows_itself),
		TEST(a_kernel_need_not_have_starting_nor_event),
		TEST(stamps_are_in_order),
		TEST(the_row_has_level_and_context_of_entry),
		TEST(a_cpu_may_arrive_before_the_method_returns),
		TEST(the_report_times_the_whole_call),
		TEST(another_context_is_told),
		TEST(a_method_that_hands_no_context_is_not_warned_of),
		TEST(a_cpu_whose_main_returns_is_parked),
		TEST(events_carry_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
