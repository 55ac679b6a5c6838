/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that leaves its CPUs to the next one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fake_park.h"

#define TIMEOUT_US FAKE_PARK_TIMEOUT_US

static void all_cpus_move_into_the_copy(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_bring_up(0);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id++)
		assert_parked(id);
	/* In memory, for CPUs without caches; the word that lets them go says nothing yet. */
	assert_memory_equal(fake_memory(fake_pa(fake_park_copy)), fake_park_code, SMPBOOT_PEN_RELEASE_WORD);
	for (unsigned int i = SMPBOOT_PEN_RELEASE_WORD; i < SMPBOOT_PEN_SIZE; i++)
		assert_int_equal(((unsigned char *)fake_memory(fake_pa(fake_park_copy)))[i], 0);
	assert_int_equal(smpboot_counts().online, 1);
}

static void those_that_wait_in_the_entry_code_move_as_well(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_STATE);
	assert_false(fake_residents[1].called_off);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id += 2)
		assert_parked(id);
	assert_int_equal(fake_cpus[2].parked_at, FAKE_PARK_ENTRY);
}

static void bring_up_to_the_gate(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	fake_add_cpus(3);
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(50);
}

/* Nobody waits for them to get to ops.main. */
static void those_at_the_gate_move_as_well(void **state)
{
	uint64_t begin;

	(void)state;
	bring_up_to_the_gate();
	begin = smpboot_now();
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_true(fake_us_since(begin) < TIMEOUT_US);
	for (unsigned int id = 1; id <= 3; id++) {
		assert_parked(id);
		assert_false(fake_residents[id].called_off);
	}
}

static int refuse_to_stop(void *context, unsigned int id)
{
	(void)context;
	return id == 2;
}

/* Its kernel does not let it go: it stays that kernel's, and nobody moves. */
static void one_at_the_gate_may_stay(void **state)
{
	(void)state;
	fake_park_ops.stopping = refuse_to_stop;
	bring_up_to_the_gate();
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	assert_outcome(2, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_RETURNED, SMPBOOT_REASON_NONE);
	for (unsigned int id = 1; id <= 3; id++)
		assert_int_equal(fake_cpus[id].parked_at, 0);
}

/* Another CPU with the boot CPU's MPIDR goes as soon as it is told to. */
static void double_goes(const void *p)
{
	uint64_t *crumb = fake_memory(fake_pa(&smpboot_machine.early[0].crumb));

	if (p == &smpboot_machine.slots[0].claim && fake_info(0).state == SMPBOOT_STATE_PARKING)
		*crumb = SMPBOOT_STAGE_PARKED;
}

static void a_double_moves_and_the_boot_cpu_stays_what_it_is(void **state)
{
	uint64_t *crumb;

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	crumb = fake_memory(fake_pa(&smpboot_machine.early[0].crumb));
	*crumb = SMPBOOT_STAGE_PEN;
	fake_arch.maintained = double_goes;
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_parked(1);
	assert_int_equal(*crumb, SMPBOOT_STAGE_PARKED);
	assert_outcome(0, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

static enum smpboot_status nested;
static void (*usual_call_off)(void *context, unsigned int id);

static void call_off_and_park_again(void *context, unsigned int id)
{
	nested = fake_park_all();
	usual_call_off(context, id);
}

static void one_call_at_a_time(void **state)
{
	(void)state;
	usual_call_off = fake_park_ops.call_off;
	fake_park_ops.call_off = call_off_and_park_again;
	nested = SMPBOOT_OK;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_int_equal(nested, SMPBOOT_ERR_BUSY);
	assert_parked(1);
}

/* A table for one CPU: there is nobody to move, and the copy is there for those to come. */
static void a_cpu_that_is_alone_has_nobody_to_move(void **state)
{
	fake_power_on(state);
	fake_arch.pen = fake_park_code;
	fake_memory_add(fake_park_copy, sizeof(fake_park_copy));
	assert_int_equal(smpboot_init(fake_storage, 1), SMPBOOT_OK);
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_NO_OPS);
	assert_int_equal(smpboot_register_ops(&fake_park_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_memory_equal(fake_park_copy, fake_park_code, SMPBOOT_PEN_RELEASE_WORD);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

/* One does not come: those that did can be started again, and nothing was given away. */
static void nobody_moves_before_all_are_out(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_bring_up(0);
	fake_residents[3].deaf = true;
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	for (unsigned int id = 1; id <= 2; id++) {
		assert_outcome(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_NONE);
		assert_int_equal(fake_cpus[id].parked_at, 0);
	}
	assert_int_equal(fake_info(3).state, SMPBOOT_STATE_ACTIVE);
	memset(fake_residents, 0, sizeof(fake_residents));
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
}

static void one_that_does_not_move_is_told(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	fake_cpus[2].stays_penned = true;
	assert_int_equal(fake_park_all(), SMPBOOT_ERR_TIMEOUT);
	assert_parked(1);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_PARKING);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
}

static void then_the_last_one_leaves(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	assert_int_equal(fake_hand_over(), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_park_all(), SMPBOOT_OK);
	assert_int_equal(fake_hand_over(), SMPBOOT_OK);
}

static void *reach_nothing(void *context, uint64_t pa, size_t size)
{
	(void)context;
	(void)pa;
	(void)size;
	return NULL;
}

static void wrong_calls_are_refused(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA, 10), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_park_self(), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_NOT_INIT);
	fake_park_boot(state);
	fake_add_cpus(2);
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA, 10), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_park_self(), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_STATE);
	fake_bring_up(0);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 0), SMPBOOT_ERR_LEVEL);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 4), SMPBOOT_ERR_LEVEL);
	assert_int_equal(smpboot_park_all(0, 10), SMPBOOT_ERR_STORAGE);
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA + 4, 10), SMPBOOT_ERR_STORAGE);
	fake_park_ops.map = reach_nothing;
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA, 10), SMPBOOT_ERR_STORAGE);
	fake_park_ops.call_off = NULL;
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA, 10), SMPBOOT_ERR_HOOK);
	for (unsigned int id = 1; id <= 2; id++)
		assert_int_equal(fake_info(id).state, SMPBOOT_STATE_ACTIVE);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_park_all(FAKE_PARK_PA, 10), SMPBOOT_ERR_NOT_BOOT_CPU);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_NOT_BOOT_CPU);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_park_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_cpus_move_into_the_copy),
		TEST(those_that_wait_in_the_entry_code_move_as_well),
		TEST(those_at_the_gate_move_as_well),
		TEST(one_at_the_gate_may_stay),
		TEST(a_double_moves_and_the_boot_cpu_stays_what_it_is),
		TEST(one_call_at_a_time),
		TEST(a_cpu_that_is_alone_has_nobody_to_move),
		TEST(nobody_moves_before_all_are_out),
		TEST(one_that_does_not_move_is_told),
		TEST(then_the_last_one_leaves),
		TEST(wrong_calls_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
