/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Meetings of all CPUs that run the kernel's code, one round after another.
 *
 *   meeting.word   (round << 2) | failed << 1 | closing: the round that is open;
 *                  whether somebody missed the one before; whether this one is
 *                  being closed without those that have not come
 *   slot.rounds    (decided << 16) | missed: for so many rounds it is decided
 *                  whether the CPU came; bit i: it missed round decided - 1 - i
 *
 * Both only ever grow, and never start afresh, so that no late look at them can
 * take one round for another. At a million rounds a second they last for years.
 */
#ifndef SMPBOOT_CORE_RENDEZVOUS_H
#define SMPBOOT_CORE_RENDEZVOUS_H

#include <stddef.h>
#include <stdint.h>

#include <smpboot/status.h>

/* Rounds that a slot remembers. */
#define SMPBOOT_MEETING_HISTORY 16

/* On a line of its own: everybody waits on it. */
struct smpboot_meeting {
	_Alignas(64) uint64_t word; /* atomic */
};

/*
 * smpboot_rendezvous() of the CPU with logical id `id`, which is ACTIVE, up to a
 * time. `round`: gets the round that status and list are of.
 */
enum smpboot_status smpboot_meet(unsigned int id, uint64_t deadline, uint64_t *missing, size_t words,
                                 uint64_t *round);

#endif
