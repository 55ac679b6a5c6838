/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is told of a CPU out of the registers of real cores; and of its place,
 * where those and its MPIDR are all there is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/cache.h"
#include "core/machine.h"
#include "cores.h"
#include "fake_kernel.h"

static void boot_on(const struct smpboot_registers *registers, uint64_t mpidr)
{
	fake_power_on(NULL);
	fake_arch.mpidr = mpidr;
	fake_arch.registers = registers;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
}

static void each_core_is_known_by_its_registers(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < CORE_COUNT; i++) {
		const struct core *core = &cores[i];
		uint32_t midr = (uint32_t)core->registers.value[SMPBOOT_REGISTER_MIDR];
		struct smpboot_identity identity;

		boot_on(&core->registers, FAKE_MPIDR(0));
		assert_int_equal(smpboot_cpu_identity(0, &identity), SMPBOOT_OK);
		assert_int_equal(identity.midr, midr);
		assert_string_equal(identity.implementer, "Arm");
		assert_string_equal(identity.part, core->part);
		assert_int_equal(identity.variant, midr >> 20 & 0xf);
		assert_int_equal(identity.revision, midr & 0xf);
		assert_int_equal(identity.entry_el, 1);
		assert_int_equal(identity.counter_frequency, fake_arch.frequency);
		assert_int_equal(identity.pa_bits, core->pa_bits);
		assert_int_equal(identity.va_bits, core->va_bits);
		assert_int_equal(identity.granules, core->granules);
		/* Not of every core is CTR_EL0 recorded. */
		if (core->registers.value[SMPBOOT_REGISTER_CTR] == 0)
			continue;
		assert_int_equal(identity.data_line, 64);
		assert_int_equal(identity.instruction_line, 64);
		assert_int_equal(identity.writeback, 64);
		assert_int_equal(identity.exclusives, 64);
	}
}

/* Fields that none of these cores has. */
static void each_encoding_of_the_memory_model(void **state)
{
	static const struct {
		uint64_t mmfr0;
		uint64_t mmfr2;
		unsigned int pa_bits;
		unsigned int va_bits;
		unsigned int granules;
	} all[] = {
		{ 0x00000006, 0, 52, 48, SMPBOOT_GRANULE_4K | SMPBOOT_GRANULE_64K },
		{ 0x00000007, 1u << 16, 56, 52, SMPBOOT_GRANULE_4K | SMPBOOT_GRANULE_64K },
		{ 0xf0000008, 2u << 16, 0, 56, SMPBOOT_GRANULE_64K },
		{ 0x0f00000f, 0, 0, 48, SMPBOOT_GRANULE_4K },
		{ 0xff100005, 0, 48, 48, SMPBOOT_GRANULE_16K },
		{ 0x10200005, 0, 48, 48, SMPBOOT_GRANULE_4K | SMPBOOT_GRANULE_16K | SMPBOOT_GRANULE_64K },
	};
	struct smpboot_registers registers = cores[CORE_A53].registers;
	struct smpboot_identity identity;

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		registers.value[SMPBOOT_REGISTER_MMFR0] = all[i].mmfr0;
		registers.value[SMPBOOT_REGISTER_MMFR2] = all[i].mmfr2;
		boot_on(&registers, FAKE_MPIDR(0));
		assert_int_equal(smpboot_cpu_identity(0, &identity), SMPBOOT_OK);
		assert_int_equal(identity.pa_bits, all[i].pa_bits);
		assert_int_equal(identity.va_bits, all[i].va_bits);
		assert_int_equal(identity.granules, all[i].granules);
	}
}

static void each_core_tells_its_caches(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < CORE_COUNT; i++) {
		const struct core *core = &cores[i];
		struct smpboot_cache cache;
		unsigned int index = 0;

		boot_on(&core->registers, FAKE_MPIDR(0));
		for (; core->caches[index].level != 0; index++) {
			const struct core_cache *expected = &core->caches[index];

			assert_int_equal(smpboot_cpu_cache(0, index, &cache), SMPBOOT_OK);
			assert_int_equal(cache.level, expected->level);
			assert_int_equal(cache.type, expected->type);
			assert_int_equal(cache.source, SMPBOOT_SOURCE_REGISTERS);
			assert_int_equal(cache.size, expected->kib * 1024u);
			assert_int_equal(cache.ways, expected->ways);
			assert_int_equal(cache.line, 64);
			assert_int_equal(cache.sets, cache.size / cache.line / cache.ways);
		}
		assert_int_equal(smpboot_cpu_cache(0, index, &cache), SMPBOOT_ERR_UNKNOWN);
	}
}

static void selectors_follow_clidr(void **state)
{
	struct smpboot_cache_register found[SMPBOOT_CACHES];

	(void)state;
	for (unsigned int i = 0; i < CORE_COUNT; i++) {
		uint64_t clidr = cores[i].registers.value[SMPBOOT_REGISTER_CLIDR];

		assert_int_equal(smpboot_cache_selectors(clidr, found), cores[i].registers.caches);
		for (unsigned int k = 0; k < cores[i].registers.caches; k++)
			assert_int_equal(found[k].selector, cores[i].registers.cache[k].selector);
	}
	assert_int_equal(smpboot_cache_selectors(0, found), 0);
	/* One instruction cache; one data cache behind it; nothing is looked for behind a gap. */
	assert_int_equal(smpboot_cache_selectors(2 << 3 | 1, found), 2);
	assert_int_equal(found[0].selector, 1);
	assert_int_equal(found[1].selector, 2);
	assert_int_equal(smpboot_cache_selectors(4 << 6 | 3, found), 2);
	/* Seven levels of two caches each: the first six. */
	assert_int_equal(smpboot_cache_selectors(0333333 | 3 << 18, found), SMPBOOT_CACHES);
	assert_int_equal(found[5].selector, 5);
}

static void caches_survive_their_word(void **state)
{
	static const struct smpboot_cache caches[] = {
		{ 1, SMPBOOT_CACHE_DATA, SMPBOOT_SOURCE_REGISTERS, 16, 16, 1, 1 },
		{ 7, SMPBOOT_CACHE_UNIFIED, SMPBOOT_SOURCE_REGISTERS, 2048ull << 45, 2048, 1u << 21,
		  1u << 24 },
		{ 3, SMPBOOT_CACHE_UNIFIED, SMPBOOT_SOURCE_DESCRIPTION, 0xc00000, 64, 12, 16384 },
		{ 2, SMPBOOT_CACHE_INSTRUCTION, SMPBOOT_SOURCE_DESCRIPTION, 12345, 0, 0, 0 },
		{ 4, SMPBOOT_CACHE_UNIFIED, SMPBOOT_SOURCE_DESCRIPTION, UINT32_MAX, 128, 0, 0 },
		{ 4, SMPBOOT_CACHE_UNIFIED, SMPBOOT_SOURCE_DESCRIPTION, 0, 64, 0, 0 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(caches) / sizeof(caches[0]); i++) {
		struct smpboot_cache back = smpboot_cache_unpack(smpboot_cache_pack(&caches[i]));

		assert_int_equal(back.level, caches[i].level);
		assert_int_equal(back.type, caches[i].type);
		assert_int_equal(back.source, caches[i].source);
		assert_true(back.size == caches[i].size);
		assert_int_equal(back.line, caches[i].line);
		assert_int_equal(back.ways, caches[i].ways);
		assert_int_equal(back.sets, caches[i].sets);
	}
}

static void unknown_parts_have_numbers_alone(void **state)
{
	static const struct {
		uint32_t midr;
		const char *implementer;
		const char *part;
	} all[] = {
		{ 0x431f0af1, "Cavium", "ThunderX2" },
		{ 0x480fd010, "HiSilicon", "TSV110" },
		{ 0x461f0010, "Fujitsu", "A64FX" },
		{ 0xc00fac30, "Ampere", "Ampere-1" },
		{ 0x410ffff0, "Arm", NULL },
		{ 0x000f0510, NULL, NULL },
		{ 0x6d0fd490, "Microsoft", "Azure-Cobalt-100" },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *implementer = smpboot_implementer_name(all[i].midr);
		const char *part = smpboot_part_name(all[i].midr);

		if (all[i].implementer == NULL)
			assert_null(implementer);
		else
			assert_string_equal(implementer, all[i].implementer);
		if (all[i].part == NULL)
			assert_null(part);
		else
			assert_string_equal(part, all[i].part);
	}
}

static struct smpboot_topology place_of(const struct smpboot_registers *registers, uint64_t mpidr)
{
	struct smpboot_topology place;

	boot_on(registers, mpidr);
	assert_int_equal(smpboot_cpu_topology(0, &place), SMPBOOT_OK);
	assert_int_equal(place.source, SMPBOOT_SOURCE_MPIDR);
	assert_int_equal(place.socket, SMPBOOT_UNKNOWN);
	return place;
}

static void assert_place(const struct smpboot_topology *place, int cluster, int core, int thread)
{
	assert_int_equal(place->cluster_levels, cluster != SMPBOOT_UNKNOWN);
	assert_int_equal(place->cluster[0], cluster);
	assert_int_equal(place->cluster[1], SMPBOOT_UNKNOWN);
	assert_int_equal(place->core, core);
	assert_int_equal(place->thread, thread);
}

static void mpidr_says_no_more_than_it_does(void **state)
{
	struct smpboot_registers registers = cores[CORE_A53].registers;
	struct smpboot_topology place;

	(void)state;
	/* A part whose Aff1 is the cluster. */
	place = place_of(&registers, 0x0102);
	assert_place(&place, 1, 2, SMPBOOT_UNKNOWN);
	/* A DynamIQ part: Aff1 is the core, and Aff0 no thread. */
	place = place_of(&cores[CORE_A55].registers, 0x10300);
	assert_place(&place, 1, 3, SMPBOOT_UNKNOWN);
	/* One that nobody knows: with MT, Aff0 is a thread; ... */
	registers.value[SMPBOOT_REGISTER_MIDR] = 0x410ffff0;
	registers.value[SMPBOOT_REGISTER_MPIDR] = 1u << 24;
	place = place_of(&registers, 0x10301);
	assert_place(&place, 1, 3, 1);
	/* ... without, there is no telling what Aff1 is. */
	registers.value[SMPBOOT_REGISTER_MPIDR] = 0;
	place = place_of(&registers, 0x10301);
	assert_place(&place, SMPBOOT_UNKNOWN, 0x10301, SMPBOOT_UNKNOWN);
	/* The U bit is not MT. */
	registers.value[SMPBOOT_REGISTER_MPIDR] = 1u << 30;
	place = place_of(&registers, 0x10301);
	assert_place(&place, SMPBOOT_UNKNOWN, 0x10301, SMPBOOT_UNKNOWN);
}

static void a_machine_without_registers_tells_nothing(void **state)
{
	struct smpboot_identity identity;
	struct smpboot_topology place;
	struct smpboot_difference difference;
	struct smpboot_cache cache;
	uint64_t mask;
	uint64_t value;

	(void)state;
	boot_on(NULL, FAKE_MPIDR(0));
	assert_int_equal(smpboot_cpu_identity(0, &identity), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_cache(0, 0, &cache), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cache_shared(0, 0, &mask, 1), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_difference(0, &difference), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_PFR0, &value), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_topology(0, &place), SMPBOOT_OK);
	assert_int_equal(place.source, SMPBOOT_SOURCE_NONE);
	assert_place(&place, SMPBOOT_UNKNOWN, SMPBOOT_UNKNOWN, SMPBOOT_UNKNOWN);
}

static void wrong_calls_are_refused(void **state)
{
	struct smpboot_identity identity;
	struct smpboot_topology place;
	struct smpboot_difference difference;
	struct smpboot_cache cache;
	uint64_t mask;
	uint32_t capacity;
	unsigned int node;

	(void)state;
	fake_power_on(NULL);
	assert_int_equal(smpboot_cpu_identity(0, &identity), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_cpu_topology(0, &place), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_lscpu(NULL, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu_capacity(0, &capacity), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_cpu_numa_node(0, &node), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_PFR0, &mask), SMPBOOT_ERR_NOT_INIT);
	boot_on(&cores[CORE_A53].registers, FAKE_MPIDR(0));
	assert_int_equal(smpboot_cpu_identity(1, &identity), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_identity(0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu_cache(1, 0, &cache), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_cache(0, 0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu_topology(1, &place), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_topology(0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu_difference(1, &difference), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_difference(0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cache_shared(0, 0, NULL, 1), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cache_shared(0, 0, &mask, 0), SMPBOOT_ERR_FULL);
	assert_int_equal(smpboot_cpu_capacity(0, &capacity), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_numa_node(0, &node), SMPBOOT_ERR_UNKNOWN);
	assert_int_equal(smpboot_cpu_capacity(1, &capacity), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_capacity(0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_cpu_numa_node(1, &node), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_cpu_numa_node(0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_PFR0, NULL), SMPBOOT_ERR_NULL);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_MIDR, &mask), SMPBOOT_ERR_OPTION);
	assert_int_equal(smpboot_common_register(SMPBOOT_REGISTER_CACHES, &mask), SMPBOOT_ERR_OPTION);
}

static void a_level_1_cache_is_its_cores_own(void **state)
{
	uint64_t mask[2] = { ~0ull, ~0ull };

	(void)state;
	boot_on(&cores[CORE_A53].registers, FAKE_MPIDR(0));
	assert_int_equal(smpboot_cache_shared(0, 0, mask, 2), SMPBOOT_OK);
	assert_int_equal(mask[0], 1);
	assert_int_equal(mask[1], 0);
	/* Who shares level 2, no register tells. */
	assert_int_equal(smpboot_cache_shared(0, 2, mask, 2), SMPBOOT_ERR_UNKNOWN);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_core_is_known_by_its_registers),
		cmocka_unit_test(each_encoding_of_the_memory_model),
		cmocka_unit_test(each_core_tells_its_caches),
		cmocka_unit_test(selectors_follow_clidr),
		cmocka_unit_test(caches_survive_their_word),
		cmocka_unit_test(unknown_parts_have_numbers_alone),
		cmocka_unit_test(mpidr_says_no_more_than_it_does),
		cmocka_unit_test(a_machine_without_registers_tells_nothing),
		cmocka_unit_test(wrong_calls_are_refused),
		cmocka_unit_test(a_level_1_cache_is_its_cores_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
