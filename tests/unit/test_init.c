/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpboot_init(): what it takes, and what the library is like before and after.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fake_kernel.h"

static void assert_not_initialised(void)
{
	struct smpboot_cpu_info info;
	struct smpboot_counts counts = smpboot_counts();

	assert_int_equal(smpboot_cpu(0, &info), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(counts.cpus, 0);
	assert_int_equal(counts.online, 0);
	assert_int_equal(smpboot_this_cpu(), SMPBOOT_NO_CPU);
}

static void before_init_there_is_no_cpu(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 1 };

	(void)state;
	assert_not_initialised();
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_ERR_NOT_INIT);
}

static void after_init_there_is_the_boot_cpu(void **state)
{
	struct smpboot_counts counts;
	struct smpboot_cpu_info info;

	(void)state;
	fake_arch.level = 2;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	counts = smpboot_counts();
	assert_int_equal(counts.cpus, 1);
	assert_int_equal(counts.online, 1);
	assert_int_equal(counts.failed + counts.disabled + counts.dropped, 0);
	info = fake_info(0);
	assert_int_equal(info.id, 0);
	assert_int_equal(info.mpidr, FAKE_MPIDR(0));
	assert_int_equal(info.entry_el, 2);
	assert_string_equal(info.method, "none");
	assert_outcome(0, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(smpboot_this_cpu(), 0);
}

static void storage_must_be_given(void **state)
{
	(void)state;
	assert_int_equal(smpboot_init(NULL, 4), SMPBOOT_ERR_NULL);
	assert_not_initialised();
}

static void storage_must_be_aligned(void **state)
{
	unsigned char *bytes = (unsigned char *)fake_storage;

	(void)state;
	for (unsigned int offset = 1; offset < 256; offset *= 2)
		assert_int_equal(smpboot_init((void *)(bytes + offset), 4), SMPBOOT_ERR_STORAGE);
	assert_not_initialised();
	assert_int_equal(smpboot_init((void *)(bytes + 256), 4), SMPBOOT_OK);
}

static void no_cpu_at_all_is_no_table(void **state)
{
	(void)state;
	assert_int_equal(smpboot_init(fake_storage, 0), SMPBOOT_ERR_STORAGE);
	assert_not_initialised();
}

static void the_level_must_be_1_or_2(void **state)
{
	(void)state;
	fake_arch.level = 0;
	assert_int_equal(smpboot_init(fake_storage, 4), SMPBOOT_ERR_LEVEL);
	fake_arch.level = 3;
	assert_int_equal(smpboot_init(fake_storage, 4), SMPBOOT_ERR_LEVEL);
	assert_not_initialised();
}

static void the_counter_must_have_a_frequency(void **state)
{
	(void)state;
	fake_arch.frequency = 0;
	assert_int_equal(smpboot_init(fake_storage, 4), SMPBOOT_ERR_COUNTER);
	assert_not_initialised();
}

static void init_may_be_called_again_to_start_afresh(void **state)
{
	fake_boot(state);
	fake_add_cpus(3);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_counts().cpus, 1);
	assert_int_equal(smpboot_cpu_by_mpidr(FAKE_MPIDR(1)), SMPBOOT_NO_CPU);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_ERR_NO_OPS);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
}

static void a_refused_second_init_changes_nothing(void **state)
{
	fake_boot(state);
	fake_add_cpus(3);
	assert_int_equal(smpboot_init(fake_storage, 0), SMPBOOT_ERR_STORAGE);
	assert_int_equal(smpboot_counts().cpus, 4);
	assert_int_equal(smpboot_cpu_by_mpidr(FAKE_MPIDR(3)), 3);
}

static void after_a_start_init_is_refused(void **state)
{
	fake_boot(state);
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_ERR_BUSY);
	assert_active(1);
	assert_int_equal(smpboot_counts().online, 2);
}

/* For a debugger, or whoever reads a memory dump. */
static void the_boot_arguments_say_what_they_are(void **state)
{
	(void)state;
	assert_int_equal(smpboot_init(fake_storage, 2), SMPBOOT_OK);
	assert_memory_equal(&smpboot_boot_args, "SMPB", 4);
	assert_int_equal(smpboot_boot_args.version, SMPBOOT_RECORD_VERSION);
}

/* Whoever comes and finds nothing of its own there has not been here before. */
static void early_records_begin_as_zeroes_in_memory(void **state)
{
	const unsigned char *early;

	(void)state;
	memset(fake_storage, 0x5a, sizeof(fake_storage));
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	early = fake_memory(smpboot_boot_args.early_pa);
	assert_non_null(early);
	for (size_t i = 0; i < (FAKE_MAX_CPUS + 1) * sizeof(struct smpboot_early); i++)
		assert_int_equal(early[i], 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_power_on, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(before_init_there_is_no_cpu),
		TEST(after_init_there_is_the_boot_cpu),
		TEST(storage_must_be_given),
		TEST(storage_must_be_aligned),
		TEST(no_cpu_at_all_is_no_table),
		TEST(the_level_must_be_1_or_2),
		TEST(the_counter_must_have_a_frequency),
		TEST(init_may_be_called_again_to_start_afresh),
		TEST(a_refused_second_init_changes_nothing),
		TEST(after_a_start_init_is_refused),
		TEST(the_boot_arguments_say_what_they_are),
		TEST(early_records_begin_as_zeroes_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
