/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rendezvous in which two CPUs want to decide the same at the same time: what was
 * decided first holds, and both are told the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/rendezvous.h"
#include "fake_kernel.h"
#include "fake_meanwhile.h"

#define LAST    3u
#define BIT(id) (1ull << (id))

/* What the other CPU was told. */
static struct {
	enum smpboot_status status;
	uint64_t missing;
	unsigned int times;
} other;

static int boot_active(void **state)
{
	fake_boot(state);
	fake_add_cpus(LAST);
	fake_bring_up(0);
	/* Each look at the clock is later than a timeout of 0: nobody waits here. */
	fake_arch.step = 2 * FAKE_TICKS_PER_US;
	other.status = SMPBOOT_ERR_STATE;
	other.missing = 0;
	other.times = 0;
	return 0;
}

/* CPU 1 comes, and has no time. */
static void one_comes(void)
{
	fake_arch.mpidr = FAKE_MPIDR(1);
	other.status = smpboot_rendezvous(0, &other.missing, 1);
	other.times++;
	fake_arch.mpidr = FAKE_MPIDR(0);
}

/* CPU 1 has closed the round in which this CPU was about to be: it is in the next one. */
static void who_comes_while_the_round_is_closed_is_in_the_next(void **state)
{
	uint64_t missing;

	(void)state;
	fake_meanwhile(smpboot_machine.slots, one_comes);
	assert_int_equal(smpboot_rendezvous(100, &missing, 1), SMPBOOT_ERR_MISSING);
	assert_int_equal(other.times, 1);
	assert_int_equal(other.status, SMPBOOT_ERR_MISSING);
	assert_int_equal(other.missing, BIT(0) | BIT(2) | BIT(3));
	assert_int_equal(missing, BIT(1) | BIT(2) | BIT(3));
}

static void (*usual_idle)(uint64_t deadline);

/* This CPU's next write is where it closes the round. */
static void hold_up_next(uint64_t deadline)
{
	usual_idle(deadline);
	fake_meanwhile(smpboot_machine.slots, one_comes);
}

/* This CPU was about to note that CPU 1 is missing. */
static void who_comes_while_it_is_found_missing_has_come(void **state)
{
	uint64_t missing;

	(void)state;
	usual_idle = fake_arch.idle;
	fake_arch.idle = hold_up_next;
	assert_int_equal(smpboot_rendezvous(100, &missing, 1), SMPBOOT_ERR_MISSING);
	assert_int_equal(other.times, 1);
	assert_int_equal(other.status, SMPBOOT_ERR_MISSING);
	assert_int_equal(missing, BIT(2) | BIT(3));
	assert_int_equal(other.missing, missing);
}

static void set_state(unsigned int id, enum smpboot_state state)
{
	smpboot_claim_write(&smpboot_machine.slots[id], smpboot_claim_word(1, state));
}

static void one_comes_twice_and_two_goes_off(void)
{
	one_comes();
	set_state(2, SMPBOOT_STATE_STOPPING);
	one_comes();
}

/*
 * This CPU has just looked which round is open. When it goes on, that one and the next are
 * over without it, and it has no time left for a third: it is told of the last one.
 */
static void who_is_late_for_two_rounds_is_told_of_the_second(void **state)
{
	uint64_t missing;
	uint64_t round;

	(void)state;
	fake_before_look(smpboot_machine.slots, one_comes_twice_and_two_goes_off);
	assert_int_equal(smpboot_meet(0, 0, &missing, 1, &round), SMPBOOT_ERR_MISSING);
	assert_int_equal(other.times, 2);
	assert_int_equal(round, 1);
	assert_int_equal(missing, BIT(0) | BIT(3));
}

/* ---- Who is active when the last one comes ------------------------------------ */

/* Its slot is in another page than those of the first CPUs, so that a look at all slots can be held up on its way. */
#define FAR 28u

static int boot_with_far(void **state)
{
	fake_boot(state);
	fake_add_cpus(FAR);
	fake_bring_up(0);
	for (unsigned int id = 1; id <= FAR; id++)
		set_state(id, SMPBOOT_STATE_STOPPING);
	return 0;
}

/* So many looks at all slots have passed the first ones. */
static unsigned int looks;
static unsigned int act_in;

static void half_way(void);

static void at_the_beginning(void)
{
	fake_before_look(&smpboot_machine.slots[FAR], half_way);
}

/* CPU FAR is there, has brought up CPU 1, and comes: nobody may go on without CPU 1 now. */
static void half_way(void)
{
	if (++looks < act_in) {
		fake_before_look(smpboot_machine.slots, at_the_beginning);
		return;
	}
	set_state(FAR, SMPBOOT_STATE_ACTIVE);
	set_state(1, SMPBOOT_STATE_ACTIVE);
	smpboot_machine.slots[FAR].rounds = smpboot_machine.slots[0].rounds;
}

/* The first look is at the CPUs that were absent before, the others are to be certain. */
static void who_was_passed_over_is_waited_for(void **state)
{
	for (act_in = 1; act_in <= 3; act_in++) {
		uint64_t missing;
		uint64_t round;

		boot_with_far(state);
		looks = 0;
		at_the_beginning();
		assert_int_equal(smpboot_meet(0, smpboot_now() + 100 * FAKE_TICKS_PER_US, &missing, 1,
		                              &round),
		                 SMPBOOT_ERR_MISSING);
		assert_int_equal(looks, act_in);
		assert_int_equal(missing, BIT(1));
		fake_power_off(state);
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_active, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(who_comes_while_the_round_is_closed_is_in_the_next),
		TEST(who_comes_while_it_is_found_missing_has_come),
		TEST(who_is_late_for_two_rounds_is_told_of_the_second),
		cmocka_unit_test(who_was_passed_over_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
