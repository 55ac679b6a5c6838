/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the set-up of EL1, EL2 and EL3 has in common. What a feature needs is set only
 * where the ID registers say that it exists: its registers are undefined elsewhere.
 */
#ifndef SMPBOOT_ARCH_EL_SETUP_H
#define SMPBOOT_ARCH_EL_SETUP_H

/* clang-format off */

#define CPACR_FPEN (3 << 20)
#define CPACR_ZEN  (3 << 16)
#define CPACR_SMEN (3 << 24)

#define ICC_SRE_SRE    (1 << 0)
#define ICC_SRE_ENABLE (1 << 3)

#define VECTOR_LENGTH_MAX 0xf /* ZCR and SMCR: as long as the CPU has */

/* By number, as all such names: the assembler of Debian 12 has none for them, or only under other -march. */
#define ID_AA64ISAR2 S3_0_C0_C6_2
#define ID_AA64SMFR0 S3_0_C0_C4_5

/* Goes to `absent` when the ID register's 4-bit field at `shift` is 0. Clobbers x1. */
	.macro	UNLESS_FEATURE register, shift, absent
	mrs	x1, \register
	tst	x1, #(0xf << \shift)
	b.eq	\absent
	.endm

/* Goes to `absent` when the CPU has no pointer authentication, of addresses or generic. Clobbers x1, x4. */
	.macro	UNLESS_POINTER_AUTH absent
	mrs	x1, id_aa64isar1_el1
	ldr	x4, =0xff000ff0			/* GPI, GPA, API, APA */
	tst	x1, x4
	b.ne	.Lkeys\@
	mrs	x1, ID_AA64ISAR2
	tst	x1, #(0xff << 8)		/* APA3, GPA3 */
	b.eq	\absent
.Lkeys\@:
	.endm

/* Adds to a vector length in x1, for SMCR: all instructions in streaming mode, and ZT0, where they exist. Clobbers x2. */
	.macro	SMCR_EVERYTHING
	mrs	x2, ID_AA64SMFR0
	tst	x2, #(0xf << 56)		/* SMEver */
	b.eq	.Lno_zt0\@
	orr	x1, x1, #(1 << 30)		/* EZT0 */
.Lno_zt0\@:
	lsr	x2, x2, #63			/* FA64 */
	orr	x1, x1, x2, lsl #31
	.endm

/* clang-format on */

#endif
