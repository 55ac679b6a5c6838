/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot CPU's translation regime.
 */
#ifndef SMPBOOT_ARCH_REGIME_H
#define SMPBOOT_ARCH_REGIME_H

#include <stdint.h>

/* SCTLR of the calling CPU's exception level. */
uint64_t smpboot_regime_sctlr(void);

#endif
