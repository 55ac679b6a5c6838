/* SPDX-License-Identifier: BSD-2-Clause */
#include "event.h"

#include "machine.h"

void smpboot_emit(const struct smpboot_event *event)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;

	if (ops != NULL && ops->event != NULL)
		ops->event(ops->context, event);
}

void smpboot_emit_cpu(enum smpboot_event_kind kind, unsigned int id)
{
	smpboot_emit_in_line(kind, &smpboot_machine.slots[id], id);
}
