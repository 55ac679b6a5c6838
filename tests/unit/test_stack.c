/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks that go back to the kernel.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_kernel.h"
#include "fake_meanwhile.h"

#define LAST      3u
#define ELSEWHERE 0x4000000u
#define SIZE      0x800u

static struct smpboot_ops ops;

/* What ops.release_stack was called with. */
static struct {
	unsigned int count;
	unsigned int id;
	void *stack_top;
	uint64_t by;
	void *context;
} given;

static void release_stack(void *context, unsigned int id, void *stack_top)
{
	given.count++;
	given.id = id;
	given.stack_top = stack_top;
	given.by = fake_arch.mpidr;
	given.context = context;
}

static int (*usual_prepare)(void *context, unsigned int id, struct smpboot_launch *launch);
static size_t size_told;
static unsigned int given_at_prepare;

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	int code = usual_prepare(context, id, launch);

	launch->stack_size = size_told;
	given_at_prepare = given.count;
	return code;
}

static int boot(void **state)
{
	fake_boot(state);
	memset(&given, 0, sizeof(given));
	usual_prepare = fake_ops.prepare;
	ops = fake_ops;
	ops.prepare = prepare;
	ops.release_stack = release_stack;
	size_told = SIZE;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	fake_add_cpus(LAST);
	fake_arch.stack = ELSEWHERE;
	return 0;
}

static int boot_all(void **state)
{
	boot(state);
	fake_bring_up(0);
	return 0;
}

/* The call as CPU `id` makes it with its stack pointer there. */
static enum smpboot_status release_on(unsigned int id, uintptr_t stack)
{
	enum smpboot_status status;

	fake_arch.mpidr = FAKE_MPIDR(id);
	fake_arch.stack = stack;
	status = smpboot_release_boot_stack();
	fake_arch.mpidr = FAKE_MPIDR(0);
	return status;
}

static void assert_given(unsigned int count, unsigned int id, uintptr_t stack_top)
{
	assert_int_equal(given.count, count);
	assert_int_equal(given.id, id);
	assert_ptr_equal(given.stack_top, (void *)stack_top);
	assert_ptr_equal(given.context, &fake_kernel);
}

static void a_stack_that_was_left_is_given_back_once(void **state)
{
	(void)state;
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(release_on(2, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(given.count, 0);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_given(1, 2, fake_stack(2));
	assert_int_equal(given.by, FAKE_MPIDR(0));
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(given.count, 1);
}

/* Where no compare-and-swap would tell. */
static void also_without_caches(void **state)
{
	(void)state;
	smpboot_machine.coherent = false;
	assert_int_equal(release_on(2, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(release_on(2, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_int_equal(release_on(2, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_given(1, 2, fake_stack(2));
}

static void all_at_once(void **state)
{
	(void)state;
	for (unsigned int id = 0; id <= LAST; id++)
		assert_int_equal(release_on(id, ELSEWHERE), SMPBOOT_OK);
	/* Not the caller's own. */
	assert_int_equal(smpboot_collect_stacks(), LAST);
	assert_given(LAST, LAST, fake_stack(LAST));
}

static void of_the_boot_cpu_there_is_no_address(void **state)
{
	(void)state;
	assert_int_equal(release_on(0, 0), SMPBOOT_OK);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_given(1, 0, 0);
	assert_int_equal(given.by, FAKE_MPIDR(1));
	assert_int_equal(smpboot_collect_stacks(), 0);
}

static void who_still_runs_on_it_is_refused(void **state)
{
	const uintptr_t top = fake_stack(1);

	(void)state;
	assert_int_equal(release_on(1, top), SMPBOOT_ERR_STACK);
	assert_int_equal(release_on(1, top - 16), SMPBOOT_ERR_STACK);
	assert_int_equal(release_on(1, top - SIZE), SMPBOOT_ERR_STACK);
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(release_on(1, top - SIZE - 16), SMPBOOT_OK);
	assert_int_equal(release_on(2, fake_stack(2) + 16), SMPBOOT_OK);
	assert_int_equal(smpboot_collect_stacks(), 2);
}

static void of_an_unknown_size_512_bytes_are_looked_at(void **state)
{
	boot(state);
	size_told = 0;
	fake_bring_up(0);
	assert_int_equal(release_on(1, fake_stack(1) - 512), SMPBOOT_ERR_STACK);
	assert_int_equal(release_on(1, fake_stack(1) - 528), SMPBOOT_OK);
}

/* More than there is below it: no sum wraps. */
static void a_size_that_is_too_large_covers_all_below(void **state)
{
	boot(state);
	size_told = SIZE_MAX;
	fake_bring_up(0);
	assert_int_equal(release_on(1, 16), SMPBOOT_ERR_STACK);
	assert_int_equal(release_on(1, fake_stack(1) + 16), SMPBOOT_OK);
}

static void a_second_call_is_refused(void **state)
{
	(void)state;
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
	/* Where it was is not its stack any more, whatever its stack pointer says. */
	assert_int_equal(release_on(1, fake_stack(1)), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_collect_stacks(), 0);
}

static enum smpboot_status meanwhile;

static void release_in_between(void)
{
	meanwhile = smpboot_release_boot_stack();
}

/* An interrupt handler of the same CPU comes in between, with the same call: one of them has left it. */
static void a_second_call_inside_the_first_counts_once(void **state)
{
	(void)state;
	fake_meanwhile(smpboot_machine.slots, release_in_between);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(meanwhile, SMPBOOT_OK);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_given(1, 1, fake_stack(1));
}

static unsigned int collected_by_two;

static void two_collects(void)
{
	fake_arch.mpidr = FAKE_MPIDR(2);
	collected_by_two = smpboot_collect_stacks();
	fake_arch.mpidr = FAKE_MPIDR(0);
}

static void of_two_that_collect_a_stack_one_gives_it_back(void **state)
{
	(void)state;
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	fake_meanwhile(smpboot_machine.slots, two_collects);
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(collected_by_two, 1);
	assert_given(1, 1, fake_stack(1));
	assert_int_equal(given.by, FAKE_MPIDR(2));
}

static void only_active_cpus_can_leave_a_stack(void **state)
{
	boot(state);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(release_on(30, ELSEWHERE), SMPBOOT_ERR_STATE);
	fake_bring_up(0);
	smpboot_machine.slots[1].claim = smpboot_claim_word(1, SMPBOOT_STATE_STOPPING);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_collect_stacks(), 0);
}

static void take_down(unsigned int id)
{
	smpboot_machine.slots[id].claim = smpboot_claim_word(1, SMPBOOT_STATE_OFFLINE);
	fake_cpus[id].started_at = 0;
	fake_cpus[id].power = SMPBOOT_POWER_OFF;
}

/* Its old stack goes back before it gets another, and it can leave that as well. */
static void a_new_start_begins_anew(void **state)
{
	(void)state;
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	take_down(1);
	fake_kernel.plan[1].stack_top = 0x8000000;
	fake_kernel.event_count = 0;
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_given(1, 1, fake_stack(1));
	assert_int_equal(given_at_prepare, 1);
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_given(2, 1, 0x8000000);
}

static void what_was_given_back_is_not_given_again_by_a_start(void **state)
{
	(void)state;
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(smpboot_collect_stacks(), 1);
	take_down(1);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	assert_int_equal(given.count, 1);
}

static void without_a_hook_nothing_is_collected(void **state)
{
	(void)state;
	ops.release_stack = NULL;
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	assert_int_equal(smpboot_collect_stacks(), 0);
	ops.release_stack = release_stack;
	assert_int_equal(smpboot_collect_stacks(), 1);
}

static void without_caches_the_boot_cpu_collects(void **state)
{
	(void)state;
	smpboot_machine.coherent = false;
	assert_int_equal(release_on(1, fake_stack(1)), SMPBOOT_ERR_STACK);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_OK);
	fake_arch.mpidr = FAKE_MPIDR(2);
	assert_int_equal(smpboot_collect_stacks(), 0);
	fake_arch.mpidr = FAKE_MPIDR(0);
	assert_int_equal(smpboot_collect_stacks(), 1);
	assert_int_equal(release_on(1, ELSEWHERE), SMPBOOT_ERR_STATE);
}

static void wrong_calls_are_refused(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_release_boot_stack(), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_collect_stacks(), 0);
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	fake_add_cpus(1);
	assert_int_equal(smpboot_collect_stacks(), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot_all, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_stack_that_was_left_is_given_back_once),
		TEST(also_without_caches),
		TEST(all_at_once),
		TEST(of_the_boot_cpu_there_is_no_address),
		TEST(who_still_runs_on_it_is_refused),
		cmocka_unit_test_teardown(of_an_unknown_size_512_bytes_are_looked_at, fake_power_off),
		cmocka_unit_test_teardown(a_size_that_is_too_large_covers_all_below, fake_power_off),
		TEST(a_second_call_is_refused),
		TEST(a_second_call_inside_the_first_counts_once),
		TEST(of_two_that_collect_a_stack_one_gives_it_back),
		cmocka_unit_test_teardown(only_active_cpus_can_leave_a_stack, fake_power_off),
		TEST(a_new_start_begins_anew),
		TEST(what_was_given_back_is_not_given_again_by_a_start),
		TEST(without_a_hook_nothing_is_collected),
		TEST(without_caches_the_boot_cpu_collects),
		cmocka_unit_test(wrong_calls_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
