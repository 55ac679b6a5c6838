/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at the CPUs of a run: each that has its outcome is told of, once.
 */
#ifndef SMPBOOT_CORE_LOOK_H
#define SMPBOOT_CORE_LOOK_H

#include "engine.h"

/*
 * Looks at CPUs that were asked for, from `id` on: at `all`, or until one is in flight
 * still. `patient`: none is given up. Returns the first that it has not looked at, or that
 * is in flight.
 */
unsigned int smpboot_look(struct smpboot_run *run, unsigned int id, bool all, bool patient);

#endif
