/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception-level set-up of every CPU, boot CPU and secondary alike.
 * docs/porting.md has the table of what is set, and why.
 */
#include <smpboot/aarch64.h>

#include "asm.h"
#include "el_setup.h"

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

#define CNTHCTL_EL1_ACCESS     0x003 /* EL1PCTEN, EL1PCEN */
#define CNTHCTL_EL1_ACCESS_E2H 0xc03 /* EL1PCTEN, EL1PTEN, and the same for EL0 under TGE */

#define SCTLR_EL12 S3_5_C1_C0_0 /* EL1's own while E2H is 1: the plain name then reaches EL2's */

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
1:	ADDRESS	x1, smpboot_secondary_entry
	msr	vbar_el3, x1
	mov	x7, x30
	bl	smpboot_el3_open
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
	bl	smpboot_el2_open
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
