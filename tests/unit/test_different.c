/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Machines of CPUs that are not all alike: what each tells of itself, what the
 * kernel is told, and what a policy does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/describe.h"
#include "core/machine.h"
#include "cores.h"
#include "fake_kernel.h"

/* Registers by logical id; NULL: as the boot CPU's. */
static const struct smpboot_registers *kinds[FAKE_MAX_CPUS];

static const struct smpboot_registers *registers_of(uint64_t mpidr)
{
	unsigned int id = (unsigned int)(mpidr - FAKE_MPIDR(0));

	return kinds[id] != NULL ? kinds[id] : kinds[0];
}

static int fresh_machine(void **state)
{
	fake_power_on(state);
	for (unsigned int id = 0; id < FAKE_MAX_CPUS; id++)
		kinds[id] = NULL;
	kinds[0] = &cores[CORE_A53].registers;
	fake_arch.registers_of = registers_of;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	return 0;
}

static struct smpboot_difference difference(unsigned int id)
{
	struct smpboot_difference found;

	assert_int_equal(smpboot_cpu_difference(id, &found), SMPBOOT_OK);
	return found;
}

static void cpus_that_are_alike_do_one_store(void **state)
{
	struct smpboot_identity identity;
	struct smpboot_cache cache;
	unsigned int reads;

	(void)state;
	fake_add_cpus(3);
	assert_int_equal(smpboot_cpu_identity(1, &identity), SMPBOOT_ERR_UNKNOWN);
	reads = fake_arch.full_reads;
	fake_bring_up(0);
	assert_int_equal(fake_arch.full_reads, reads);
	for (unsigned int id = 0; id < 4; id++) {
		assert_int_equal(difference(id).worst, SMPBOOT_DIFFERENCE_NONE);
		assert_int_equal(difference(id).registers, 0);
		assert_int_equal(smpboot_cpu_identity(id, &identity), SMPBOOT_OK);
		assert_string_equal(identity.part, "Cortex-A53");
		assert_int_equal(smpboot_cpu_cache(id, 2, &cache), SMPBOOT_OK);
		assert_int_equal(cache.size, 1 << 20);
		assert_int_equal(cache.source, SMPBOOT_SOURCE_REGISTERS);
	}
	assert_int_equal(fake_events(SMPBOOT_EVENT_DIFFERENT), 0);
}

static void cpus_that_differ_tell_their_own(void **state)
{
	struct smpboot_identity identity;
	struct smpboot_cache cache;
	uint64_t common;

	(void)state;
	kinds[2] = &cores[CORE_A72].registers;
	fake_add_cpus(3);
	fake_bring_up(0);
	for (unsigned int id = 1; id < 4; id++)
		assert_active(id);
	assert_int_equal(smpboot_cpu_identity(2, &identity), SMPBOOT_OK);
	assert_string_equal(identity.part, "Cortex-A72");
	assert_int_equal(identity.pa_bits, 44);
	assert_int_equal(smpboot_cpu_cache(2, 1, &cache), SMPBOOT_OK);
	assert_int_equal(cache.size, 48 * 1024);
	assert_int_equal(difference(2).worst, SMPBOOT_DIFFERENCE_MASK);
	assert_int_equal(difference(2).reg, SMPBOOT_REGISTER_CTR);
	assert_int_equal(difference(2).value, 3);
	assert_int_equal(difference(2).expected, 2);
	assert_int_equal(fake_events(SMPBOOT_EVENT_DIFFERENT), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_DIFFERENT, 2), 1);
	/* L1Ip: the boot CPU's already is the worse. */
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_CTR, &common), SMPBOOT_OK);
	assert_int_equal(common, 0x84448004);
}

static void the_common_value_is_everybodys(void **state)
{
	struct smpboot_registers one = cores[CORE_A53].registers;
	struct smpboot_registers other = cores[CORE_A53].registers;
	uint64_t common;

	(void)state;
	one.value[SMPBOOT_REGISTER_ISAR0] = 0x00010020;
	other.value[SMPBOOT_REGISTER_ISAR0] = 0x00001121;
	kinds[1] = &one;
	kinds[2] = &other;
	fake_add_cpus(2);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common), SMPBOOT_OK);
	assert_int_equal(common, 0x00011120);
	fake_bring_up(0);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common), SMPBOOT_OK);
	assert_int_equal(common, 0x00000020);
}

static void one_part_with_two_cache_sizes(void **state)
{
	struct smpboot_registers small = cores[CORE_A53].registers;
	struct smpboot_cache cache;

	(void)state;
	small.cache[2].ccsidr = 0x703fe07a;
	kinds[1] = &small;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(smpboot_cpu_cache(1, 2, &cache), SMPBOOT_OK);
	assert_int_equal(cache.size, 1 << 19);
	assert_int_equal(difference(1).worst, SMPBOOT_DIFFERENCE_HARMLESS);
	/* Not worth a word. */
	assert_int_equal(fake_events(SMPBOOT_EVENT_DIFFERENT), 0);
}

/* A pair of CPUs whose worst difference is of each class. */
static void pair_up(enum smpboot_difference_class which, struct smpboot_registers *other)
{
	*other = cores[CORE_A53].registers;
	if (which == SMPBOOT_DIFFERENCE_HARMLESS)
		other->value[SMPBOOT_REGISTER_MIDR] = 0x410fd033;
	if (which == SMPBOOT_DIFFERENCE_MASK)
		other->value[SMPBOOT_REGISTER_ISAR0] = 0;
	if (which == SMPBOOT_DIFFERENCE_DANGEROUS)
		other->value[SMPBOOT_REGISTER_CTR] = 0x84438004;
	kinds[1] = other;
	fake_add_cpus(2);
}

static void a_policy_is_for_its_class(void **state)
{
	struct smpboot_registers other;

	for (unsigned int which = SMPBOOT_DIFFERENCE_HARMLESS; which <= SMPBOOT_DIFFERENCE_DANGEROUS;
	     which++) {
		for (unsigned int set = SMPBOOT_DIFFERENCE_HARMLESS; set <= SMPBOOT_DIFFERENCE_DANGEROUS;
		     set++) {
			enum smpboot_difference_class policy_for = (enum smpboot_difference_class)set;
			unsigned int told = which > SMPBOOT_DIFFERENCE_HARMLESS;

			fresh_machine(state);
			pair_up((enum smpboot_difference_class)which, &other);
			assert_int_equal(smpboot_set_difference_policy(policy_for, SMPBOOT_DIFFERENCE_PARK),
			                 SMPBOOT_OK);
			fake_bring_up(0);
			assert_active(2);
			assert_int_equal(difference(1).worst, which);
			if (set == which) {
				assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_C,
				               SMPBOOT_REASON_DIFFERENT);
				assert_int_equal(fake_calls(FAKE_STARTING, 1), 0);
				assert_int_equal(fake_cpus[1].returns, 1);
			} else {
				assert_active(1);
				assert_int_equal(fake_events(SMPBOOT_EVENT_DIFFERENT), told);
			}
			fake_power_off(state);
		}
	}
}

static void a_bring_up_fails_where_the_policy_says_so(void **state)
{
	struct smpboot_registers other;
	struct smpboot_report report;

	pair_up(SMPBOOT_DIFFERENCE_DANGEROUS, &other);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_DANGEROUS, SMPBOOT_DIFFERENCE_FAIL),
	                 SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up_all(NULL, &report), SMPBOOT_ERR_DIFFERENT);
	assert_int_equal(report.counts.online, 2);
	assert_int_equal(report.counts.failed, 1);
	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_C, SMPBOOT_REASON_DIFFERENT);
	assert_active(2);
	fake_power_off(state);

	fresh_machine(state);
	pair_up(SMPBOOT_DIFFERENCE_MASK, &other);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK, SMPBOOT_DIFFERENCE_FAIL),
	                 SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_DIFFERENT);
}

static void policies_are_checked(void **state)
{
	(void)state;
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_NONE, SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_ERR_OPTION);
	assert_int_equal(smpboot_set_difference_policy((enum smpboot_difference_class)4,
	                                               SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_ERR_OPTION);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK,
	                                               (enum smpboot_difference_policy)3),
	                 SMPBOOT_ERR_OPTION);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK, SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = FAKE_MPIDR(0);
	fake_bring_up(0);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK, SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_ERR_BUSY);
	fake_power_on(state);
	assert_int_equal(smpboot_set_difference_policy(SMPBOOT_DIFFERENCE_MASK, SMPBOOT_DIFFERENCE_PARK),
	                 SMPBOOT_ERR_NOT_INIT);
}

static void without_caches_nobody_claims_to_know_what_is_common(void **state)
{
	struct smpboot_registers other;
	uint64_t common;

	fake_power_on(state);
	fake_arch.coherent = false;
	fake_arch.registers_of = registers_of;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common), SMPBOOT_OK);
	pair_up(SMPBOOT_DIFFERENCE_MASK, &other);
	fake_bring_up(0);
	assert_active(1);
	assert_int_equal(difference(1).worst, SMPBOOT_DIFFERENCE_MASK);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common), SMPBOOT_ERR_UNKNOWN);
}

static void the_boot_cpu_stays_what_it_is(void **state)
{
	struct smpboot_topology place;

	(void)state;
	fake_power_on(state);
	kinds[0] = &cores[CORE_A55].registers;
	fake_arch.registers_of = registers_of;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	/* As when it was off, and has come back. */
	assert_true(smpboot_self_identify(0));
	assert_int_equal(smpboot_cpu_topology(0, &place), SMPBOOT_OK);
	assert_int_equal(place.cluster_levels, 1); /* by MT */
	assert_int_equal(difference(0).worst, SMPBOOT_DIFFERENCE_NONE);
}

static void a_description_fills_what_registers_leave(void **state)
{
	struct smpboot_cache cache;

	(void)state;
	kinds[2] = &cores[CORE_A72].registers;
	fake_add_cpus(2);
	for (unsigned int id = 0; id < 3; id++) {
		const struct smpboot_cache second = { .level = 2,
			                              .type = SMPBOOT_CACHE_UNIFIED,
			                              .size = 12345 };
		const struct smpboot_cache third = { .level = 3,
			                             .type = SMPBOOT_CACHE_UNIFIED,
			                             .size = 4 << 20 };

		smpboot_describe_cache(id, second);
		smpboot_describe_cache(id, third);
	}
	assert_int_equal(smpboot_cpu_cache(1, 0, &cache), SMPBOOT_OK);
	assert_int_equal(cache.size, 12345);
	fake_bring_up(0);
	for (unsigned int id = 0; id < 3; id++) {
		assert_int_equal(smpboot_cpu_cache(id, 2, &cache), SMPBOOT_OK);
		assert_int_equal(cache.level, 2);
		assert_int_equal(cache.size, 1 << 20);
		assert_int_equal(cache.source, SMPBOOT_SOURCE_REGISTERS);
		assert_int_equal(smpboot_cpu_cache(id, 3, &cache), SMPBOOT_OK);
		assert_int_equal(cache.size, 4 << 20);
		assert_int_equal(cache.source, SMPBOOT_SOURCE_DESCRIPTION);
		assert_int_equal(smpboot_cpu_cache(id, 4, &cache), SMPBOOT_ERR_UNKNOWN);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh_machine, fake_power_off)
	static const struct CMUnitTest tests[] = {
		TEST(cpus_that_are_alike_do_one_store),
		TEST(cpus_that_differ_tell_their_own),
		TEST(the_common_value_is_everybodys),
		TEST(one_part_with_two_cache_sizes),
		TEST(a_policy_is_for_its_class),
		TEST(a_bring_up_fails_where_the_policy_says_so),
		TEST(policies_are_checked),
		TEST(without_caches_nobody_claims_to_know_what_is_common),
		TEST(the_boot_cpu_stays_what_it_is),
		TEST(a_description_fills_what_registers_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
