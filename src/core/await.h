/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The waiting half of the engine: gives each CPU in flight its outcome, once.
 */
#ifndef SMPBOOT_CORE_AWAIT_H
#define SMPBOOT_CORE_AWAIT_H

#include "engine.h"

/* Begins to wait for the run's CPUs from its first one on. */
void smpboot_await_begin(struct smpboot_run *run);

/* Looks at all of them once. */
void smpboot_await_sweep(struct smpboot_run *run);

/*
 * Looks at those that are due, and waits for a while when any is left. Returns
 * whether any is left. `prompt`: somebody waits for the next outcome, whose ever
 * it is; else those behind the first open one are looked at every millisecond.
 */
bool smpboot_await_step(struct smpboot_run *run, bool prompt);

#endif
