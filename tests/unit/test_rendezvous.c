/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rendezvous: who waits for whom, how long, and what each is told.
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

#define LAST    4u
#define ROUNDS  1000u
#define BIT(id) (1ull << (id))

/* What a secondary does in ops.main: so often, after a sleep, it comes; and what it was told. */
static struct script {
	unsigned int times;
	uint64_t sleep_us;
	uint32_t timeout_us;

	unsigned int told;
	enum smpboot_status status; /* the last time */
	uint64_t missing;
	uint64_t at;
	unsigned int failures;
} scripts[FAKE_MAX_CPUS];

static void follow(void *arg, unsigned int id)
{
	struct script *script = &scripts[id];

	(void)arg;
	for (unsigned int i = 0; i < script->times; i++) {
		fake_cpu_sleep(script->sleep_us);
		script->missing = UINT64_MAX;
		script->status = smpboot_rendezvous(script->timeout_us, &script->missing, 1);
		script->at = fake_arch.now;
		script->failures += script->status != SMPBOOT_OK;
		script->told++;
	}
	fake_cpu_rest();
}

/* CPUs 1 to LAST wait at the gate, and will come once, at once, with a timeout of 100 ms. */
static int boot_gated(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	fake_boot(state);
	fake_add_cpus(LAST);
	for (unsigned int id = 0; id < FAKE_MAX_CPUS; id++)
		scripts[id] = (struct script){ .times = 1, .sleep_us = 1, .timeout_us = 100000 };
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	return 0;
}

static void go(void)
{
	assert_int_equal(smpboot_open_gate(follow, NULL), SMPBOOT_OK);
	fake_firmware_run(0);
}

/* All go, and are active before anybody comes. */
static void go_first(void)
{
	for (unsigned int id = 1; id <= LAST; id++)
		scripts[id].sleep_us += 10;
	go();
	fake_firmware_run(5);
}

/* The boot CPU comes, and is told that these are missing; 0: nobody. Returns how long it took, in us. */
static uint64_t meet(uint32_t timeout_us, uint64_t missing)
{
	uint64_t begin = smpboot_now();
	uint64_t told = UINT64_MAX;

	assert_int_equal(smpboot_rendezvous(timeout_us, &told, 1),
	                 missing != 0 ? SMPBOOT_ERR_MISSING : SMPBOOT_OK);
	assert_int_equal(told, missing);
	return fake_us_since(begin);
}

static void assert_told(unsigned int id, enum smpboot_status status, uint64_t missing)
{
	assert_int_equal(scripts[id].told, 1);
	assert_int_equal(scripts[id].status, status);
	assert_int_equal(scripts[id].missing, missing);
}

static void assert_told_that_all_came(void)
{
	fake_firmware_run(10);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_told(id, SMPBOOT_OK, 0);
}

static void all_wait_for_the_last_one(void **state)
{
	uint64_t begin = smpboot_now();

	(void)state;
	scripts[3].sleep_us = 700;
	go_first();
	meet(100000, 0);
	assert_in_range(fake_us_since(begin), 700, 800);
	assert_told_that_all_came();
	/* Woken, and not at the end of a wait. */
	for (unsigned int id = 1; id <= LAST; id++)
		assert_in_range(smpboot_ticks_to_us(scripts[id].at - begin), 700, 800);
}

static void it_can_be_the_boot_cpu_that_comes_last(void **state)
{
	(void)state;
	go_first();
	fake_firmware_run(500);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_int_equal(scripts[id].told, 0);
	meet(0, 0);
	assert_told_that_all_came();
}

static void all_name_the_same_missing_cpus(void **state)
{
	(void)state;
	scripts[2].times = 0;
	scripts[4].times = 0;
	go_first();
	fake_firmware_run(50);
	assert_in_range(meet(300, BIT(2) | BIT(4)), 300, 320);
	fake_firmware_run(10);
	assert_told(1, SMPBOOT_ERR_MISSING, BIT(2) | BIT(4));
	assert_told(3, SMPBOOT_ERR_MISSING, BIT(2) | BIT(4));
}

static void the_shortest_patience_ends_it_for_all(void **state)
{
	(void)state;
	scripts[1].timeout_us = 200;
	scripts[2].times = 0;
	go_first();
	assert_in_range(meet(100000, BIT(2)), 200, 230);
}

static void who_comes_late_begins_the_next_round(void **state)
{
	(void)state;
	scripts[2].sleep_us = 1000;
	for (unsigned int id = 1; id <= LAST; id++)
		scripts[id].times = id == 2 ? 1 : 2;
	go_first();
	meet(300, BIT(2));
	fake_firmware_run(5000);
	for (unsigned int id = 1; id <= LAST; id++)
		assert_int_equal(scripts[id].told, id == 2 ? 0 : 1);
	meet(300, 0);
	fake_firmware_run(10);
	assert_told(2, SMPBOOT_OK, 0);
	assert_int_equal(scripts[1].told, 2);
	assert_int_equal(scripts[1].failures, 1);
}

static void who_comes_alone_waits_for_its_own_time(void **state)
{
	(void)state;
	for (unsigned int id = 1; id <= LAST; id++)
		scripts[id].times = 0;
	go_first();
	for (unsigned int i = 0; i < 3; i++)
		assert_in_range(meet(2500, 0x1e), 2500, 2520);
}

static void many_rounds(void **state)
{
	(void)state;
	for (unsigned int id = 1; id <= LAST; id++) {
		scripts[id].times = ROUNDS;
		scripts[id].sleep_us = id;
	}
	go_first();
	for (unsigned int i = 0; i < ROUNDS; i++) {
		if (i % 3 == 0)
			fake_firmware_run(5 * (i % 7));
		meet(100000, 0);
		for (unsigned int id = 1; id <= LAST; id++)
			assert_in_range(scripts[id].told, i, i + 1);
	}
	fake_firmware_run(10);
	for (unsigned int id = 1; id <= LAST; id++) {
		assert_int_equal(scripts[id].told, ROUNDS);
		assert_int_equal(scripts[id].failures, 0);
	}
}

static void alone_nobody_waits(void **state)
{
	fake_power_off(state);
	fake_boot(state);
	meet(100000, 0);
	fake_add_cpus(LAST);
	meet(100000, 0);
	assert_int_equal(fake_arch.waits, 0);
}

static void who_waits_at_the_gate_does_not_count(void **state)
{
	(void)state;
	meet(100000, 0);
	assert_int_equal(smpboot_transfer(follow, NULL, 1000, NULL), SMPBOOT_OK);
	meet(100000, 0);
	fake_firmware_run(10);
	assert_told(1, SMPBOOT_OK, 0);
	meet(100, BIT(1));
}

static void go_off(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	smpboot_claim_write(slot, smpboot_claim_word(smpboot_claim_generation(smpboot_claim_read(slot)),
	                                             SMPBOOT_STATE_STOPPING));
}

static void (*usual_idle)(uint64_t deadline);

static void wait_like_this(void (*idle)(uint64_t deadline))
{
	usual_idle = fake_arch.idle;
	fake_arch.idle = idle;
}

/* CPU 2 goes off while the others wait; nobody signals. */
static void two_goes_off(uint64_t deadline)
{
	usual_idle(deadline);
	go_off(2);
}

static void who_goes_off_is_not_waited_for(void **state)
{
	(void)state;
	scripts[2].times = 0;
	go_first();
	wait_like_this(two_goes_off);
	assert_in_range(meet(100000, 0), 0, 2100);
	fake_firmware_run(10);
	assert_told(1, SMPBOOT_OK, 0);
}

/* CPU 1, which was passed over, is active by the time the last one comes: it is waited for as well. */
static void one_comes_back(uint64_t deadline)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[1];

	smpboot_claim_write(slot, smpboot_claim_word(1, SMPBOOT_STATE_ACTIVE));
	usual_idle(deadline);
}

static void who_comes_back_meanwhile_is_waited_for(void **state)
{
	(void)state;
	scripts[1].sleep_us = 3000;
	scripts[2].sleep_us = 500;
	go_first();
	go_off(1);
	wait_like_this(one_comes_back);
	assert_true(meet(100000, 0) >= 2900);
	assert_told_that_all_came();
}

/* Nor is it named when the round is closed; and when it is back, the next round has it. */
static void who_is_off_when_a_round_is_closed_has_not_missed_it(void **state)
{
	(void)state;
	for (unsigned int id = 1; id <= LAST; id++)
		scripts[id].times = id == 2 ? 1 : 0;
	scripts[2].sleep_us = 5000;
	go_first();
	go_off(2);
	meet(300, BIT(1) | BIT(3) | BIT(4));
	smpboot_claim_write(&smpboot_machine.slots[2], smpboot_claim_word(1, SMPBOOT_STATE_ACTIVE));
	for (unsigned int id = 1; id <= LAST; id++)
		if (id != 2)
			go_off(id);
	meet(100000, 0);
	fake_firmware_run(10);
	assert_told(2, SMPBOOT_OK, 0);
}

/* CPU 1 comes, and is not seen again for a while. */
static void hold_up(uint64_t deadline)
{
	(void)deadline;
	fake_cpu_sleep(1000000);
}

static void assert_held_up(unsigned int rounds, uint64_t told)
{
	fake_arch.secondary_wait = hold_up;
	for (unsigned int id = 2; id <= LAST; id++)
		scripts[id].times = 0;
	go_first();
	meet(300, 0x1c);
	go_off(4);
	for (unsigned int i = 0; i < rounds; i++)
		meet(i % 5, 0x0e);
	fake_firmware_run(1000000);
	assert_told(1, SMPBOOT_ERR_MISSING, told);
}

static void who_is_held_up_is_told_of_its_own_round(void **state)
{
	(void)state;
	assert_held_up(14, 0x1c);
}

static void who_is_held_up_for_too_long_finds_itself_in_the_list(void **state)
{
	(void)state;
	assert_held_up(15, 0x0e);
}

/* So many rounds that their number is more than a slot has bits. */
static void who_is_held_up_for_ages_finds_itself_in_the_list(void **state)
{
	(void)state;
	assert_held_up(200, 0x0e);
}

/* The same of a round that was complete, which nobody remembers. */
static void who_is_held_up_after_a_complete_round_is_told_so(void **state)
{
	(void)state;
	fake_arch.secondary_wait = hold_up;
	for (unsigned int id = 2; id <= LAST; id++)
		go_off(id);
	go();
	for (unsigned int id = 2; id <= LAST; id++)
		scripts[id].times = 0;
	fake_firmware_run(5);
	for (unsigned int id = 2; id <= LAST; id++)
		go_off(id);
	meet(300, 0);
	meet(300, BIT(1));
	fake_firmware_run(1000000);
	assert_told(1, SMPBOOT_OK, 0);
}

/* Somebody has marked the round and stopped there: the others close it. */
static void a_cpu_that_stops_while_it_closes_holds_up_nobody(void **state)
{
	(void)state;
	scripts[3].times = 0;
	go_first();
	fake_firmware_run(100);
	smpboot_machine.meeting.word |= 1;
	assert_in_range(meet(100000, BIT(3)), 0, 10);
	fake_firmware_run(1000);
	assert_told(1, SMPBOOT_ERR_MISSING, BIT(3));
}

/* Each round is closed before this CPU is in it: it gives up in time, and is in the list itself. */
static void who_is_always_too_late_is_told_so(void **state)
{
	struct smpboot_slot *self = &smpboot_machine.slots[0];

	(void)state;
	for (unsigned int id = 1; id <= LAST; id++)
		go_off(id);
	self->rounds = 1ull << 16 | 1;
	smpboot_machine.meeting.word = 1;
	fake_arch.step = 10 * FAKE_TICKS_PER_US;
	meet(5, BIT(0));
	assert_int_equal(smpboot_machine.meeting.word, 1 << 2 | 2);
	meet(5, 0);
}

static enum smpboot_status nested;

static void meet_again(uint64_t deadline)
{
	uint64_t missing = 77;

	nested = smpboot_rendezvous(100, &missing, 1);
	assert_int_equal(missing, 77);
	usual_idle(deadline);
}

static void who_waits_already_is_refused(void **state)
{
	(void)state;
	wait_like_this(meet_again);
	go_first();
	meet(100000, 0);
	assert_int_equal(nested, SMPBOOT_ERR_BUSY);
}

static enum smpboot_status too_early;

static void meet_in_starting(unsigned int id)
{
	(void)id;
	too_early = smpboot_rendezvous(100, NULL, 0);
}

static void wrong_calls_are_refused(void **state)
{
	uint64_t missing[2] = { 77, 77 };

	fake_power_off(state);
	fake_power_on(state);
	assert_int_equal(smpboot_rendezvous(100, missing, 2), SMPBOOT_ERR_NOT_INIT);
	fake_boot_uncached(state);
	assert_int_equal(smpboot_rendezvous(100, missing, 2), SMPBOOT_ERR_STATE);
	fake_boot(state);
	assert_int_equal(smpboot_rendezvous(100, NULL, 1), SMPBOOT_ERR_NULL);
	fake_add_cpus(1);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_rendezvous(100, missing, 2), SMPBOOT_ERR_STATE);
	fake_arch.mpidr = FAKE_MPIDR(2);
	assert_int_equal(smpboot_rendezvous(100, missing, 2), SMPBOOT_ERR_STATE);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_int_equal(missing[0], 77);
	assert_int_equal(missing[1], 77);
	fake_kernel.plan[1].in_starting = meet_in_starting;
	fake_bring_up(0);
	assert_int_equal(too_early, SMPBOOT_ERR_STATE);
}

static void the_list_is_as_long_as_it_is_asked_for(void **state)
{
	uint64_t missing[4] = { 77, 77, 77, 77 };

	(void)state;
	scripts[2].times = 0;
	go_first();
	assert_int_equal(smpboot_rendezvous(300, &missing[1], 2), SMPBOOT_ERR_MISSING);
	assert_int_equal(missing[0], 77);
	assert_int_equal(missing[1], BIT(2));
	assert_int_equal(missing[2], 0);
	assert_int_equal(missing[3], 77);
	assert_int_equal(smpboot_rendezvous(300, missing, 0), SMPBOOT_ERR_MISSING);
	assert_int_equal(missing[0], 77);
	assert_int_equal(smpboot_rendezvous(300, NULL, 0), SMPBOOT_ERR_MISSING);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_gated, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_wait_for_the_last_one),
		TEST(it_can_be_the_boot_cpu_that_comes_last),
		TEST(all_name_the_same_missing_cpus),
		TEST(the_shortest_patience_ends_it_for_all),
		TEST(who_comes_late_begins_the_next_round),
		TEST(who_comes_alone_waits_for_its_own_time),
		TEST(many_rounds),
		TEST(alone_nobody_waits),
		TEST(who_waits_at_the_gate_does_not_count),
		TEST(who_goes_off_is_not_waited_for),
		TEST(who_comes_back_meanwhile_is_waited_for),
		TEST(who_is_off_when_a_round_is_closed_has_not_missed_it),
		TEST(who_is_held_up_is_told_of_its_own_round),
		TEST(who_is_held_up_for_too_long_finds_itself_in_the_list),
		TEST(who_is_held_up_for_ages_finds_itself_in_the_list),
		TEST(who_is_held_up_after_a_complete_round_is_told_so),
		TEST(a_cpu_that_stops_while_it_closes_holds_up_nobody),
		TEST(who_is_always_too_late_is_told_so),
		TEST(who_waits_already_is_refused),
		TEST(wrong_calls_are_refused),
		TEST(the_list_is_as_long_as_it_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
