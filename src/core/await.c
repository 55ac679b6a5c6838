/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting for many CPUs without looking at all of them at each turn: they tend to
 * come in the order in which they were started, so the first that is open stands
 * for all, and the others are looked at now and then. Each then costs the same,
 * however many there are.
 */
#include "await.h"

#include "arch.h"
#include "claim.h"
#include "event.h"
#include "machine.h"
#include "optional.h"
#include "start.h"
#include "verdict.h"

static bool in_flight(enum smpboot_state state)
{
	return state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
}

static bool here(uint64_t claim)
{
	return smpboot_claim_state(claim) == SMPBOOT_STATE_ONLINE ||
	       smpboot_claim_state(claim) == SMPBOOT_STATE_ACTIVE;
}

static uint64_t interval(void)
{
	return smpboot_machine.frequency / 1000;
}

/* It is here, and the kernel may want to know something about that. */
__attribute__((noinline)) static void report_oddities(const struct smpboot_slot *slot, unsigned int id)
{
	/* Old firmware is known to pass rubbish here: harmless, since the CPU finds its slot by its MPIDR. */
	if (slot->method->hands_context && slot->context != id)
		smpboot_emit_cpu(SMPBOOT_EVENT_CONTEXT, id);
	/* Its deadlines and delays will not be what the kernel thinks. */
	if (slot->frequency != smpboot_machine.frequency)
		smpboot_emit_cpu(SMPBOOT_EVENT_FREQUENCY, id);
	/* It stored it before the claim that says that it is here. */
	if (smpboot_machine.selves[id].worst > SMPBOOT_DIFFERENCE_HARMLESS)
		smpboot_emit_cpu(SMPBOOT_EVENT_DIFFERENT, id);
}

static void report_online(struct smpboot_run *run, unsigned int id)
{
	const struct smpboot_slot *slot = &smpboot_machine.slots[id];

	run->came++;
	if (slot->context != id || slot->frequency != smpboot_machine.frequency ||
	    smpboot_machine.selves[id].worst != SMPBOOT_DIFFERENCE_NONE)
		report_oddities(slot, id);
	smpboot_emit_cpu(SMPBOOT_EVENT_ONLINE, id);
}

static void report_failed(unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	/* Who refused its start has said why; else the CPU itself has left. */
	if (slot->reason == SMPBOOT_REASON_NONE)
		slot->reason = smpboot_optional.reason != NULL ? smpboot_optional.reason(id) :
		                                                 SMPBOOT_REASON_STARTING_REFUSED;
	smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
}

/* The CPU that was to start it has not: then this one does. */
static void start_again(struct smpboot_run *run, unsigned int id, uint64_t now)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	__atomic_store_n(&slot->stamps.asked, now, __ATOMIC_RELAXED);
	smpboot_start_due(slot, smpboot_deadline(now, run->timeout, run->total_end));
	(void)smpboot_start_cpu(slot, id);
}

/* The outcome of a CPU that is not here, or was and has gone. */
__attribute__((noinline)) static bool settle_other(struct smpboot_run *run, unsigned int id, uint64_t claim,
                                                   uint64_t deadline)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t now = smpboot_arch_now();

	if (smpboot_claim_state(claim) == SMPBOOT_STATE_PRESENT) {
		if (now >= deadline && now < run->total_end)
			start_again(run, id, now);
		if (now < run->total_end)
			return false;
		/* Whoever took it last must not start it any more. */
		if (smpboot_claim_move(slot, &claim, SMPBOOT_STATE_FAILED)) {
			slot->reason = SMPBOOT_REASON_NEVER_ARRIVED;
			report_failed(id);
			return true;
		}
	}
	/* Ends: each turn that loses the move found the CPU one state further on. */
	while (in_flight(smpboot_claim_state(claim))) {
		enum smpboot_state given_up_in = smpboot_claim_state(claim);

		if (now < deadline)
			return false;
		if (!smpboot_claim_move(slot, &claim, SMPBOOT_STATE_ABANDONED))
			continue;
		smpboot_verdict(slot, id, given_up_in);
		smpboot_emit_cpu(SMPBOOT_EVENT_FAILED, id);
		return true;
	}
	if (smpboot_claim_state(claim) != SMPBOOT_STATE_FAILED &&
	    smpboot_claim_state(claim) != SMPBOOT_STATE_ABANDONED) {
		report_online(run, id);
		return true;
	}
	/* Refused by the method: whoever asked for it may find that it is on its way all the same, and ABANDONED. */
	if (slot->hook_code == 0 && !smpboot_start_done(slot) && now < deadline)
		return false;
	report_failed(id);
	return true;
}

/* Gives a CPU in flight its outcome, where it has one. In line: it is here, as a rule. */
static inline bool settle(struct smpboot_run *run, unsigned int id, uint64_t deadline)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t claim;

	if (!smpboot_machine.coherent)
		smpboot_claim_answer(slot);
	claim = smpboot_claim_read(slot);
	if (!here(claim))
		return settle_other(run, id, claim, deadline);
	report_online(run, id);
	return true;
}

/* Its outcome was told. */
static void close_one(struct smpboot_run *run, struct smpboot_slot *slot)
{
	run->settled++;
	run->in_flight--;
	smpboot_start_due(slot, 0);
}

bool smpboot_await_one(struct smpboot_run *run, unsigned int id)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];
	uint64_t deadline = smpboot_start_deadline(slot);

	if (deadline == 0)
		return true;
	if (deadline == SMPBOOT_QUEUED || !settle(run, id, deadline))
		return false;
	close_one(run, slot);
	return true;
}

void smpboot_await_begin(struct smpboot_run *run)
{
	run->open = run->first;
	run->swept = smpboot_arch_now();
}

void smpboot_await_sweep(struct smpboot_run *run)
{
	for (unsigned int id = run->open; id < run->begun; id++)
		(void)smpboot_await_one(run, id);
}

/* Repeats the starts of CPUs that have not come yet. */
static void nudge(const struct smpboot_run *run)
{
	for (unsigned int id = run->open; id < run->begun; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		struct smpboot_target target;
		uint64_t deadline = smpboot_start_deadline(slot);

		if (deadline == 0 || deadline == SMPBOOT_QUEUED || slot->method->nudge == NULL ||
		    !smpboot_start_done(slot) ||
		    smpboot_claim_state(smpboot_claim_read(slot)) != SMPBOOT_STATE_STARTING)
			continue;
		target = smpboot_target_of(slot);
		slot->method->nudge(&target, smpboot_boot_args.entry_pa);
	}
}

/* Those behind the first open one that have come: they are told before that one is given up. */
static void find_arrivals(struct smpboot_run *run)
{
	for (unsigned int id = run->open + 1; id < run->begun; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		uint64_t deadline = smpboot_start_deadline(slot);

		if (deadline != 0 && deadline != SMPBOOT_QUEUED && settle(run, id, SMPBOOT_NO_DEADLINE))
			close_one(run, slot);
	}
}

static bool overdue(const struct smpboot_run *run)
{
	uint64_t deadline = smpboot_start_deadline(&smpboot_machine.slots[run->open]);

	return deadline != 0 && smpboot_arch_now() >= deadline;
}

bool smpboot_await_step(struct smpboot_run *run, bool prompt)
{
	unsigned int settled = run->settled;
	uint64_t wake;
	uint64_t now;

	if (run->open < run->begun && overdue(run))
		find_arrivals(run);
	while (run->open < run->begun && smpboot_await_one(run, run->open))
		run->open++;
	if (run->open == run->begun)
		return false;
	now = smpboot_arch_now();
	/* Without caches a CPU cannot go on until this one has answered. */
	if (prompt || !smpboot_machine.coherent || now - run->swept >= interval())
		smpboot_await_sweep(run);
	if (now - run->swept >= interval()) {
		nudge(run);
		run->swept = now;
	}
	/* Somebody may wait for just that. */
	if (run->settled != settled)
		return true;
	wake = smpboot_start_deadline(&smpboot_machine.slots[run->open]);
	/* Of a CPU that nobody has taken yet there is no deadline. */
	if (wake > run->total_end)
		wake = run->total_end;
	smpboot_arch_wait(wake < run->swept + interval() ? wake : run->swept + interval());
	return true;
}
