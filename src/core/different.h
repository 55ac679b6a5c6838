/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is done about a CPU that differs, on the CPU that brings it up.
 */
#ifndef SMPBOOT_CORE_DIFFERENT_H
#define SMPBOOT_CORE_DIFFERENT_H

#include <stdbool.h>

#include <smpboot/status.h>

/* A CPU is online: the kernel is told, where it differs by more than what is harmless. */
void smpboot_different_tell(unsigned int id);

/* Why a CPU has refused itself: since it differs, or since ops.starting said so. */
enum smpboot_reason smpboot_different_reason(unsigned int id);

/* Whether one of the CPUs from `first` to below `end` was kept out, and a bring-up fails for it. */
bool smpboot_different_fatal(unsigned int first, unsigned int end);

#endif
