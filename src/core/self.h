/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of a CPU besides how to start it: what it reads of itself, and
 * what its description says. One per CPU, written through caches only.
 */
#ifndef SMPBOOT_CORE_SELF_H
#define SMPBOOT_CORE_SELF_H

#include <stdint.h>

struct smpboot_self {
	uint64_t words[14];
};

_Static_assert(sizeof(struct smpboot_self) == 112, "512 bytes per CPU leave so many for this");

#endif
