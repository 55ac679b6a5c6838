/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding CPUs by MPIDR and by id, and the clock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define MAX_CPUS 4096u
#define BOOT     0xff00ffffffull

/* What MPIDR_EL1 has besides the affinity fields: RES1 or not, U, MT, and the RES0 fields. */
static const uint64_t noise[] = { 0, 1u << 31, 1u << 30, 1u << 24, 0xff000000, ~0xff00ffffffull };

static struct smpboot_cpu storage[MAX_CPUS];
static uint32_t order[MAX_CPUS];
static uint32_t seed;

static uint32_t random_number(void)
{
	/* The usual 32-bit linear congruence: the same numbers in every run. */
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

/* An MPIDR for each number, rising with it, with all four fields in use, at even Aff0 only. */
static uint64_t mpidr_of(uint32_t number)
{
	return (uint64_t)(number >> 9 & 0xff) << 32 | (uint64_t)(number >> 6 & 7) << 16 |
	       (uint64_t)(number >> 3 & 7) << 8 | (uint64_t)(number & 7) << 1;
}

static void rising(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		order[i] = i;
}

static void falling(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		order[i] = count - 1 - i;
}

static void shuffled(unsigned int count)
{
	rising(count);
	for (unsigned int i = count; i > 1; i--) {
		unsigned int j = random_number() % i;
		uint32_t kept = order[i - 1];

		order[i - 1] = order[j];
		order[j] = kept;
	}
}

/* A table of the boot CPU and CPUs 1 to `count` in the given order. */
static void add_all(unsigned int count)
{
	fake_arch_reset(BOOT);
	assert_int_equal(smpboot_init(storage, MAX_CPUS), SMPBOOT_OK);
	for (unsigned int i = 0; i < count; i++) {
		struct smpboot_cpu_desc desc = { .mpidr = mpidr_of(order[i]) };

		assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	}
}

static void assert_all_found(unsigned int count)
{
	unsigned int noises = sizeof(noise) / sizeof(noise[0]);

	for (unsigned int i = 0; i < count; i++) {
		uint64_t mpidr = mpidr_of(order[i]);

		assert_int_equal(smpboot_cpu_by_mpidr(mpidr), i + 1);
		assert_int_equal(smpboot_cpu_by_mpidr(mpidr | noise[i % noises]), i + 1);
		assert_int_equal(smpboot_cpu_by_mpidr(mpidr + 1), SMPBOOT_NO_CPU);
		assert_int_equal(smpboot_cpu_by_mpidr(mpidr | 0x8000), SMPBOOT_NO_CPU);
		fake_arch.mpidr = mpidr;
		assert_int_equal(smpboot_this_cpu(), i + 1);
	}
	assert_int_equal(smpboot_cpu_by_mpidr(BOOT), 0);
	assert_int_equal(smpboot_cpu_by_mpidr(mpidr_of(count)), SMPBOOT_NO_CPU);
}

static void every_cpu_is_found(void **state)
{
	static void (*const orders[])(unsigned int count) = { rising, falling, shuffled };
	static const unsigned int counts[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 63, 64, 65, 1000, MAX_CPUS - 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		for (unsigned int j = 0; j < 3; j++) {
			orders[j](counts[i]);
			add_all(counts[i]);
			assert_all_found(counts[i]);
		}
	}
}

static void each_noise_bit_is_ignored(void **state)
{
	fake_boot(state);
	fake_add_cpus(5);
	for (unsigned int bit = 0; bit < 64; bit++)
		if ((BOOT >> bit & 1) == 0)
			assert_int_equal(smpboot_cpu_by_mpidr(FAKE_MPIDR(3) | 1ull << bit), 3);
}

static void a_cpu_that_is_not_in_the_table_has_no_id(void **state)
{
	fake_boot(state);
	fake_add_cpus(2);
	fake_arch.mpidr = FAKE_MPIDR(2);
	assert_int_equal(smpboot_this_cpu(), 2);
	fake_arch.mpidr = FAKE_MPIDR(3);
	assert_int_equal(smpboot_this_cpu(), SMPBOOT_NO_CPU);
}

static void a_row_must_be_asked_for_rightly(void **state)
{
	struct smpboot_cpu_info info = { .id = 77 };

	fake_boot(state);
	fake_add_cpus(2);
	assert_int_equal(smpboot_cpu(1, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu(3, &info), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu(SMPBOOT_NO_CPU, &info), SMPBOOT_ERR_ID);
	assert_int_equal(info.id, 77);
	assert_int_equal(smpboot_cpu(2, &info), SMPBOOT_OK);
	assert_int_equal(info.id, 2);
}

static void a_row_can_be_read_on_any_cpu(void **state)
{
	fake_boot(state);
	fake_add_cpus(2);
	fake_arch.mpidr = FAKE_MPIDR(2);
	assert_int_equal(fake_info(1).mpidr, FAKE_MPIDR(1));
}

static void the_clock_is_the_counter(void **state)
{
	uint64_t now;

	fake_power_on(state);
	now = smpboot_now();
	fake_arch.now += 12345;
	assert_int_equal(smpboot_now(), now + 12345 + fake_arch.step);
}

static void ticks_are_rounded_down_to_microseconds(void **state)
{
	fake_power_on(state);
	fake_arch.frequency = 62500000;
	assert_int_equal(smpboot_ticks_to_us(0), 0);
	assert_int_equal(smpboot_ticks_to_us(62), 0);
	assert_int_equal(smpboot_ticks_to_us(63), 1);
	assert_int_equal(smpboot_ticks_to_us(62500000), 1000000);
	assert_int_equal(smpboot_ticks_to_us(62500000ull * 3600 * 24 * 365), 1000000ull * 3600 * 24 * 365);
	fake_arch.frequency = 19200000;
	assert_int_equal(smpboot_ticks_to_us(19199999), 999999);
	fake_arch.frequency = 32768;
	assert_int_equal(smpboot_ticks_to_us(1), 30);
}

static void no_number_of_ticks_is_too_large(void **state)
{
	fake_power_on(state);
	fake_arch.frequency = 1000000000;
	assert_int_equal(smpboot_ticks_to_us(UINT64_MAX), UINT64_MAX / 1000);
	fake_arch.frequency = 1000000;
	assert_int_equal(smpboot_ticks_to_us(UINT64_MAX), UINT64_MAX);
	fake_arch.frequency = UINT32_MAX;
	assert_int_equal(smpboot_ticks_to_us(UINT64_MAX), 4294967297000000);
	assert_int_equal(smpboot_ticks_to_us(UINT32_MAX - 1), 999999);
}

static void a_counter_without_frequency_has_no_microseconds(void **state)
{
	fake_power_on(state);
	fake_arch.frequency = 0;
	assert_int_equal(smpboot_ticks_to_us(1000), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cpu_is_found),
		cmocka_unit_test(each_noise_bit_is_ignored),
		cmocka_unit_test(a_cpu_that_is_not_in_the_table_has_no_id),
		cmocka_unit_test(a_row_must_be_asked_for_rightly),
		cmocka_unit_test(a_row_can_be_read_on_any_cpu),
		cmocka_unit_test(the_clock_is_the_counter),
		cmocka_unit_test(ticks_are_rounded_down_to_microseconds),
		cmocka_unit_test(no_number_of_ticks_is_too_large),
		cmocka_unit_test(a_counter_without_frequency_has_no_microseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
