/* SPDX-License-Identifier: BSD-2-Clause */
#include "work.h"

#include "arch.h"
#include "claim.h"
#include "machine.h"
#include "start.h"

/* Adds, and returns what was there before. Without caches the calling CPU is alone, and has no exclusives. */
static uint32_t count_up(uint32_t *counter, uint32_t by)
{
	uint32_t before;

	if (smpboot_machine.coherent)
		return __atomic_fetch_add(counter, by, __ATOMIC_RELAXED);
	before = *counter;
	*counter = before + by;
	return before;
}

bool smpboot_work_room(void)
{
	if (smpboot_machine.work.window == 0 ||
	    count_up(&smpboot_machine.work.in_flight, 1) < smpboot_machine.work.window)
		return true;
	count_up(&smpboot_machine.work.in_flight, ~0u);
	return false;
}

void smpboot_work_settled(void)
{
	if (smpboot_machine.work.window != 0)
		count_up(&smpboot_machine.work.in_flight, ~0u);
}

void smpboot_work_open(const struct smpboot_run *run, bool helpers, unsigned int in_flight)
{
	smpboot_machine.work.end = run->end;
	smpboot_machine.work.window = run->order == SMPBOOT_ORDER_SERIAL ? 1 : run->window;
	smpboot_machine.work.timeout = run->timeout;
	smpboot_machine.work.total_end = run->total_end;
	smpboot_machine.work.in_flight = in_flight;
	smpboot_machine.work.baton = SMPBOOT_NO_CPU;
	__atomic_store_n(&smpboot_machine.work.next, run->first, __ATOMIC_RELAXED);
	/* All of it before the word by which other CPUs know that there is work. */
	__atomic_store_n(&smpboot_machine.work.order, helpers ? run->order : SMPBOOT_ORDER_PARALLEL,
	                 __ATOMIC_RELEASE);
}

unsigned int smpboot_work_close(struct smpboot_run *run)
{
	unsigned int left = 0;

	__atomic_store_n(&smpboot_machine.work.order, SMPBOOT_ORDER_PARALLEL, __ATOMIC_RELAXED);
	for (unsigned int id = run->first; id < run->end; id++)
		left += smpboot_start_take(&smpboot_machine.slots[id], 0);
	return left;
}

/* The next CPU of the queue is the caller's to start; SMPBOOT_NO_CPU: none is left. */
static unsigned int take(void)
{
	uint64_t now = smpboot_arch_now();

	/* Ends: each turn moves on to an id that nobody has looked at, up to the end. */
	while (now < smpboot_machine.work.total_end &&
	       __atomic_load_n(&smpboot_machine.work.next, __ATOMIC_RELAXED) < smpboot_machine.work.end) {
		unsigned int id = count_up(&smpboot_machine.work.next, 1);
		uint64_t deadline =
			smpboot_deadline(now, smpboot_machine.work.timeout, smpboot_machine.work.total_end);

		if (id < smpboot_machine.work.end &&
		    smpboot_start_take(&smpboot_machine.slots[id], deadline)) {
			smpboot_machine.slots[id].stamps.asked = now;
			__atomic_store_n(&smpboot_machine.work.baton, id, __ATOMIC_RELAXED);
			return id;
		}
	}
	return SMPBOOT_NO_CPU;
}

/* Takes and starts one. False: there was none, or no room for it. */
static bool start_next(void)
{
	unsigned int id;

	if (!smpboot_work_room())
		return false;
	id = take();
	if (id == SMPBOOT_NO_CPU) {
		smpboot_work_settled();
		return false;
	}
	(void)smpboot_start_cpu(&smpboot_machine.slots[id], id);
	return true;
}

void smpboot_work_help(void)
{
	switch (__atomic_load_n(&smpboot_machine.work.order, __ATOMIC_ACQUIRE)) {
	case SMPBOOT_ORDER_RELAY:
		(void)start_next();
		break;
	case SMPBOOT_ORDER_TREE:
		while (start_next())
			continue;
		break;
	default:
		break;
	}
}

/* The CPU that was to start the next one has failed, or has had its chance. */
static bool relay_stopped(void)
{
	uint32_t baton = __atomic_load_n(&smpboot_machine.work.baton, __ATOMIC_RELAXED);
	const struct smpboot_slot *slot;

	if (baton == SMPBOOT_NO_CPU)
		return true;
	slot = &smpboot_machine.slots[baton];
	if (smpboot_start_deadline(slot) != 0)
		return false;
	if (smpboot_claim_state(smpboot_claim_read(slot)) != SMPBOOT_STATE_ONLINE)
		return true;
	return __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) != SMPBOOT_STAGE_ONLINE ||
	       smpboot_arch_now() - slot->stamps.online > smpboot_machine.work.timeout;
}

void smpboot_work_drive(struct smpboot_run *run)
{
	if (run->order == SMPBOOT_ORDER_RELAY && relay_stopped())
		(void)start_next();
	if (run->order == SMPBOOT_ORDER_TREE)
		while (start_next())
			continue;
}
