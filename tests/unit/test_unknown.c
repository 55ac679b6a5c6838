/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What nobody has told of a CPU or of a cache: it is said to be unknown, and nothing
 * is made up for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/describe.h"
#include "cores.h"
#include "fake_kernel.h"

/* CPU 1 has no ID registers. */
static const struct smpboot_registers *registers_of(uint64_t mpidr)
{
	return mpidr == FAKE_MPIDR(1) ? NULL : &cores[CORE_A53].registers;
}

static int fresh_machine(void **state)
{
	fake_power_on(state);
	fake_arch.registers_of = registers_of;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	return 0;
}

static void a_cpu_that_tells_nothing_of_itself_is_not_called_different(void **state)
{
	struct smpboot_identity identity;
	struct smpboot_difference difference;
	uint64_t common;

	(void)state;
	fake_add_cpus(2);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_HARMLESS, SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_OK);
	fake_bring_up(0);
	assert_active(1);
	assert_active(2);
	assert_int_equal(smpboot_cpu_identity(1, &identity), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_difference(1, &difference), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_identity(2, &identity), SMPBOOT_OK);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common), SMPBOOT_OK);
	assert_true(common == cores[CORE_A53].registers.value[SMPBOOT_REGISTER_ISAR0]);
}

static char text[1 << 14];

static void keep(void *context, const char *piece, size_t size)
{
	size_t length = strlen(text);

	(void)context;
	assert_true(length + size < sizeof(text));
	memcpy(text + length, piece, size);
	text[length + size] = '\0';
}

static void a_cache_of_unknown_size_is_listed_without_one(void **state)
{
	const struct smpboot_cache cache = { .level = 3, .type = SMPBOOT_CACHE_UNIFIED, .line = 64 };
	const char *line;

	(void)state;
	smpboot_describe_cache(0, cache);
	text[0] = '\0';
	assert_int_equal(smpboot_lscpu(keep, NULL), SMPBOOT_OK);
	line = strstr(text, "L3 unified");
	assert_non_null(line);
	line += strlen("L3 unified");
	line += strspn(line, " ");
	assert_memory_equal(line, "- ", 2);
	assert_null(strstr(text, " 0 MiB"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh_machine, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_cpu_that_tells_nothing_of_itself_is_not_called_different),
		TEST(a_cache_of_unknown_size_is_listed_without_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
