/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception-level set-up of every CPU, boot CPU and secondary alike.
 * docs/porting.md has the table of what is set, and why.
 *
 * What a feature needs is set only where the ID registers say that it exists:
 * its registers are undefined elsewhere.
 */
#include <smpboot/aarch64.h>

#include "asm.h"

	.arch	armv8.1-a

/*
 * RES1 bits of an SCTLR with everything off: MMU, caches, alignment checks;
 * little-endian (Arm ARM, SCTLR_ELx). With E2H, SCTLR_EL2 is laid out as
 * SCTLR_EL1; SCTLR_EL3 always as SCTLR_EL2.
 */
#define SCTLR_EL1_OFF 0x30d00800
#define SCTLR_EL2_OFF 0x30c50830

/* D, A, I, F masked, on the level's own stack pointer */
#define SPSR_EL1H_MASKED 0x3c5
#define SPSR_EL2H_MASKED 0x3c9

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

#define CPACR_FPEN (3 << 20)
#define CPACR_ZEN  (3 << 16)
#define CPACR_SMEN (3 << 24)
#define CPTR_EL2_RES1 0x33ff /* without E2H: FP and SIMD run; SVE (TZ) and SME (TSM) trap */
#define CPTR_EL2_TZ   (1 << 8)
#define CPTR_EL2_TSM  (1 << 12)

#define CNTHCTL_EL1_ACCESS     0x003 /* EL1PCTEN, EL1PCEN */
#define CNTHCTL_EL1_ACCESS_E2H 0xc03 /* EL1PCTEN, EL1PTEN, and the same for EL0 under TGE */

#define MDCR_EL2_E2PB (3 << 12) /* profiling and trace buffers are EL1's */
#define MDCR_EL2_E2TB (3 << 24)

#define HFGXTR_SME (3 << 54) /* nSMPRI_EL1, nTPIDR2_EL0: 1 is no trap */
#define HCRX_TCR2EN (1 << 14)
#define HCRX_MSCEN  (1 << 11)

#define ICC_SRE_SRE    (1 << 0)
#define ICC_SRE_ENABLE (1 << 3)

#define VECTOR_LENGTH_MAX 0xf /* ZCR and SMCR: as long as the CPU has */
#define SMCR_FA64 (1 << 31)

/* CPUECTLR_EL1.SMPEN of Cortex-A35, A53, A57, A72, A73 (their Technical Reference Manuals) */
#define CPUECTLR_EL1 S3_1_C15_C2_1
#define CPUECTLR_SMPEN (1 << 6)

/* By number: the assembler of Debian 12 has no names for them, or only under other -march. */
#define SCTLR_EL12      S3_5_C1_C0_0 /* EL1's own while E2H is 1: the plain name then reaches EL2's */
#define ICC_SRE_EL2     S3_4_C12_C9_5
#define ICC_SRE_EL3     S3_6_C12_C12_5
#define ICH_HCR_EL2     S3_4_C12_C11_0
#define ZCR_EL2         S3_4_C1_C2_0
#define ZCR_EL3         S3_6_C1_C2_0
#define SMCR_EL2        S3_4_C1_C2_6
#define SMCR_EL3        S3_6_C1_C2_6
#define HCRX_EL2        S3_4_C1_C2_2
#define HFGRTR_EL2      S3_4_C1_C1_4
#define HFGWTR_EL2      S3_4_C1_C1_5
#define HFGITR_EL2      S3_4_C1_C1_6
#define HDFGRTR_EL2     S3_4_C3_C1_4
#define HDFGWTR_EL2     S3_4_C3_C1_5
#define HAFGRTR_EL2     S3_4_C3_C1_6
#define ID_AA64ISAR2    S3_0_C0_C6_2
#define ID_AA64MMFR3    S3_0_C0_C7_3
#define ID_AA64SMFR0    S3_0_C0_C4_5

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

/*
 * smpboot_el_setup - see smpboot/aarch64.h for its contract
 * In:        x0 target, x30 where to return to; MMU off; EL3, EL2 or EL1
 * Out:       x0 level of entry, 0: the target cannot be reached
 * Clobbers:  x0-x7, flags
 *
 * Register  Purpose
 * x0        target
 * x1, x2    scratch
 * x3        HCR_EL2, as it took
 * x4, x5    scratch
 * x6        level of entry
 * x7        x30 during a nested call
 */
FUNCTION smpboot_el_setup
	msr	daifset, #0xf
	mrs	x6, CurrentEL
	lsr	x6, x6, #SMPBOOT_CURRENTEL_SHIFT
	cmp	x6, #2
	b.hi	.Lat_el3
	b.eq	.Lat_el2
	cmp	x0, #SMPBOOT_TARGET_EL1
	b.ne	.Lrefuse
	ldr	w1, =SCTLR_EL1_OFF
	msr	sctlr_el1, x1
	b	.Lfinish_el1
.Lrefuse:
	mov	x0, #0
	ret

	/* ---- EL3: a machine without firmware ---- */
.Lat_el3:
	cmp	x0, #SMPBOOT_TARGET_EL1
	b.eq	1f
	UNLESS_FEATURE id_aa64pfr0_el1, 8, .Lrefuse	/* EL2 */
	cmp	x0, #SMPBOOT_TARGET_EL2_VHE
	b.ne	1f
	UNLESS_FEATURE id_aa64mmfr1_el1, 8, .Lrefuse	/* VH */
1:	mov	x7, x30
	bl	.Ljoin_coherency
	bl	.Lset_scr
	bl	.Lset_el3_traps
	mov	x30, x7
	ldr	w1, =SCTLR_EL2_OFF
	msr	sctlr_el3, x1
	UNLESS_FEATURE id_aa64pfr0_el1, 8, 2f		/* EL2 */
	mov	x1, #(1 << SMPBOOT_HCR_RW_BIT)
	msr	hcr_el2, x1			/* E2H off as far as it goes, before the layout of SCTLR_EL2 counts */
	ldr	w1, =SCTLR_EL2_OFF
	msr	sctlr_el2, x1
	mov	x1, #SPSR_EL2H_MASKED
	adr	x2, .Lat_el2
	b	3f
2:	ldr	w1, =SCTLR_EL1_OFF
	msr	sctlr_el1, x1
	mov	x1, #SPSR_EL1H_MASKED
	adr	x2, .Lfinish_el1
3:	msr	spsr_el3, x1
	msr	elr_el3, x2
	isb
	eret

/* Some Cortex-A cores take no part in coherency before this, and it must come before their caches go on. */
.Ljoin_coherency:
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
2:	ret

/* SCR_EL3: what lower levels may use. */
.Lset_scr:
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
	ret

/* CPTR_EL3, MDCR_EL3, ICC_SRE_EL3 and the vector lengths: nothing traps to a level without firmware. */
.Lset_el3_traps:
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
	mrs	x4, ID_AA64SMFR0
	lsr	x4, x4, #63			/* FA64 */
	orr	x1, x1, x4, lsl #31
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

	/* ---- EL2 ---- */
.Lat_el2:
	mov	x3, #(1 << SMPBOOT_HCR_RW_BIT)		/* EL1 is AArch64 */
	cmp	x0, #SMPBOOT_TARGET_EL2_VHE
	b.ne	1f
	UNLESS_FEATURE id_aa64mmfr1_el1, 8, .Lrefuse	/* VH */
	orr	x3, x3, #(1 << SMPBOOT_HCR_E2H_BIT)
	orr	x3, x3, #(1 << SMPBOOT_HCR_TGE_BIT)
1:	UNLESS_POINTER_AUTH 3f
	orr	x3, x3, #(1 << SMPBOOT_HCR_APK_BIT)	/* its keys are EL1's own */
	orr	x3, x3, #(1 << SMPBOOT_HCR_API_BIT)
3:	mrs	x1, id_aa64pfr1_el1
	ubfx	x1, x1, #8, #4			/* MTE: EL1 may use tags */
	cmp	x1, #2
	b.lo	4f
	orr	x3, x3, #(1 << SMPBOOT_HCR_ATA_BIT)
4:	msr	hcr_el2, x3
	isb
	/* E2H is stuck at 1 on some CPUs: the layouts below go by what the register says. */
	mrs	x3, hcr_el2
	mov	x7, x30
	tbnz	x3, #SMPBOOT_HCR_E2H_BIT, 5f
	ldr	w1, =SCTLR_EL2_OFF
	mov	x2, #CNTHCTL_EL1_ACCESS
	b	6f
5:	ldr	w1, =SCTLR_EL1_OFF
	mov	x2, #CNTHCTL_EL1_ACCESS_E2H
6:	msr	sctlr_el2, x1
	msr	cnthctl_el2, x2
	msr	cntvoff_el2, xzr		/* one time on all CPUs, at EL1 and EL2 alike */
	mrs	x1, midr_el1
	mrs	x2, mpidr_el1
	msr	vpidr_el2, x1			/* EL1 sees the real identity */
	msr	vmpidr_el2, x2
	msr	vttbr_el2, xzr
	msr	hstr_el2, xzr			/* no traps of AArch32 system registers */
	bl	.Lset_vectors_traps
	bl	.Lset_debug_traps
	bl	.Lset_fine_traps
	bl	.Lset_gic
	mov	x30, x7

	cmp	x0, #SMPBOOT_TARGET_EL1
	b.eq	7f
	msr	spsel, #1
	isb
	mov	x0, x6
	ret

	/* The way back to this level: see .Lleave in entry.S. */
7:	ADDRESS	x1, smpboot_secondary_entry
	msr	vbar_el2, x1
	ldr	w1, =SCTLR_EL1_OFF
	tbnz	x3, #SMPBOOT_HCR_E2H_BIT, 8f
	msr	sctlr_el1, x1
	b	9f
8:	msr	SCTLR_EL12, x1
9:	mov	x1, #SPSR_EL1H_MASKED
	msr	spsr_el2, x1
	adr	x1, .Lfinish_el1
	msr	elr_el2, x1
	eret

/* CPTR_EL2 and the vector lengths. In: x3 HCR_EL2. */
.Lset_vectors_traps:
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
	mrs	x2, ID_AA64SMFR0
	lsr	x2, x2, #63			/* FA64 */
	orr	x1, x1, x2, lsl #31
	msr	SMCR_EL2, x1
6:	ret

/* MDCR_EL2: no debug traps; event counters, profiling and trace buffers are EL1's, where they exist. */
.Lset_debug_traps:
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
	ret

/* Fine-grained traps off; HCRX_EL2 opens what EL1 could use. */
.Lset_fine_traps:
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
	UNLESS_FEATURE ID_AA64MMFR3, 0, 3f	/* TCRX */
	orr	x2, x2, #HCRX_TCR2EN
3:	UNLESS_FEATURE ID_AA64ISAR2, 16, 4f	/* MOPS */
	orr	x2, x2, #HCRX_MSCEN
4:	msr	HCRX_EL2, x2
5:	ret

/* The GIC's system registers, where they exist: without SRE an access from EL1 would trap. */
.Lset_gic:
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

	/* ---- EL1 ---- */
.Lfinish_el1:
	msr	spsel, #1
	mov	x1, #CPACR_FPEN
	msr	cpacr_el1, x1
	isb
	mov	x0, x6
	ret
	.ltorg
END_FUNCTION smpboot_el_setup

PROPERTY_NOTE
