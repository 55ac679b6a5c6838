/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bring-up engine: starts a range of CPUs in the order that is asked for, and
 * waits for all of them side by side.
 */
#include "engine.h"

#include "arch.h"
#include "await.h"
#include "claim.h"
#include "machine.h"
#include "order.h"
#include "solo.h"
#include "start.h"
#include "verdict.h"

static enum smpboot_state state_of(unsigned int id)
{
	return smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));
}

bool smpboot_engine_can_start(unsigned int id)
{
	/* A new start would hide an outcome that nobody has been told of. */
	if (smpboot_start_deadline(&smpboot_machine.slots[id]) != 0 ||
	    !smpboot_start_done(&smpboot_machine.slots[id]))
		return false;
	switch (state_of(id)) {
	case SMPBOOT_STATE_PRESENT:
	case SMPBOOT_STATE_FAILED:
	case SMPBOOT_STATE_OFFLINE:
		return true;
	case SMPBOOT_STATE_ABANDONED:
		/* It came after all, and waits where it can be let in. */
		return smpboot_in_pen(id);
	default:
		return false;
	}
}

/* ---- Orders --------------------------------------------------------------- */

const struct smpboot_order smpboot_order_parallel = { .window = 0 };
const struct smpboot_order smpboot_order_serial = { .window = 1 };

/* Ends: every CPU in flight has a deadline, after which it is settled. */
static void wait_all(struct smpboot_run *run)
{
	while (smpboot_engine_in_flight(run) != 0 && smpboot_await_step(run, false))
		continue;
}

static void start_all(struct smpboot_run *run)
{
	/* Taking CPUs from a queue needs exclusives: without caches the calling CPU does it all. */
	if (run->order->share != NULL && smpboot_machine.coherent)
		run->order->share(run);
	else
		smpboot_solo_start(run, run->limit, false);
}

/* CPUs that an earlier call started without waiting are waited for like this run's own. */
static unsigned int take_over(struct smpboot_run *run)
{
	uint64_t deadline = smpboot_deadline(run->begin, run->timeout, run->total_end);
	unsigned int taken = 0;

	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (smpboot_start_deadline(slot) != SMPBOOT_NO_DEADLINE)
			continue;
		smpboot_start_due(slot, deadline);
		taken++;
	}
	return taken;
}

/* ---- Runs ----------------------------------------------------------------- */

bool smpboot_engine_enter(void)
{
	/* Without caches the boot CPU is the only caller; a thread that preempts this one is the kernel's care. */
	if (smpboot_machine.coherent)
		return __atomic_exchange_n(&smpboot_machine.busy, 1, __ATOMIC_ACQUIRE) == 0;
	if (smpboot_machine.busy != 0)
		return false;
	smpboot_machine.busy = 1;
	return true;
}

void smpboot_engine_leave(void)
{
	__atomic_store_n(&smpboot_machine.busy, 0, __ATOMIC_RELEASE);
}

/* No CPU is added any more: from here on each is found in one step. */
static void close_table(void)
{
	struct smpboot_boot_args *args = &smpboot_boot_args;
	const struct smpboot_map *map = &smpboot_machine.map;

	smpboot_map_close(&smpboot_machine.map, smpboot_machine.count);
	smpboot_arch_clean(smpboot_machine.map.hwids, smpboot_map_size(&smpboot_machine.map));
	for (unsigned int i = 0; i < SMPBOOT_MAP_FIELDS; i++)
		args->fields[i] = map->fields[i];
	args->map_kind = map->kind;
	args->count = smpboot_machine.count;
	smpboot_machine.started = true;
}

/* What every CPU of this run needs: fails before any was touched. */
static enum smpboot_status prepare_machine(void)
{
	struct smpboot_boot_args *args = &smpboot_boot_args;
	enum smpboot_status status = smpboot_arch_capture(args, smpboot_machine.ops);

	if (status != SMPBOOT_OK)
		return status;
	args->frequency = smpboot_machine.frequency;
	if (!smpboot_machine.started)
		close_table();
	smpboot_method_probe_reset();
	/*
	 * The entry code reads this with its caches off, as it does the map, and the claim
	 * of each slot, which is in memory since the CPU was added.
	 */
	smpboot_arch_clean(args, sizeof(*args));
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_engine_start(struct smpboot_run *run)
{
	enum smpboot_status status = prepare_machine();

	if (status != SMPBOOT_OK)
		return status;
	run->begin = smpboot_arch_now();
	smpboot_machine.gate.used = run->gate;
	if (run->timeout == SMPBOOT_NO_DEADLINE)
		smpboot_machine.unwaited = true;
	else if (smpboot_machine.unwaited)
		run->taken = take_over(run);
	start_all(run);
	run->started = run->taken + run->tried;
	if (run->timeout == SMPBOOT_NO_DEADLINE)
		return SMPBOOT_OK;
	wait_all(run);
	for (; run->retries > 0; run->retries--) {
		unsigned int tried = run->tried;

		smpboot_solo_start(run, run->end, true);
		if (run->tried == tried)
			break;
		wait_all(run);
	}
	smpboot_verdict_latecomers();
	return SMPBOOT_OK;
}

void smpboot_engine_wait(struct smpboot_run *run)
{
	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (smpboot_start_deadline(slot) == 0)
			continue;
		run->taken++;
		if (run->total_end != 0)
			smpboot_start_due(slot, run->total_end);
	}
	run->started = run->taken;
	run->begun = run->end;
	smpboot_await_begin(run);
	if (run->total_end != 0)
		wait_all(run);
	else
		smpboot_await_sweep(run);
	smpboot_verdict_latecomers();
}
