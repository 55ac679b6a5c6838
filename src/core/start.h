/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking for one CPU.
 */
#ifndef SMPBOOT_CORE_START_H
#define SMPBOOT_CORE_START_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/*
 * Prepares a CPU and asks its method to start it, or lets it in from the pen.
 * True: it is on its way. False: it is FAILED, with its reason, and will not come.
 */
bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id, uint64_t entry_pa);

#endif
