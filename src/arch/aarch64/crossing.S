/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A secondary at the kernel's virtual address, on either side of the switch in entry.S:
 * on its way to C, with the kernel's regime; and on its way back, which begins there.
 */
#include <smpboot/aarch64.h>

#include "asm.h"
#include "core/record.h"
#include "entry.h"

	.arch	armv8.1-a

/*
 * Gives TTBR0 another map, where TCR and TTBR0 are EL1's or, by E2H, those of EL2. For code
 * that runs through TTBR1. No walk may see one half of the change, and what walks through
 * the old map have left in the TLB is gone before walks through the new one add to it.
 * Clobbers the scratch register.
 */
	.macro	CHANGE_TTBR0 tcr, ttbr0, scratch
	orr	\scratch, \tcr, #SMPBOOT_TCR_EPD0
	msr	tcr_el1, \scratch
	isb
	msr	ttbr0_el1, \ttbr0
	isb
	tbnz	target, #TARGET_EL2_BIT, .Lel2\@
	tlbi	vmalle1
	b	.Lgone\@
.Lel2\@:
	tlbi	alle2
.Lgone\@:
	dsb	nsh
	isb
	msr	tcr_el1, \tcr
	isb
	.endm

/*
 * The way on at the kernel's virtual address: smpboot_secondary_resume where that is
 * the physical one or the MMU is off, smpboot_secondary_leave_idmap from the identity
 * map (a kernel whose code is in TTBR0 has no other map than its own).
 * In:        x20-x23, x26, w28 as in entry.h; the kernel's SCTLR and TTBR1; x7 and x8 its
 *            TCR and TTBR0; x11 its address of the slots
 * Out:       never; sets TPIDR and sp, then smpboot_secondary_main
 */
	.section .text.smpboot_crossing, "ax", %progbits
	.balign	16
INNER smpboot_secondary_resume
	b	.Lresumed

INNER smpboot_secondary_leave_idmap
	CHANGE_TTBR0 x7, x8, x1
.Lresumed:
	add	x0, x11, x23, lsl #SMPBOOT_SLOT_SHIFT
	ldp	x1, x2, [x0, #SMPBOOT_SLOT_CLAIM]	/* and the stack's top */
	/* Given up already: then nothing of the kernel's is touched, its stack least of all. */
	cmp	x1, claim
	b.ne	3f
	ldr	x3, [x0, #SMPBOOT_SLOT_TPIDR]
	mov	sp, x2
	msr	tpidr_el0, xzr				/* no thread has run here yet */
	msr	tpidrro_el0, xzr
	tbnz	target, #TARGET_EL2_BIT, 1f
	msr	tpidr_el1, x3
	mrs	x6, cntvct_el0
	b	2f
1:	msr	tpidr_el2, x3
	mrs	x6, cntpct_el0
2:	mov	x29, #0					/* the end of every backtrace */
	mov	x30, #0
	mov	w1, id
	lsr	x2, claim, #SMPBOOT_GENERATION_SHIFT
	lsr	x3, level, #SMPBOOT_CURRENTEL_SHIFT
	mov	x4, context
	mov	x5, stamp
	b	smpboot_secondary_main
3:	sub	x1, x1, #(SMPBOOT_ENTRY_STATE_SUSPENDED - SMPBOOT_ENTRY_STATE_STARTING)
	cmp	x1, claim
	b.ne	4f
	/* A kernel without smpboot_cpu_suspend() has none: a branch to nowhere goes on to the next instruction. */
	.weak	smpboot_suspend_wake
	b	smpboot_suspend_wake
4:	lsr	x1, level, #SMPBOOT_CURRENTEL_SHIFT
	mov	x2, context
	/* falls through */

/*
 * smpboot_arch_return - takes this CPU back to the pen in the entry code
 * In:        x0 its slot, w1 its level of entry, x2 x0 as it came; the kernel's
 *            regime, at the kernel's virtual address, or MMU off; uses no stack
 * Out:       never; waits with the MMU off, as a CPU that came unasked
 */
INNER smpboot_arch_return
	lsl	w21, w1, #SMPBOOT_CURRENTEL_SHIFT
	mov	context, x2
	mov	x26, #0					/* to the pen */
.Lback:
	msr	daifset, #0xf
	/* The claim that sent this CPU away is perhaps in caches only, and is looked at without them next. */
	dc	civac, x0
	dsb	sy
	ADDRESS	x9, smpboot_boot_args
	ldr	x3, [x9, #SMPBOOT_ARGS_ENTRY_PA]
	ldr	target, [x9, #SMPBOOT_ARGS_TARGET]
	ADDRESS	x4, smpboot_switch_off
	bfxil	x3, x4, #0, #11				/* the same place in the block at its physical address */
	tbz	x9, #63, 1f				/* not through TTBR1: this map, or none, goes on */
	ldp	x1, x2, [x9, #SMPBOOT_ARGS_TCR_IDMAP]	/* and TTBR0 of the identity map */
	CHANGE_TTBR0 x1, x2, x4
1:	br	x3

/*
 * smpboot_arch_leave - takes this CPU out of the kernel, to another one
 * In:        x0 its slot, w1 its level of entry, x2 physical address to go to, x3 what is
 *            in x0 there; the kernel's regime or MMU off, as above
 * Out:       never; there with the MMU off, caches clean, x1-x3 0, at the level of entry
 */
INNER smpboot_arch_leave
	lsl	w21, w1, #SMPBOOT_CURRENTEL_SHIFT
	mov	x26, x2
	mov	x27, x3
	b	.Lback
	.size	smpboot_secondary_resume, . - smpboot_secondary_resume

PROPERTY_NOTE
