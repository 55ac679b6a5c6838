/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing registers field by field: classes, and what two values have in
 * common.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/differ.h"
#include "cores.h"

#define NONE      SMPBOOT_DIFFERENCE_NONE
#define HARMLESS  SMPBOOT_DIFFERENCE_HARMLESS
#define MASK      SMPBOOT_DIFFERENCE_MASK
#define DANGEROUS SMPBOOT_DIFFERENCE_DANGEROUS

/* One field of one register on the boot CPU and on another, and what comes of it. */
static const struct {
	enum smpboot_register reg;
	unsigned int shift;
	unsigned int width;
	uint32_t boot;
	uint32_t own;
	enum smpboot_difference_class which;
	int64_t common; /* -1: the register has none */
} pairs[] = {
	{ SMPBOOT_REGISTER_MIDR, 0, 32, 0x410fd034, 0x410fd083, HARMLESS, -1 },
	{ SMPBOOT_REGISTER_REVIDR, 0, 32, 0, 1, HARMLESS, -1 },
	{ SMPBOOT_REGISTER_MPIDR, 0, 32, 1u << 24, 0, HARMLESS, -1 },
	{ SMPBOOT_REGISTER_CLIDR, 0, 32, 0x0a200023, 0x82000023, HARMLESS, -1 },
	{ SMPBOOT_REGISTER_CNTFRQ, 0, 32, 62500000, 24000000, DANGEROUS, -1 },
	/* Lines: the shorter. Granules: the longer, or "not told". */
	{ SMPBOOT_REGISTER_CTR, 0, 4, 4, 3, DANGEROUS, 3 },
	{ SMPBOOT_REGISTER_CTR, 16, 4, 4, 5, DANGEROUS, 4 },
	{ SMPBOOT_REGISTER_CTR, 14, 2, 3, 2, MASK, 2 },
	{ SMPBOOT_REGISTER_CTR, 24, 4, 4, 5, DANGEROUS, 5 },
	{ SMPBOOT_REGISTER_CTR, 24, 4, 5, 4, HARMLESS, 5 },
	{ SMPBOOT_REGISTER_CTR, 24, 4, 4, 0, DANGEROUS, 0 },
	{ SMPBOOT_REGISTER_CTR, 20, 4, 4, 0, HARMLESS, 0 },
	{ SMPBOOT_REGISTER_CTR, 28, 1, 1, 0, MASK, 0 },
	{ SMPBOOT_REGISTER_CTR, 32, 6, 4, 2, MASK, 2 },
	{ SMPBOOT_REGISTER_DCZID, 0, 5, 4, 3, DANGEROUS, 0x10 },
	/* Features: the lesser; signed ones: 0xf is less than 0. */
	{ SMPBOOT_REGISTER_PFR0, 16, 4, 1, 0xf, MASK, 0xf },
	{ SMPBOOT_REGISTER_PFR0, 24, 4, 1, 0, DANGEROUS, 0 },
	{ SMPBOOT_REGISTER_PFR0, 24, 4, 0, 1, HARMLESS, 0 },
	{ SMPBOOT_REGISTER_PFR0, 12, 4, 1, 0, HARMLESS, 0 },
	{ SMPBOOT_REGISTER_PFR0, 56, 4, 1, 2, MASK, 1 },
	{ SMPBOOT_REGISTER_ISAR0, 20, 4, 2, 0, MASK, 0 },
	{ SMPBOOT_REGISTER_ISAR0, 60, 4, 0, 1, MASK, 0 },
	{ SMPBOOT_REGISTER_ISAR1, 4, 4, 1, 0, DANGEROUS, 0 },
	{ SMPBOOT_REGISTER_ISAR1, 4, 4, 4, 5, DANGEROUS, 0 },
	{ SMPBOOT_REGISTER_ISAR1, 24, 4, 1, 0, MASK, 0 },
	{ SMPBOOT_REGISTER_MMFR0, 0, 4, 5, 2, DANGEROUS, 2 },
	{ SMPBOOT_REGISTER_MMFR0, 0, 4, 2, 5, HARMLESS, 2 },
	{ SMPBOOT_REGISTER_MMFR0, 28, 4, 0, 0xf, MASK, 0xf },
	{ SMPBOOT_REGISTER_MMFR0, 20, 4, 1, 0, MASK, 0 },
	{ SMPBOOT_REGISTER_MMFR0, 40, 4, 2, 0, MASK, 1 },
	{ SMPBOOT_REGISTER_MMFR1, 24, 4, 0, 1, HARMLESS, 1 },
	{ SMPBOOT_REGISTER_MMFR2, 16, 4, 1, 0, DANGEROUS, 0 },
	{ SMPBOOT_REGISTER_DFR0, 8, 4, 6, 0xf, MASK, 0xf },
	/* Bits, and a field among bits. */
	{ SMPBOOT_REGISTER_SMFR0, 32, 4, 0xd, 0x7, MASK, 0x5 },
	{ SMPBOOT_REGISTER_SMFR0, 56, 4, 2, 1, MASK, 1 },
	/* A register of today without a meaning for this field. */
	{ SMPBOOT_REGISTER_MMFR4, 60, 4, 0, 3, MASK, 0 },
};

static void each_field_has_its_class(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct smpboot_registers boot = { .caches = 0 };
		struct smpboot_registers own = { .caches = 0 };
		struct smpboot_difference found;

		boot.value[pairs[i].reg] = (uint64_t)pairs[i].boot << pairs[i].shift;
		own.value[pairs[i].reg] = (uint64_t)pairs[i].own << pairs[i].shift;
		found = smpboot_differ(&boot, &own);
		assert_int_equal(found.registers, 1u << pairs[i].reg);
		assert_int_equal(found.worst, pairs[i].which);
		assert_int_equal(found.reg, pairs[i].reg);
		assert_int_equal(found.shift, pairs[i].shift);
		assert_int_equal(found.width, pairs[i].width);
		assert_int_equal(found.value, pairs[i].own);
		assert_int_equal(found.expected, pairs[i].boot);
	}
}

static void each_field_has_its_common_value(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		uint64_t boot = (uint64_t)pairs[i].boot << pairs[i].shift;
		uint64_t own = (uint64_t)pairs[i].own << pairs[i].shift;
		uint64_t common = (uint64_t)pairs[i].common << pairs[i].shift;

		if (pairs[i].common < 0) {
			assert_false(smpboot_differ_has_common(pairs[i].reg));
			continue;
		}
		assert_true(smpboot_differ_has_common(pairs[i].reg));
		/* In either order, and as often as anybody likes. */
		assert_true(smpboot_differ_common(pairs[i].reg, boot, own) == common);
		assert_true(smpboot_differ_common(pairs[i].reg, own, boot) == common);
		assert_true(smpboot_differ_common(pairs[i].reg, common, own) == common);
		assert_true(smpboot_differ_common(pairs[i].reg, common, boot) == common);
	}
}

/* The common value of all cores, whatever order they come in. */
static void the_order_does_not_matter(void **state)
{
	(void)state;
	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++) {
		enum smpboot_register name = (enum smpboot_register)reg;
		uint64_t forth = cores[0].registers.value[reg];
		uint64_t back = cores[CORE_COUNT - 1].registers.value[reg];

		if (!smpboot_differ_has_common(name))
			continue;
		for (unsigned int i = 0; i < CORE_COUNT; i++) {
			forth = smpboot_differ_common(name, forth, cores[i].registers.value[reg]);
			back = smpboot_differ_common(name, back,
			                             cores[CORE_COUNT - 1 - i].registers.value[reg]);
		}
		assert_true(forth == back);
	}
}

static void equal_cpus_do_not_differ(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < CORE_COUNT; i++) {
		struct smpboot_difference found = smpboot_differ(&cores[i].registers, &cores[i].registers);

		assert_int_equal(found.registers, 0);
		assert_int_equal(found.worst, NONE);
	}
}

static void the_worst_is_told(void **state)
{
	const struct smpboot_registers *little = &cores[CORE_A53].registers;
	const struct smpboot_registers *big = &cores[CORE_A72].registers;
	struct smpboot_difference found = smpboot_differ(little, big);

	(void)state;
	/* Started from the little one: an instruction cache that is better, and more physical addresses. */
	assert_int_equal(found.worst, MASK);
	assert_int_equal(found.reg, SMPBOOT_REGISTER_CTR);
	assert_int_equal(found.registers, 1u << SMPBOOT_REGISTER_MIDR | 1u << SMPBOOT_REGISTER_CTR |
	                                          1u << SMPBOOT_REGISTER_MMFR0 |
	                                          1u << SMPBOOT_REGISTER_CACHES);
	/* From the big one: fewer physical addresses than the boot CPU has. */
	found = smpboot_differ(big, little);
	assert_int_equal(found.worst, DANGEROUS);
	assert_int_equal(found.reg, SMPBOOT_REGISTER_MMFR0);
	assert_int_equal(found.value, 2);
	assert_int_equal(found.expected, 4);
}

static void caches_alone_are_harmless(void **state)
{
	struct smpboot_registers own = cores[CORE_A53].registers;
	struct smpboot_difference found;

	(void)state;
	own.cache[2].ccsidr = 0x703fe07a; /* the same core with half of the second level */
	found = smpboot_differ(&cores[CORE_A53].registers, &own);
	assert_int_equal(found.registers, 1u << SMPBOOT_REGISTER_CACHES);
	assert_int_equal(found.worst, HARMLESS);
	assert_int_equal(found.shift, 2);
	assert_int_equal(found.value, 0x703fe07a);
	assert_int_equal(found.expected, 0x707fe07a);
}

static void registers_and_classes_have_names(void **state)
{
	(void)state;
	for (unsigned int reg = 0; reg < SMPBOOT_REGISTERS; reg++)
		assert_string_not_equal(smpboot_register_name((enum smpboot_register)reg), "unknown");
	assert_string_equal(smpboot_register_name(SMPBOOT_REGISTER_MMFR2), "ID_AA64MMFR2_EL1");
	assert_string_equal(smpboot_register_name((enum smpboot_register)SMPBOOT_REGISTERS), "unknown");
	assert_string_equal(smpboot_difference_name(NONE), "none");
	assert_string_equal(smpboot_difference_name(HARMLESS), "harmless");
	assert_string_equal(smpboot_difference_name(MASK), "mask");
	assert_string_equal(smpboot_difference_name(DANGEROUS), "dangerous");
	assert_string_equal(smpboot_difference_name((enum smpboot_difference_class)4), "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_has_its_class),
		cmocka_unit_test(each_field_has_its_common_value),
		cmocka_unit_test(the_order_does_not_matter),
		cmocka_unit_test(equal_cpus_do_not_differ),
		cmocka_unit_test(the_worst_is_told),
		cmocka_unit_test(caches_alone_are_harmless),
		cmocka_unit_test(registers_and_classes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
