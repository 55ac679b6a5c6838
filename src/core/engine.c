/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bring-up engine: starts a range of CPUs, waits for all of them side by
 * side, and gives each its outcome. It runs on the calling CPU.
 */
#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "start.h"
#include "verdict.h"

struct run {
	uint64_t timeout; /* ticks */
	uint64_t entry_pa;
	unsigned int first;
	unsigned int end;
	unsigned int limit; /* start no more CPUs than this */
	unsigned int started;
	unsigned int came;
	bool nudges;     /* some method wants to be called while its CPUs are awaited */
	uint64_t nudged; /* when that was done last */
};

static bool can_start(unsigned int id)
{
	switch (smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]))) {
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

static bool in_flight(enum smpboot_state state)
{
	return state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
}

static void start_all(struct run *run)
{
	for (unsigned int id = run->first; id < run->end && run->started < run->limit; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (!can_start(id))
			continue;
		run->started++;
		if (smpboot_start_cpu(slot, id, run->entry_pa, run->timeout))
			run->nudges |= slot->method->nudge != NULL;
		else
			smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
	}
	run->nudged = smpboot_arch_now();
}

static void report_online(struct run *run, unsigned int id)
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
static bool settle(struct run *run, unsigned int id, uint64_t now)
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
		smpboot_verdict(slot, id, given_up_in);
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

/*
 * A CPU without an outcome is marked by its deadline: settled ones have 0, so
 * that each is told once. Returns whether any is left, and the first deadline.
 */
static bool sweep(struct run *run, uint64_t *next_deadline)
{
	uint64_t now = smpboot_arch_now();
	bool left = false;

	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (slot->deadline != 0 && settle(run, id, now))
			slot->deadline = 0;
		if (slot->deadline == 0) {
			/* The front of the range is done for good: CPUs tend to come in order. */
			run->first += id == run->first;
			continue;
		}
		if (!left || slot->deadline < *next_deadline)
			*next_deadline = slot->deadline;
		left = true;
	}
	return left;
}

/* Repeats, about every millisecond, the starts of CPUs that have not come yet. */
static void nudge(struct run *run, uint64_t now)
{
	if (!run->nudges || now - run->nudged < smpboot_machine.frequency / 1000)
		return;
	run->nudged = now;
	for (unsigned int id = run->first; id < run->end; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		struct smpboot_target target = smpboot_target_of(slot);

		if (slot->deadline != 0 && slot->method->nudge != NULL &&
		    smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_STARTING)
			slot->method->nudge(&target, run->entry_pa);
	}
}

/* Ends: every CPU in flight has a deadline, after which it is settled. */
static void wait_all(struct run *run)
{
	uint64_t deadline = 0;

	while (sweep(run, &deadline)) {
		uint64_t now = smpboot_arch_now();

		nudge(run, now);
		if (run->nudges && deadline > now + smpboot_machine.frequency / 1000)
			deadline = now + smpboot_machine.frequency / 1000;
		smpboot_arch_wait(deadline);
	}
}

/* Ticks of a timeout, at least one. */
static uint64_t timeout_ticks(uint32_t us)
{
	uint64_t ticks = (uint64_t)us * smpboot_machine.frequency / 1000000;

	return ticks != 0 ? ticks : 1;
}

static enum smpboot_status check_call(void)
{
	enum smpboot_status status = smpboot_check_boot_cpu();

	if (status != SMPBOOT_OK)
		return status;
	return smpboot_machine.ops != NULL ? SMPBOOT_OK : SMPBOOT_ERR_NO_OPS;
}

static bool enter(void)
{
	/* Without caches the boot CPU is the only caller, and a thread that preempts this one is the kernel's care. */
	if (smpboot_machine.coherent)
		return __atomic_exchange_n(&smpboot_machine.busy, 1, __ATOMIC_ACQUIRE) == 0;
	if (smpboot_machine.busy != 0)
		return false;
	smpboot_machine.busy = 1;
	return true;
}

static void leave(void)
{
	__atomic_store_n(&smpboot_machine.busy, 0, __ATOMIC_RELEASE);
}

/* What every CPU of this call needs: fails before any was touched. */
static enum smpboot_status prepare_machine(struct run *run)
{
	struct smpboot_boot_args *args = &smpboot_boot_args;
	enum smpboot_status status;

	status = smpboot_arch_capture(args, smpboot_machine.ops, &run->entry_pa);
	if (status != SMPBOOT_OK)
		return status;
	args->frequency = smpboot_machine.frequency;
	smpboot_machine.started = true;
	args->count = smpboot_machine.count;
	smpboot_method_probe_reset();
	/*
	 * The entry code reads all of this with its caches off, so it must be in
	 * memory before the first start: the slots of CPUs that are not asked for
	 * yet, too, since a shared release word brings them as well.
	 */
	smpboot_arch_clean(args, sizeof(*args));
	smpboot_arch_clean(smpboot_machine.slots, smpboot_machine.count * sizeof(*smpboot_machine.slots));
	smpboot_arch_clean(smpboot_machine.map, smpboot_machine.count * sizeof(*smpboot_machine.map));
	return SMPBOOT_OK;
}

static enum smpboot_status bring_up(struct run *run)
{
	enum smpboot_status status = SMPBOOT_OK;

	if (!enter())
		return SMPBOOT_ERR_BUSY;
	status = prepare_machine(run);
	if (status == SMPBOOT_OK) {
		start_all(run);
		wait_all(run);
		smpboot_verdict_strays();
	}
	leave();
	return status;
}

enum smpboot_status smpboot_bring_up_all(const struct smpboot_options *options, struct smpboot_report *report)
{
	static const struct smpboot_options defaults = SMPBOOT_OPTIONS_DEFAULT;
	uint64_t begin = smpboot_arch_now();
	enum smpboot_status status = check_call();
	struct run run;

	if (status != SMPBOOT_OK)
		return status;
	if (options == NULL)
		options = &defaults;
	if (options->timeout_us == 0)
		return SMPBOOT_ERR_OPTION;
	run = (struct run){
		.timeout = timeout_ticks(options->timeout_us),
		.first = 1,
		.end = smpboot_machine.count,
		.limit = smpboot_machine.count,
	};
	if (options->max_cpus != 0) {
		unsigned int online = smpboot_counts().online;

		run.limit = options->max_cpus > online ? options->max_cpus - online : 0;
	}
	status = bring_up(&run);
	if (status == SMPBOOT_OK && report != NULL)
		*report = (struct smpboot_report){
			.counts = smpboot_counts(),
			.started = run.started,
			.came = run.came,
			.elapsed_us = smpboot_ticks_to_us(smpboot_arch_now() - begin),
		};
	return status;
}

enum smpboot_status smpboot_bring_up(unsigned int id)
{
	enum smpboot_status status = check_call();
	struct run run;

	if (status != SMPBOOT_OK)
		return status;
	if (id >= smpboot_machine.count)
		return SMPBOOT_ERR_ID;
	if (!can_start(id))
		return SMPBOOT_ERR_STATE;
	run = (struct run){
		.timeout = timeout_ticks(SMPBOOT_DEFAULT_TIMEOUT_US),
		.first = id,
		.end = id + 1,
		.limit = 1,
	};
	status = bring_up(&run);
	if (status != SMPBOOT_OK)
		return status;
	return run.came == 1 ? SMPBOOT_OK : SMPBOOT_ERR_CPU_FAILED;
}
