/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release words that cannot be used: none, out of reach, or taken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <smpboot/spin_table.h>

#include "core/arch.h"
#include "fake_kernel.h"

#define TIMEOUT_US 10000u

/* A page of the kernel's own, one of whose words is a release word. */
static _Alignas(4096) uint64_t page[512];

static uint64_t *const word = &page[8];

/* Kernel and memory agree about a word. */
static void set_word(uint64_t value)
{
	*word = value;
	smpboot_arch_clean(word, sizeof(*word));
}

static void boot_methods(void)
{
	fake_memory_add(page, sizeof(page));
	smpboot_arch_clean(page, sizeof(page));
	set_word(0);
	assert_int_equal(smpboot_spin_table_init(), SMPBOOT_OK);
}

static int boot(void **state)
{
	fake_boot_one_to_one(state);
	boot_methods();
	return 0;
}

static int boot_high(void **state)
{
	fake_boot(state);
	boot_methods();
	return 0;
}

static void add(void)
{
	fake_add_waiting_cpu(1, "spin-table", fake_pa(word));
}

static void assert_refused(enum smpboot_reason reason, uint64_t code)
{
	struct smpboot_report report = fake_bring_up(TIMEOUT_US);

	assert_outcome(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, reason);
	assert_int_equal(fake_info(1).code, code);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, 1), 1);
	assert_true(report.elapsed_us < 100);
}

static void no_address_is_said_so(void **state)
{
	(void)state;
	fake_add_cpu(1, "spin-table");
	assert_refused(SMPBOOT_REASON_NO_RELEASE_ADDR, 0);
}

static void an_unaligned_address_is_none(void **state)
{
	for (unsigned int off = 1; off < 8; off++) {
		boot(state);
		fake_add_waiting_cpu(1, "spin-table", fake_pa(word) + off);
		fake_cpus[1].word = 0;
		assert_refused(SMPBOOT_REASON_NO_RELEASE_ADDR, 0);
		assert_int_equal(*word, 0);
	}
}

static void an_address_out_of_the_map_is_said_so(void **state)
{
	(void)state;
	fake_arch.hole = (uintptr_t)page;
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_UNMAPPED, fake_pa(word));
	assert_int_equal(*word, 0);
}

static void without_a_map_hook_the_address_must_be_one_to_one(void **state)
{
	(void)state;
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_UNMAPPED, fake_pa(word));
	assert_int_equal(*word, 0);
}

static struct smpboot_ops ops;

static struct {
	unsigned int calls;
	void *context;
	uint64_t pa;
	size_t size;
	void *answer;
} mapped;

static void *map(void *context, uint64_t pa, size_t size)
{
	mapped.calls++;
	mapped.context = context;
	mapped.pa = pa;
	mapped.size = size;
	return mapped.answer;
}

static void give_map(void *answer)
{
	ops = fake_ops;
	ops.map = map;
	memset(&mapped, 0, sizeof(mapped));
	mapped.answer = answer;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
}

static void the_map_hook_makes_the_address_usable(void **state)
{
	(void)state;
	give_map(word);
	add();
	fake_cpus[1].deaf = 2;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(mapped.calls, 1);
	assert_ptr_equal(mapped.context, &fake_kernel);
	assert_int_equal(mapped.pa, fake_pa(word));
	assert_int_equal(mapped.size, sizeof(*word));
}

static void the_map_hook_may_refuse(void **state)
{
	(void)state;
	give_map(NULL);
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_UNMAPPED, fake_pa(word));
	assert_int_equal(mapped.calls, 1);
	assert_int_equal(*word, 0);
}

static void an_occupied_word_is_left_as_it_is(void **state)
{
	(void)state;
	set_word(0x123456789a);
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_OCCUPIED, 0x123456789a);
	assert_int_equal(*word, 0x123456789a);
}

static void our_own_entry_does_not_occupy_it(void **state)
{
	(void)state;
	set_word(FAKE_ENTRY_PA);
	add();
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
}

/* What another CPU, or the firmware, puts there without the kernel's cache noticing. */
static void set_behind(uint64_t value)
{
	*(uint64_t *)fake_memory(fake_pa(word)) = value;
}

/* What counts is in memory, where the CPU sees it, and not an old copy in the cache. */
static void the_word_is_read_from_memory(void **state)
{
	(void)state;
	set_word(0x77);
	set_behind(0);
	add();
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	boot(state);
	set_behind(0x77);
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_OCCUPIED, 0x77);
}

/* A try that was refused leaves nothing behind that keeps the next from working. */
static void a_refused_cpu_may_come_the_second_time(void **state)
{
	(void)state;
	set_word(0x77);
	add();
	assert_refused(SMPBOOT_REASON_RELEASE_OCCUPIED, 0x77);
	set_word(0);
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)
#define HIGH(function) cmocka_unit_test_setup_teardown(function, boot_high, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(no_address_is_said_so),
		TEST(an_unaligned_address_is_none),
		TEST(an_address_out_of_the_map_is_said_so),
		HIGH(without_a_map_hook_the_address_must_be_one_to_one),
		HIGH(the_map_hook_makes_the_address_usable),
		HIGH(the_map_hook_may_refuse),
		TEST(an_occupied_word_is_left_as_it_is),
		TEST(our_own_entry_does_not_occupy_it),
		TEST(the_word_is_read_from_memory),
		TEST(a_refused_cpu_may_come_the_second_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
