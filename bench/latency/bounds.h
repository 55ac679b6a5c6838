/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast a bring-up can be at best, whoever does it: nothing takes time but
 * the firmware.
 */
#ifndef LATENCY_BOUNDS_H
#define LATENCY_BOUNDS_H

#include <stdint.h>

#include "kernel.h"

/* One after another, each waited for. */
uint64_t bound_serial(unsigned int cpus, const struct firmware *firmware);

/* All calls, and then the slowest CPU: what parallel is held to. */
uint64_t bound_parallel(unsigned int cpus, const struct firmware *firmware);

/* Every CPU calls for another from when it runs, as long as there is one. */
uint64_t bound_tree(unsigned int cpus, const struct firmware *firmware);

#endif
