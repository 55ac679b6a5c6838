/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether the firmware is called by its 64-bit or by its 32-bit functions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"
#include "fake_smccc.h"

#define FN_VERSION           0x84000000u
#define FN_CPU_SUSPEND_32    0x84000001u
#define FN_CPU_ON_32         0x84000003u
#define FN_CPU_ON            0xc4000003u
#define FN_AFFINITY_INFO_32  0x84000004u
#define FN_AFFINITY_INFO     0xc4000004u
#define FN_MIGRATE_UP_CPU_32 0x84000007u

static int init(void **state)
{
	fake_power_on(state);
	fake_smccc_reset();
	assert_int_equal(smpboot_init(fake_storage, 4), SMPBOOT_OK);
	return 0;
}

/* A firmware of this version, whose calls from here on are written down. */
static void connect_to(uint32_t version)
{
	struct smpboot_psci_config config = {
		.conduit = SMPBOOT_CONDUIT_SMC,
		.version = SMPBOOT_PSCI_VERSION_OF(0, 2),
	};

	fake_smccc_answer(FN_VERSION, version);
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_OK);
	fake_smccc_count = 0;
}

static void assert_only_call(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	assert_int_equal(fake_smccc_count, 1);
	assert_int_equal(fake_smccc_calls[0].function, function);
	assert_int_equal(fake_smccc_calls[0].a1, a1);
	assert_int_equal(fake_smccc_calls[0].a2, a2);
	assert_int_equal(fake_smccc_calls[0].a3, a3);
	fake_smccc_count = 0;
}

/* It refuses what a 32-bit call cannot hold, instead of starting the CPU somewhere else. */
static void firmware_of_32_bits_gets_32_bit_calls(void **state)
{
	(void)state;
	fake_smccc_feature(FN_CPU_ON_32, 0);
	connect_to(SMPBOOT_PSCI_VERSION_OF(1, 0));
	fake_smccc_answer(FN_CPU_ON_32, 0);
	assert_int_equal(smpboot_psci_cpu_on(0x203, 0xfffff000, 7), 0);
	assert_only_call(FN_CPU_ON_32, 0x203, 0xfffff000, 7);
	assert_int_equal(smpboot_psci_cpu_on(0x203, 0x100000000, 7), SMPBOOT_PSCI_INVALID_ADDRESS);
	assert_int_equal(smpboot_psci_cpu_on(0x100000203, 0x80081000, 7), SMPBOOT_PSCI_INVALID_ADDRESS);
	assert_int_equal(fake_smccc_count, 0);
}

/* Asked of one CPU, it must not answer for another. */
static void all_its_functions_are_the_32_bit_ones(void **state)
{
	(void)state;
	fake_smccc_feature(FN_CPU_ON_32, 0);
	connect_to(SMPBOOT_PSCI_VERSION_OF(1, 0));
	fake_smccc_answer(FN_AFFINITY_INFO_32, 1);
	assert_int_equal(smpboot_psci_affinity_info(0x203), 1);
	assert_only_call(FN_AFFINITY_INFO_32, 0x203, 0, 0);
	fake_smccc_answer(FN_CPU_SUSPEND_32, 0);
	assert_int_equal(smpboot_psci_cpu_suspend(5, 0x80081000, 7), 0);
	assert_only_call(FN_CPU_SUSPEND_32, 5, 0x80081000, 7);
	fake_smccc_answer(FN_MIGRATE_UP_CPU_32, 0x203);
	assert_int_equal(smpboot_psci_migrate_info_up_cpu(), 0x203);
	assert_only_call(FN_MIGRATE_UP_CPU_32, 0, 0, 0);
	assert_int_equal(smpboot_psci_affinity_info(0x100000203), SMPBOOT_PSCI_INVALID_ADDRESS);
	assert_int_equal(smpboot_psci_cpu_suspend(5, 0x100000000, 7), SMPBOOT_PSCI_INVALID_ADDRESS);
	assert_int_equal(fake_smccc_count, 0);
}

static void firmware_that_has_both_gets_64_bit_calls(void **state)
{
	(void)state;
	fake_smccc_feature(FN_CPU_ON_32, 0);
	fake_smccc_feature(FN_CPU_ON, 0);
	connect_to(SMPBOOT_PSCI_VERSION_OF(1, 0));
	fake_smccc_answer(FN_CPU_ON, 0);
	assert_int_equal(smpboot_psci_cpu_on(0x100000203, 0x880081000, 7), 0);
	assert_only_call(FN_CPU_ON, 0x100000203, 0x880081000, 7);
	smpboot_psci_affinity_info(0x100000203);
	assert_only_call(FN_AFFINITY_INFO, 0x100000203, 0, 0);
}

/* Neither is said to be there: what a 64-bit kernel's firmware must have is tried. */
static void firmware_that_says_nothing_gets_64_bit_calls(void **state)
{
	(void)state;
	fake_smccc_feature(FN_CPU_ON_32, (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED);
	connect_to(SMPBOOT_PSCI_VERSION_OF(1, 0));
	smpboot_psci_cpu_on(1, 2, 3);
	assert_only_call(FN_CPU_ON, 1, 2, 3);
}

/* Before 1.0 it cannot be asked. */
static void version_0_2_gets_64_bit_calls(void **state)
{
	(void)state;
	fake_smccc_feature(FN_CPU_ON_32, 0);
	connect_to(SMPBOOT_PSCI_VERSION_OF(0, 2));
	smpboot_psci_cpu_on(1, 2, 3);
	assert_only_call(FN_CPU_ON, 1, 2, 3);
}

#define TEST(function) cmocka_unit_test_setup(function, init)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(firmware_of_32_bits_gets_32_bit_calls),
		TEST(all_its_functions_are_the_32_bit_ones),
		TEST(firmware_that_has_both_gets_64_bit_calls),
		TEST(firmware_that_says_nothing_gets_64_bit_calls),
		TEST(version_0_2_gets_64_bit_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
