/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: CPUs that are online wait there until the kernel lets them on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_kernel.h"

#define LAST 4u

/* Who came to an entry of the kernel's, and with what. */
static struct {
	unsigned int count;
	unsigned int id;
	void *arg;
	uint64_t at;
} came[FAKE_MAX_CPUS];

static void note(void *arg, unsigned int id)
{
	came[id].count++;
	came[id].id = id;
	came[id].arg = arg;
	came[id].at = fake_arch.now;
	fake_cpu_rest();
}

static int boot_gated(void **state)
{
	memset(came, 0, sizeof(came));
	fake_boot(state);
	fake_add_cpus(LAST);
	return 0;
}

static void bring_up_to_gate(unsigned int max_cpus)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.gate = true;
	options.max_cpus = max_cpus;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	fake_firmware_run(50);
}

static void assert_waits(unsigned int id)
{
	assert_outcome(id, SMPBOOT_STATE_ONLINE, SMPBOOT_STAGE_GATE, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, id), 1);
	assert_int_equal(fake_calls(FAKE_MAIN, id), 0);
	assert_int_equal(came[id].count, 0);
	assert_int_equal(fake_info(id).stamps.main, 0);
}

static void cpus_wait_until_it_is_opened(void **state)
{
	(void)state;
	bring_up_to_gate(0);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_waits(id);
	fake_firmware_run(100000);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_waits(id);
	assert_int_equal(smpboot_counts().online, LAST + 1);

	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	fake_firmware_run(50);
	for (unsigned int id = 1; id <= LAST; id++) {
		assert_int_equal(came[id].count, 1);
		assert_int_equal(came[id].id, id);
		assert_ptr_equal(came[id].arg, &came[0]);
		assert_int_equal(fake_calls(FAKE_MAIN, id), 0);
		assert_outcome(id, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
		/* Woken by the opening, and not by the end of a wait. */
		assert_in_range(came[id].at - came[1].at, 0, 10 * FAKE_TICKS_PER_US);
	}
}

static void without_an_entry_they_go_to_main(void **state)
{
	(void)state;
	bring_up_to_gate(0);
	assert_int_equal(smpboot_open_gate(NULL, &came[0]), SMPBOOT_OK);
	fake_firmware_run(50);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_active(id);
}

static void the_first_opening_holds(void **state)
{
	(void)state;
	bring_up_to_gate(0);
	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	assert_int_equal(smpboot_open_gate(note, &came[1]), SMPBOOT_ERR_GATE_OPEN);
	fake_firmware_run(50);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_ptr_equal(came[id].arg, &came[0]);
}

static void late_cpus_go_straight_through(void **state)
{
	(void)state;
	bring_up_to_gate(3);
	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_int_equal(came[2].count, 1);
	bring_up_to_gate(0);
	for (unsigned int id = 3; id <= LAST; id++) {
		assert_int_equal(came[id].count, 1);
		assert_ptr_equal(came[id].arg, &came[0]);
	}
}

/* One that came too late, and is let in alone. */
static void a_cpu_that_is_brought_up_alone_goes_the_same_way(void **state)
{
	(void)state;
	fake_cpus[2].delay = 5000000;
	bring_up_to_gate(0);
	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	fake_firmware_run(10000000);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_int_equal(came[2].count, 1);
	assert_ptr_equal(came[2].arg, &came[0]);
}

static void it_can_be_opened_before_anybody_comes(void **state)
{
	(void)state;
	assert_int_equal(smpboot_open_gate(note, NULL), SMPBOOT_OK);
	bring_up_to_gate(0);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_int_equal(came[id].count, 1);
}

static void who_does_not_use_it_does_not_wait(void **state)
{
	(void)state;
	fake_bring_up(0);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_active(id);
}

static void a_missing_cpu_is_named_and_the_gate_opens_all_the_same(void **state)
{
	(void)state;
	fake_cpus[2].delay = FAKE_NEVER;
	bring_up_to_gate(0);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 2), 1);
	assert_int_equal(smpboot_open_gate(note, NULL), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_int_equal(came[1].count + came[3].count + came[4].count, 3);
	assert_int_equal(came[2].count, 0);
}

static void a_transfer_takes_exactly_one(void **state)
{
	unsigned int id = 99;

	(void)state;
	bring_up_to_gate(0);
	for (unsigned int i = 1; i <= LAST; i++) {
		assert_int_equal(smpboot_transfer(note, &came[i], 1000, &id), SMPBOOT_OK);
		fake_firmware_run(50);
		assert_int_equal(id, i);
		assert_int_equal(came[id].count, 1);
		assert_ptr_equal(came[id].arg, &came[i]);
		for (unsigned int other = i + 1; other <= LAST; other++)
			assert_waits(other);
	}
	id = 99;
	assert_int_equal(smpboot_transfer(note, NULL, 1000, &id), SMPBOOT_ERR_STATE);
	assert_int_equal(id, 99);
}

static void the_gate_opens_for_those_that_were_not_transferred(void **state)
{
	(void)state;
	bring_up_to_gate(0);
	assert_int_equal(smpboot_transfer(note, &came[9], 1000, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_ptr_equal(came[1].arg, &came[9]);
	for (unsigned int id = 2; id <= LAST; id++)
		assert_ptr_equal(came[id].arg, &came[0]);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_int_equal(came[id].count, 1);
}

/* A CPU that died at the gate: its turn goes to the next one. */
static void a_cpu_that_does_not_move_loses_its_turn(void **state)
{
	struct smpboot_slot *dead = &smpboot_machine.slots[1];
	unsigned int id = 0;

	(void)state;
	fake_cpus[1].delay = FAKE_NEVER;
	fake_cpus[2].delay = FAKE_NEVER;
	bring_up_to_gate(4);
	dead->claim = smpboot_claim_word(1, SMPBOOT_STATE_ONLINE);
	dead->stage = SMPBOOT_STAGE_GATE;
	assert_int_equal(smpboot_transfer(note, &came[0], 500, &id), SMPBOOT_OK);
	assert_int_equal(id, 3);
	assert_int_equal(dead->gate, SMPBOOT_GATE_SHUT);
	fake_firmware_run(50);
	assert_int_equal(came[3].count, 1);
}

static void a_transfer_ends_when_nobody_moves(void **state)
{
	struct smpboot_slot *dead = &smpboot_machine.slots[1];
	uint64_t begin;

	(void)state;
	for (unsigned int id = 1; id <= LAST; id++)
		fake_cpus[id].delay = FAKE_NEVER;
	bring_up_to_gate(0);
	dead->claim = smpboot_claim_word(1, SMPBOOT_STATE_ONLINE);
	dead->stage = SMPBOOT_STAGE_GATE;
	begin = smpboot_now();
	assert_int_equal(smpboot_transfer(note, NULL, 500, NULL), SMPBOOT_ERR_TIMEOUT);
	assert_in_range(fake_us_since(begin), 500, 520);
}

static void wrong_calls_are_refused(void **state)
{
	unsigned int id = 99;

	fake_power_on(state);
	assert_int_equal(smpboot_open_gate(note, NULL), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_transfer(note, NULL, 100, &id), SMPBOOT_ERR_NOT_INIT);
	boot_gated(state);
	assert_int_equal(smpboot_transfer(NULL, NULL, 100, &id), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_transfer(note, NULL, 100, &id), SMPBOOT_ERR_STATE);
	assert_int_equal(id, 99);
	fake_boot_uncached(state);
	assert_int_equal(smpboot_transfer(note, NULL, 100, &id), SMPBOOT_ERR_STATE);
	fake_arch.mpidr = FAKE_MPIDR(3);
	assert_int_equal(smpboot_open_gate(note, NULL), SMPBOOT_ERR_NOT_BOOT_CPU);
}

static void it_works_without_caches(void **state)
{
	memset(came, 0, sizeof(came));
	fake_boot_uncached(state);
	fake_add_cpus(2);
	bring_up_to_gate(0);
	assert_waits(1);
	assert_int_equal(smpboot_open_gate(note, &came[0]), SMPBOOT_OK);
	fake_firmware_run(1000);
	assert_int_equal(came[1].count, 1);
	assert_int_equal(came[2].count, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_gated, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cpus_wait_until_it_is_opened),
		TEST(without_an_entry_they_go_to_main),
		TEST(the_first_opening_holds),
		TEST(late_cpus_go_straight_through),
		TEST(a_cpu_that_is_brought_up_alone_goes_the_same_way),
		TEST(it_can_be_opened_before_anybody_comes),
		TEST(who_does_not_use_it_does_not_wait),
		TEST(a_missing_cpu_is_named_and_the_gate_opens_all_the_same),
		TEST(a_transfer_takes_exactly_one),
		TEST(the_gate_opens_for_those_that_were_not_transferred),
		TEST(a_cpu_that_does_not_move_loses_its_turn),
		TEST(a_transfer_ends_when_nobody_moves),
		TEST(wrong_calls_are_refused),
		TEST(it_works_without_caches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
