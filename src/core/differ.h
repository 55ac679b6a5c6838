/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing ID registers field by field, and what two values have in common.
 * Only for a CPU whose registers are not the boot CPU's.
 */
#ifndef SMPBOOT_CORE_DIFFER_H
#define SMPBOOT_CORE_DIFFER_H

#include <stdint.h>

#include "registers.h"

/*
 * Compares `own` with `boot`. Of SMPBOOT_REGISTER_CACHES the shift in the result
 * is the cache's number, and the values are the low halves of its CCSIDR_EL1.
 */
struct smpboot_difference smpboot_differ(const struct smpboot_registers *boot,
                                         const struct smpboot_registers *own);

/* Whether a register has a common denominator. */
bool smpboot_differ_has_common(enum smpboot_register reg);

/* What a CPU with `own` in the register leaves of `common`. Never more than `common`. */
uint64_t smpboot_differ_common(enum smpboot_register reg, uint64_t common, uint64_t own);

#endif
