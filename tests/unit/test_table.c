/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adding CPUs to the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/table.h"
#include "fake_kernel.h"

#define NAME_31 "1234567890123456789012345678901"

static enum smpboot_status add(uint64_t mpidr, const char *method, unsigned int *id)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr, .method = method };

	return smpboot_add_cpu(&desc, id);
}

/* The CPU cannot be added, and the table is as it was. */
static void assert_not_added(const struct smpboot_cpu_desc *desc, enum smpboot_status status)
{
	struct smpboot_counts before = smpboot_counts();
	struct smpboot_counts after;
	unsigned int id = 77;

	assert_int_equal(smpboot_add_cpu(desc, &id), status);
	after = smpboot_counts();
	assert_int_equal(id, 77);
	assert_int_equal(after.cpus, before.cpus);
	assert_int_equal(after.dropped, before.dropped);
}

static void cpus_are_numbered_in_the_order_of_adding(void **state)
{
	static const uint64_t mpidrs[] = { 0x30, 0x10, 0xff00ffffff, 0x20, 0x0 };

	(void)state;
	for (unsigned int i = 0; i < 5; i++) {
		unsigned int id;

		assert_int_equal(add(mpidrs[i], "fake", &id), SMPBOOT_OK);
		assert_int_equal(id, i + 1);
		assert_int_equal(fake_info(id).mpidr, mpidrs[i]);
		assert_int_equal(fake_info(id).id, id);
		assert_string_equal(fake_info(id).method, "fake");
		assert_outcome(id, SMPBOOT_STATE_PRESENT, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_NONE);
	}
	assert_int_equal(smpboot_counts().cpus, 6);
	assert_int_equal(smpboot_counts().online, 1);
}

static void the_id_need_not_be_asked_for(void **state)
{
	(void)state;
	assert_int_equal(add(1, "fake", NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_cpu_by_mpidr(1), 1);
}

static void a_description_must_be_given(void **state)
{
	(void)state;
	assert_not_added(NULL, SMPBOOT_ERR_NULL);
}

static void an_mpidr_has_affinity_fields_only(void **state)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		struct smpboot_cpu_desc desc = { .mpidr = 1ull << bit };

		fake_boot(state);
		if (bit < 24 || (bit >= 32 && bit < 40)) {
			assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
			assert_int_equal(fake_info(1).mpidr, desc.mpidr);
		} else {
			assert_not_added(&desc, SMPBOOT_ERR_MPIDR);
		}
	}
}

static void aff3_tells_cpus_apart(void **state)
{
	unsigned int id;

	(void)state;
	assert_int_equal(add(0x0000000007, "fake", &id), SMPBOOT_OK);
	assert_int_equal(add(0x0100000007, "fake", &id), SMPBOOT_OK);
	assert_int_equal(id, 2);
}

static void a_cpu_is_added_once(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 5, .method = "other" };

	(void)state;
	assert_int_equal(add(5, "fake", NULL), SMPBOOT_OK);
	assert_not_added(&desc, SMPBOOT_ERR_DUPLICATE);
	assert_string_equal(fake_info(1).method, "fake");
}

static void describing_the_boot_cpu_gives_it_its_method(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = FAKE_MPIDR(0), .method = "third" };
	unsigned int id = 77;

	(void)state;
	assert_int_equal(add(1, "fake", NULL), SMPBOOT_OK);
	assert_false(smpboot_table_boot_described());
	assert_int_equal(add(FAKE_MPIDR(0), "fake", &id), SMPBOOT_OK);
	assert_true(smpboot_table_boot_described());
	assert_int_equal(id, 0);
	assert_int_equal(smpboot_counts().cpus, 2);
	assert_string_equal(fake_info(0).method, "fake");
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
	assert_not_added(&desc, SMPBOOT_ERR_DUPLICATE);
	assert_string_equal(fake_info(0).method, "fake");
}

/* It runs, whatever its description says. */
static void the_boot_cpu_is_never_disabled(void **state)
{
	struct smpboot_cpu_desc desc = {
		.mpidr = FAKE_MPIDR(0),
		.method = "fake",
		.reason = SMPBOOT_REASON_STATUS_FAIL,
	};

	(void)state;
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	assert_outcome(0, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

static void a_full_table_counts_what_it_drops(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_init(fake_storage, 3), SMPBOOT_OK);
	assert_int_equal(add(1, NULL, NULL), SMPBOOT_OK);
	assert_int_equal(add(2, NULL, NULL), SMPBOOT_OK);
	assert_int_equal(add(3, NULL, NULL), SMPBOOT_ERR_FULL);
	assert_int_equal(add(4, NULL, NULL), SMPBOOT_ERR_FULL);
	assert_int_equal(smpboot_counts().cpus, 3);
	assert_int_equal(smpboot_counts().dropped, 2);
	assert_int_equal(smpboot_cpu_by_mpidr(3), SMPBOOT_NO_CPU);
	/* There is still room for what is known already. */
	assert_int_equal(add(2, NULL, NULL), SMPBOOT_ERR_DUPLICATE);
	assert_int_equal(add(FAKE_MPIDR(0), NULL, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_counts().dropped, 2);
}

static void a_methods_name_is_copied(void **state)
{
	char name[] = "fake";

	(void)state;
	assert_int_equal(add(1, name, NULL), SMPBOOT_OK);
	name[0] = 'l';
	assert_string_equal(fake_info(1).method, "fake");
}

static void a_methods_name_has_31_characters_at_most(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 2, .method = NAME_31 "2" };
	struct smpboot_cpu_desc boot = { .mpidr = FAKE_MPIDR(0), .method = NAME_31 "2" };

	(void)state;
	assert_int_equal(add(1, NAME_31, NULL), SMPBOOT_OK);
	assert_string_equal(fake_info(1).method, NAME_31);
	assert_not_added(&desc, SMPBOOT_ERR_METHOD);
	assert_not_added(&boot, SMPBOOT_ERR_METHOD);
	assert_false(smpboot_table_boot_described());
}

static void no_method_is_named_none(void **state)
{
	(void)state;
	assert_int_equal(add(1, NULL, NULL), SMPBOOT_OK);
	assert_int_equal(add(2, "", NULL), SMPBOOT_OK);
	assert_string_equal(fake_info(1).method, "none");
	assert_string_equal(fake_info(2).method, "none");
}

static void only_a_status_is_a_reason_not_to_start(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 1 };

	(void)state;
	for (int reason = -1; reason <= SMPBOOT_REASON_STARTING_REFUSED + 1; reason++) {
		if (reason == SMPBOOT_REASON_NONE || reason == SMPBOOT_REASON_STATUS_FAIL ||
		    reason == SMPBOOT_REASON_STATUS_DISABLED)
			continue;
		desc.reason = (enum smpboot_reason)reason;
		assert_not_added(&desc, SMPBOOT_ERR_OPTION);
	}
}

static void disabled_cpus_are_listed_as_such(void **state)
{
	struct smpboot_cpu_desc desc = {
		.mpidr = 1,
		.method = "fake",
		.reason = SMPBOOT_REASON_STATUS_FAIL,
	};

	(void)state;
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_DISABLED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_STATUS_FAIL);
	assert_int_equal(smpboot_counts().disabled, 1);
}

static void the_table_is_the_boot_cpus(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 1 };

	(void)state;
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_not_added(&desc, SMPBOOT_ERR_NOT_BOOT_CPU);
}

static void the_first_bring_up_closes_the_table(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 1 };

	(void)state;
	assert_int_equal(smpboot_table_check_open(), SMPBOOT_OK);
	fake_bring_up(0);
	assert_int_equal(smpboot_table_check_open(), SMPBOOT_ERR_BUSY);
	assert_not_added(&desc, SMPBOOT_ERR_BUSY);
}

#define TEST(function) cmocka_unit_test_setup(function, fake_boot)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cpus_are_numbered_in_the_order_of_adding),
		TEST(the_id_need_not_be_asked_for),
		TEST(a_description_must_be_given),
		TEST(an_mpidr_has_affinity_fields_only),
		TEST(aff3_tells_cpus_apart),
		TEST(a_cpu_is_added_once),
		TEST(describing_the_boot_cpu_gives_it_its_method),
		TEST(the_boot_cpu_is_never_disabled),
		TEST(a_full_table_counts_what_it_drops),
		TEST(a_methods_name_is_copied),
		TEST(a_methods_name_has_31_characters_at_most),
		TEST(no_method_is_named_none),
		TEST(only_a_status_is_a_reason_not_to_start),
		TEST(disabled_cpus_are_listed_as_such),
		TEST(the_table_is_the_boot_cpus),
		TEST(the_first_bring_up_closes_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
