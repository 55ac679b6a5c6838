/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that makes only the calls that start CPUs: this program has of the
 * library no more than such a kernel links.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cores.h"
#include "fake_kernel.h"

static const struct smpboot_registers *mixed(uint64_t mpidr)
{
	return &cores[mpidr == FAKE_MPIDR(0) ? CORE_A53 : CORE_A72].registers;
}

static int boot_mixed(void **state)
{
	fake_power_on(state);
	fake_arch.registers_of = mixed;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	return 0;
}

static void all_cpus_come(void **state)
{
	(void)state;
	fake_add_cpus(4);
	fake_bring_up(0);
	for (unsigned int id = 1; id <= 4; id++)
		assert_active(id);
}

/* Its kernel has not asked for that. */
static void nobody_compares_cpus(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_active(1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_DIFFERENT, 1), 0);
}

static void a_refusal_of_starting_is_told_as_such(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_kernel.plan[1].starting = 7;
	fake_bring_up(0);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING, SMPBOOT_REASON_STARTING_REFUSED);
	assert_int_equal(fake_info(1).code, 7);
}

/* CPUs would wait there for ever. */
static void there_is_no_gate_that_nobody_can_open(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(1);
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_ERR_OPTION);
	assert_int_equal(fake_calls(FAKE_PREPARE, 1), 0);
	options.gate = false;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	assert_active(1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_mixed, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_cpus_come),
		TEST(nobody_compares_cpus),
		TEST(a_refusal_of_starting_is_told_as_such),
		TEST(there_is_no_gate_that_nobody_can_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
