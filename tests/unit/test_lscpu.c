/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of smpboot_lscpu(), on a machine that has a bit of everything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/describe.h"
#include "core/machine.h"
#include "cores.h"
#include "fake_kernel.h"

static char text[1 << 16];
static size_t length;

static void keep(void *context, const char *piece, size_t size)
{
	assert_ptr_equal(context, text);
	assert_true(size > 0 && length + size < sizeof(text));
	memcpy(text + length, piece, size);
	length += size;
	text[length] = '\0';
}

static const struct smpboot_registers *registers_of(uint64_t mpidr)
{
	return &cores[mpidr == FAKE_MPIDR(2) ? CORE_A72 : CORE_A53].registers;
}

/* Everything that is known, with CPU 3 never started, and cores in another order than the CPUs. */
static void boot_mixed(void)
{
	static const uint16_t core_of[] = { 1, 0, 0 };

	fake_power_on(NULL);
	fake_arch.registers_of = registers_of;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	fake_add_cpus(3);
	fake_cpus[3].delay = FAKE_NEVER;
	for (uint16_t id = 0; id < 3; id++) {
		const struct smpboot_place place = { .socket = SMPBOOT_PLACE_NONE,
			                             .cluster = { id / 2, SMPBOOT_PLACE_NONE,
			                                          SMPBOOT_PLACE_NONE },
			                             .core = core_of[id],
			                             .thread = SMPBOOT_PLACE_NONE };

		smpboot_describe_place(id, &place);
		smpboot_describe_leader(id, 2, id / 2);
	}
	smpboot_describe_capacity(2, 1024);
	smpboot_describe_numa(1, 7);
	fake_bring_up(1000);
}

static int show(void **state)
{
	(void)state;
	length = 0;
	boot_mixed();
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	return 0;
}

/* Lines of the text from the first that begins like this, with single spaces. */
static void assert_lines(const char *expected)
{
	char single[sizeof(text)];
	size_t end = 0;
	bool space = true;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == ' ' && space)
			continue;
		space = text[i] == ' ' || text[i] == '\n';
		single[end++] = text[i];
	}
	single[end] = '\0';
	if (strstr(single, expected) == NULL) {
		fprintf(stderr, "%s\nnot in\n%s", expected, single);
		fail();
	}
}

static void table(void **state)
{
	(void)state;
	assert_lines("4 CPUs, 3 online\n"
	             "id mpidr state el part rev socket cluster core thread node capacity by\n"
	             "0 0x300000200 active 1 Arm Cortex-A53 r0p4 - 0 1 - - - cpu-map\n"
	             "1 0x300000201 active 1 Arm Cortex-A53 r0p4 - 0 0 - 7 - cpu-map\n"
	             "2 0x300000202 active 1 Arm Cortex-A72 r0p3 - 1 0 - - 1024 cpu-map\n"
	             "3 0x300000203 abandoned - - - - - - - - - -\n");
}

static void differences(void **state)
{
	(void)state;
	assert_lines("CPU 2 differs from CPU 0, mask: CTR_EL0[15:14] is 0x3, not 0x2\n"
	             "caches of CPU 0\n");
}

static void caches(void **state)
{
	(void)state;
	assert_lines("caches of CPU 0\n"
	             "L1 data 32 KiB 64-byte lines 4 ways 128 sets registers by 0\n"
	             "L1 instruction 32 KiB 64-byte lines 2 ways 256 sets registers by 0\n"
	             "L2 unified 1 MiB 64-byte lines 16 ways 1024 sets registers by 0-1\n"
	             "caches of CPU 2\n"
	             "L1 data 32 KiB 64-byte lines 2 ways 256 sets registers by 2\n"
	             "L1 instruction 48 KiB 64-byte lines 3 ways 256 sets registers by 2\n"
	             "L2 unified 1 MiB 64-byte lines 16 ways 1024 sets registers by 2\n"
	             "machine\n");
}

static void tree(void **state)
{
	(void)state;
	assert_lines("machine\n"
	             "cluster 0\n"
	             "core 0 CPU 1\n"
	             "core 1 CPU 0\n"
	             "cluster 1\n"
	             "core 0 CPU 2\n"
	             "place not known: CPU 3\n");
}

static void lines_are_whole(void **state)
{
	(void)state;
	assert_int_equal(text[length - 1], '\n');
	assert_null(strstr(text, "\n\n"));
	assert_null(strstr(text, "unknown"));
}

static const struct smpboot_registers *as_told;

static const struct smpboot_registers *told_registers(uint64_t mpidr)
{
	(void)mpidr;
	return as_told;
}

/* A CPU that is all there is, and what its registers tell: of a part of no known name, not who shares its cache. */
static void what_has_no_name_is_a_number(void **state)
{
	struct smpboot_registers registers = cores[CORE_A53].registers;

	fake_power_on(state);
	length = 0;
	as_told = &registers;
	registers.value[SMPBOOT_REGISTER_MIDR] = 0x7e1abcd2;
	fake_arch.registers_of = told_registers;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	assert_lines("1 CPU, 1 online\n");
	assert_lines("0 0x300000200 active 1 0x7e 0xbcd r1p2 - - 50332160 - - - mpidr\n");
	assert_lines("L2 unified 1 MiB 64-byte lines 16 ways 1024 sets registers by -\n");
}

/* In the order of their places, as most machines have them. */
static void a_tree_in_order(void **state)
{
	fake_power_on(state);
	length = 0;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	fake_add_cpus(5);
	for (uint16_t id = 0; id < 6; id++) {
		const struct smpboot_place place = { .socket = id / 4,
			                             .cluster = { 0, id / 2 % 2, SMPBOOT_PLACE_NONE },
			                             .core = 0,
			                             .thread = id % 2 };

		smpboot_describe_place(id, &place);
	}
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	assert_lines("3 0x300000203 present - - - 0 0.1 0 1 - - cpu-map\n");
	assert_lines("machine\n"
	             "socket 0\n"
	             "cluster 0\n"
	             "cluster 0\n"
	             "core 0\n"
	             "thread 0 CPU 0\n"
	             "thread 1 CPU 1\n"
	             "cluster 1\n"
	             "core 0\n"
	             "thread 0 CPU 2\n"
	             "thread 1 CPU 3\n"
	             "socket 1\n"
	             "cluster 0\n"
	             "cluster 0\n"
	             "core 0\n"
	             "thread 0 CPU 4\n"
	             "thread 1 CPU 5\n");
	assert_null(strstr(text, "not known"));
}

/* And out of it: the same kind of lines, sorted. */
static void a_tree_out_of_order(void **state)
{
	fake_power_on(state);
	length = 0;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	fake_add_cpus(2);
	for (uint16_t id = 0; id < 3; id++) {
		const struct smpboot_place place = { .socket = SMPBOOT_PLACE_NONE,
			                             .cluster = { SMPBOOT_PLACE_NONE, SMPBOOT_PLACE_NONE,
			                                          SMPBOOT_PLACE_NONE },
			                             .core = (uint16_t)(2 - id),
			                             .thread = SMPBOOT_PLACE_NONE };

		smpboot_describe_place(id, &place);
	}
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	assert_lines("machine\n"
	             "core 0 CPU 2\n"
	             "core 1 CPU 1\n"
	             "core 2 CPU 0\n");
}

static void before_init_there_is_nothing_to_show(void **state)
{
	fake_power_on(state);
	length = 0;
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(length, 0);
}

/* Many CPUs that share a cache, none next to another: a line longer than the buffer. */
static void long_lines(void **state)
{
	char expected[256] = "L2 unified 1 KiB - - - description by 0";

	(void)state;
	fake_power_on(NULL);
	length = 0;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	fake_add_cpus(31);
	for (unsigned int id = 0; id < 32; id++) {
		const struct smpboot_cache cache = { .level = 2,
			                             .type = SMPBOOT_CACHE_UNIFIED,
			                             .size = 1024 };

		smpboot_describe_cache(id, cache);
		smpboot_describe_leader(id, 2, id % 2);
		if (id % 2 == 0 && id != 0)
			sprintf(expected + strlen(expected), ",%u", id);
	}
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	assert_lines(strcat(expected, "\nmachine\nplace not known: CPU 0, 1, 2, 3,"));
}

/* More than a record can hold. */
static void a_size_that_is_not_known(void **state)
{
	const struct smpboot_cache cache = { .level = 3, .type = SMPBOOT_CACHE_UNIFIED, .size = 1ull << 48 };

	(void)state;
	fake_power_on(NULL);
	length = 0;
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	smpboot_describe_cache(0, cache);
	assert_int_equal(smpboot_lscpu(keep, text), SMPBOOT_OK);
	assert_lines("L3 unified - - - - description by -\nmachine");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, show, fake_power_off)
	static const struct CMUnitTest tests[] = {
		TEST(table),
		TEST(differences),
		TEST(caches),
		TEST(tree),
		TEST(lines_are_whole),
		cmocka_unit_test(what_has_no_name_is_a_number),
		cmocka_unit_test(a_tree_in_order),
		cmocka_unit_test(a_tree_out_of_order),
		cmocka_unit_test(before_init_there_is_nothing_to_show),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(a_size_that_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
