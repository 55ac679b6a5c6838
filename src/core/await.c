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
#include "look.h"
#include "machine.h"
#include "start.h"

static uint64_t interval(void)
{
	return smpboot_machine.frequency / 1000;
}

void smpboot_await_begin(struct smpboot_run *run)
{
	run->open = run->first;
	run->swept = smpboot_arch_now();
}

void smpboot_await_sweep(struct smpboot_run *run)
{
	(void)smpboot_look(run, run->open, true, false);
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
		target = smpboot_target_of(slot, id);
		slot->method->nudge(&target, smpboot_boot_args.entry_pa);
	}
}

/* When the first open CPU is due. */
static uint64_t due(const struct smpboot_run *run)
{
	return smpboot_start_deadline(&smpboot_machine.slots[run->open]);
}

/* The first open one is due. Those behind it that have come are told before it is given up. */
static void give_up(struct smpboot_run *run)
{
	(void)smpboot_look(run, run->open + 1, true, true);
	run->open = smpboot_look(run, run->open, false, false);
}

/* What else there is to do while one is open; then waits, unless somebody may wait for an outcome that there is. */
__attribute__((noinline)) static void wait_for_open(struct smpboot_run *run, bool prompt,
                                                    unsigned int settled)
{
	uint64_t now = smpboot_arch_now();
	bool swept = now - run->swept >= interval();
	uint64_t wake;

	if (now >= due(run)) {
		give_up(run);
		return;
	}
	/* Without caches a CPU cannot go on until this one has answered. */
	if (prompt || swept || !smpboot_machine.coherent)
		(void)smpboot_look(run, run->open + 1, true, false);
	if (swept) {
		nudge(run);
		run->swept = now;
	}
	if (run->settled != settled)
		return;
	wake = due(run);
	/* Of a CPU that nobody has taken yet there is no deadline. */
	if (wake > run->total_end)
		wake = run->total_end;
	smpboot_arch_wait(wake < run->swept + interval() ? wake : run->swept + interval());
}

bool smpboot_await_step(struct smpboot_run *run, bool prompt)
{
	unsigned int settled = run->settled;

	run->open = smpboot_look(run, run->open, false, true);
	if (run->open >= run->begun)
		return false;
	wait_for_open(run, prompt, settled);
	return true;
}
