/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release words: the methods "spin-table" and "pen", one CPU at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <smpboot/spin_table.h>

#include "core/arch.h"
#include "fake_kernel.h"

#define TIMEOUT_US 10000u
#define MS_TICKS   (1000 * FAKE_TICKS_PER_US)
#define FILL       0x5a5a5a5a5a5a5a5aull

/* A page of the kernel's own, whose words are release words. */
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
	for (unsigned int i = 0; i < 512; i++)
		page[i] = FILL;
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

static void add(void)
{
	fake_add_waiting_cpu(1, "spin-table", fake_pa(word));
}

static void the_word_is_64_bits_little_endian(void **state)
{
	static const unsigned char entry[8] = { 0x00, 0x10, 0x08, 0x40, 0x23, 0x01, 0, 0 };

	(void)state;
	fake_arch.entry_pa = 0x12340081000;
	add();
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_memory_equal(fake_memory(fake_pa(word)), entry, sizeof(entry));
	assert_int_equal(word[-1], FILL);
	assert_int_equal(word[1], FILL);
}

/* So it was in memory before the signal: what comes after that only reaches a CPU by the next one, in 1 ms. */
static void the_first_signal_wakes_the_cpu(void **state)
{
	(void)state;
	add();
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_in_range(fake_info(1).stamps.entered - fake_info(1).stamps.asked, 1, MS_TICKS / 2);
	/* The other one is the CPU's own, when it is online. */
	assert_int_equal(fake_signals, 2);
}

static void a_cpu_that_misses_signals_is_woken_each_millisecond(void **state)
{
	(void)state;
	add();
	fake_cpus[1].deaf = 4;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_in_range(fake_info(1).stamps.entered - fake_info(1).stamps.asked, 4 * MS_TICKS, 5 * MS_TICKS);
	assert_int_equal(fake_signals, 6);
}

static void (*sleep_on)(uint64_t deadline);
static unsigned int waits;

/* Somebody else clears the word meanwhile, past the kernel's cache. */
static void clear_the_word(uint64_t deadline)
{
	sleep_on(deadline);
	if (waits++ == 0)
		*(uint64_t *)fake_memory(fake_pa(word)) = 0;
}

static void a_word_that_was_overwritten_is_written_again(void **state)
{
	(void)state;
	add();
	fake_cpus[1].deaf = 1;
	waits = 0;
	sleep_on = fake_arch.idle;
	fake_arch.idle = clear_the_word;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_true(waits > 1);
	assert_int_equal(*(uint64_t *)fake_memory(fake_pa(word)), FAKE_ENTRY_PA);
}

static void a_cpu_that_has_arrived_is_left_alone(void **state)
{
	(void)state;
	add();
	fake_kernel.plan[1].starting_us = 5000;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(fake_signals, 2);
}

static void a_cpu_that_never_comes_is_given_up(void **state)
{
	struct smpboot_report report;

	(void)state;
	add();
	fake_cpus[1].word = 0;
	report = fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_in_range(report.elapsed_us, TIMEOUT_US, TIMEOUT_US + 20);
	assert_in_range(fake_signals, TIMEOUT_US / 1000 - 1, TIMEOUT_US / 1000 + 1);
}

/* It polls a word that somebody else has got hold of: written over each time. */
static void spoil_the_word(uint64_t deadline)
{
	*(uint64_t *)fake_memory(fake_pa(word)) = 0x1000;
	sleep_on(deadline);
}

static void a_word_that_is_overwritten_each_time_is_said_so(void **state)
{
	(void)state;
	add();
	fake_cpus[1].word = 0;
	sleep_on = fake_arch.idle;
	fake_arch.idle = spoil_the_word;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_RELEASE_LOST);
}

static void it_hands_no_context(void **state)
{
	(void)state;
	add();
	fake_cpus[1].context = 0xdead;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(fake_info(1).context, 0xdead);
	assert_int_equal(fake_events(SMPBOOT_EVENT_CONTEXT), 0);
}

static void it_is_registered_once(void **state)
{
	(void)state;
	assert_int_equal(smpboot_spin_table_init(), SMPBOOT_ERR_DUPLICATE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(the_word_is_64_bits_little_endian),
		TEST(the_first_signal_wakes_the_cpu),
		TEST(a_cpu_that_misses_signals_is_woken_each_millisecond),
		TEST(a_word_that_was_overwritten_is_written_again),
		TEST(a_cpu_that_has_arrived_is_left_alone),
		TEST(a_cpu_that_never_comes_is_given_up),
		TEST(a_word_that_is_overwritten_each_time_is_said_so),
		TEST(it_hands_no_context),
		TEST(it_is_registered_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
