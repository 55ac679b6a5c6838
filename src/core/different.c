/* SPDX-License-Identifier: BSD-2-Clause */
#include "different.h"

enum smpboot_reason smpboot_different_reason(unsigned int id)
{
	return smpboot_self_refused(smpboot_worst_of(id)) ? SMPBOOT_REASON_DIFFERENT :
	                                                    SMPBOOT_REASON_STARTING_REFUSED;
}

bool smpboot_different_fatal(unsigned int first, unsigned int end)
{
	if (!smpboot_self_any_fatal())
		return false;
	for (unsigned int id = first; id < end; id++)
		if (smpboot_machine.slots[id].reason == SMPBOOT_REASON_DIFFERENT &&
		    smpboot_self_fatal(smpboot_worst_of(id)))
			return true;
	return false;
}
