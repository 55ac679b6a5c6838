/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registering the kernel's hooks and enable methods.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake_kernel.h"

static int init_only(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	return 0;
}

static void ops_must_be_given(void **state)
{
	(void)state;
	assert_int_equal(smpboot_register_ops(NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_ERR_NO_OPS);
}

static void prepare_and_main_are_mandatory(void **state)
{
	struct smpboot_ops ops = fake_ops;

	(void)state;
	ops.prepare = NULL;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_ERR_HOOK);
	ops = fake_ops;
	ops.main = NULL;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_ERR_HOOK);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_ERR_NO_OPS);
	ops.main = fake_ops.main;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
}

static void ops_are_registered_on_the_boot_cpu(void **state)
{
	(void)state;
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_ERR_NO_OPS);
}

static void never_called(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	abort();
}

static void ops_can_be_replaced_until_cpus_are_started(void **state)
{
	static struct smpboot_ops first;

	(void)state;
	first = fake_ops;
	first.main = never_called;
	assert_int_equal(smpboot_register_ops(&first), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_active(1);
	assert_int_equal(smpboot_register_ops(&first), SMPBOOT_ERR_BUSY);
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ SMPBOOT_REASON_METHOD_REFUSED, 0 };
}

static void a_method_must_be_given(void **state)
{
	(void)state;
	assert_int_equal(smpboot_register_method(NULL), SMPBOOT_ERR_NULL);
}

static void a_method_needs_a_name_and_a_start(void **state)
{
	static const struct smpboot_method nameless = { .start = start };
	static const struct smpboot_method empty = { .name = "", .start = start };
	static const struct smpboot_method startless = { .name = "startless" };

	(void)state;
	assert_int_equal(smpboot_register_method(&nameless), SMPBOOT_ERR_METHOD);
	assert_int_equal(smpboot_register_method(&empty), SMPBOOT_ERR_METHOD);
	assert_int_equal(smpboot_register_method(&startless), SMPBOOT_ERR_METHOD);
}

static void a_methods_name_has_31_characters_at_most(void **state)
{
	static const struct smpboot_method fits = { .name = "1234567890123456789012345678901",
		                                    .start = start };
	static const struct smpboot_method too_long = { .name = "12345678901234567890123456789012",
		                                        .start = start };

	(void)state;
	assert_int_equal(smpboot_register_method(&too_long), SMPBOOT_ERR_METHOD);
	assert_int_equal(smpboot_register_method(&fits), SMPBOOT_OK);
}

static void a_methods_name_is_taken_once(void **state)
{
	static const struct smpboot_method one = { .name = "one", .start = start };
	static const char name[] = { 'o', 'n', 'e', '\0' };
	static const struct smpboot_method same = { .name = name, .start = start };
	static const struct smpboot_method prefix = { .name = "on", .start = start };

	(void)state;
	assert_int_equal(smpboot_register_method(&one), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&one), SMPBOOT_ERR_DUPLICATE);
	assert_int_equal(smpboot_register_method(&same), SMPBOOT_ERR_DUPLICATE);
	assert_int_equal(smpboot_register_method(&prefix), SMPBOOT_OK);
}

static void there_is_room_for_eight_methods(void **state)
{
	static const char *const names[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9" };
	static struct smpboot_method methods[9];

	(void)state;
	/* What was refused takes no room. */
	assert_int_equal(smpboot_register_method(NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_register_method(&methods[0]), SMPBOOT_ERR_METHOD);
	for (unsigned int i = 0; i < 9; i++) {
		methods[i] = (struct smpboot_method){ .name = names[i], .start = start };
		assert_int_equal(smpboot_register_method(&methods[i]), i < 8 ? SMPBOOT_OK : SMPBOOT_ERR_FULL);
	}
	assert_int_equal(smpboot_register_method(&methods[0]), SMPBOOT_ERR_DUPLICATE);
}

static void methods_are_registered_on_the_boot_cpu(void **state)
{
	(void)state;
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_ERR_NOT_BOOT_CPU);
}

static void a_method_may_be_registered_after_the_cpus(void **state)
{
	(void)state;
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	fake_add_cpus(1);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_bring_up(0);
	assert_active(1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, init_only, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(ops_must_be_given),
		TEST(prepare_and_main_are_mandatory),
		TEST(ops_are_registered_on_the_boot_cpu),
		TEST(ops_can_be_replaced_until_cpus_are_started),
		TEST(a_method_must_be_given),
		TEST(a_method_needs_a_name_and_a_start),
		TEST(a_methods_name_has_31_characters_at_most),
		TEST(a_methods_name_is_taken_once),
		TEST(there_is_room_for_eight_methods),
		TEST(methods_are_registered_on_the_boot_cpu),
		TEST(a_method_may_be_registered_after_the_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
