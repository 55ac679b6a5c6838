/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said of CPUs that fault, come as another, or come otherwise than they
 * should.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 1000u
#define UNKNOWN    0x0400000000ull

/* As the vectors store it: the bit says that there is one, even if the register is 0. */
#define THERE (1ull << 62)

static const struct smpboot_fault fault = {
	.esr = 0x96000045,
	.elr = 0xffff800000081234,
	.far = 0xdeadbee8,
};

static void assert_text(unsigned int event, const char *expected)
{
	char text[512];

	assert_int_equal(smpboot_format_event(&fake_kernel.events[event], text, sizeof(text)),
	                 strlen(expected));
	assert_string_equal(text, expected);
}

static void fault_at(enum smpboot_stage stage)
{
	fake_add_cpus(1);
	fake_cpus[1].faults_at = stage;
	fake_cpus[1].fault = fault;
	fake_cpus[1].fault.esr |= THERE;
	fake_bring_up(TIMEOUT_US);
}

static void assert_faulted(enum smpboot_stage stage)
{
	struct smpboot_cpu_info info;

	assert_outcome(1, SMPBOOT_STATE_ABANDONED, stage, SMPBOOT_REASON_FAULT);
	info = fake_info(1);
	assert_int_equal(info.fault.esr, fault.esr);
	assert_int_equal(info.fault.elr, fault.elr);
	assert_int_equal(info.fault.far, fault.far);
	assert_true(fake_cpus[1].parked);
	assert_false(fake_cpus[1].reached_c);
	assert_int_equal(fake_kernel.event_count, 1);
}

static void a_fault_is_told_with_its_registers_at_each_early_stage(void **state)
{
	for (enum smpboot_stage stage = SMPBOOT_STAGE_ENTRY; stage <= SMPBOOT_STAGE_REGIME; stage++) {
		fake_boot(state);
		fault_at(stage);
		assert_faulted(stage);
	}
	assert_text(0, "cpu 1 (mpidr 0x300000201) given up at stage regime: an exception stopped it before "
	               "the kernel's own vectors (fault, method fake, esr 0x96000045, "
	               "elr 0xffff800000081234, far 0xdeadbee8)");
}

/* Then the record is in the slot, and the last mark in memory says where it was. */
static void a_fault_with_the_mmu_on_is_told_as_well(void **state)
{
	(void)state;
	fault_at(SMPBOOT_STAGE_C);
	assert_faulted(SMPBOOT_STAGE_REGIME);
}

/* An interrupt leaves its ESR as it was, which may be 0. */
static void an_exception_without_a_syndrome_is_a_fault_too(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].faults_at = SMPBOOT_STAGE_LEVEL;
	fake_cpus[1].fault = (struct smpboot_fault){ .esr = THERE };
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_FAULT);
	assert_int_equal(fake_info(1).fault.esr, 0);
}

/* In ops.early, for one, where the CPU has left no mark yet. */
static void a_fault_before_the_first_mark_is_told(void **state)
{
	(void)state;
	fault_at(SMPBOOT_STAGE_START);
	assert_faulted(SMPBOOT_STAGE_START);
}

static void a_cpu_that_faulted_is_not_started_again(void **state)
{
	(void)state;
	fault_at(SMPBOOT_STAGE_LEVEL);
	assert_int_equal(fake_bring_up(TIMEOUT_US).started, 0);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_faulted(SMPBOOT_STAGE_LEVEL);
}

static void without_a_fault_there_are_no_registers(void **state)
{
	static const struct smpboot_fault none;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].stops_at = SMPBOOT_STAGE_LEVEL;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_STUCK);
	for (unsigned int id = 0; id <= 2; id++) {
		struct smpboot_cpu_info info = fake_info(id);

		assert_memory_equal(&info.fault, &none, sizeof(none));
	}
}

static void another_counter_frequency_is_told(void **state)
{
	const struct smpboot_event *event = fake_kernel.events;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[1].frequency = 19200000;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_active(2);
	assert_int_equal(fake_events(SMPBOOT_EVENT_FREQUENCY), 1);
	assert_int_equal(event->kind, SMPBOOT_EVENT_FREQUENCY);
	assert_int_equal(event->cpu.id, 1);
	assert_text(0, "warning: cpu 1 (mpidr 0x300000201) has another CNTFRQ_EL0 than the boot CPU");
}

/* Old firmware passes what it likes: told, and nothing else. */
static void rubbish_in_x0_is_told_and_does_no_harm(void **state)
{
	static const uint64_t rubbish[] = { 2, 0x300000202, UINT64_MAX, 0x40081000, 1ull << 63 };

	for (unsigned int i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++) {
		fake_power_off(state);
		fake_boot(state);
		fake_add_cpus(2);
		fake_cpus[1].context = rubbish[i];
		fake_bring_up(TIMEOUT_US);
		assert_active(1);
		assert_active(2);
		assert_int_equal(fake_cpus[1].stack_top, fake_stack(1));
		assert_int_equal(fake_info(1).context, rubbish[i]);
		assert_int_equal(fake_events_of(SMPBOOT_EVENT_CONTEXT, 1), 1);
		assert_int_equal(fake_events(SMPBOOT_EVENT_CONTEXT), 1);
	}
}

static void assert_other(unsigned int id, uint64_t mpidr)
{
	assert_outcome(id, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_OTHER_MPIDR);
	assert_int_equal(fake_info(id).code, mpidr);
}

/* The description's reg is not what the CPU says of itself. */
static void a_cpu_that_comes_with_an_unknown_mpidr_is_named(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].arrives_as = UNKNOWN | 0x80000000;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_other(2, UNKNOWN);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
	assert_true(fake_cpus[2].parked);
}

static void a_cpu_that_comes_as_another_is_named(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].arrives_as = FAKE_MPIDR(3);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED);
	assert_other(2, FAKE_MPIDR(3));
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 0);
	assert_true(fake_cpus[2].penned);
}

/* Where x0 does not reach the CPU, nothing says for whom it came. */
static void a_method_without_a_context_cannot_tell(void **state)
{
	(void)state;
	fake_add_cpu(1, "mute");
	fake_cpus[1].arrives_as = UNKNOWN;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_events(SMPBOOT_EVENT_STRAY), 1);
}

static void another_cpus_stray_is_not_taken_for_this_one(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].arrives_as = UNKNOWN;
	fake_cpus[3].delay = FAKE_NEVER;
	fake_bring_up(TIMEOUT_US);
	assert_other(2, UNKNOWN);
	assert_outcome(3, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(fake_info(3).code, 0);
}

static void its_text_says_so(void **state)
{
	(void)state;
	fake_add_cpus(1);
	fake_cpus[1].arrives_as = UNKNOWN | 0x102;
	fake_bring_up(TIMEOUT_US);
	assert_text(0, "cpu 1 (mpidr 0x300000201) given up at stage start: a CPU with another MPIDR came in "
	               "its place (other-mpidr, method fake, code 17179869442)");
	assert_text(1, "warning: cpu (mpidr 0x400000102) came and is not in the table: it is parked");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fake_boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_fault_is_told_with_its_registers_at_each_early_stage),
		TEST(a_fault_with_the_mmu_on_is_told_as_well),
		TEST(an_exception_without_a_syndrome_is_a_fault_too),
		TEST(a_fault_before_the_first_mark_is_told),
		TEST(a_cpu_that_faulted_is_not_started_again),
		TEST(without_a_fault_there_are_no_registers),
		TEST(another_counter_frequency_is_told),
		TEST(rubbish_in_x0_is_told_and_does_no_harm),
		TEST(a_cpu_that_comes_with_an_unknown_mpidr_is_named),
		TEST(a_cpu_that_comes_as_another_is_named),
		TEST(a_method_without_a_context_cannot_tell),
		TEST(another_cpus_stray_is_not_taken_for_this_one),
		TEST(its_text_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
