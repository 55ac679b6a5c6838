/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of a secondary: from the firmware's jump, MMU and
 * caches off, to C at the kernel's virtual address.
 *
 * What runs at physical addresses is one block of at most 2 KiB, aligned to that,
 * so that the identity map of one page covers all of it, the way back included. It
 * is its own vector table: of that only the four entries for the level's own stack
 * pointer can be taken here, and the room between them holds code like any other.
 *
 * The straight way is that of a CPU that is asked for and comes at the kernel's own
 * level EL1; what only other CPUs need is apart from it. From the switch on it goes
 * through crossing.S, and so does a CPU on its way back.
 */
#include <smpboot/aarch64.h>

#include "asm.h"
#include "core/record.h"
#include "entry.h"

	.arch	armv8.1-a

/* The generation and level for the crumbs of this start. */
	.macro	MARK
	add	mark, claim, level, lsl #(SMPBOOT_CRUMB_LEVEL_SHIFT - SMPBOOT_CURRENTEL_SHIFT)
	.endm

/*
 * Leaves a mark of how far this CPU came. Only before the MMU is on: these
 * stores must go to memory, past the caches. Clobbers x0.
 */
	.macro	CRUMB stage
	add	x0, mark, #(\stage - SMPBOOT_ENTRY_STATE_STARTING)
	str	x0, [early, #SMPBOOT_EARLY_CRUMB]
	.endm

/* Stores who came and when. In: x1 MPIDR_EL1. The crumb, which comes next, says that all of it is there. */
	.macro	RECORD
	stp	x1, context, [early, #SMPBOOT_EARLY_MPIDR]
	stp	stamp, xzr, [early, #SMPBOOT_EARLY_STAMP]	/* and no fault yet */
	dmb	oshst					/* complete before the crumb */
	.endm

/* Where an exception begins: from this level, on its own stack pointer. */
	.macro	VECTOR offset
	.org	\offset				/* fails to assemble when what comes before has outgrown its room */
	b	smpboot_early_fault
	.endm

/*
 * smpboot_secondary_entry - where an enable method lets a CPU begin
 * In:        x0 anything; MMU and data cache off; EL3, EL2 or EL1; runs at its
 *            physical address, any load address
 * Out:       never; goes on to smpboot_secondary_main, or waits or parks here
 */
	.section .text.smpboot_secondary_entry, "ax", %progbits
	.balign	2048
.Lvectors:
INNER smpboot_secondary_entry
	msr	daifset, #0xf
	msr	spsel, #1				/* or an exception would be taken where this code begins */
	mov	context, x0
	mrs	level, CurrentEL
	adr	x1, .Lvectors
	cmp	level, #AT_EL1
	b.ne	.Labove_el1
	msr	vbar_el1, x1
	isb					/* a fault from here on leaves a record; and no time before it */
	mrs	stamp, cntvct_el0		/* the physical counter may not be readable at EL1 */
	ADDRESS	args, smpboot_boot_args
.Larrived:
	ldp	x2, x28, [args, #SMPBOOT_ARGS_EARLY_HOOK]	/* and the target */
	cbnz	x2, .Lhook
.Lagain:
	ldp	x3, x4, [args, #SMPBOOT_ARGS_MAP]
	bl	smpboot_find_self
	b.ne	.Lstray
	ldp	early, slot, [args, #SMPBOOT_ARGS_EARLY]
	add	early, early, x23, lsl #SMPBOOT_EARLY_SHIFT
	add	slot, slot, x23, lsl #SMPBOOT_SLOT_SHIFT
	ldr	claim, [slot, #SMPBOOT_SLOT_CLAIM]
	cmp	w26, #SMPBOOT_ENTRY_STATE_STARTING
	b.ne	.Lpen
.Lasked:
	MARK
	RECORD
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY

	/*
	 * At EL1 there is little to set up: what the boot CPU has in SCTLR comes below,
	 * and nothing before depends on it.
	 */
	cmp	level, #AT_EL1
	ccmp	target, #SMPBOOT_TARGET_EL1, #0, eq
	ldp	x9, x10, [args, #SMPBOOT_ARGS_CPACR]		/* and the vectors' virtual address */
	b.ne	.Lset_up_level
	msr	cpacr_el1, x9			/* where a hypervisor traps it, this stage is the one that says so */
.Lat_level:
	CRUMB	SMPBOOT_ENTRY_STAGE_LEVEL

	ldp	x1, x2, [args, #SMPBOOT_ARGS_RESUME_VA]		/* and SCTLR */
	ldp	x3, x4, [args, #SMPBOOT_ARGS_MAIR]		/* and TTBR1 */
	ldp	x5, x6, [args, #SMPBOOT_ARGS_TCR_IDMAP]		/* and TTBR0 of the identity map */
	ldp	x7, x8, [args, #SMPBOOT_ARGS_TCR]		/* and TTBR0 of the kernel */
	ldr	x11, [args, #SMPBOOT_ARGS_SLOTS_VA]
	tbnz	target, #TARGET_EL2_BIT, .Lregime_el2

	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 1f
	msr	mair_el1, x3
	msr	ttbr1_el1, x4
	msr	tcr_el1, x5
	msr	ttbr0_el1, x6
1:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* the new regime is in place before anything walks it */
	tlbi	vmalle1					/* what this CPU's TLB holds from before its reset is unknown */
	ic	iallu					/* and so is its instruction cache */
	msr	vbar_el1, x10
	dsb	nsh					/* both done before the first walk and fetch of the new regime */
	isb
	b	.Lswitch_el1

/* EL2, with E2H or not: these names reach its registers in both cases. */
.Lregime_el2:
	ldr	x12, [args, #SMPBOOT_ARGS_HCR]
	msr	hcr_el2, x12
	isb						/* E2H chooses the layout of what comes */
	msr	cptr_el2, x9
	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 1f
	msr	mair_el2, x3
	msr	tcr_el2, x5
	msr	ttbr0_el2, x6
	tbz	target, #TARGET_VHE_BIT, 1f
	msr	ttbr1_el2, x4				/* there only on a CPU with VHE */
1:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* as above */
	tlbi	alle2
	ic	iallu
	msr	vbar_el2, x10
	dsb	nsh
	isb
	b	.Lswitch_el2

/*
 * The switch: from the msr on, fetches go through TTBR0, where only the page
 * with these instructions is sure to be mapped. smpboot_arch_capture() takes the
 * label's address.
 */
	.global	smpboot_switch
	.hidden	smpboot_switch
smpboot_switch:
.Lswitch_el1:
	msr	sctlr_el1, x2
	isb
	br	x1
.Lswitch_el2:
	msr	sctlr_el2, x2
	isb
	br	x1

	VECTOR	0x200					/* synchronous */

/* Entered above EL1. In: x1 the vectors. */
.Labove_el1:
	bl	.Lset_vbar
	bl	.Lread_stamp
	ADDRESS	args, smpboot_boot_args
	cmp	level, #AT_EL3
	b.ne	.Larrived
	/* Without firmware nobody else has set the counter's frequency, which only the highest level may. */
	ldr	x2, [args, #SMPBOOT_ARGS_FREQUENCY]
	msr	cntfrq_el0, x2
	b	.Larrived

.Lhook:
	blr	x2
	b	.Lagain

/*
 * It comes back from a sleep in which it lost its power: the same way as at its start,
 * up to where it would get its stack.
 */
.Lsuspended:
	sub	claim, claim, #(SMPBOOT_ENTRY_STATE_SUSPENDED - SMPBOOT_ENTRY_STATE_STARTING)
	b	.Lasked

	VECTOR	0x280					/* IRQ */

/*
 * Nobody has asked for this CPU, or nobody does any more: it waits until somebody does,
 * or sends it on to another pen. In: x1 MPIDR_EL1.
 */
.Lpen:
	cmp	w26, #SMPBOOT_ENTRY_STATE_SUSPENDED
	b.eq	.Lsuspended
	and	claim, claim, #(-1 << SMPBOOT_GENERATION_SHIFT)
	add	claim, claim, #SMPBOOT_ENTRY_STATE_STARTING
	MARK
	RECORD
	CRUMB	SMPBOOT_ENTRY_STAGE_PEN
	b	2f
1:	wfe
2:	ldr	claim, [slot, #SMPBOOT_SLOT_CLAIM]
	cmp	w26, #SMPBOOT_ENTRY_STATE_PARKING
	b.eq	.Lparking
	cmp	w26, #SMPBOOT_ENTRY_STATE_STARTING
	b.ne	1b
	dmb	osh				/* the state before the stack that it announces */
	bl	.Lread_stamp
	b	.Lasked

/* From another level than EL1, or to another. In: x9 CPACR or CPTR, which smpboot_el_setup leaves alone, as x10. */
.Lset_up_level:
	mov	w0, target
	bl	smpboot_el_setup
	cbz	x0, .Lwrong_level
	tbnz	target, #TARGET_EL2_BIT, 1f
	msr	cpacr_el1, x9
1:	/* Again: while E2H was 1, what was meant for EL1 went to EL2's own. */
	adr	x1, .Lvectors
	bl	.Lset_vbar
	b	.Lat_level

	VECTOR	0x300					/* FIQ */

.Lwrong_level:
	mov	x0, #((SMPBOOT_ENTRY_WRONG_LEVEL << SMPBOOT_CRUMB_REASON_SHIFT) | \
		      (SMPBOOT_ENTRY_STAGE_ENTRY - SMPBOOT_ENTRY_STATE_STARTING))
	add	x0, mark, x0
	str	x0, [early, #SMPBOOT_EARLY_CRUMB]
	b	smpboot_arch_park

/* A CPU that is not in the map: leaves its MPIDR in the record past the last CPU's, and parks. In: x1 MPIDR_EL1. */
.Lstray:
	ldr	w23, [args, #SMPBOOT_ARGS_COUNT]
	ldr	early, [args, #SMPBOOT_ARGS_EARLY]
	add	early, early, x23, lsl #SMPBOOT_EARLY_SHIFT
	mov	claim, #SMPBOOT_ENTRY_STATE_STARTING	/* of no generation */
	MARK
	RECORD
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY

/*
 * smpboot_arch_park - stops this CPU for good
 * In:        nothing; any MMU state, needs no stack
 * Out:       never
 */
INNER smpboot_arch_park
	msr	daifset, #0xf
1:	wfi
	b	1b

	VECTOR	0x380					/* SError */

/* Sets VBAR to x1, at the current level and at those below that the level set-up goes through. Clobbers x0. */
.Lset_vbar:
	mrs	x0, CurrentEL
	cmp	x0, #AT_EL2
	b.lo	2f
	b.eq	1f
	msr	vbar_el3, x1
1:	msr	vbar_el2, x1
2:	msr	vbar_el1, x1
	isb
	ret

/* The system counter. CNTVOFF_EL2 may still be rubbish above EL1; at EL1 only the virtual counter is sure to be readable. */
.Lread_stamp:
	isb						/* not before what it is to time */
	mrs	x0, CurrentEL
	cmp	x0, #AT_EL1
	b.eq	1f
	mrs	stamp, cntpct_el0
	ret
1:	mrs	stamp, cntvct_el0
	ret

/*
 * Synchronous, from the level below: a CPU of a kernel at EL1 that comes back to the
 * level that it was entered at. Any other HVC is for a hypervisor or firmware that is not
 * there, and gets the answer to an unknown function (DEN0028); anything else is a fault.
 */
	.org	0x400
	mrs	x3, esr_el2
	cmp	w3, w4
	b.eq	.Lgo
	lsr	w3, w3, #SMPBOOT_ESR_EC_SHIFT
	cmp	w3, #SMPBOOT_EC_HVC
	b.eq	1f
	b	smpboot_early_fault
1:	mov	x0, #-1
	eret

/* Where this CPU says, in memory, that it runs in the pen, and goes there. In: slot's claim PARKING. */
.Lparking:
	ldr	x16, [args, #SMPBOOT_ARGS_PARK_PA]
	mov	x0, #0
	add	x1, early, #SMPBOOT_EARLY_CRUMB
	add	x2, mark, #(SMPBOOT_ENTRY_STAGE_PARKED - SMPBOOT_ENTRY_STATE_STARTING)

/*
 * Leaves the library for good, MMU off, at the level of entry, or at EL2 where that was
 * EL3. In: level; x16 where to go; x0-x2 what is passed on. Clobbers x3, x4.
 */
.Lleave:
	mrs	x3, CurrentEL
	cmp	x3, #AT_EL1
	ccmp	level, #AT_EL1, #4, eq			/* only down from above is there a way back */
	b.eq	.Lgo
	mrs	x3, id_aa64pfr0_el1
	tst	x3, #(0xf << 8)				/* EL2 */
	b.eq	.Lgo
	mov	w4, #SMPBOOT_BACK_TO_EL2		/* ESR_EL2, as this HVC makes it */
	movk	w4, #(SMPBOOT_EC_HVC << (SMPBOOT_ESR_EC_SHIFT - 16) | SMPBOOT_ESR_IL_HIGH), lsl #16
	hvc	#SMPBOOT_BACK_TO_EL2
.Lgo:
	ic	iallu					/* what is there now may have been written since this CPU fetched from it */
	dsb	nsh
	isb
	mov	x3, #0
	br	x16

/*
 * The way back: in the page of the switch, at its physical address, MMU still
 * on. In: x26 0: goes on as at the entry, at this level; else leaves with x27 for there.
 * Clobbers x0-x13.
 */
INNER smpboot_switch_off
	adr	x1, .Lvectors
	bl	.Lset_vbar
	tbnz	target, #TARGET_EL2_BIT, 1f
	mrs	x0, sctlr_el1
	bic	x0, x0, #(1 << SMPBOOT_SCTLR_M_BIT)
	bic	x0, x0, #(1 << SMPBOOT_SCTLR_C_BIT)
	msr	sctlr_el1, x0
	b	2f
1:	mrs	x0, sctlr_el2
	bic	x0, x0, #(1 << SMPBOOT_SCTLR_M_BIT)
	bic	x0, x0, #(1 << SMPBOOT_SCTLR_C_BIT)
	msr	sctlr_el2, x0
2:	isb						/* off before the next access to memory */
	/* Whoever takes this memory next may look at it without caches. */
	bl	smpboot_clean_own_caches
	bl	.Lread_stamp
	ADDRESS	args, smpboot_boot_args
	cbz	x26, .Lagain
	mov	x16, x26
	mov	x0, x27
	mov	x1, #0
	mov	x2, #0
	b	.Lleave

.Lend:
	.size	smpboot_secondary_entry, . - smpboot_secondary_entry

/* Fails to assemble when the block outgrows its alignment: .org goes no way back. Not linked. */
	.section .smpboot.check, "e", %progbits
	.org	2048 - (.Lend - .Lvectors)

PROPERTY_NOTE
