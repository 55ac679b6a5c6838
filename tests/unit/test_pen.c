/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One release word for all CPUs: those that come and were not meant wait in the
 * entry code, each until its own turn. The same for "spin-table" with a shared
 * address and for "pen".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <smpboot/pen.h>

#include "fake_pen.h"

#define TIMEOUT_US 20000u

static void those_that_were_not_meant_wait(const char *method)
{
	fake_pen_add(method);
	assert_int_equal(smpboot_bring_up(3), SMPBOOT_OK);
	fake_firmware_run(100);
	assert_came_from_pen(3);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++) {
		if (id == 3)
			continue;
		assert_true(fake_cpus[id].penned);
		assert_int_equal(fake_pen_early(id)->crumb & 0xff, SMPBOOT_STAGE_PEN);
		assert_int_equal(fake_pen_early(id)->mpidr, FAKE_MPIDR(id));
		assert_outcome(id, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
		assert_int_equal(fake_calls(FAKE_PREPARE, id), 0);
	}
	/* They are let in without their word. */
	fake_pen_set_word(0);
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		assert_came_from_pen(id);
	assert_int_equal(*fake_pen_word, 0);
}

static void cpus_of_one_spin_table_word_wait_for_their_turn(void **state)
{
	(void)state;
	those_that_were_not_meant_wait("spin-table");
}

static void cpus_of_the_pen_wait_for_their_turn(void **state)
{
	(void)state;
	those_that_were_not_meant_wait("pen");
}

static void one_after_the_other_in_any_order(void **state)
{
	static const unsigned int order[] = { 4, 1, 5, 2, 3 };

	(void)state;
	fake_pen_add("pen");
	for (unsigned int i = 0; i < FAKE_PEN_LAST; i++) {
		assert_int_equal(smpboot_bring_up(order[i]), SMPBOOT_OK);
		fake_firmware_run(1000);
		for (unsigned int j = 0; j < FAKE_PEN_LAST; j++)
			if (j <= i)
				assert_came_from_pen(order[j]);
			else
				assert_true(fake_cpus[order[j]].penned);
	}
}

/* It came with the others, and is not in the table. */
static void a_cpu_that_nobody_knows_is_told_once(void **state)
{
	(void)state;
	fake_pen_add("pen");
	fake_cpus[FAKE_PEN_LAST + 1].mpidr = FAKE_MPIDR(FAKE_PEN_LAST + 1);
	fake_cpus[FAKE_PEN_LAST + 1].word = fake_pa(fake_pen_word);
	fake_cpus[FAKE_PEN_LAST + 1].delay = 1;
	fake_bring_up(TIMEOUT_US);
	assert_true(fake_cpus[FAKE_PEN_LAST + 1].parked);
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		assert_came_from_pen(id);
}

static void a_cpu_given_up_is_let_in_by_a_later_call(void **state)
{
	(void)state;
	fake_pen_add("spin-table");
	fake_cpus[2].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_bring_up(TIMEOUT_US).started, 0);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_true(fake_cpus[2].penned);
	fake_kernel.plan[2].stack_top = fake_stack(20);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_outcome(2, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[2].stack_top, fake_stack(20));
	assert_int_equal(fake_calls(FAKE_MAIN, 2), 1);
}

static void the_pen_needs_no_release_address(void **state)
{
	(void)state;
	fake_add_cpu(1, "pen");
	fake_cpus[1].word = fake_pa(fake_pen_word);
	fake_bring_up(TIMEOUT_US);
	assert_came_from_pen(1);
}

static void the_pens_address_is_checked(void **state)
{
	(void)state;
	fake_boot(state);
	assert_int_equal(smpboot_pen_init(0), SMPBOOT_ERR_STORAGE);
	for (unsigned int off = 1; off < 8; off++)
		assert_int_equal(smpboot_pen_init(0x1000 + off), SMPBOOT_ERR_STORAGE);
	assert_int_equal(smpboot_pen_init(0x1000), SMPBOOT_OK);
	fake_power_on(state);
	assert_int_equal(smpboot_pen_init(0x1000), SMPBOOT_ERR_NOT_INIT);
	fake_boot(state);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_pen_init(0x1000), SMPBOOT_ERR_NOT_BOOT_CPU);
}

static void the_first_pen_counts(void **state)
{
	(void)state;
	assert_int_equal(smpboot_pen_init(0x1000), SMPBOOT_ERR_DUPLICATE);
	fake_pen_add("pen");
	fake_bring_up(TIMEOUT_US);
	assert_came_from_pen(1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_pen_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cpus_of_one_spin_table_word_wait_for_their_turn),
		TEST(cpus_of_the_pen_wait_for_their_turn),
		TEST(one_after_the_other_in_any_order),
		TEST(a_cpu_that_nobody_knows_is_told_once),
		TEST(a_cpu_given_up_is_let_in_by_a_later_call),
		TEST(the_pen_needs_no_release_address),
		TEST(the_pens_address_is_checked),
		TEST(the_first_pen_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
