/* SPDX-License-Identifier: BSD-2-Clause */
#include "work.h"

#include "arch.h"
#include "await.h"
#include "claim.h"
#include "machine.h"
#include "order.h"
#include "settle.h"
#include "start.h"

/*
 * CPUs that have been asked for and have no outcome yet. Counted from the slots,
 * where others start CPUs as well: of one that stops while it helps, no count is
 * left that nobody would take back.
 */
static unsigned int in_flight(void)
{
	unsigned int sum = 0;

	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		uint64_t deadline = smpboot_start_deadline(&smpboot_machine.slots[id]);

		sum += deadline != 0 && deadline != SMPBOOT_QUEUED;
	}
	return sum;
}

static bool room(void)
{
	unsigned int window = __atomic_load_n(&smpboot_machine.work.window, __ATOMIC_RELAXED);

	return window == 0 || in_flight() < window;
}

/* The next CPU of the queue is the caller's to start; SMPBOOT_NO_CPU: none is left. */
static unsigned int take(void)
{
	struct smpboot_work *work = &smpboot_machine.work;
	uint64_t timeout = __atomic_load_n(&work->timeout, __ATOMIC_RELAXED);
	uint64_t total_end = __atomic_load_n(&work->total_end, __ATOMIC_RELAXED);
	unsigned int end = __atomic_load_n(&work->end, __ATOMIC_RELAXED);
	uint64_t now = smpboot_arch_now();

	/* Ends: each turn moves on to an id that nobody has looked at, up to the end. */
	while (now < total_end && __atomic_load_n(&work->next, __ATOMIC_RELAXED) < end) {
		unsigned int id = __atomic_fetch_add(&work->next, 1, __ATOMIC_RELAXED);

		if (id < end && smpboot_start_take(&smpboot_machine.slots[id],
		                                   smpboot_deadline(now, timeout, total_end))) {
			__atomic_store_n(&smpboot_machine.slots[id].stamps.asked, now, __ATOMIC_RELAXED);
			__atomic_store_n(&work->baton, id, __ATOMIC_RELAXED);
			return id;
		}
	}
	return SMPBOOT_NO_CPU;
}

/* Two CPUs may have seen the same room: whoever has taken one too many puts it back. */
static bool too_many(void)
{
	unsigned int window = __atomic_load_n(&smpboot_machine.work.window, __ATOMIC_RELAXED);

	return window != 0 && in_flight() > window;
}

/* Takes and starts one. False: there was none, or no room for it. */
static bool start_next(void)
{
	unsigned int id;

	if (!room())
		return false;
	id = take();
	if (id == SMPBOOT_NO_CPU)
		return false;
	if (too_many()) {
		smpboot_start_due(&smpboot_machine.slots[id], SMPBOOT_QUEUED);
		smpboot_start_drop(&smpboot_machine.slots[id]);
		return false;
	}
	(void)smpboot_start_cpu(&smpboot_machine.slots[id], id);
	smpboot_start_drop(&smpboot_machine.slots[id]);
	/* The calling CPU may be asleep: a refusal is an outcome, and one that is here already has its own now. */
	smpboot_arch_signal();
	return true;
}

/* The relay ends here: the calling CPU, which may be asleep, goes on with it. */
static void drop_baton(unsigned int id)
{
	__atomic_compare_exchange_n(&smpboot_machine.work.baton, &id, SMPBOOT_NO_CPU, false, __ATOMIC_RELAXED,
	                            __ATOMIC_RELAXED);
	smpboot_arch_signal();
}

static void help_relay(unsigned int id)
{
	if (!start_next())
		drop_baton(id);
}

static void help_tree(unsigned int id)
{
	(void)id;
	while (start_next())
		continue;
}

/* ---- The calling CPU --------------------------------------------------------- */

/* The CPU that was to start the next one was put back, has failed, or has had its chance. */
static bool relay_stopped(void)
{
	uint32_t baton = __atomic_load_n(&smpboot_machine.work.baton, __ATOMIC_RELAXED);
	const struct smpboot_slot *slot;
	uint64_t deadline;

	if (baton == SMPBOOT_NO_CPU)
		return true;
	slot = &smpboot_machine.slots[baton];
	deadline = smpboot_start_deadline(slot);
	if (deadline == SMPBOOT_QUEUED)
		return true;
	if (deadline != 0)
		return false;
	if (smpboot_claim_state(smpboot_claim_read(slot)) != SMPBOOT_STATE_ONLINE)
		return true;
	return __atomic_load_n(&slot->stage, __ATOMIC_RELAXED) != SMPBOOT_STAGE_ONLINE ||
	       smpboot_arch_now() - slot->stamps.online > smpboot_machine.work.timeout;
}

/* Its own part of the work. */
static void drive(struct smpboot_run *run)
{
	/* Behind those who look for work are CPUs that were put back, or that one was about to take when it stopped. */
	if (__atomic_load_n(&smpboot_machine.work.next, __ATOMIC_RELAXED) >= run->end)
		__atomic_store_n(&smpboot_machine.work.next, run->open, __ATOMIC_RELAXED);
	if (run->order == &smpboot_order_tree) {
		help_tree(0);
		return;
	}
	if (relay_stopped())
		(void)start_next();
}

/* Prepares all, for whoever takes them. */
static void queue_all(struct smpboot_run *run)
{
	unsigned int left = run->limit;

	for (unsigned int id = run->first; id < run->end && left > 0 && !smpboot_engine_ended(run); id++) {
		if (!smpboot_engine_can_start(id))
			continue;
		left--;
		run->tried++;
		if (!smpboot_start_now(&smpboot_machine.slots[id], id, smpboot_arch_now(), 0))
			smpboot_settle_failed(run, id);
	}
}

/*
 * A CPU that helped in an earlier run may still look for work here, and finds what
 * this run has, or nothing: so all of it is read and written in whole words.
 */
static void open_queue(const struct smpboot_run *run)
{
	struct smpboot_work *work = &smpboot_machine.work;

	__atomic_store_n(&work->end, run->end, __ATOMIC_RELAXED);
	__atomic_store_n(&work->window, run->window, __ATOMIC_RELAXED);
	__atomic_store_n(&work->timeout, run->timeout, __ATOMIC_RELAXED);
	__atomic_store_n(&work->total_end, run->total_end, __ATOMIC_RELAXED);
	__atomic_store_n(&work->baton, SMPBOOT_NO_CPU, __ATOMIC_RELAXED);
	__atomic_store_n(&work->next, run->first, __ATOMIC_RELAXED);
	/* All of it before the word by which other CPUs know that there is work. */
	__atomic_store_n(&work->order, run->order, __ATOMIC_RELEASE);
}

/* Nobody takes anything any more; what is left in the queue is as it was before. Returns how many. */
static unsigned int close_queue(struct smpboot_run *run)
{
	unsigned int left = 0;

	__atomic_store_n(&smpboot_machine.work.order, NULL, __ATOMIC_RELAXED);
	for (unsigned int id = run->first; id < run->end; id++) {
		if (smpboot_start_take(&smpboot_machine.slots[id], 0)) {
			smpboot_start_drop(&smpboot_machine.slots[id]);
			left++;
		}
	}
	return left;
}

/* CPUs that are online start the others; this one waits, and helps. */
static void share(struct smpboot_run *run)
{
	bool left = true;

	queue_all(run);
	run->begun = run->end;
	smpboot_await_begin(run);
	open_queue(run);
	/* Ends: what is in flight has a deadline, and what is not is taken one after another. */
	while (left && !smpboot_engine_ended(run)) {
		drive(run);
		left = smpboot_await_step(run, run->window != 0);
	}
	run->tried -= close_queue(run);
}

/* Who was to start it has not: then this CPU does, until the time of all is over. */
static bool left_behind(struct smpboot_run *run, unsigned int id, uint64_t *claim, uint64_t deadline,
                        uint64_t now)
{
	struct smpboot_slot *slot = &smpboot_machine.slots[id];

	if (now < run->total_end) {
		if (now < deadline)
			return true;
		__atomic_store_n(&slot->stamps.asked, now, __ATOMIC_RELAXED);
		smpboot_start_due(slot, smpboot_deadline(now, run->timeout, run->total_end));
		(void)smpboot_start_cpu(slot, id);
		return true;
	}
	/* Whoever took it last must not start it any more. */
	if (smpboot_claim_move(slot, claim, SMPBOOT_STATE_FAILED)) {
		slot->reason = SMPBOOT_REASON_NEVER_ARRIVED;
		*claim = smpboot_claim_word(smpboot_claim_generation(*claim), SMPBOOT_STATE_FAILED);
	}
	return false;
}

const struct smpboot_order smpboot_order_relay = {
	.share = share,
	.help = help_relay,
	.left_behind = left_behind,
};
const struct smpboot_order smpboot_order_tree = {
	.share = share,
	.help = help_tree,
	.left_behind = left_behind,
};
