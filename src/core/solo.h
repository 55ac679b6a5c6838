/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The orders in which the calling CPU starts all others itself (parallel, serial), and
 * retries in all orders.
 */
#ifndef SMPBOOT_CORE_SOLO_H
#define SMPBOOT_CORE_SOLO_H

#include "engine.h"

/*
 * Starts CPUs one after another, `limit` of them at most. `again`: those that this run
 * has tried, and that can be tried once more.
 */
void smpboot_solo_start(struct smpboot_run *run, unsigned int limit, bool again);

#endif
