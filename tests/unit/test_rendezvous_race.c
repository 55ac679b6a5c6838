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

#include "core/machine.h"
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

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_active, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(who_comes_while_the_round_is_closed_is_in_the_next),
		TEST(who_comes_while_it_is_found_missing_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
