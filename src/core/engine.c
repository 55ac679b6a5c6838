/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bring-up engine: starts a range of CPUs, waits for all of them side by
 * side, and gives each its outcome.
 *
 * A CPU in flight is marked by its deadline: that of a CPU with an outcome is 0,
 * so that each outcome is told once.
 */
#include "engine.h"

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "start.h"
#include "verdict.h"

static enum smpboot_state state_of(unsigned int id)
{
	return smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));
}

static bool in_flight(enum smpboot_state state)
{
	return state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
}

/* ---- Starting ------------------------------------------------------------- */

bool smpboot_engine_can_start(unsigned int id)
{
	/* A new start would hide an outcome that nobody has been told of. */
	if (smpboot_machine.slots[id].deadline != 0)
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

/* Whether a CPU that this run has tried can be tried once more without coming twice. */
static bool can_retry(const struct smpboot_run *run, unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	struct smpboot_target target = smpboot_target_of(slot);

	if (slot->stamps.asked < run->begin || !smpboot_engine_can_start(id))
		return false;
	if (smpboot_in_pen(id))
		return true;
	return slot->method != NULL && slot->method->power != NULL &&
	       slot->method->power(&target) == SMPBOOT_POWER_OFF;
}

static uint64_t deadline_of(const struct smpboot_run *run, const struct smpboot_slot *slot)
{
	uint64_t deadline;

	if (run->timeout == SMPBOOT_NO_DEADLINE)
		return SMPBOOT_NO_DEADLINE;
	deadline = slot->stamps.asked + run->timeout;
	return deadline < run->total_end ? deadline : run->total_end;
}

static void start_one(struct smpboot_run *run, unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	if (smpboot_start_cpu(slot, id, run->entry_pa)) {
		slot->deadline = deadline_of(run, slot);
		return;
	}
	slot->deadline = 0;
	smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
}

static void start_all(struct smpboot_run *run)
{
	for (unsigned int id = run->first; id < run->end && run->started < run->limit; id++) {
		if (smpboot_arch_now() >= run->total_end)
			return;
		if (!smpboot_engine_can_start(id))
			continue;
		run->started++;
		start_one(run, id);
	}
}

/* Returns whether there was any CPU to try again. */
static bool restart_all(struct smpboot_run *run)
{
	bool any = false;

	for (unsigned int id = run->first; id < run->end; id++) {
		if (smpboot_arch_now() >= run->total_end)
			return any;
		if (!can_retry(run, id))
			continue;
		any = true;
		start_one(run, id);
	}
	return any;
}

/* ---- Waiting -------------------------------------------------------------- */

static void report_online(struct smpboot_run *run, unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	run->came++;
	/* Old firmware is known to pass rubbish here: harmless, since the CPU finds its slot by its MPIDR. */
	if (slot->method->hands_context && slot->context != id)
		smpboot_emit_cpu(SMPBOOT_EVENT_CONTEXT, id);
	/* Its deadlines and delays will not be what the kernel thinks. */
	if (slot->frequency != smpboot_machine.frequency)
		smpboot_emit_cpu(SMPBOOT_EVENT_FREQUENCY, id);
	smpboot_emit_cpu(SMPBOOT_EVENT_ONLINE, id);
}

/* Looks at one CPU in flight. True: it has its outcome, and the kernel was told. */
static bool settle(struct smpboot_run *run, unsigned int id, uint64_t now)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t claim;

	if (!smpboot_machine.coherent)
		smpboot_claim_answer(slot);
	claim = smpboot_claim_read(slot);
	/* Ends: each turn that loses the move found the CPU one state further on. */
	while (in_flight(smpboot_claim_state(claim))) {
		enum smpboot_state given_up_in = smpboot_claim_state(claim);

		if (now < slot->deadline)
			return false;
		if (!smpboot_claim_move(slot, &claim, SMPBOOT_STATE_ABANDONED))
			continue;
		smpboot_verdict(slot, id, given_up_in, run->entry_pa);
		smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
		return true;
	}
	if (smpboot_claim_state(claim) == SMPBOOT_STATE_FAILED) {
		slot->reason = SMPBOOT_REASON_STARTING_REFUSED;
		smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
	} else {
		report_online(run, id);
	}
	return true;
}

/* Looks at all. Returns whether any is left, and the first deadline. */
static bool sweep(struct smpboot_run *run, uint64_t *next_deadline)
{
	uint64_t now = smpboot_arch_now();
	bool left = false;

	for (unsigned int id = run->open; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (slot->deadline != 0 && settle(run, id, now))
			slot->deadline = 0;
		if (slot->deadline == 0) {
			/* The front of the range is done for good: CPUs tend to come in order. */
			run->open += id == run->open;
			continue;
		}
		if (!left || slot->deadline < *next_deadline)
			*next_deadline = slot->deadline;
		left = true;
	}
	return left;
}

/* Repeats the starts of CPUs that have not come yet. */
static void nudge(struct smpboot_run *run, uint64_t now, uint64_t interval)
{
	if (now - run->nudged < interval)
		return;
	run->nudged = now;
	for (unsigned int id = run->open; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		struct smpboot_target target = smpboot_target_of(slot);

		if (slot->deadline != 0 && slot->method->nudge != NULL &&
		    state_of(id) == SMPBOOT_STATE_STARTING)
			slot->method->nudge(&target, run->entry_pa);
	}
}

/* Ends: every CPU in flight has a deadline, after which it is settled. */
static void wait_all(struct smpboot_run *run)
{
	uint64_t interval = smpboot_machine.frequency / 1000;
	uint64_t deadline = 0;

	run->open = run->first;
	run->nudged = smpboot_arch_now();
	while (sweep(run, &deadline)) {
		uint64_t now = smpboot_arch_now();

		nudge(run, now, interval);
		smpboot_arch_wait(deadline < now + interval ? deadline : now + interval);
	}
}

/* CPUs that an earlier call started without waiting are waited for like this run's own. */
static void take_over(struct smpboot_run *run)
{
	uint64_t deadline = run->begin + run->timeout;

	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (slot->deadline != SMPBOOT_NO_DEADLINE)
			continue;
		slot->deadline = deadline < run->total_end ? deadline : run->total_end;
		run->started++;
	}
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
	for (unsigned int i = 0; i < SMPBOOT_MAP_FIELDS; i++) {
		args->fields[i].shift = map->fields[i].shift;
		args->fields[i].mask = map->fields[i].mask;
	}
	args->map_kind = map->kind;
	args->count = smpboot_machine.count;
	smpboot_machine.started = true;
}

/* What every CPU of this run needs: fails before any was touched. */
static enum smpboot_status prepare_machine(struct smpboot_run *run)
{
	struct smpboot_boot_args *args = &smpboot_boot_args;
	enum smpboot_status status = smpboot_arch_capture(args, smpboot_machine.ops, &run->entry_pa);

	if (status != SMPBOOT_OK)
		return status;
	args->frequency = smpboot_machine.frequency;
	if (!smpboot_machine.started)
		close_table();
	smpboot_method_probe_reset();
	/*
	 * The entry code reads all of this with its caches off, so it must be in
	 * memory before the first start: the slots of CPUs that are not asked for
	 * yet, too, since a shared release word brings them as well.
	 */
	smpboot_arch_clean(args, sizeof(*args));
	smpboot_arch_clean(smpboot_machine.slots, smpboot_machine.count * sizeof(*smpboot_machine.slots));
	smpboot_arch_clean(smpboot_machine.map.hwids, smpboot_map_size(&smpboot_machine.map));
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_engine_start(struct smpboot_run *run)
{
	enum smpboot_status status = prepare_machine(run);

	if (status != SMPBOOT_OK)
		return status;
	run->begin = smpboot_arch_now();
	start_all(run);
	if (run->timeout == SMPBOOT_NO_DEADLINE)
		return SMPBOOT_OK;
	take_over(run);
	wait_all(run);
	for (; run->retries > 0 && restart_all(run); run->retries--)
		wait_all(run);
	smpboot_verdict_latecomers();
	return SMPBOOT_OK;
}

void smpboot_engine_wait(struct smpboot_run *run)
{
	uint64_t deadline;

	run->entry_pa = smpboot_boot_args.entry_pa;
	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (slot->deadline == 0)
			continue;
		run->started++;
		if (run->total_end != 0)
			slot->deadline = run->total_end;
	}
	run->open = run->first;
	if (run->total_end != 0)
		wait_all(run);
	else
		(void)sweep(run, &deadline);
	smpboot_verdict_latecomers();
}
