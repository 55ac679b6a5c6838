/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Telling the kernel. On the calling CPU only.
 */
#ifndef SMPBOOT_CORE_EVENT_H
#define SMPBOOT_CORE_EVENT_H

#include <smpboot/smpboot.h>

#include "info.h"
#include "machine.h"

/* Hands an event to the kernel's hook, where there is one. */
void smpboot_emit(const struct smpboot_event *event);

/*
 * An event of a CPU in the table, with all that is known of it. In line for the one
 * that every CPU's bring-up tells.
 */
__attribute__((always_inline)) static inline void smpboot_emit_in_line(enum smpboot_event_kind kind,
                                                                       const struct smpboot_slot *slot,
                                                                       unsigned int id)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_event event;

	if (ops->event == NULL)
		return;
	/* Not zeroed first: that is a call for each CPU, of a routine that writes byte by byte in many kernels. */
	event.kind = kind;
	event.node = NULL;
	event.property = NULL;
	smpboot_info_fill(slot, id, &event.cpu);
	ops->event(ops->context, &event);
}

/* The same as a call. */
void smpboot_emit_cpu(enum smpboot_event_kind kind, unsigned int id);

#endif
