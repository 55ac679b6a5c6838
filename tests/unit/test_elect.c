/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The election of a boot CPU has one winner, whatever the order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_elect.h"

#include "arch/aarch64/elect.c"

/* The same without a part of the protocol, to see that what is left out would be missed. */
uint64_t elect_without_flags(void *election);
uint64_t elect_without_waiting(void *election);

#define smpboot_elect             elect_without_flags
#define smpboot_elect_write(f, v) ((void)(f), (void)(v))
#include "arch/aarch64/elect.c"
#undef smpboot_elect_write
#undef smpboot_elect

static uint64_t read_vote_only(const volatile uint64_t *vote, const volatile uint64_t *word)
{
	return word == vote ? smpboot_elect_read(word) : 0;
}

#define smpboot_elect         elect_without_waiting
#define smpboot_elect_read(w) read_vote_only(vote, w)
#include "arch/aarch64/elect.c"
#undef smpboot_elect_read
#undef smpboot_elect

/* MPIDR_EL1 as it reads, RES1 and on some CPUs U and MT set. */
#define MPIDR(aff1, aff0) (0x80000000u | (aff1) << 8 | (aff0))
#define MT(aff1, aff0)    (0xc1000000u | (aff1) << 8 | (aff0))

static const struct fake_elect neighbours = {
	.elect = smpboot_elect,
	.count = 8,
	.mpidr = { MPIDR(0, 0), MPIDR(0, 1), MPIDR(0, 2), MPIDR(0, 3), MPIDR(0, 4), MPIDR(0, 5), MPIDR(0, 6),
	           MPIDR(0, 7) },
};

/* No two flags in one word, the first and the last possible ones, and the highest number first. */
static const struct fake_elect clusters = {
	.elect = smpboot_elect,
	.count = 8,
	.mpidr = { MPIDR(255, 15), MPIDR(0, 0), MT(1, 3), MPIDR(1, 8), MT(128, 0), MPIDR(3, 0), MPIDR(2, 0),
	           MPIDR(0, 15) },
};

/* Some in one word, some not. */
static const struct fake_elect mixed = {
	.elect = smpboot_elect,
	.count = 8,
	.mpidr = { MPIDR(1, 0), MPIDR(1, 1), MPIDR(0, 0), MPIDR(0, 1), MT(2, 0), MT(3, 0), MT(3, 7),
	           MT(4, 0) },
};

static const struct fake_elect *const layouts[] = { &neighbours, &clusters, &mixed };

#define LAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

static struct fake_elect first(const struct fake_elect *layout, unsigned int count)
{
	struct fake_elect some = *layout;

	some.count = count;
	return some;
}

static void assert_one_winner(const struct fake_elections *sum)
{
	assert_true(sum->held > 0);
	assert_int_equal(sum->stuck, 0);
	assert_int_equal(sum->no_winner, 0);
	assert_int_equal(sum->more_winners, 0);
	assert_int_equal(sum->one_winner, sum->held);
}

static void one_cpu_alone_wins(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < LAYOUTS; i++) {
		struct fake_elect some = first(layouts[i], 1);
		struct fake_elections sum = fake_elect_every_order(&some);

		assert_one_winner(&sum);
	}
}

static void every_order_of_2_or_3_cpus_has_one_winner(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < LAYOUTS; i++) {
		for (unsigned int count = 2; count <= 3; count++) {
			struct fake_elect some = first(layouts[i], count);
			struct fake_elections sum = fake_elect_every_order(&some);

			assert_one_winner(&sum);
			/* There is no favourite: the orders are not all alike. */
			assert_int_equal(sum.won, (1u << count) - 1);
			assert_true(sum.held > 1);
		}
	}
}

static void random_orders_of_up_to_8_cpus_have_one_winner(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < LAYOUTS; i++) {
		for (unsigned int count = 4; count <= 8; count++) {
			struct fake_elect some = first(layouts[i], count);
			struct fake_elections sum = fake_elect_random(&some, 5000);

			assert_one_winner(&sum);
			assert_int_equal(sum.won, (1u << count) - 1);
		}
	}
}

static void every_arrival_of_up_to_8_cpus_has_one_winner(void **state)
{
	static const uint64_t orders[] = { [2] = 2, 6, 24, 120, 720, 5040, 40320 };

	(void)state;
	for (unsigned int count = 2; count <= 8; count++) {
		struct fake_elect some = first(layouts[count % LAYOUTS], count);
		struct fake_elections sum = fake_elect_every_arrival(&some);

		assert_int_equal(sum.held, orders[count]);
		assert_one_winner(&sum);
		assert_int_equal(sum.won, (1u << count) - 1);
	}
}

/* Aff0 of 16 and more, Aff2, Aff3: they take no part, and change no memory. */
static void cpus_without_a_flag_are_never_elected(void **state)
{
	static const uint64_t without[] = { MPIDR(0, 16),
		                            MPIDR(7, 255),
		                            MPIDR(0, 0) | 0x10000,
		                            MPIDR(0, 1) | 0x800000,
		                            MPIDR(0, 1) | 0x100000000,
		                            MPIDR(0, 0) | 0xff00000000 };

	(void)state;
	for (unsigned int i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
		struct fake_elect some = { .elect = smpboot_elect, .count = 1, .mpidr = { without[i] } };
		struct fake_elections sum = fake_elect_every_order(&some);

		assert_int_equal(sum.held, 1);
		assert_int_equal(sum.no_winner, 1);
		assert_int_equal(sum.accesses, 0);

		some = first(&mixed, 3);
		some.mpidr[1] = without[i];
		sum = fake_elect_every_order(&some);
		assert_one_winner(&sum);
		assert_int_equal(sum.won, 1u << 0 | 1u << 2);
	}
}

static void without_its_flags_it_has_two_winners(void **state)
{
	struct fake_elect two = first(&neighbours, 2);
	struct fake_elections sum;

	(void)state;
	two.elect = elect_without_flags;
	sum = fake_elect_every_order(&two);
	assert_true(sum.more_winners > 0);
	sum = fake_elect_random(&two, 5000);
	assert_true(sum.more_winners > 0);
}

static void without_its_wait_it_has_two_winners(void **state)
{
	struct fake_elect two = first(&clusters, 2);
	struct fake_elections sum;

	(void)state;
	two.elect = elect_without_waiting;
	sum = fake_elect_every_order(&two);
	assert_true(sum.more_winners > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_cpu_alone_wins),
		cmocka_unit_test(every_order_of_2_or_3_cpus_has_one_winner),
		cmocka_unit_test(random_orders_of_up_to_8_cpus_have_one_winner),
		cmocka_unit_test(every_arrival_of_up_to_8_cpus_has_one_winner),
		cmocka_unit_test(cpus_without_a_flag_are_never_elected),
		cmocka_unit_test(without_its_flags_it_has_two_winners),
		cmocka_unit_test(without_its_wait_it_has_two_winners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
