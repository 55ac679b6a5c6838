/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One CPU that goes off and comes back, and several that wait for it: the kernel is
 * told once each time, and whoever goes on sees that it was.
 *
 * usage: race-off CPUS
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/arch.h"
#include "core/claim.h"
#include "core/machine.h"
#include "threads.h"

#define TURNS      2000u
#define TIMEOUT_US 60000000u
#define LEAVER     1u

static unsigned int cpus;
static unsigned int begun; /* atomic: the turn in which it goes off */
static unsigned int seen;  /* atomic: so many have seen it gone, in all turns */
static int power;          /* atomic */
static unsigned int told;  /* not atomic: the library is what orders it */

static void count(void *context, const struct smpboot_event *event)
{
	(void)context;
	if (event->kind == SMPBOOT_EVENT_OFFLINE)
		told++;
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	(void)entry;
	(void)context;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

static enum smpboot_power power_of(const struct smpboot_target *target)
{
	(void)target;
	return (enum smpboot_power)__atomic_load_n(&power, __ATOMIC_RELAXED);
}

static const struct smpboot_method method = { .name = "thread", .start = start, .power = power_of };

static void wait_for(const unsigned int *what, unsigned int value)
{
	while (__atomic_load_n(what, __ATOMIC_ACQUIRE) != value)
		smpboot_arch_wait(0);
}

static void go_and_come_back(void)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[LEAVER];

	for (unsigned int turn = 1; turn <= TURNS; turn++) {
		__atomic_store_n(&power, SMPBOOT_POWER_ON, __ATOMIC_RELAXED);
		machine_come_back(LEAVER);
		__atomic_store_n(&begun, turn, __ATOMIC_RELEASE);
		__atomic_store_n(&slot->stage, SMPBOOT_STAGE_STOPPING, __ATOMIC_RELAXED);
		machine_go_off(LEAVER);
		__atomic_store_n(&power, SMPBOOT_POWER_OFF, __ATOMIC_RELAXED);
		wait_for(&seen, turn * (cpus - 1));
	}
}

static void watch(unsigned int id)
{
	for (unsigned int turn = 1; turn <= TURNS; turn++) {
		enum smpboot_status status;

		wait_for(&begun, turn);
		status = smpboot_wait_off(LEAVER, TIMEOUT_US);
		if (status != SMPBOOT_OK)
			fail("turn %u: CPU %u: %s", turn, id, smpboot_strerror(status));
		if (told != turn)
			fail("turn %u: CPU %u goes on when the kernel was told %u times", turn, id, told);
		__atomic_fetch_add(&seen, 1, __ATOMIC_RELEASE);
	}
}

static void leave_or_watch(unsigned int id)
{
	if (id == LEAVER)
		go_and_come_back();
	else
		watch(id);
}

int main(int argc, char **argv)
{
	struct smpboot_ops ops = machine_ops;

	ops.event = count;
	cpus = argc == 2 ? (unsigned int)atoi(argv[1]) : 0;
	machine_make(cpus);
	if (cpus < 2 || smpboot_register_ops(&ops) != SMPBOOT_OK ||
	    smpboot_register_method(&method) != SMPBOOT_OK)
		fail("no machine");
	machine_run(cpus, leave_or_watch);
	printf("off %u times\n", told);
	return 0;
}
