/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connecting to PSCI, and each of its calls.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"
#include "fake_smccc.h"

#define VERSION(major, minor) SMPBOOT_PSCI_VERSION_OF(major, minor)

/* DEN0022's function ids. */
#define FN_VERSION           0x84000000u
#define FN_CPU_OFF           0x84000002u
#define FN_CPU_ON            0xc4000003u
#define FN_AFFINITY_INFO     0xc4000004u
#define FN_MIGRATE_INFO_TYPE 0x84000006u
#define FN_SYSTEM_OFF        0x84000008u
#define FN_SYSTEM_RESET      0x84000009u
#define FN_FEATURES          0x8400000au

static int init(void **state)
{
	fake_power_on(state);
	fake_smccc_reset();
	assert_int_equal(smpboot_init(fake_storage, 4), SMPBOOT_OK);
	return 0;
}

static enum smpboot_status connect(enum smpboot_conduit conduit, uint32_t version)
{
	struct smpboot_psci_config config = { .conduit = conduit, .version = version };

	return smpboot_psci_init(&config);
}

/* A firmware of this version, whose calls from here on are written down. */
static void connect_to(uint32_t version)
{
	struct smpboot_psci_config old = {
		.conduit = SMPBOOT_CONDUIT_SMC,
		.version = VERSION(0, 1),
		.cpu_on = 0x95c1ba60,
		.cpu_off = 0x95c1ba61,
	};

	fake_smccc_answer(FN_VERSION, version);
	if (version == VERSION(0, 1))
		assert_int_equal(smpboot_psci_init(&old), SMPBOOT_OK);
	else
		assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(0, 2)), SMPBOOT_OK);
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

static void assert_not_supported(void)
{
	assert_int_equal(smpboot_psci_cpu_on(1, 2, 3), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_cpu_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_affinity_info(1), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_migrate_info_type(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_true(smpboot_psci_migrate_info_up_cpu() == UINT64_MAX);
	assert_int_equal(smpboot_psci_system_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_system_reset(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_features(FN_CPU_ON), SMPBOOT_PSCI_NOT_SUPPORTED);
}

/* Must be the first test: a connection is for ever. */
static void before_it_is_connected_nothing_is_called(void **state)
{
	(void)state;
	assert_int_equal(smpboot_psci_version(), 0);
	assert_not_supported();
	assert_int_equal(fake_smccc_count, 0);
}

static void it_is_connected_once_after_init(void **state)
{
	struct smpboot_psci_config config = { .conduit = SMPBOOT_CONDUIT_SMC, .version = VERSION(1, 0) };

	fake_power_on(state);
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_ERR_NOT_INIT);
	init(state);
	fake_smccc_answer(FN_VERSION, VERSION(1, 0));
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_int_equal(fake_smccc_count, 0);
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_OK);
	fake_smccc_count = 0;
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_ERR_DUPLICATE);
	assert_int_equal(fake_smccc_count, 0);
	assert_int_equal(smpboot_psci_version(), VERSION(1, 0));
}

static void a_config_must_be_given(void **state)
{
	(void)state;
	assert_int_equal(smpboot_psci_init(NULL), SMPBOOT_ERR_NULL);
}

static void the_conduit_is_smc_or_hvc(void **state)
{
	(void)state;
	fake_smccc_answer(FN_VERSION, VERSION(1, 1));
	assert_int_equal(connect(SMPBOOT_CONDUIT_NONE, VERSION(1, 0)), SMPBOOT_ERR_CONDUIT);
	assert_int_equal(connect((enum smpboot_conduit)3, VERSION(1, 0)), SMPBOOT_ERR_CONDUIT);
	assert_int_equal(fake_smccc_count, 0);
	assert_int_equal(connect(SMPBOOT_CONDUIT_HVC, VERSION(1, 0)), SMPBOOT_OK);
	assert_int_equal(smpboot_psci_cpu_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(fake_smccc_calls[i].conduit, SMPBOOT_CONDUIT_HVC);
	init(state);
	fake_smccc_answer(FN_VERSION, VERSION(1, 1));
	assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(1, 0)), SMPBOOT_OK);
	assert_int_equal(fake_smccc_calls[0].conduit, SMPBOOT_CONDUIT_SMC);
}

static void at_el2_a_hvc_would_call_the_kernel(void **state)
{
	(void)state;
	fake_smccc_answer(FN_VERSION, VERSION(1, 0));
	fake_arch.level = 2;
	assert_int_equal(connect(SMPBOOT_CONDUIT_HVC, VERSION(1, 0)), SMPBOOT_ERR_CONDUIT);
	assert_int_equal(fake_smccc_count, 0);
	assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(1, 0)), SMPBOOT_OK);
}

static void the_firmwares_version_counts(void **state)
{
	static const uint64_t answers[] = { VERSION(0, 2), VERSION(1, 0), VERSION(1, 1),
		                            VERSION(1, 3), VERSION(2, 0), VERSION(0x7fff, 0xffff) };

	for (unsigned int i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		init(state);
		/* Whatever the upper half of x0 has: the answer is a 32-bit one. */
		fake_smccc_answer(FN_VERSION, answers[i] | 0xdeadbeef00000000);
		assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(0, 2)), SMPBOOT_OK);
		assert_int_equal(smpboot_psci_version(), answers[i]);
		assert_int_equal(fake_smccc_calls[0].function, FN_VERSION);
	}
}

static void no_usable_version_is_said_so(void **state)
{
	static const uint64_t answers[] = { (uint64_t)-1,  0xffffffff,         (uint64_t)-2,      0,
		                            VERSION(0, 1), 0xdeadbeef00000000, 0x00000001ffffffff };

	(void)state;
	for (unsigned int i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		fake_smccc_answer(FN_VERSION, answers[i]);
		assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(1, 0)), SMPBOOT_ERR_PSCI_VERSION);
	}
	fake_smccc_count = 0;
	assert_not_supported();
	assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, 0), SMPBOOT_ERR_PSCI_VERSION);
	assert_int_equal(fake_smccc_count, 0);
	/* The name is still free. */
	fake_smccc_answer(FN_VERSION, VERSION(1, 0));
	assert_int_equal(connect(SMPBOOT_CONDUIT_SMC, VERSION(1, 0)), SMPBOOT_OK);
}

static void version_0_1_is_not_asked_and_has_its_own_ids(void **state)
{
	(void)state;
	connect_to(VERSION(0, 1));
	assert_int_equal(smpboot_psci_version(), VERSION(0, 1));
	fake_smccc_answer(0x95c1ba60, 0);
	assert_int_equal(smpboot_psci_cpu_on(0x0100000203, 0x80081000, 7), 0);
	assert_only_call(0x95c1ba60, 0x0100000203, 0x80081000, 7);
	fake_smccc_answer(0x95c1ba61, (uint64_t)SMPBOOT_PSCI_DENIED);
	assert_int_equal(smpboot_psci_cpu_off(), SMPBOOT_PSCI_DENIED);
	assert_only_call(0x95c1ba61, 0, 0, 0);
	/* It has none of these. */
	assert_int_equal(smpboot_psci_affinity_info(1), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_migrate_info_type(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_system_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_system_reset(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(smpboot_psci_features(FN_CPU_ON), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(fake_smccc_count, 0);
}

static void version_0_1_needs_a_cpu_on_id(void **state)
{
	struct smpboot_psci_config config = {
		.conduit = SMPBOOT_CONDUIT_SMC,
		.version = VERSION(0, 1),
		.cpu_off = 0x95c1ba61,
	};

	(void)state;
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_ERR_PSCI_FUNCTION);
	config.cpu_on = 0x95c1ba60;
	config.cpu_off = 0;
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_OK);
	assert_int_equal(smpboot_psci_cpu_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(fake_smccc_count, 0);
}

static void version_0_2_has_all_but_features(void **state)
{
	(void)state;
	connect_to(VERSION(0, 2));
	fake_smccc_answer(FN_FEATURES, 0);
	assert_int_equal(smpboot_psci_features(FN_CPU_ON), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(fake_smccc_count, 0);
	fake_smccc_answer(FN_AFFINITY_INFO, 2);
	assert_int_equal(smpboot_psci_affinity_info(0x0100000203), 2);
	assert_only_call(FN_AFFINITY_INFO, 0x0100000203, 0, 0);
}

static void each_function_has_its_id_and_arguments(void **state)
{
	(void)state;
	connect_to(VERSION(1, 0));
	fake_smccc_answer(FN_CPU_ON, 0);
	assert_int_equal(smpboot_psci_cpu_on(0x0100000203, 0xffff80081000, 7), 0);
	assert_only_call(FN_CPU_ON, 0x0100000203, 0xffff80081000, 7);
	fake_smccc_answer(FN_AFFINITY_INFO, 1);
	assert_int_equal(smpboot_psci_affinity_info(0x0100000203), 1);
	assert_only_call(FN_AFFINITY_INFO, 0x0100000203, 0, 0);
	fake_smccc_answer(FN_CPU_OFF, (uint64_t)SMPBOOT_PSCI_DENIED);
	assert_int_equal(smpboot_psci_cpu_off(), SMPBOOT_PSCI_DENIED);
	assert_only_call(FN_CPU_OFF, 0, 0, 0);
	fake_smccc_answer(FN_MIGRATE_INFO_TYPE, 2);
	assert_int_equal(smpboot_psci_migrate_info_type(), 2);
	assert_only_call(FN_MIGRATE_INFO_TYPE, 0, 0, 0);
	assert_int_equal(smpboot_psci_system_off(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_only_call(FN_SYSTEM_OFF, 0, 0, 0);
	assert_int_equal(smpboot_psci_system_reset(), SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_only_call(FN_SYSTEM_RESET, 0, 0, 0);
	fake_smccc_answer(FN_FEATURES, 2);
	assert_int_equal(smpboot_psci_features(FN_CPU_ON), 2);
	assert_only_call(FN_FEATURES, FN_CPU_ON, 0, 0);
}

static void answers_are_signed_32_bit(void **state)
{
	(void)state;
	connect_to(VERSION(1, 0));
	fake_smccc_answer(FN_CPU_ON, 0xfffffffe);
	assert_int_equal(smpboot_psci_cpu_on(1, 2, 3), SMPBOOT_PSCI_INVALID_PARAMETERS);
	fake_smccc_answer(FN_CPU_ON, 0x12345678fffffffe);
	assert_int_equal(smpboot_psci_cpu_on(1, 2, 3), SMPBOOT_PSCI_INVALID_PARAMETERS);
	fake_smccc_answer(FN_CPU_ON, 0xffffffff00000000);
	assert_int_equal(smpboot_psci_cpu_on(1, 2, 3), SMPBOOT_PSCI_SUCCESS);
}

#define TEST(function) cmocka_unit_test_setup(function, init)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(before_it_is_connected_nothing_is_called),
		TEST(it_is_connected_once_after_init),
		TEST(a_config_must_be_given),
		TEST(the_conduit_is_smc_or_hvc),
		TEST(at_el2_a_hvc_would_call_the_kernel),
		TEST(the_firmwares_version_counts),
		TEST(no_usable_version_is_said_so),
		TEST(version_0_1_is_not_asked_and_has_its_own_ids),
		TEST(version_0_1_needs_a_cpu_on_id),
		TEST(version_0_2_has_all_but_features),
		TEST(each_function_has_its_id_and_arguments),
		TEST(answers_are_signed_32_bit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
