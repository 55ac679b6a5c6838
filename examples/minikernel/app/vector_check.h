/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test of the vector registers; see vector_check.S.
 */
#ifndef MINIKERNEL_APP_VECTOR_CHECK_H
#define MINIKERNEL_APP_VECTOR_CHECK_H

#include <stdint.h>

/* Returns how many of the 32 vector registers changed while it counted down from `spins` (1 or more). */
uint64_t vector_check(uint64_t seed, uint64_t spins);

#endif
