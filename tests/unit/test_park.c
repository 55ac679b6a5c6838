/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that leaves its CPUs to the next one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <smpboot/pen.h>
#include <smpboot/spin_table.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/park.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u

static struct smpboot_ops ops;
static bool called_off[FAKE_MAX_CPUS]; /* the kernel on this CPU has been told */
static bool deaf[FAKE_MAX_CPUS];       /* and does not care */
static bool coming[FAKE_MAX_CPUS];     /* it is online, and not in ops.main for a moment */
static unsigned char code[SMPBOOT_PEN_SIZE];
static _Alignas(64) unsigned char copy[SMPBOOT_PEN_SIZE];
static bool reachable;
static enum smpboot_status nested; /* of a call in ops.call_off */
static void (*usual_signal)(void);

static void set_state(unsigned int id, enum smpboot_state state, enum smpboot_stage stage)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	slot->stage = stage;
	smpboot_claim_write(slot,
	                    smpboot_claim_word(smpboot_claim_generation(smpboot_claim_read(slot)), state));
}

/* ops.main: idles until it is called off. */
static void live(void *context, unsigned int id)
{
	(void)context;
	while (!called_off[id] || deaf[id]) {
		fake_cpu_sleep(5);
		if (coming[id])
			set_state(id, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN);
		coming[id] = false;
	}
	(void)smpboot_park_self();
	fake_cpu_rest();
}

static void call_off(void *context, unsigned int id)
{
	assert_ptr_equal(context, &fake_kernel);
	assert_int_equal(fake_arch.mpidr, FAKE_MPIDR(0));
	assert_int_not_equal(id, 0);
	/* It could not take its interrupt yet. */
	assert_false(coming[id]);
	called_off[id] = true;
}

static void call_off_and_park_again(void *context, unsigned int id)
{
	nested = smpboot_park_all(0x8000, TIMEOUT_US);
	call_off(context, id);
}

static int refuse_to_stop(void *context, unsigned int id)
{
	(void)context;
	return id == 2;
}

/* A release word that two CPUs wait for. */
static _Alignas(64) uint64_t shared_word;

static void *map(void *context, uint64_t pa, size_t size)
{
	(void)context;
	if (pa == fake_pa(&shared_word))
		return &shared_word;
	assert_int_equal(pa, 0x8000);
	assert_int_equal(size, SMPBOOT_PEN_SIZE);
	return reachable ? copy : NULL;
}

static struct {
	unsigned int count;
	unsigned int level;
	uint64_t address;
	uint64_t argument;
} left;

static jmp_buf gone;

static void leave(unsigned int level, uint64_t address, uint64_t argument)
{
	left.count++;
	left.level = level;
	left.address = address;
	left.argument = argument;
	longjmp(gone, 1);
}

static int boot(void **state)
{
	fake_boot(state);
	ops = fake_ops;
	ops.main = live;
	ops.call_off = call_off;
	ops.map = map;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	memset(called_off, 0, sizeof(called_off));
	memset(deaf, 0, sizeof(deaf));
	memset(coming, 0, sizeof(coming));
	memset(&left, 0, sizeof(left));
	memset(copy, 0, sizeof(copy));
	for (unsigned int i = 0; i < sizeof(code); i++)
		code[i] = (unsigned char)(i + 1);
	fake_arch.pen = code;
	fake_arch.leave = leave;
	reachable = true;
	fake_memory_add(copy, sizeof(copy));
	return 0;
}

static void assert_parked(unsigned int id)
{
	assert_outcome(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PARKED, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[id].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
	assert_false(fake_cpus[id].penned);
}

static void all_cpus_move_into_the_copy(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_bring_up(0);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id++)
		assert_parked(id);
	/* In memory, for CPUs without caches; the word that lets them go says nothing yet. */
	assert_memory_equal(fake_memory(fake_pa(copy)), code, SMPBOOT_PEN_RELEASE_WORD);
	for (unsigned int i = SMPBOOT_PEN_RELEASE_WORD; i < SMPBOOT_PEN_SIZE; i++)
		assert_int_equal(((unsigned char *)fake_memory(fake_pa(copy)))[i], 0);
	assert_int_equal(smpboot_counts().online, 1);
}

static void those_that_wait_in_the_entry_code_move_as_well(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_cpus[2].delay = 2 * TIMEOUT_US;
	fake_bring_up(TIMEOUT_US);
	assert_outcome(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_STATE);
	assert_false(called_off[1]);
	fake_firmware_run(2 * TIMEOUT_US);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id += 2)
		assert_parked(id);
	assert_int_equal(fake_cpus[2].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
}

static void those_at_the_gate_move_as_well(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(3);
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 3; id++) {
		assert_parked(id);
		assert_false(called_off[id]);
	}
}

/* The call comes right after the bring-up: a CPU is online, and not in the kernel's code yet. */
static void one_that_has_just_come_is_called_off(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	set_state(2, SMPBOOT_STATE_ONLINE, SMPBOOT_STAGE_ONLINE);
	coming[2] = true;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	for (unsigned int id = 1; id <= 2; id++) {
		assert_parked(id);
		assert_true(called_off[id]);
	}
}

/* Its kernel does not let it go: it stays that kernel's, and nobody moves. */
static void one_at_the_gate_may_stay(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	ops.stopping = refuse_to_stop;
	fake_add_cpus(3);
	options.gate = true;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(50);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_TIMEOUT);
	assert_outcome(2, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_RETURNED, SMPBOOT_REASON_NONE);
	for (unsigned int id = 1; id <= 3; id++)
		assert_int_equal(fake_cpus[id].parked_at, 0);
}

/* One that nobody may start has come with another, by the word that both wait for. */
static void who_must_not_be_started_moves_and_stays_disabled(void **state)
{
	const struct smpboot_cpu_desc desc = {
		.mpidr = FAKE_MPIDR(2),
		.method = "spin-table",
		.reason = SMPBOOT_REASON_STATUS_FAIL,
		.release_addr = fake_pa(&shared_word),
	};

	(void)state;
	shared_word = 0;
	fake_memory_add(&shared_word, sizeof(shared_word));
	assert_int_equal(smpboot_spin_table_init(), SMPBOOT_OK);
	fake_add_waiting_cpu(1, "spin-table", fake_pa(&shared_word));
	assert_int_equal(smpboot_add_cpu(&desc, NULL), SMPBOOT_OK);
	fake_cpus[2].mpidr = desc.mpidr;
	fake_cpus[2].word = desc.release_addr;
	fake_bring_up(0);
	fake_firmware_run(100);
	assert_true(fake_cpus[2].penned);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_parked(1);
	assert_int_equal(fake_cpus[2].parked_at, 0x8000 + SMPBOOT_PEN_PARK);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_DISABLED);
}

static bool all_told; /* a signal came when all CPUs were told to move */

static void look_at_claims(void)
{
	bool all = true;

	for (unsigned int id = 1; id <= 2; id++)
		all = all && fake_info(id).state == SMPBOOT_STATE_PARKING;
	all_told = all_told || all;
	usual_signal();
}

/* They sleep in the pen, and may do so for long. */
static void those_in_the_pen_are_woken(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	all_told = false;
	usual_signal = fake_arch.signal;
	fake_arch.signal = look_at_claims;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_true(all_told);
}

/* Another CPU with the boot CPU's MPIDR goes as soon as it is told to. */
static void double_goes(const void *p)
{
	uint64_t *crumb = fake_memory(fake_pa(&smpboot_machine.early[0].crumb));

	if (p == &smpboot_machine.slots[0].claim && fake_info(0).state == SMPBOOT_STATE_PARKING)
		*crumb = SMPBOOT_STAGE_PARKED;
}

static void a_double_moves_and_the_boot_cpu_stays_what_it_is(void **state)
{
	uint64_t *crumb;

	(void)state;
	fake_add_cpus(1);
	fake_bring_up(0);
	crumb = fake_memory(fake_pa(&smpboot_machine.early[0].crumb));
	*crumb = SMPBOOT_STAGE_PEN;
	fake_arch.maintained = double_goes;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_parked(1);
	assert_int_equal(*crumb, SMPBOOT_STAGE_PARKED);
	assert_outcome(0, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
}

/* Nobody knows yet whether it comes. */
static void not_while_one_is_on_its_way(void **state)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	(void)state;
	fake_add_cpus(2);
	fake_cpus[2].delay = 500;
	options.timeout_us = 0;
	assert_int_equal(smpboot_bring_up_all(&options, NULL), SMPBOOT_OK);
	fake_firmware_run(100);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_STARTING);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_STATE);
	set_state(2, SMPBOOT_STATE_ARRIVED, SMPBOOT_STAGE_STARTING);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_STATE);
	set_state(2, SMPBOOT_STATE_STARTING, SMPBOOT_STAGE_START);
	assert_false(called_off[1]);
	assert_int_equal(smpboot_wait(TIMEOUT_US, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_parked(1);
	assert_parked(2);
}

static void one_call_at_a_time(void **state)
{
	(void)state;
	ops.call_off = call_off_and_park_again;
	nested = SMPBOOT_OK;
	fake_add_cpus(1);
	fake_bring_up(0);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(nested, SMPBOOT_ERR_BUSY);
	assert_parked(1);
}

/* A table for one CPU: there is nobody to move, and the copy is there for those to come. */
static void a_cpu_that_is_alone_has_nobody_to_move(void **state)
{
	fake_power_on(state);
	fake_arch.pen = code;
	fake_memory_add(copy, sizeof(copy));
	assert_int_equal(smpboot_init(fake_storage, 1), SMPBOOT_OK);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_NO_OPS);
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	assert_int_equal(smpboot_bring_up_all(NULL, NULL), SMPBOOT_OK);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	assert_memory_equal(copy, code, SMPBOOT_PEN_RELEASE_WORD);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

/* One does not come: those that did can be started again, and nothing was given away. */
static void nobody_moves_before_all_are_out(void **state)
{
	(void)state;
	fake_add_cpus(3);
	fake_bring_up(0);
	deaf[3] = true;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_TIMEOUT);
	for (unsigned int id = 1; id <= 2; id++) {
		assert_outcome(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_NONE);
		assert_int_equal(fake_cpus[id].parked_at, 0);
	}
	assert_int_equal(fake_info(3).state, SMPBOOT_STATE_ACTIVE);
	memset(called_off, 0, sizeof(called_off));
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	deaf[3] = false;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
}

static void one_that_does_not_move_is_told(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	fake_cpus[2].stays_penned = true;
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_ERR_TIMEOUT);
	assert_parked(1);
	assert_int_equal(fake_info(2).state, SMPBOOT_STATE_PARKING);
	if (setjmp(gone) == 0)
		assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_STATE);
	assert_int_equal(left.count, 0);
}

static void then_the_last_one_leaves(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	if (setjmp(gone) == 0)
		assert_int_equal(smpboot_hand_over(0x1000, 0x2000, 2), SMPBOOT_ERR_STATE);
	assert_int_equal(left.count, 0);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	if (setjmp(gone) == 0)
		(void)smpboot_hand_over(0x1000, 0x2000, 2);
	assert_int_equal(left.count, 1);
	assert_int_equal(left.level, 2);
	assert_int_equal(left.address, 0x1000);
	assert_int_equal(left.argument, 0x2000);
}

/* It would lose the memory under its feet. */
static void nobody_leaves_a_cpu_behind(void **state)
{
	(void)state;
	fake_add_cpus(2);
	fake_bring_up(0);
	called_off[1] = true;
	called_off[2] = true;
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(smpboot_wait_off(2, TIMEOUT_US), SMPBOOT_OK);
	/* Off, and in this kernel's pen. */
	if (setjmp(gone) == 0)
		assert_int_equal(smpboot_hand_over(0x1000, 0, 2), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_park_all(0x8000, TIMEOUT_US), SMPBOOT_OK);
	/* On its way from there, and not known to have got to the copy. */
	set_state(2, SMPBOOT_STATE_PARKING, SMPBOOT_STAGE_PEN);
	if (setjmp(gone) == 0)
		assert_int_equal(smpboot_hand_over(0x1000, 0, 2), SMPBOOT_ERR_STATE);
	assert_int_equal(left.count, 0);
}

static void wrong_calls_are_refused(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_park_all(0x8000, 10), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_park_self(), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_NOT_INIT);
	boot(state);
	fake_add_cpus(2);
	assert_int_equal(smpboot_park_all(0x8000, 10), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_park_self(), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_STATE);
	fake_bring_up(0);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 0), SMPBOOT_ERR_LEVEL);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 4), SMPBOOT_ERR_LEVEL);
	assert_int_equal(smpboot_park_all(0, 10), SMPBOOT_ERR_STORAGE);
	assert_int_equal(smpboot_park_all(0x8004, 10), SMPBOOT_ERR_STORAGE);
	reachable = false;
	assert_int_equal(smpboot_park_all(0x8000, 10), SMPBOOT_ERR_STORAGE);
	ops.call_off = NULL;
	assert_int_equal(smpboot_park_all(0x8000, 10), SMPBOOT_ERR_HOOK);
	for (unsigned int id = 1; id <= 2; id++)
		assert_int_equal(fake_info(id).state, SMPBOOT_STATE_ACTIVE);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_park_all(0x8000, 10), SMPBOOT_ERR_NOT_BOOT_CPU);
	assert_int_equal(smpboot_hand_over(0x1000, 0, 1), SMPBOOT_ERR_NOT_BOOT_CPU);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(all_cpus_move_into_the_copy),
		TEST(those_that_wait_in_the_entry_code_move_as_well),
		TEST(one_that_has_just_come_is_called_off),
		TEST(those_at_the_gate_move_as_well),
		TEST(one_at_the_gate_may_stay),
		TEST(who_must_not_be_started_moves_and_stays_disabled),
		TEST(those_in_the_pen_are_woken),
		TEST(a_double_moves_and_the_boot_cpu_stays_what_it_is),
		TEST(not_while_one_is_on_its_way),
		TEST(one_call_at_a_time),
		TEST(a_cpu_that_is_alone_has_nobody_to_move),
		TEST(nobody_moves_before_all_are_out),
		TEST(one_that_does_not_move_is_told),
		TEST(then_the_last_one_leaves),
		TEST(nobody_leaves_a_cpu_behind),
		TEST(wrong_calls_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
