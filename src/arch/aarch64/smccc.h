/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two conduits of the SMC Calling Convention (Arm DEN0028).
 */
#ifndef SMPBOOT_ARCH_SMCCC_H
#define SMPBOOT_ARCH_SMCCC_H

#include <stdint.h>

uint64_t smpboot_smccc_smc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3);
uint64_t smpboot_smccc_hvc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3);

#endif
