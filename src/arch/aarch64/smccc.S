/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls to the firmware, by the SMC Calling Convention (Arm DEN0028).
 *
 * As functions of the C ABI: version 1.0 lets the callee change x0 to x17,
 * which a C caller expects to lose anyway; x18 to x30 and sp are kept.
 */
#include "asm.h"

/*
 * uint64_t smpboot_smccc_smc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
 * uint64_t smpboot_smccc_hvc(...)
 * In:        x0 function id, x1-x3 arguments; any MMU state
 * Out:       x0
 * Clobbers:  x1-x17
 */
FUNCTION smpboot_smccc_smc
HIDDEN smpboot_smccc_smc
	smc	#0
	ret
END_FUNCTION smpboot_smccc_smc

FUNCTION smpboot_smccc_hvc
HIDDEN smpboot_smccc_hvc
	hvc	#0
	ret
END_FUNCTION smpboot_smccc_hvc

PROPERTY_NOTE
