/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What EL3 opens for the levels below, on a machine without firmware: nothing traps to a
 * level where nobody is.
 */
#include "asm.h"
#include "el_setup.h"

	.arch	armv8.1-a

/* Non-secure, RES1, HVC allowed, SMC not (there is no firmware to take it), lower levels in AArch64 */
#define SCR_EL3_BASE (1 << 0 | 3 << 4 | 1 << 7 | 1 << 8 | 1 << 10)
#define SCR_EL3_APK_BIT   16
#define SCR_EL3_API_BIT   17
#define SCR_EL3_ATA_BIT   26
#define SCR_EL3_FGTEN_BIT 27
#define SCR_EL3_HXEN_BIT  38
#define SCR_EL3_ENTP2_BIT 41

#define CPTR_EL3_EZ  (1 << 8)  /* SVE runs */
#define CPTR_EL3_ESM (1 << 12) /* SME runs */
#define MDCR_EL3_NSPB (3 << 12) /* profiling and trace buffers are Non-secure */
#define MDCR_EL3_NSTB (3 << 24)

/* CPUECTLR_EL1.SMPEN of Cortex-A35, A53, A57, A72, A73 (their Technical Reference Manuals) */
#define CPUECTLR_EL1 S3_1_C15_C2_1
#define CPUECTLR_SMPEN (1 << 6)

#define ICC_SRE_EL3 S3_6_C12_C12_5
#define ZCR_EL3     S3_6_C1_C2_0
#define SMCR_EL3    S3_6_C1_C2_6

/*
 * smpboot_el3_open - the CPU takes part in coherency, and EL3's traps are off
 * In:        EL3, MMU off, needs no stack
 * Clobbers:  x1, x2, x4, flags
 */
	NEAR	smpboot_el3_open
	/* Some Cortex-A cores take no part in coherency before this, and it must come before their caches go on. */
	mrs	x1, midr_el1
	ldr	w2, =0xff00fff0
	and	w1, w1, w2			/* implementer and part */
	ldr	w2, =0x4100d030			/* Arm, Cortex-A53 */
	sub	w1, w1, w2
	cbz	w1, 1f
	cmp	w1, #0x10			/* A35: d04 */
	b.eq	1f
	sub	w1, w1, #0x40			/* A57, A72, A73: d07, d08, d09 */
	cmp	w1, #0x20
	b.hi	2f
1:	mrs	x1, CPUECTLR_EL1
	orr	x1, x1, #CPUECTLR_SMPEN
	msr	CPUECTLR_EL1, x1
	isb
2:

	/* SCR_EL3: what lower levels may use. */
	ldr	w2, =SCR_EL3_BASE
	UNLESS_POINTER_AUTH 2f
	orr	x2, x2, #(1 << SCR_EL3_APK_BIT)
	orr	x2, x2, #(1 << SCR_EL3_API_BIT)
2:	mrs	x1, id_aa64pfr1_el1
	ubfx	x4, x1, #8, #4			/* MTE; from 2 on it has tags */
	cmp	x4, #2
	b.lo	3f
	orr	x2, x2, #(1 << SCR_EL3_ATA_BIT)
3:	tst	x1, #(0xf << 24)		/* SME */
	b.eq	4f
	orr	x2, x2, #(1 << SCR_EL3_ENTP2_BIT)
4:	UNLESS_FEATURE id_aa64mmfr0_el1, 56, 5f	/* FGT */
	orr	x2, x2, #(1 << SCR_EL3_FGTEN_BIT)
5:	UNLESS_FEATURE id_aa64mmfr1_el1, 40, 6f	/* HCX */
	orr	x2, x2, #(1 << SCR_EL3_HXEN_BIT)
6:	msr	scr_el3, x2
	isb

	/* CPTR_EL3, MDCR_EL3, ICC_SRE_EL3 and the vector lengths: nothing traps to a level without firmware. */
	mov	x2, #0
	UNLESS_FEATURE id_aa64pfr0_el1, 32, 1f	/* SVE */
	orr	x2, x2, #CPTR_EL3_EZ
1:	UNLESS_FEATURE id_aa64pfr1_el1, 24, 2f	/* SME */
	orr	x2, x2, #CPTR_EL3_ESM
2:	msr	cptr_el3, x2
	isb
	mov	x1, #VECTOR_LENGTH_MAX
	tbz	x2, #8, 3f
	msr	ZCR_EL3, x1
3:	tbz	x2, #12, 4f
	SMCR_EVERYTHING
	msr	SMCR_EL3, x1
4:	mov	x2, #0
	UNLESS_FEATURE id_aa64dfr0_el1, 32, 5f	/* PMSVer: statistical profiling */
	orr	x2, x2, #MDCR_EL3_NSPB
5:	UNLESS_FEATURE id_aa64dfr0_el1, 44, 6f	/* TraceBuffer */
	orr	x2, x2, #MDCR_EL3_NSTB
6:	msr	mdcr_el3, x2
	UNLESS_FEATURE id_aa64pfr0_el1, 24, 7f	/* GIC system registers */
	mrs	x1, ICC_SRE_EL3
	orr	x1, x1, #ICC_SRE_SRE
	orr	x1, x1, #ICC_SRE_ENABLE
	msr	ICC_SRE_EL3, x1
	isb
7:	ret
	.ltorg
END_FUNCTION smpboot_el3_open

PROPERTY_NOTE
