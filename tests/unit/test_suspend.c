/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that sleep: CPU_SUSPEND of PSCI.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <smpboot/psci.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_kernel.h"
#include "fake_smccc.h"

#define FN_VERSION        0x84000000u
#define FN_CPU_SUSPEND    0xc4000001u
#define FN_CPU_SUSPEND_32 0x84000001u
#define FN_CPU_ON         0xc4000003u

#define STANDBY             0x00000001u
#define POWER_DOWN          0x00010001u
#define POWER_DOWN_EXTENDED 0x40000001u

static const struct smpboot_psci_config config = { .conduit = SMPBOOT_CONDUIT_SMC,
	                                           .version = SMPBOOT_PSCI_VERSION_OF(0, 2) };

static enum smpboot_state state_asleep;
static uint64_t claim_in_memory;
static unsigned int wakes;

/* The boot CPU comes back by the entry code, which has looked at its claim without caches. */
static int64_t wake(struct smpboot_slot *slot, int64_t answer)
{
	const struct smpboot_slot *memory = fake_memory(fake_pa(slot));

	(void)answer;
	wakes++;
	state_asleep = smpboot_counts().online == 1 ? fake_info(0).state : SMPBOOT_STATE_FAILED;
	claim_in_memory = memory->claim;
	return 0;
}

static int connect(void **state)
{
	fake_boot(state);
	fake_smccc_reset();
	fake_smccc_answer(FN_VERSION, SMPBOOT_PSCI_VERSION_OF(1, 1));
	fake_smccc_answer(FN_CPU_SUSPEND, 0);
	fake_smccc_feature(FN_CPU_ON, 0);
	fake_smccc_feature(FN_CPU_SUSPEND, 0);
	assert_int_equal(smpboot_psci_init(&config), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	fake_arch.wakes = NULL;
	wakes = 0;
	return 0;
}

/* Must be the first test: a connection is for ever. */
static void without_psci_nobody_sleeps(void **state)
{
	fake_boot(state);
	fake_smccc_reset();
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_NOT_SUPPORTED);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_cpu_suspend(STANDBY), SMPBOOT_ERR_NOT_SUPPORTED);
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_NOT_SUPPORTED);
	assert_int_equal(fake_smccc_count, 0);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

static const struct fake_smccc_call *last_call(void)
{
	return &fake_smccc_calls[fake_smccc_count - 1];
}

static void from_standby_it_comes_back_as_from_any_call(void **state)
{
	(void)state;
	fake_arch.wakes = wake;
	assert_int_equal(smpboot_cpu_suspend(STANDBY), SMPBOOT_OK);
	assert_int_equal(last_call()->function, FN_CPU_SUSPEND);
	assert_int_equal(last_call()->a1, STANDBY);
	assert_int_equal(wakes, 0);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

static void from_power_down_it_comes_back_by_the_entry_code(void **state)
{
	(void)state;
	fake_arch.wakes = wake;
	for (unsigned int i = 1; i <= 3; i++) {
		assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_OK);
		assert_int_equal(last_call()->function, FN_CPU_SUSPEND);
		assert_int_equal(last_call()->a1, POWER_DOWN);
		assert_int_equal(last_call()->a2, fake_arch.entry_pa);
		assert_int_equal(last_call()->a3, 0);
		assert_int_equal(wakes, i);
		assert_int_equal(state_asleep, SMPBOOT_STATE_SUSPENDED);
		assert_int_equal((uint32_t)claim_in_memory, SMPBOOT_STATE_SUSPENDED);
		assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	}
}

/* An interrupt was pending: the firmware returns, and the power stays on. */
static void it_may_keep_its_power(void **state)
{
	(void)state;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_OK);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

/* A CPU that is reset for no reason later on is to wait in the pen. */
static void awake_it_is_not_let_through_any_more(void **state)
{
	const struct smpboot_slot *memory;

	(void)state;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_OK);
	memory = fake_memory(fake_pa(&smpboot_machine.slots[0]));
	assert_int_equal((uint32_t)memory->claim, SMPBOOT_STATE_ACTIVE);
}

static void the_extended_format_has_another_bit(void **state)
{
	(void)state;
	fake_arch.wakes = wake;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN_EXTENDED), SMPBOOT_OK);
	assert_int_equal(wakes, 0);
	fake_smccc_feature(FN_CPU_SUSPEND, 2);
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_OK);
	assert_int_equal(wakes, 0);
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN_EXTENDED), SMPBOOT_OK);
	assert_int_equal(wakes, 1);
	/* Where the function is a 32-bit one, that one is asked for. */
	fake_smccc_feature(FN_CPU_SUSPEND, (uint64_t)SMPBOOT_PSCI_NOT_SUPPORTED);
	fake_smccc_feature(FN_CPU_SUSPEND_32, 2);
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN_EXTENDED), SMPBOOT_OK);
	assert_int_equal(wakes, 2);
}

static void each_refusal_has_its_name(void **state)
{
	static const struct {
		int64_t answer;
		enum smpboot_status status;
	} all[] = {
		{ SMPBOOT_PSCI_NOT_SUPPORTED, SMPBOOT_ERR_NOT_SUPPORTED },
		{ SMPBOOT_PSCI_INVALID_PARAMETERS, SMPBOOT_ERR_OPTION },
		{ SMPBOOT_PSCI_DENIED, SMPBOOT_ERR_FIRMWARE },
		{ SMPBOOT_PSCI_INVALID_ADDRESS, SMPBOOT_ERR_FIRMWARE },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		fake_smccc_answer(FN_CPU_SUSPEND, (uint64_t)all[i].answer);
		assert_int_equal(smpboot_cpu_suspend(STANDBY), all[i].status);
		assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), all[i].status);
		assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	}
}

static void who_is_not_there_does_not_sleep(void **state)
{
	(void)state;
	fake_arch.mpidr = 0x77;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_ID);
	fake_arch.mpidr = FAKE_MPIDR(0);
	smpboot_machine.started = false;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_STATE);
	smpboot_machine.count = 0;
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_NOT_INIT);
}

/* As in ops.stopping: the way back would be another state than the one that it has promised. */
static void on_its_way_out_nobody_sleeps(void **state)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[0];
	unsigned int calls = fake_smccc_count;

	(void)state;
	smpboot_claim_write(slot, smpboot_claim_word(0, SMPBOOT_STATE_STOPPING));
	assert_int_equal(smpboot_cpu_suspend(POWER_DOWN), SMPBOOT_ERR_STATE);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_STOPPING);
	for (unsigned int i = calls; i < fake_smccc_count; i++)
		assert_int_not_equal(fake_smccc_calls[i].function, FN_CPU_SUSPEND);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, connect, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_psci_nobody_sleeps),
		TEST(from_standby_it_comes_back_as_from_any_call),
		TEST(from_power_down_it_comes_back_by_the_entry_code),
		TEST(it_may_keep_its_power),
		TEST(awake_it_is_not_let_through_any_more),
		TEST(the_extended_format_has_another_bit),
		TEST(each_refusal_has_its_name),
		TEST(on_its_way_out_nobody_sleeps),
		TEST(who_is_not_there_does_not_sleep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
