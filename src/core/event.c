/* SPDX-License-Identifier: BSD-2-Clause */
#include "event.h"

#include "info.h"
#include "machine.h"

void smpboot_emit(const struct smpboot_event *event)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;

	if (ops != NULL && ops->event != NULL)
		ops->event(ops->context, event);
}

void smpboot_emit_cpu(enum smpboot_event_kind kind, unsigned int id)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	struct smpboot_event event;

	if (ops->event == NULL)
		return;
	/* Not zeroed first: that is a call for each CPU, of a routine that writes byte by byte in many kernels. */
	event.kind = kind;
	event.node = NULL;
	event.property = NULL;
	smpboot_info_fill(id, &event.cpu);
	ops->event(ops->context, &event);
}
