/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception-level set-up of every CPU, boot CPU and secondary alike.
 * docs/porting.md has the table of what is set, and why.
 */
#include <smpboot/aarch64.h>

#include "asm.h"

	.arch	armv8.1-a

/*
 * RES1 bits of an SCTLR with everything off: MMU, caches, alignment checks;
 * little-endian (Arm ARM, SCTLR_EL1 and SCTLR_EL2). With E2H, SCTLR_EL2 is laid
 * out as SCTLR_EL1.
 */
#define SCTLR_EL1_OFF 0x30d00800
#define SCTLR_EL2_OFF 0x30c50830

#define SPSR_EL1H_MASKED 0x3c5 /* D, A, I, F masked, EL1 on its own stack pointer */

#define CPACR_FPEN (3 << 20)
#define CPTR_EL2_RES1 0x33ff /* without E2H: FP and SIMD run, SVE and SME trap */

#define CNTHCTL_EL1_ACCESS     0x003 /* EL1PCTEN, EL1PCEN */
#define CNTHCTL_EL1_ACCESS_E2H 0xc03 /* EL1PCTEN, EL1PTEN, and the same for EL0 under TGE */

#define ICC_SRE_EL2 S3_4_C12_C9_5
#define ICH_HCR_EL2 S3_4_C12_C11_0
#define ICC_SRE_SRE    (1 << 0)
#define ICC_SRE_ENABLE (1 << 3)

/* The EL1 registers' names while E2H is 1: the plain ones then reach EL2's. */
#define SCTLR_EL12 S3_5_C1_C0_0

/*
 * smpboot_el_setup - see smpboot/aarch64.h for its contract
 * In:        x0 target, x30 where to return to; MMU off; EL2 or EL1
 * Out:       x0 level of entry, 0: the target cannot be reached
 * Clobbers:  x0-x7, flags
 *
 * Register  Purpose
 * x0        target
 * x1        scratch
 * x2        scratch
 * x3        HCR_EL2, as it took
 */
FUNCTION smpboot_el_setup
	msr	daifset, #0xf
	mrs	x1, CurrentEL
	lsr	x1, x1, #SMPBOOT_CURRENTEL_SHIFT
	cmp	x1, #2
	b.eq	.Lat_el2
	b.hi	.Lrefuse
	cmp	x0, #SMPBOOT_TARGET_EL1
	b.ne	.Lrefuse
	ldr	w1, =SCTLR_EL1_OFF
	msr	sctlr_el1, x1
	mov	x0, #1
	b	.Lfinish_el1
.Lrefuse:
	mov	x0, #0
	ret

.Lat_el2:
	/* EL1 in AArch64 state; pointer authentication and tags are EL1's own (RES0 where they do not exist). */
	mov	x3, #(1 << SMPBOOT_HCR_RW_BIT)
	orr	x3, x3, #(1 << SMPBOOT_HCR_APK_BIT)
	orr	x3, x3, #(1 << SMPBOOT_HCR_API_BIT)
	orr	x3, x3, #(1 << SMPBOOT_HCR_ATA_BIT)
	cmp	x0, #SMPBOOT_TARGET_EL2_VHE
	b.ne	1f
	mrs	x1, id_aa64mmfr1_el1
	tst	x1, #(0xf << 8)			/* VH */
	b.eq	.Lrefuse
	orr	x3, x3, #(1 << SMPBOOT_HCR_E2H_BIT)
	orr	x3, x3, #(1 << SMPBOOT_HCR_TGE_BIT)
1:	msr	hcr_el2, x3
	isb
	/* E2H is stuck at 1 on some CPUs: the layouts below go by what the register says. */
	mrs	x3, hcr_el2
	tbnz	x3, #SMPBOOT_HCR_E2H_BIT, 2f

	ldr	w1, =SCTLR_EL2_OFF
	mov	x2, #CNTHCTL_EL1_ACCESS
	ldr	w4, =CPTR_EL2_RES1
	b	3f
2:	ldr	w1, =SCTLR_EL1_OFF
	mov	x2, #CNTHCTL_EL1_ACCESS_E2H
	mov	x4, #CPACR_FPEN
3:	msr	sctlr_el2, x1
	msr	cnthctl_el2, x2
	msr	cptr_el2, x4
	msr	cntvoff_el2, xzr		/* one time on all CPUs, at EL1 and EL2 alike */
	mrs	x1, midr_el1
	mrs	x2, mpidr_el1
	msr	vpidr_el2, x1			/* EL1 sees the real identity */
	msr	vmpidr_el2, x2
	msr	vttbr_el2, xzr
	msr	hstr_el2, xzr			/* no traps of AArch32 system registers */

	/* No debug traps, and all event counters for EL1, where there is a PMU (DFR0.PMUVer neither 0 nor 0xf). */
	mrs	x1, id_aa64dfr0_el1
	mov	x2, #0
	ubfx	x1, x1, #8, #4
	sub	x1, x1, #1
	cmp	x1, #0xe
	b.hs	4f
	mrs	x2, pmcr_el0
	ubfx	x2, x2, #11, #5			/* PMCR.N is the most that HPMN may be */
4:	msr	mdcr_el2, x2

	/* The GIC's system registers, where they exist: without SRE an access from EL1 would trap. */
	mrs	x1, id_aa64pfr0_el1
	tst	x1, #(0xf << 24)		/* GIC */
	b.eq	5f
	mrs	x1, ICC_SRE_EL2
	orr	x1, x1, #ICC_SRE_SRE
	orr	x1, x1, #ICC_SRE_ENABLE
	msr	ICC_SRE_EL2, x1
	isb
	mrs	x1, ICC_SRE_EL2
	tbz	x1, #0, 5f			/* firmware keeps it off: the memory-mapped interface it is */
	msr	ICH_HCR_EL2, xzr		/* no virtual CPU interface */
5:
	cmp	x0, #SMPBOOT_TARGET_EL1
	b.eq	6f
	msr	spsel, #1
	isb
	mov	x0, #2
	ret

6:	ldr	w1, =SCTLR_EL1_OFF
	tbnz	x3, #SMPBOOT_HCR_E2H_BIT, 7f
	msr	sctlr_el1, x1
	b	8f
7:	msr	SCTLR_EL12, x1
8:	mov	x1, #SPSR_EL1H_MASKED
	msr	spsr_el2, x1
	adr	x1, .Lfinish_el1
	msr	elr_el2, x1
	mov	x0, #2
	eret

.Lfinish_el1:
	msr	spsel, #1
	mov	x1, #CPACR_FPEN
	msr	cpacr_el1, x1
	isb
	ret
	.ltorg
END_FUNCTION smpboot_el_setup

PROPERTY_NOTE
