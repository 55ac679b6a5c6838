/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What EL2 opens for EL1, and for itself with E2H: no traps of vectors, debug and the
 * interrupt controller, nor fine-grained ones of what Armv8.8 has. What is newer (TCR2 and
 * what builds on it, GCS, MPAM, FGT2) stays shut: its registers may trap to EL3, where no
 * ID register says so, and firmware has been seen to end there.
 */
#include "asm.h"
#include "el_setup.h"

	.arch	armv8.1-a

#define CPTR_EL2_RES1 0x33ff /* without E2H: FP and SIMD run; SVE (TZ) and SME (TSM) trap */
#define CPTR_EL2_TZ   (1 << 8)
#define CPTR_EL2_TSM  (1 << 12)

#define MDCR_EL2_E2PB (3 << 12) /* profiling and trace buffers are EL1's */
#define MDCR_EL2_E2TB (3 << 24)

#define HFGXTR_SME (3 << 54) /* nSMPRI_EL1, nTPIDR2_EL0: 1 is no trap */
#define HCRX_MSCEN  (1 << 11)

#define ICC_SRE_EL2 S3_4_C12_C9_5
#define ICH_HCR_EL2 S3_4_C12_C11_0
#define ZCR_EL2     S3_4_C1_C2_0
#define SMCR_EL2    S3_4_C1_C2_6
#define HCRX_EL2    S3_4_C1_C2_2
#define HFGRTR_EL2  S3_4_C1_C1_4
#define HFGWTR_EL2  S3_4_C1_C1_5
#define HFGITR_EL2  S3_4_C1_C1_6
#define HDFGRTR_EL2 S3_4_C3_C1_4
#define HDFGWTR_EL2 S3_4_C3_C1_5
#define HAFGRTR_EL2 S3_4_C3_C1_6

/*
 * smpboot_el2_open - EL2's traps are off
 * In:        x3 HCR_EL2, as it took; EL2, MMU off, needs no stack
 * Clobbers:  x1, x2, x4, x5, flags
 */
	NEAR	smpboot_el2_open
	/* CPTR_EL2 and the vector lengths. */
	mrs	x4, id_aa64pfr0_el1
	ubfx	x4, x4, #32, #4			/* SVE */
	mrs	x5, id_aa64pfr1_el1
	ubfx	x5, x5, #24, #4			/* SME */
	tbnz	x3, #SMPBOOT_HCR_E2H_BIT, 2f
	ldr	w2, =CPTR_EL2_RES1
	cbz	x4, 1f
	bic	x2, x2, #CPTR_EL2_TZ
1:	cbz	x5, 4f
	bic	x2, x2, #CPTR_EL2_TSM
	b	4f
2:	mov	x2, #CPACR_FPEN
	cbz	x4, 3f
	orr	x2, x2, #CPACR_ZEN
3:	cbz	x5, 4f
	orr	x2, x2, #CPACR_SMEN
4:	msr	cptr_el2, x2
	isb					/* before the registers that it opens */
	mov	x1, #VECTOR_LENGTH_MAX
	cbz	x4, 5f
	msr	ZCR_EL2, x1
5:	cbz	x5, 6f
	SMCR_EVERYTHING
	msr	SMCR_EL2, x1
6:

	/* MDCR_EL2: no debug traps; event counters, profiling and trace buffers are EL1's, where they exist. */
	mrs	x1, id_aa64dfr0_el1
	mov	x2, #0
	ubfx	x4, x1, #8, #4			/* PMUVer: neither 0 nor 0xf */
	sub	x4, x4, #1
	cmp	x4, #0xe
	b.hs	1f
	mrs	x2, pmcr_el0
	ubfx	x2, x2, #11, #5			/* PMCR.N is the most that HPMN may be */
1:	tst	x1, #(0xf << 32)		/* PMSVer */
	b.eq	2f
	orr	x2, x2, #MDCR_EL2_E2PB
2:	tst	x1, #(0xf << 44)		/* TraceBuffer */
	b.eq	3f
	orr	x2, x2, #MDCR_EL2_E2TB
3:	msr	mdcr_el2, x2

	/* Fine-grained traps off; HCRX_EL2 opens what EL1 could use. */
	UNLESS_FEATURE id_aa64mmfr0_el1, 56, 2f	/* FGT */
	mov	x2, #0
	UNLESS_FEATURE id_aa64pfr1_el1, 24, 1f	/* SME: two of the bits mean the opposite */
	mov	x2, #HFGXTR_SME
1:	msr	HFGRTR_EL2, x2
	msr	HFGWTR_EL2, x2
	msr	HFGITR_EL2, xzr
	msr	HDFGRTR_EL2, xzr
	msr	HDFGWTR_EL2, xzr
	UNLESS_FEATURE id_aa64pfr0_el1, 44, 2f	/* AMU */
	msr	HAFGRTR_EL2, xzr
2:	UNLESS_FEATURE id_aa64mmfr1_el1, 40, 5f	/* HCX */
	mov	x2, #0
	UNLESS_FEATURE ID_AA64ISAR2, 16, 3f	/* MOPS */
	mov	x2, #HCRX_MSCEN
3:	msr	HCRX_EL2, x2
5:

	/* The GIC's system registers, where they exist: without SRE an access from EL1 would trap. */
	UNLESS_FEATURE id_aa64pfr0_el1, 24, 1f	/* GIC */
	mrs	x1, ICC_SRE_EL2
	orr	x1, x1, #ICC_SRE_SRE
	orr	x1, x1, #ICC_SRE_ENABLE
	msr	ICC_SRE_EL2, x1
	isb
	mrs	x1, ICC_SRE_EL2
	tbz	x1, #0, 1f			/* firmware keeps it off: the memory-mapped interface it is */
	msr	ICH_HCR_EL2, xzr		/* no virtual CPU interface */
1:	ret
	.ltorg
END_FUNCTION smpboot_el2_open

PROPERTY_NOTE
