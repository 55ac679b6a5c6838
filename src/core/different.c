/* SPDX-License-Identifier: BSD-2-Clause */
#include "different.h"

#include "event.h"
#include "machine.h"

/* The CPU stored it before the claim that the caller has read. */
static enum smpboot_difference_class worst_of(unsigned int id)
{
	return (enum smpboot_difference_class)smpboot_machine.selves[id].worst;
}

void smpboot_different_tell(unsigned int id)
{
	if (worst_of(id) > SMPBOOT_DIFFERENCE_HARMLESS)
		smpboot_emit_cpu(SMPBOOT_EVENT_DIFFERENT, id);
}

enum smpboot_reason smpboot_different_reason(unsigned int id)
{
	return smpboot_self_refused(worst_of(id)) ? SMPBOOT_REASON_DIFFERENT :
	                                            SMPBOOT_REASON_STARTING_REFUSED;
}

bool smpboot_different_fatal(unsigned int first, unsigned int end)
{
	if (!smpboot_self_any_fatal())
		return false;
	for (unsigned int id = first; id < end; id++)
		if (smpboot_machine.slots[id].reason == SMPBOOT_REASON_DIFFERENT &&
		    smpboot_self_fatal(worst_of(id)))
			return true;
	return false;
}
