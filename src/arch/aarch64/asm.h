/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames of assembly routines, and the registers' bits that assembly and C
 * share. x18 is never used: it belongs to the kernel.
 */
#ifndef SMPBOOT_ARCH_ASM_H
#define SMPBOOT_ARCH_ASM_H

/* CurrentEL */
#define SMPBOOT_CURRENTEL_SHIFT 2

/* SCTLR_EL1, SCTLR_EL2: MMU, data cache, instruction cache on */
#define SMPBOOT_SCTLR_M_BIT 0
#define SMPBOOT_SCTLR_C_BIT 2

/* SCTLR_EL1, SCTLR_EL2: EnIA, EnIB, EnDA, and EnDB, each a kind of pointer authentication that is in use */
#define SMPBOOT_SCTLR_KEYS_HIGH 0xc8000000
#define SMPBOOT_SCTLR_KEYS_LOW  0x2000

/* TCR_EL1: no walks through TTBR0 */
#define SMPBOOT_TCR_EPD0 (1 << 7)

/* ESR_EL2: the class of an HVC from AArch64, and IL; and the HVC by which a CPU goes back to EL2. */
#define SMPBOOT_ESR_EC_SHIFT 26
#define SMPBOOT_ESR_IL_HIGH  0x0200 /* of the upper half */
#define SMPBOOT_EC_HVC       0x16
#define SMPBOOT_BACK_TO_EL2  0x534d

/* HCR_EL2 */
#define SMPBOOT_HCR_FMO_BIT 3
#define SMPBOOT_HCR_IMO_BIT 4
#define SMPBOOT_HCR_AMO_BIT 5
#define SMPBOOT_HCR_TGE_BIT 27
#define SMPBOOT_HCR_RW_BIT  31
#define SMPBOOT_HCR_E2H_BIT 34
#define SMPBOOT_HCR_APK_BIT 40
#define SMPBOOT_HCR_API_BIT 41
#define SMPBOOT_HCR_ATA_BIT 56

#ifdef __ASSEMBLER__
/* clang-format off */

	.macro	FUNCTION name
	.section .text.\name, "ax", %progbits
	.global	\name
	.balign	16
	.type	\name, %function
\name:
	bti	jc
	.endm

/* A routine of its own that is only branched to, from near by: without a landing pad, which would be an instruction. */
	.macro	NEAR name
	.section .text.\name, "ax", %progbits
	.hidden	\name
	.global	\name
	.balign	4
	.type	\name, %function
\name:
	.endm

	.macro	END_FUNCTION name
	.size	\name, . - \name
	.endm

/* Not visible to a shared object that the kernel may be linked as. */
	.macro	HIDDEN name
	.hidden	\name
	.endm

/* Address of a symbol, PC-relative: right at any load address, physical or virtual. */
	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

/* One property note per object: BTI and PAC, as the compiler writes it for C. */
	.macro	PROPERTY_NOTE
	.section .note.gnu.property, "a", %note
	.balign	8
	.word	4, 16, 5
	.asciz	"GNU"
	.word	0xc0000000, 4, 3, 0
	.previous
	.section .note.GNU-stack, "", %progbits
	.previous
	.endm

/* clang-format on */
#endif

#endif
