/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU has in its registers between its first instruction and C, and on its way
 * back: for entry.S, crossing.S and what they call.
 */
#ifndef SMPBOOT_ARCH_ENTRY_H
#define SMPBOOT_ARCH_ENTRY_H

/* clang-format off */

/*
 * Register  Scope                   Purpose
 * x19       entry .. switch         boot arguments, physical address
 * x20       entry .. C              x0 as the firmware passed it
 * x21       entry .. C              CurrentEL at entry
 * x22       entry .. C              system counter at entry, or on leaving the pen
 * w23       entry .. C              logical id
 * x24       entry .. switch         early record, physical address
 * x25       entry .. switch         slot, physical address
 * x26       entry .. C              the slot's claim: generation, and STARTING
 *           leave                   where to go
 * x27       entry .. switch         what every crumb begins with: see MARK in entry.S
 *           leave                   what is passed on there
 * w28       entry .. C, leave       the boot CPU's SMPBOOT_TARGET_...
 * others    a few lines             scratch
 */
args	.req	x19
context	.req	x20
level	.req	x21
stamp	.req	x22
id	.req	w23
early	.req	x24
slot	.req	x25
claim	.req	x26
mark	.req	x27
target	.req	w28

/* CurrentEL */
#define AT_EL1 (1 << SMPBOOT_CURRENTEL_SHIFT)
#define AT_EL2 (2 << SMPBOOT_CURRENTEL_SHIFT)
#define AT_EL3 (3 << SMPBOOT_CURRENTEL_SHIFT)

/* Bit of SMPBOOT_TARGET_... that tells both kinds of EL2 from EL1, and the one that tells them from each other. */
#define TARGET_EL2_BIT 1
#define TARGET_VHE_BIT 0

/* Where a CPU comes from elsewhere in the same section or, by its address, from outside. */
	.macro	INNER name
	.hidden	\name
	.global	\name
	.type	\name, %function
\name:
	bti	jc
	.endm

/* clang-format on */

#endif
