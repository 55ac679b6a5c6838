/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PSCI as an enable method: what a bring-up asks of it, and what its answers
 * come to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fake_kernel.h"
#include "fake_smccc.h"

#define FN_VERSION             0x84000000u
#define FN_CPU_OFF             0x84000002u
#define FN_MIGRATE_INFO_TYPE   0x84000006u
#define FN_MIGRATE_INFO_UP_CPU 0xc4000007u
#define FN_CPU_ON              0xc4000003u
#define FN_AFFINITY_INFO       0xc4000004u

static int connect(void **state)
{
	struct smpboot_psci_config config = {
		.conduit = SMPBOOT_CONDUIT_SMC,
		.version = SMPBOOT_PSCI_VERSION_OF(1, 0),
	};

	fake_boot(state);
	fake_smccc_reset();
	fake_smccc_answer(FN_VERSION, SMPBOOT_PSCI_VERSION_OF(1, 1));
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_OK);
	fake_smccc_count = 0;
	return 0;
}

static const struct smpboot_method *method(void)
{
	const struct smpboot_method *found = smpboot_method_find("psci");

	assert_non_null(found);
	return found;
}

static void cpus_are_asked_for_in_order_with_entry_and_id(void **state)
{
	(void)state;
	fake_smccc_answer(FN_CPU_ON, 0);
	for (unsigned int id = 1; id <= 3; id++)
		fake_add_cpu(id, "psci");
	fake_bring_up(100);
	assert_true(fake_smccc_count >= 3);
	for (unsigned int id = 1; id <= 3; id++) {
		const struct fake_smccc_call *call = &fake_smccc_calls[id - 1];

		assert_int_equal(call->function, FN_CPU_ON);
		assert_int_equal(call->a1, FAKE_MPIDR(id));
		assert_int_equal(call->a2, FAKE_ENTRY_PA);
		assert_int_equal(call->a3, id);
	}
}

static void each_refusal_is_its_own_reason(void **state)
{
	static const struct {
		int32_t answer;
		enum smpboot_reason reason;
	} all[] = {
		{ SMPBOOT_PSCI_NOT_SUPPORTED, SMPBOOT_REASON_FW_NOT_SUPPORTED },
		{ SMPBOOT_PSCI_INVALID_PARAMETERS, SMPBOOT_REASON_FW_INVALID_PARAMS },
		{ SMPBOOT_PSCI_DENIED, SMPBOOT_REASON_FW_DENIED },
		{ SMPBOOT_PSCI_ALREADY_ON, SMPBOOT_REASON_FW_ALREADY_ON },
		{ SMPBOOT_PSCI_INTERNAL_FAILURE, SMPBOOT_REASON_FW_INTERNAL_FAILURE },
		{ SMPBOOT_PSCI_NOT_PRESENT, SMPBOOT_REASON_FW_NOT_PRESENT },
		{ SMPBOOT_PSCI_DISABLED, SMPBOOT_REASON_FW_DISABLED },
		{ SMPBOOT_PSCI_INVALID_ADDRESS, SMPBOOT_REASON_FW_INVALID_ADDRESS },
		{ -10, SMPBOOT_REASON_FW_UNKNOWN },
		{ INT32_MIN, SMPBOOT_REASON_FW_UNKNOWN },
		{ 1, SMPBOOT_REASON_FW_UNKNOWN },
	};

	(void)state;
	fake_add_cpu(1, "psci");
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		fake_smccc_answer(FN_CPU_ON, (uint32_t)all[i].answer);
		fake_bring_up(100);
		assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, all[i].reason);
		assert_int_equal(fake_info(1).code, all[i].answer);
	}
}

/* What AFFINITY_INFO says of a CPU that a second call is to start. */
static void start_again(uint64_t affinity)
{
	fake_smccc_answer(FN_CPU_ON, (uint32_t)SMPBOOT_PSCI_INTERNAL_FAILURE);
	fake_add_cpu(1, "psci");
	fake_bring_up(100);
	assert_int_equal(fake_smccc_count, 1);
	assert_int_equal(fake_smccc_calls[0].function, FN_CPU_ON);
	fake_smccc_count = 0;
	fake_smccc_answer(FN_AFFINITY_INFO, affinity);
	fake_bring_up(100);
	assert_int_equal(fake_smccc_calls[0].function, FN_AFFINITY_INFO);
	assert_int_equal(fake_smccc_calls[0].a1, FAKE_MPIDR(1));
}

static void a_second_cpu_on_needs_affinity_info_off(void **state)
{
	(void)state;
	start_again(1);
	assert_int_equal(fake_smccc_count, 2);
	assert_int_equal(fake_smccc_calls[1].function, FN_CPU_ON);
}

static void there_is_no_second_cpu_on_for_a_cpu_that_is_on(void **state)
{
	(void)state;
	start_again(0);
	assert_int_equal(fake_smccc_count, 1);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ALREADY_ON);
}

static void there_is_no_second_cpu_on_for_a_cpu_that_is_pending(void **state)
{
	(void)state;
	start_again(2);
	/* The second question is why it has not come. */
	assert_int_equal(fake_smccc_count, 2);
	assert_int_equal(fake_smccc_calls[1].function, FN_AFFINITY_INFO);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_STILL_PENDING);
}

static void an_entry_above_4_gib_is_passed_whole(void **state)
{
	(void)state;
	fake_smccc_answer(FN_CPU_ON, 0);
	fake_arch.entry_pa = 0x880081000;
	fake_add_cpu(1, "psci");
	fake_bring_up(100);
	assert_int_equal(fake_smccc_calls[0].a2, 0x880081000);
}

/* CPU_ON is accepted, and AFFINITY_INFO is asked why the CPU does not come. */
static void success_without_a_cpu_is_what_affinity_info_says(void **state)
{
	static const struct {
		uint64_t answer;
		enum smpboot_state state;
		enum smpboot_reason reason;
	} all[] = {
		{ 0, SMPBOOT_STATE_ABANDONED, SMPBOOT_REASON_ON_NO_ENTRY },
		{ 1, SMPBOOT_STATE_FAILED, SMPBOOT_REASON_LEFT_OFF },
		{ 2, SMPBOOT_STATE_ABANDONED, SMPBOOT_REASON_FW_STILL_PENDING },
		{ 3, SMPBOOT_STATE_ABANDONED, SMPBOOT_REASON_NEVER_ARRIVED },
		{ (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED, SMPBOOT_STATE_ABANDONED,
		  SMPBOOT_REASON_NEVER_ARRIVED },
	};

	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		connect(state);
		fake_add_cpu(1, "psci");
		fake_smccc_answer(FN_CPU_ON, 0);
		fake_smccc_answer(FN_AFFINITY_INFO, all[i].answer);
		fake_bring_up(100);
		assert_outcome(1, all[i].state, SMPBOOT_STAGE_START, all[i].reason);
		assert_int_equal(fake_info(1).code, 0);
	}
}

/* AFFINITY_INFO of this firmware says nothing, so its first answer stays. */
static void on_pending_is_waited_for(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_smccc_answer(FN_CPU_ON, (uint64_t)SMPBOOT_PSCI_ON_PENDING);
	fake_smccc_answer(FN_AFFINITY_INFO, (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED);
	fake_add_cpu(1, "psci");
	report = fake_bring_up(100);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ON_PENDING);
	assert_int_equal(fake_info(1).code, SMPBOOT_PSCI_ON_PENDING);
	assert_true(report.elapsed_us >= 100);
}

static void power_is_what_affinity_info_says(void **state)
{
	static const struct {
		uint64_t answer;
		enum smpboot_power power;
	} all[] = {
		{ 0, SMPBOOT_POWER_ON },
		{ 1, SMPBOOT_POWER_OFF },
		{ 2, SMPBOOT_POWER_PENDING },
		{ 3, SMPBOOT_POWER_UNKNOWN },
		{ (uint64_t)SMPBOOT_PSCI_INVALID_PARAMETERS, SMPBOOT_POWER_UNKNOWN },
	};

	const struct smpboot_target target = { .id = 2, .mpidr = FAKE_MPIDR(2) };

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		fake_smccc_answer(FN_AFFINITY_INFO, all[i].answer);
		assert_int_equal(method()->power(&target), all[i].power);
		assert_int_equal(fake_smccc_calls[i].function, FN_AFFINITY_INFO);
		assert_int_equal(fake_smccc_calls[i].a1, FAKE_MPIDR(2));
	}
}

static void a_cpu_takes_itself_down_with_cpu_off(void **state)
{
	(void)state;
	fake_smccc_answer(FN_CPU_OFF, (uint64_t)SMPBOOT_PSCI_DENIED);
	assert_int_equal(method()->stop_self(), SMPBOOT_ERR_FIRMWARE);
	assert_int_equal(fake_smccc_count, 1);
	assert_int_equal(fake_smccc_calls[0].function, FN_CPU_OFF);
	fake_smccc_answer(FN_CPU_OFF, (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED);
	assert_int_equal(method()->stop_self(), SMPBOOT_ERR_NOT_SUPPORTED);
}

static void the_cpu_of_a_trusted_os_cannot_go(void **state)
{
	static const struct {
		uint64_t type;
		uint64_t cpu;
		enum smpboot_status status;
	} all[] = {
		{ SMPBOOT_PSCI_MIGRATE_UP, FAKE_MPIDR(2), SMPBOOT_ERR_TRUSTED_OS },
		{ SMPBOOT_PSCI_MIGRATE_UP_FIXED, FAKE_MPIDR(2), SMPBOOT_ERR_TRUSTED_OS },
		{ SMPBOOT_PSCI_MIGRATE_UP, FAKE_MPIDR(1), SMPBOOT_OK },
		{ SMPBOOT_PSCI_MIGRATE_UP_FIXED, FAKE_MPIDR(1), SMPBOOT_OK },
		{ SMPBOOT_PSCI_MIGRATE_NONE, FAKE_MPIDR(2), SMPBOOT_OK },
		{ (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED, FAKE_MPIDR(2), SMPBOOT_OK },
	};
	const struct smpboot_target target = { .id = 2, .mpidr = FAKE_MPIDR(2) };

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		fake_smccc_answer(FN_MIGRATE_INFO_TYPE, all[i].type);
		fake_smccc_answer(FN_MIGRATE_INFO_UP_CPU, all[i].cpu);
		assert_int_equal(method()->may_stop(&target), all[i].status);
	}
}

static void it_hands_the_context_on(void **state)
{
	(void)state;
	assert_true(method()->hands_context);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, connect, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cpus_are_asked_for_in_order_with_entry_and_id),
		TEST(each_refusal_is_its_own_reason),
		TEST(a_second_cpu_on_needs_affinity_info_off),
		TEST(there_is_no_second_cpu_on_for_a_cpu_that_is_on),
		TEST(there_is_no_second_cpu_on_for_a_cpu_that_is_pending),
		TEST(an_entry_above_4_gib_is_passed_whole),
		TEST(success_without_a_cpu_is_what_affinity_info_says),
		TEST(on_pending_is_waited_for),
		TEST(power_is_what_affinity_info_says),
		TEST(a_cpu_takes_itself_down_with_cpu_off),
		TEST(the_cpu_of_a_trusted_os_cannot_go),
		TEST(it_hands_the_context_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
