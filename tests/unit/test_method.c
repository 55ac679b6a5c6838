/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel's own enable method, what a second start asks of a method, and the
 * kernel's correction of what a CPU is described as.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_kernel.h"

#define TIMEOUT_US 10000u
#define RELEASE    0x80000040u

static struct {
	unsigned int starts;
	unsigned int nudges;
	struct smpboot_target target;
	uint64_t entry;
	uint64_t context;
	uint64_t scratch; /* what it held */
} box;

/* Starts CPUs through the other method, and keeps what it was given. */
static struct smpboot_start box_start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	box.starts++;
	box.target = *target;
	box.entry = entry;
	box.context = context;
	box.scratch = *target->scratch;
	*target->scratch = 0xb0c5;
	return fake_method.start(target, entry, context);
}

static void box_nudge(const struct smpboot_target *target, uint64_t entry)
{
	assert_int_equal(target->mpidr, FAKE_MPIDR(target->id));
	assert_int_equal(*target->scratch, 0xb0c5);
	assert_int_equal(entry, FAKE_ENTRY_PA);
	box.nudges++;
}

static const struct smpboot_method box_method = {
	.name = "vendor,box",
	.start = box_start,
	.nudge = box_nudge,
};

static int boot(void **state)
{
	memset(&box, 0, sizeof(box));
	fake_boot(state);
	assert_int_equal(smpboot_register_method(&box_method), SMPBOOT_OK);
	return 0;
}

static void add_box(unsigned int id)
{
	fake_add_waiting_cpu(id, "vendor,box", RELEASE + id);
	fake_cpus[id].word = 0;
}

static void it_is_called_with_all_that_is_known_of_the_cpu(void **state)
{
	(void)state;
	add_box(1);
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(box.starts, 1);
	assert_int_equal(box.target.id, 1);
	assert_int_equal(box.target.mpidr, FAKE_MPIDR(1));
	assert_int_equal(box.target.release_addr, RELEASE + 1);
	assert_int_equal(box.entry, FAKE_ENTRY_PA);
	assert_int_equal(box.context, 1);
	assert_int_equal(box.scratch, 0);
	assert_string_equal(fake_info(1).method, "vendor,box");
}

static void its_word_is_kept_for_the_next_start(void **state)
{
	(void)state;
	add_box(1);
	add_box(2);
	fake_kernel.plan[1].starting = 1;
	fake_cpus[1].ends_in_return = true;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_OK);
	assert_int_equal(box.scratch, 0);
	fake_kernel.plan[1].starting = 0;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(box.scratch, 0xb0c5);
}

static void it_is_nudged_each_millisecond_until_the_cpu_is_there(void **state)
{
	(void)state;
	add_box(1);
	fake_cpus[1].delay = 4500;
	fake_kernel.plan[1].starting_us = 3000;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(box.nudges, 4);
}

static void a_cpu_that_failed_is_not_nudged(void **state)
{
	(void)state;
	add_box(1);
	add_box(2);
	fake_kernel.plan[2].prepare = 1;
	fake_cpus[1].delay = 4500;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(box.nudges, 4);
}

static void no_context_is_compared_that_it_cannot_hand_on(void **state)
{
	(void)state;
	add_box(1);
	fake_cpus[1].context = 0xdead;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(fake_events(SMPBOOT_EVENT_CONTEXT), 0);
}

static unsigned int signals; /* while the second start was under way */

/* It failed once: whether it may be started a second time is the method's to say. */
static void start_twice(enum smpboot_power power)
{
	fake_add_cpu(1, "powered");
	fake_kernel.plan[1].starting = 1;
	fake_cpus[1].ends_in_return = true;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(fake_cpus[1].powers, 0);
	fake_kernel.plan[1].starting = 0;
	fake_cpus[1].power = power;
	signals = fake_signals;
	fake_bring_up(TIMEOUT_US);
	signals = fake_signals - signals;
	assert_true(fake_cpus[1].powers >= 1);
}

static void a_cpu_that_is_off_is_started_again(void **state)
{
	(void)state;
	start_twice(SMPBOOT_POWER_OFF);
	assert_int_equal(fake_cpus[1].starts, 2);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

static void a_cpu_of_unknown_power_is_started_again(void **state)
{
	(void)state;
	start_twice(SMPBOOT_POWER_UNKNOWN);
	assert_int_equal(fake_cpus[1].starts, 2);
	assert_outcome(1, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

/*
 * It was here once, so it may be on its way to the pen, and is waited for. It may have
 * looked at its slot too early, and sleep there: it is woken.
 */
static void a_cpu_that_is_on_is_not_started_again(void **state)
{
	(void)state;
	start_twice(SMPBOOT_POWER_ON);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_int_equal(signals, 1);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ALREADY_ON);
}

/* The firmware has refused it, and says that it is off. */
static void a_cpu_that_is_here_is_here_whatever_the_firmware_says(void **state)
{
	(void)state;
	fake_add_cpu(1, "powered");
	fake_cpus[1].answer.reason = SMPBOOT_REASON_FW_DENIED;
	fake_cpus[1].delay = FAKE_AT_ONCE;
	fake_cpus[1].power = SMPBOOT_POWER_OFF;
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
}

static void a_cpu_that_is_pending_is_waited_for_and_not_started_again(void **state)
{
	(void)state;
	start_twice(SMPBOOT_POWER_PENDING);
	assert_int_equal(fake_cpus[1].starts, 1);
	assert_outcome(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_FW_ON_PENDING);
}

static struct smpboot_ops ops;
static unsigned int fixups;
static struct smpboot_cpu_desc described;

/* The tree counts the CPUs; the machine has them in clusters of its own. */
static void correct(void *context, struct smpboot_cpu_desc *desc)
{
	assert_ptr_equal(context, &fake_kernel);
	fixups++;
	described = *desc;
	if (desc->mpidr == 1)
		desc->mpidr = FAKE_MPIDR(1);
	if (desc->method == NULL)
		desc->method = "vendor,box";
	desc->release_addr += RELEASE;
}

static void register_fixup(void)
{
	ops = fake_ops;
	ops.fixup = correct;
	fixups = 0;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
}

static void the_kernel_may_correct_a_description(void **state)
{
	const struct smpboot_cpu_desc desc = { .mpidr = 1, .release_addr = 8 };
	unsigned int id;

	(void)state;
	register_fixup();
	assert_int_equal(smpboot_add_cpu(&desc, &id), SMPBOOT_OK);
	assert_int_equal(fixups, 1);
	assert_int_equal(described.mpidr, 1);
	assert_null(described.method);
	assert_int_equal(described.release_addr, 8);
	assert_int_equal(id, 1);
	fake_cpus[1].mpidr = FAKE_MPIDR(1);
	fake_bring_up(TIMEOUT_US);
	assert_active(1);
	assert_int_equal(fake_info(1).mpidr, FAKE_MPIDR(1));
	assert_string_equal(fake_info(1).method, "vendor,box");
	assert_int_equal(box.target.release_addr, RELEASE + 8);
}

static void a_corrected_description_is_checked_like_any_other(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = FAKE_MPIDR(1), .method = "fake" };

	(void)state;
	register_fixup();
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	desc.mpidr = 1;
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_ERR_DUPLICATE);
	assert_int_equal(fixups, 2);
	assert_int_equal(smpboot_counts().cpus, 2);
}

static void what_cannot_be_added_is_not_shown_to_it(void **state)
{
	struct smpboot_cpu_desc desc = { .mpidr = 1, .method = "fake" };

	(void)state;
	register_fixup();
	assert_int_equal(smpboot_add_cpu(NULL, NULL), SMPBOOT_ERR_NULL);
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_ERR_BUSY);
	assert_int_equal(fixups, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(it_is_called_with_all_that_is_known_of_the_cpu),
		TEST(its_word_is_kept_for_the_next_start),
		TEST(it_is_nudged_each_millisecond_until_the_cpu_is_there),
		TEST(a_cpu_that_failed_is_not_nudged),
		TEST(no_context_is_compared_that_it_cannot_hand_on),
		TEST(a_cpu_that_is_off_is_started_again),
		TEST(a_cpu_of_unknown_power_is_started_again),
		TEST(a_cpu_that_is_on_is_not_started_again),
		TEST(a_cpu_that_is_here_is_here_whatever_the_firmware_says),
		TEST(a_cpu_that_is_pending_is_waited_for_and_not_started_again),
		TEST(the_kernel_may_correct_a_description),
		TEST(a_corrected_description_is_checked_like_any_other),
		TEST(what_cannot_be_added_is_not_shown_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
