/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is done about a CPU that differs, on the CPU that brings it up.
 */
#ifndef SMPBOOT_CORE_DIFFERENT_H
#define SMPBOOT_CORE_DIFFERENT_H

#include <stdbool.h>

#include <smpboot/status.h>

#include "event.h"
#include "machine.h"

/* The CPU stored it before the claim that the caller has read. */
static inline enum smpboot_difference_class smpboot_worst_of(unsigned int id)
{
	return (enum smpboot_difference_class)smpboot_machine.selves[id].worst;
}

/* A CPU is online: the kernel is told, where it differs by more than what is harmless. */
static inline void smpboot_different_tell(unsigned int id)
{
	if (smpboot_worst_of(id) > SMPBOOT_DIFFERENCE_HARMLESS)
		smpboot_emit_cpu(SMPBOOT_EVENT_DIFFERENT, id);
}

/* Why a CPU has refused itself: since it differs, or since ops.starting said so. */
enum smpboot_reason smpboot_different_reason(unsigned int id);

/* Whether one of the CPUs from `first` to below `end` was kept out, and a bring-up fails for it. */
bool smpboot_different_fatal(unsigned int first, unsigned int end);

#endif
