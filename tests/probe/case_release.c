/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release words: the methods "spin-table" and "pen" on pens of the kernel's own.
 * The library's pen is what a spin-table's firmware is: a CPU that waits for a
 * word.
 */
#include <smpboot/pen.h>
#include <smpboot/spin_table.h>

#include "cases.h"

int case_spin_table(void);
int case_spin_shared(void);
int case_spin_refused(void);
int case_pen_copy(void);

#define NOBODY 0x10 /* MPIDRs from here on are of no CPU */

/* Copies of the pen, each far from other data. */
static _Alignas(2048) unsigned char pens[CPUS][2048];

static unsigned char *copy_pen(unsigned int which)
{
	for (size_t i = 0; i < SMPBOOT_PEN_SIZE; i++)
		pens[which][i] = smpboot_pen[i];
	return pens[which];
}

static uint64_t release_addr(unsigned int which)
{
	return physical(pens[which] + SMPBOOT_PEN_RELEASE_WORD);
}

static void add_spin(uint64_t mpidr, uint64_t address, unsigned int id)
{
	struct smpboot_cpu_desc desc = { .mpidr = mpidr, .method = "spin-table", .release_addr = address };

	add_cpu(&desc, id);
}

static void set_up_spin(void)
{
	set_up();
	check_status(smpboot_spin_table_init(), SMPBOOT_OK, "smpboot_spin_table_init");
}

/* One word for each CPU. */
int case_spin_table(void)
{
	set_up_spin();
	for (unsigned int id = 1; id < CPUS; id++) {
		add_spin(mpidr_of(id), release_addr(id), id);
		native_start(mpidr_of(id), physical(copy_pen(id)), 0);
	}
	bring_up_all(CPUS);
	return pass();
}

void set_up_spin_shared(void)
{
	set_up_spin();
	copy_pen(0);
	for (unsigned int id = 1; id < CPUS; id++) {
		add_spin(mpidr_of(id), release_addr(0), id);
		native_start(mpidr_of(id), physical(pens[0]), 0);
	}
}

/* One word for all: the CPUs that were not asked for come as well, and wait. */
int case_spin_shared(void)
{
	set_up_spin_shared();
	check_status(smpboot_bring_up(2), SMPBOOT_OK, "smpboot_bring_up");
	check(smpboot_counts().online == 2 && kernel.prepared == 1, "a CPU that came unasked was let in");
	bring_up_all(CPUS);
	check(kernel.prepared == CPUS - 1, "calls of ops.prepare");
	return pass();
}

/* Words that cannot be used: each has its own reason, nobody is waited for, and CPU 1 is not disturbed. */
int case_spin_refused(void)
{
	uint64_t *occupied = (uint64_t *)(void *)(pens[2] + SMPBOOT_PEN_RELEASE_WORD);

	set_up_spin();
	*occupied = RUBBISH;
	add_spin(mpidr_of(1), release_addr(1), 1);
	add_spin(NOBODY + 0, 0, 2);
	add_spin(NOBODY + 1, release_addr(3) + 4, 3);
	add_spin(NOBODY + 2, NO_MEMORY, 4);
	add_spin(NOBODY + 3, release_addr(2), 5);
	native_start(mpidr_of(1), physical(copy_pen(1)), 0);
	bring_up_all(2);
	expect_online(1);
	expect_failed(2, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NO_RELEASE_ADDR);
	expect_failed(3, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NO_RELEASE_ADDR);
	expect_failed(4, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_RELEASE_UNMAPPED);
	expect_failed(5, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_START, SMPBOOT_REASON_RELEASE_OCCUPIED);
	check(info_of(4).code == (int64_t)NO_MEMORY && info_of(5).code == (int64_t)RUBBISH, "code");
	check(*occupied == RUBBISH, "an occupied word was overwritten");
	return pass();
}

/* The CPUs are sent from the pen that the image brings to one elsewhere, and wait there. */
int case_pen_copy(void)
{
	kernel.pen = physical(smpboot_pen);
	native_start(0, physical(copy_pen(0)), 0);
	kernel.pen = physical(pens[0]);
	set_up_all("pen");
	bring_up_all(CPUS);
	return pass();
}
