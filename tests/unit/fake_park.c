/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that leaves its CPUs to the next one.
 */
#include "fake_park.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "core/suspend.h"

/* Where the last CPU leaves for. */
#define ENTRY    0x1000u
#define ARGUMENT 0x2000u
#define LEVEL    2u

struct fake_resident fake_residents[FAKE_MAX_CPUS];
struct smpboot_ops fake_park_ops;
unsigned char fake_park_code[SMPBOOT_PEN_SIZE];
_Alignas(64) unsigned char fake_park_copy[SMPBOOT_PEN_SIZE];

static jmp_buf gone;

static int64_t sleep_until_called_off(uint64_t id)
{
	while (!fake_residents[id].called_off)
		fake_cpu_sleep(5);
	/* It takes a while to be awake. */
	fake_cpu_sleep(50);
	return 0;
}

static void get_to_main(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	slot->stage = SMPBOOT_STAGE_MAIN;
	smpboot_claim_write(slot, smpboot_claim_word(smpboot_claim_generation(smpboot_claim_read(slot)),
	                                             SMPBOOT_STATE_ACTIVE));
	fake_residents[id].coming = false;
}

static void live(void *context, unsigned int id)
{
	struct fake_resident *self = &fake_residents[id];
	int64_t answer;

	(void)context;
	if (self->sleeps)
		(void)smpboot_suspend(sleep_until_called_off, id, &answer);
	while (!self->called_off || self->deaf) {
		fake_cpu_sleep(5);
		if (self->coming)
			get_to_main(id);
	}
	(void)smpboot_park_self();
	fake_cpu_rest();
}

static void call_off(void *context, unsigned int id)
{
	assert_ptr_equal(context, &fake_kernel);
	assert_int_equal(fake_arch.mpidr, FAKE_MPIDR(0));
	assert_int_not_equal(id, 0);
	/* Else it could not take an interrupt yet. */
	if (fake_info(id).state != SMPBOOT_STATE_SUSPENDED)
		assert_int_equal(fake_info(id).state, SMPBOOT_STATE_ACTIVE);
	fake_residents[id].called_off = true;
}

static void *map(void *context, uint64_t pa, size_t size)
{
	(void)context;
	assert_int_equal(pa, FAKE_PARK_PA);
	assert_int_equal(size, SMPBOOT_PEN_SIZE);
	return fake_park_copy;
}

static void leave(unsigned int level, uint64_t address, uint64_t argument)
{
	assert_int_equal(level, LEVEL);
	assert_int_equal(address, ENTRY);
	assert_int_equal(argument, ARGUMENT);
	longjmp(gone, 1);
}

int fake_park_boot(void **state)
{
	fake_boot(state);
	fake_park_ops = fake_ops;
	fake_park_ops.main = live;
	fake_park_ops.call_off = call_off;
	fake_park_ops.map = map;
	assert_int_equal(smpboot_register_ops(&fake_park_ops), SMPBOOT_OK);
	memset(fake_residents, 0, sizeof(fake_residents));
	memset(fake_park_copy, 0, sizeof(fake_park_copy));
	for (unsigned int i = 0; i < SMPBOOT_PEN_SIZE; i++)
		fake_park_code[i] = (unsigned char)(i + 1);
	fake_arch.pen = fake_park_code;
	fake_arch.leave = leave;
	fake_memory_add(fake_park_copy, sizeof(fake_park_copy));
	return 0;
}

enum smpboot_status fake_park_all(void)
{
	return smpboot_park_all(FAKE_PARK_PA, FAKE_PARK_TIMEOUT_US);
}

enum smpboot_status fake_hand_over(void)
{
	enum smpboot_status status;

	if (setjmp(gone) != 0)
		return SMPBOOT_OK;
	status = smpboot_hand_over(ENTRY, ARGUMENT, LEVEL);
	assert_int_not_equal(status, SMPBOOT_OK);
	return status;
}

void assert_parked(unsigned int id)
{
	assert_outcome(id, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PARKED, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_cpus[id].parked_at, FAKE_PARK_ENTRY);
	assert_false(fake_cpus[id].penned);
}
