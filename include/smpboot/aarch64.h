/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For the kernel's own _start: the exception-level set-up that the library
 * gives its secondaries, so that the boot CPU comes out the same.
 * Usable from C and from assembly.
 */
#ifndef SMPBOOT_AARCH64_H
#define SMPBOOT_AARCH64_H

/* Target levels of smpboot_el_setup. */
#define SMPBOOT_TARGET_EL1     1 /* EL1 */
#define SMPBOOT_TARGET_EL2     2 /* EL2, HCR_EL2.E2H as it is stuck or else 0 */
#define SMPBOOT_TARGET_EL2_VHE 3 /* EL2 with HCR_EL2.{E2H,TGE} = {1,1}; where the CPU has VHE */

#ifndef __ASSEMBLER__

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * smpboot_el_setup - puts the calling CPU into a known state at a level
 * x0: one of SMPBOOT_TARGET_...
 *
 * To be called (bl) from assembly, MMU off, at EL3, EL2 or EL1, at the physical
 * address; needs no stack. Returns to x30 at the target level with D, A, I and
 * F masked, on SP_ELx (of the level it ends at: set sp after the call), MMU and
 * caches off in its SCTLR, SIMD and FP not trapped at that level.
 *
 * Where it goes down to EL1 from above, VBAR_EL2 is left at vectors of the library,
 * at their physical address: an HVC with the library's number takes the CPU back to
 * EL2, for smpboot_hand_over() and smpboot_park_all(). Any other exception that comes
 * there from EL1 parks the CPU. So the code must stay where it is as long as the
 * kernel runs at EL1, and whoever sets VBAR_EL2 to something else gives the way back up.
 *
 * returns: x0 = the level it was entered at (1 to 3), or 0 when that is below
 *   the target or, for SMPBOOT_TARGET_EL2_VHE, the CPU has no VHE: then the
 *   level is unchanged.
 * clobbers: x0-x7, flags. x8-x30 keep their values, sp is changed with the
 *   level.
 */
uint64_t smpboot_el_setup(uint64_t target);

#ifdef __cplusplus
}
#endif

#endif /* __ASSEMBLER__ */

#endif
