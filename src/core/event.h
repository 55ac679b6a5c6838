/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Telling the kernel. On the calling CPU only.
 */
#ifndef SMPBOOT_CORE_EVENT_H
#define SMPBOOT_CORE_EVENT_H

#include <smpboot/smpboot.h>

/* Hands an event to the kernel's hook, where there is one. */
void smpboot_emit(const struct smpboot_event *event);

/* An event of a CPU in the table, with all that is known of it. */
void smpboot_emit_cpu(enum smpboot_event_kind kind, unsigned int id);

#endif
