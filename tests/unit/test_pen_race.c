/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One release word for all CPUs: each may reach the entry before or after its
 * own start call, and comes in no sooner than it can.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/arch.h"
#include "core/claim.h"
#include "core/machine.h"
#include "fake_pen.h"

#define TIMEOUT_US 20000u

static void take_a_while(unsigned int id)
{
	(void)id;
	fake_firmware_run(200);
}

/* The first ending of the race: it waits in the pen when its own start call is made. */
static void a_cpu_may_reach_the_pen_before_its_start(void **state)
{
	(void)state;
	fake_pen_add("spin-table");
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		fake_kernel.plan[id].in_prepare = take_a_while;
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		assert_came_from_pen(id);
}

/* The second: it is on its way to the entry, and finds that it was asked for. */
static void a_cpu_may_reach_the_entry_after_its_start(void **state)
{
	(void)state;
	fake_pen_add("spin-table");
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		fake_cpus[id].delay = 500;
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		assert_came_from_pen(id);
}

static uint64_t seed;

static uint64_t draw(uint64_t limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % limit;
}

static void take_a_random_while(unsigned int id)
{
	uint64_t us = draw(300);

	/* Any line of the cache may be written back at any moment. */
	if (draw(2) != 0)
		smpboot_arch_clean(&smpboot_machine.slots[id], sizeof(struct smpboot_slot));
	if (us > 100)
		fake_firmware_run(us - 100);
}

static void every_mixture_ends_well(void **state)
{
	for (uint64_t round = 0; round < 300; round++) {
		seed = round;
		fake_power_off(state);
		fake_pen_boot(state);
		fake_pen_add(round % 2 != 0 ? "pen" : "spin-table");
		for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++) {
			fake_cpus[id].delay = 1 + draw(400);
			fake_cpus[id].deaf = (unsigned int)draw(4);
			fake_kernel.plan[id].in_prepare = take_a_random_while;
		}
		fake_bring_up(TIMEOUT_US);
		for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
			assert_came_from_pen(id);
	}
}

/* The cache may write the slot back, half prepared, at any moment. */
static void write_the_slot_back(unsigned int id)
{
	smpboot_arch_clean(&smpboot_machine.slots[id], sizeof(struct smpboot_slot));
	fake_firmware_run(2000);
}

static void a_waiting_cpu_is_not_let_in_before_it_has_its_stack(void **state)
{
	(void)state;
	fake_pen_add("pen");
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	fake_firmware_run(100);
	assert_true(fake_cpus[2].penned);
	fake_kernel.plan[2].in_prepare = write_the_slot_back;
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_came_from_pen(2);
}

static void a_waiting_cpu_is_not_let_in_when_prepare_refuses(void **state)
{
	(void)state;
	fake_pen_add("pen");
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	fake_kernel.plan[2].in_prepare = write_the_slot_back;
	fake_kernel.plan[2].prepare = 5;
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
	assert_outcome(2, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_PREPARE_REFUSED);
	fake_firmware_run(2000);
	assert_true(fake_cpus[2].penned);
	fake_kernel.plan[2].prepare = 0;
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_int_equal(fake_cpus[2].stack_top, fake_stack(2));
}

/* What an earlier kernel has left in memory says that each CPU was asked for. */
static void memory_of_an_earlier_kernel_lets_nobody_in(void **state)
{
	(void)state;
	fake_pen_add("pen");
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++) {
		struct smpboot_slot *slot = fake_memory(fake_pa(&smpboot_machine.slots[id]));

		slot->claim = smpboot_claim_word(1, SMPBOOT_STATE_STARTING);
		slot->stack_top = fake_stack(9);
	}
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	fake_firmware_run(100);
	for (unsigned int id = 2; id <= FAKE_PEN_LAST; id++)
		assert_true(fake_cpus[id].penned);
	fake_bring_up(TIMEOUT_US);
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		assert_came_from_pen(id);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_pen_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_cpu_may_reach_the_pen_before_its_start),
		TEST(a_cpu_may_reach_the_entry_after_its_start),
		TEST(every_mixture_ends_well),
		TEST(a_waiting_cpu_is_not_let_in_before_it_has_its_stack),
		TEST(a_waiting_cpu_is_not_let_in_when_prepare_refuses),
		TEST(memory_of_an_earlier_kernel_lets_nobody_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
