/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a round goes. Each CPU that comes decides its own slot for the round, by
 * compare-and-swap, and looks whether all are there; who sees that they are moves
 * the word on. Who runs out of time marks the word as closing. From then on the
 * round cannot end before every slot is decided for it, and anybody may decide
 * any: the CPU itself that it has come, everybody else that it is missing. So a
 * CPU that is held up while it closes a round holds up nobody; and when the word
 * moves on, the list of the round is complete and does not change any more.
 *
 * The order of memory:
 *
 *   What a CPU did before it came is visible to all that leave a round together:
 *   it decides its slot with release, who ends the round has read that with
 *   acquire and moves the word with release, and the others read that word with
 *   acquire.
 *
 *   The last one to come sees that it is the last: each CPU decides its slot before
 *   it looks at the others' slots, all of that sequentially consistent, so of any
 *   two at least one sees the other. Nobody has to be woken but at the end.
 *
 *   Nobody who was active when the last one came is overlooked: who sees all there
 *   looks a second time, and as many as before must have come. All of them had then
 *   come before the second look, so it sees what each of them could have seen on
 *   its way in: the claim of a CPU that one of them has brought up, for one.
 */
#include "rendezvous.h"

#include <stdbool.h>

#include "arch.h"
#include "claim.h"
#include "machine.h"

#define CLOSING    1u
#define FAILED     2u
#define WORD_SHIFT 2

#define HISTORY_MASK ((1u << SMPBOOT_MEETING_HISTORY) - 1)

static uint64_t read_word(void)
{
	return __atomic_load_n(&smpboot_machine.meeting.word, __ATOMIC_SEQ_CST);
}

static uint64_t round_of(uint64_t word)
{
	return word >> WORD_SHIFT;
}

static uint64_t read_rounds(const struct smpboot_slot *slot)
{
	return __atomic_load_n(&slot->rounds, __ATOMIC_SEQ_CST);
}

static uint64_t decided(uint64_t rounds)
{
	return rounds >> SMPBOOT_MEETING_HISTORY;
}

static bool has_missed(uint64_t rounds, uint64_t round)
{
	uint64_t since = decided(rounds) - 1 - round; /* not decided yet: very large */

	return since < SMPBOOT_MEETING_HISTORY && (rounds >> since & 1) != 0;
}

static bool active(const struct smpboot_slot *slot)
{
	return smpboot_claim_state(smpboot_claim_read(slot)) == SMPBOOT_STATE_ACTIVE;
}

/* Decides the round, which *rounds is not decided for. False: somebody else has; *rounds is what is there now. */
static bool decide(struct smpboot_slot *slot, uint64_t *rounds, uint64_t round, bool missed)
{
	uint64_t step = round + 1 - decided(*rounds);
	uint64_t history = step < SMPBOOT_MEETING_HISTORY ? *rounds << step & HISTORY_MASK : 0;
	uint64_t next = (round + 1) << SMPBOOT_MEETING_HISTORY | history | missed;

	if (!__atomic_compare_exchange_n(&slot->rounds, rounds, next, false, __ATOMIC_SEQ_CST,
	                                 __ATOMIC_SEQ_CST))
		return false;
	*rounds = next;
	return true;
}

/* ---- The end of a round ----------------------------------------------------- */

static void end_round(uint64_t word, bool failed)
{
	uint64_t next = (round_of(word) + 1) << WORD_SHIFT | (failed ? FAILED : 0);

	if (__atomic_compare_exchange_n(&smpboot_machine.meeting.word, &word, next, false, __ATOMIC_SEQ_CST,
	                                __ATOMIC_SEQ_CST))
		smpboot_arch_signal();
}

/* Ends the round of a word that is marked as closing. Everybody who does this comes to the same. */
static void close_round(uint64_t word)
{
	uint64_t round = round_of(word);
	bool failed = false;

	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		uint64_t rounds = read_rounds(slot);

		/* Ends: who was faster has decided this round, or is the CPU itself, late for an earlier one. */
		while (decided(rounds) <= round && !decide(slot, &rounds, round, active(slot)))
			continue;
		failed |= has_missed(rounds, round);
	}
	end_round(word, failed);
}

/* The first CPU from `id` on that has to come and has not, or the count; and how many before it have come. */
static unsigned int next_absent(unsigned int id, uint64_t round, unsigned int *come)
{
	*come = 0;
	for (; id < smpboot_machine.count; id++) {
		const struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (decided(read_rounds(slot)) > round)
			++*come;
		else if (active(slot))
			break;
	}
	return id;
}

/* Whether all are there. *absent: the first one that was not when this was called last. */
static bool complete(uint64_t round, unsigned int *absent)
{
	unsigned int first;
	unsigned int second;

	*absent = next_absent(*absent, round, &first);
	if (*absent < smpboot_machine.count)
		return false;
	/* From the beginning: one that was passed over may be active by now. */
	*absent = next_absent(0, round, &first);
	if (*absent < smpboot_machine.count)
		return false;
	*absent = next_absent(0, round, &second);
	return *absent == smpboot_machine.count && first == second;
}

/* ---- A CPU's way through a round -------------------------------------------- */

static enum smpboot_status come(struct smpboot_slot *slot, uint64_t deadline, uint64_t *round)
{
	do {
		uint64_t word = read_word();
		uint64_t rounds = read_rounds(slot);

		*round = round_of(word);
		if (decided(rounds) <= *round && decide(slot, &rounds, *round, false))
			return SMPBOOT_OK;
		/* It was closed before this CPU came. The next one begins when it has ended: it is helped to. */
		if ((word & CLOSING) != 0)
			close_round(word);
		/* Nobody decides another's slot before the word is marked: this CPU has come already. */
		else if (read_word() == word)
			return SMPBOOT_ERR_BUSY;
	} while (smpboot_arch_now() < deadline);
	return SMPBOOT_ERR_TIMEOUT;
}

/* For a while only: a CPU that goes off, and so is not waited for any more, need not signal. */
static void wait_a_while(uint64_t now, uint64_t deadline)
{
	uint64_t wake = now + smpboot_us_to_ticks(1000);

	smpboot_arch_wait(wake < deadline ? wake : deadline);
}

static void await_end(uint64_t round, uint64_t deadline)
{
	uint64_t word = read_word();
	unsigned int absent = 0;

	/* Ends: past the deadline each turn brings the word one step on, or finds that somebody has. */
	for (; round_of(word) == round; word = read_word()) {
		uint64_t now = smpboot_arch_now();

		if ((word & CLOSING) != 0)
			close_round(word);
		else if (complete(round, &absent))
			end_round(word, false);
		else if (now >= deadline)
			(void)__atomic_compare_exchange_n(&smpboot_machine.meeting.word, &word,
			                                  word | CLOSING, false, __ATOMIC_SEQ_CST,
			                                  __ATOMIC_SEQ_CST);
		else
			wait_a_while(now, deadline);
	}
}

/* ---- What came of it --------------------------------------------------------- */

static void set(uint64_t *mask, size_t words, unsigned int id)
{
	if (mask != NULL && id / 64 < words)
		mask[id / 64] |= 1ull << id % 64;
}

/* Says so only as long as no later round has ended. */
static bool all_came(uint64_t round)
{
	return (read_word() & ~(uint64_t)CLOSING) == (round + 1) << WORD_SHIFT;
}

/* Lists who has missed the round, as far as the mask goes. Says whether anybody has. */
static bool list(uint64_t round, uint64_t *missing, size_t words)
{
	bool any = false;

	for (size_t i = 0; missing != NULL && i < words; i++)
		missing[i] = 0;
	if (all_came(round))
		return false;
	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		if (!has_missed(read_rounds(&smpboot_machine.slots[id]), round))
			continue;
		any = true;
		set(missing, words, id);
	}
	return any;
}

/* Too late for every round, or back so late from one that nothing is known of it: the last one that was missed. */
static enum smpboot_status too_late(unsigned int id, uint64_t *missing, size_t words, uint64_t *round)
{
	*round = decided(read_rounds(&smpboot_machine.slots[id])) - 1;
	(void)list(*round, missing, words);
	set(missing, words, id);
	return SMPBOOT_ERR_MISSING;
}

enum smpboot_status smpboot_meet(unsigned int id, uint64_t deadline, uint64_t *missing, size_t words,
                                 uint64_t *round)
{
	enum smpboot_status status = come(&smpboot_machine.slots[id], deadline, round);
	bool failed;

	if (status == SMPBOOT_ERR_BUSY)
		return status;
	if (status == SMPBOOT_ERR_TIMEOUT)
		return too_late(id, missing, words, round);
	await_end(*round, deadline);
	failed = list(*round, missing, words);
	/* After the slots: each of them is decided for the open round at the most. */
	if (round_of(read_word()) - *round >= SMPBOOT_MEETING_HISTORY)
		return too_late(id, missing, words, round);
	return failed ? SMPBOOT_ERR_MISSING : SMPBOOT_OK;
}

enum smpboot_status smpboot_rendezvous(uint32_t timeout_us, uint64_t *missing, size_t words)
{
	unsigned int id = smpboot_this_cpu();
	uint64_t round;

	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (missing == NULL && words != 0)
		return SMPBOOT_ERR_NULL;
	/* Without caches there is no compare-and-swap. */
	if (!smpboot_machine.coherent || id == SMPBOOT_NO_CPU || !active(&smpboot_machine.slots[id]))
		return SMPBOOT_ERR_STATE;
	return smpboot_meet(id, smpboot_arch_now() + smpboot_us_to_ticks(timeout_us), missing, words, &round);
}
