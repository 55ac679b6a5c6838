/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that sleeps with its state kept, and comes back by the entry code.
 */
#ifndef SMPBOOT_CORE_SUSPEND_H
#define SMPBOOT_CORE_SUSPEND_H

#include <stdint.h>

#include <smpboot/status.h>

/*
 * Calls enter(argument) on the calling CPU, which may lose its power in it, and comes
 * back when it has woken up, with what enter() returned, or 0, in *answer.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID: not in the table;
 *   SMPBOOT_ERR_STATE: the CPU is not ACTIVE, or no bring-up has been called yet
 */
enum smpboot_status smpboot_suspend(int64_t (*enter)(uint64_t argument), uint64_t argument, int64_t *answer);

#endif
