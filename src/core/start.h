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
 * Prepares a CPU and asks its method to start it. True: it is on its way, with
 * slot->deadline set. False: it is FAILED, with its reason, and will not come.
 */
bool smpboot_start_cpu(struct smpboot_slot *slot, unsigned int id, uint64_t entry_pa, uint64_t timeout);

#endif
