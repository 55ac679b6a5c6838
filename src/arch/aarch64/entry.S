/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of a secondary: from the firmware's jump, MMU and
 * caches off, to C at the kernel's virtual address.
 *
 * What runs at physical addresses is one block of 2 KiB, aligned to its size, so
 * that the identity map of one page covers all of it, the way back included. The early vectors lie in the middle of the code:
 * of a vector table only the four entries for the level's own stack pointer can
 * be taken here, and the rest of its 2 KiB need not be lost.
 *
 * Register  Scope                   Purpose
 * x19       entry .. switch         boot arguments, physical address
 * x20       entry .. C              x0 as the firmware passed it
 * w21       entry .. C              exception level of entry
 * x22       entry .. C              system counter at entry, or on leaving the pen
 * w23       entry .. C              logical id
 * x24       entry .. switch         early record, physical address
 * x25       entry .. switch         slot, physical address
 * x26       entry .. C              generation << 32, as read from the slot
 * others    a few lines             scratch
 */
#include <smpboot/aarch64.h>

#include "asm.h"
#include "core/record.h"

	.arch	armv8.1-a

args	.req	x19
context	.req	x20
level	.req	w21
stamp	.req	x22
id	.req	w23
early	.req	x24
slot	.req	x25
gen	.req	x26

/*
 * Leaves a mark of how far this CPU came. Only before the MMU is on: these
 * stores must go to memory, past the caches. Clobbers x0.
 */
	.macro	CRUMB stage, reason=0
	mov	x0, #((\reason << SMPBOOT_CRUMB_REASON_SHIFT) | \stage)
	add	x0, x0, x21, lsl #SMPBOOT_CRUMB_LEVEL_SHIFT
	add	x0, x0, gen
	str	x0, [early, #SMPBOOT_EARLY_CRUMB]
	.endm

/*
 * smpboot_secondary_entry - where an enable method lets a CPU begin
 * In:        x0 anything; MMU and data cache off; EL3, EL2 or EL1; runs at its
 *            physical address, any load address
 * Out:       never; goes on to smpboot_secondary_main, or waits or parks here
 */
	.section .text.smpboot_secondary_entry, "ax", %progbits
	.balign	2048
	.global	smpboot_secondary_entry
	.hidden	smpboot_secondary_entry
	.type	smpboot_secondary_entry, %function
.Lvectors:
smpboot_secondary_entry:
	bti	jc
	msr	daifset, #0xf
	mov	context, x0
	mrs	x21, CurrentEL
	lsr	level, level, #SMPBOOT_CURRENTEL_SHIFT
	/* A fault from here on leaves a record. */
	adr	x1, .Lvectors
	bl	.Lset_vbar
	bl	.Lread_stamp
	ADDRESS	args, smpboot_boot_args

	/* Without firmware nobody else has set the counter's frequency, which only the highest level may. */
	ldr	x2, [args, #SMPBOOT_ARGS_FREQUENCY]
	cmp	level, #3
	b.ne	1f
	msr	cntfrq_el0, x2
1:	ldr	x2, [args, #SMPBOOT_ARGS_EARLY_HOOK]
	cbz	x2, 2f
	blr	x2
2:
.Lagain:
	mov	gen, #0
	mov	x7, #0				/* memory is at its physical address */
	bl	.Lfind
	ldr	early, [args, #SMPBOOT_ARGS_EARLY]
	ldr	slot, [args, #SMPBOOT_ARGS_SLOTS]
	add	early, early, x23, lsl #SMPBOOT_EARLY_SHIFT
	add	slot, slot, x23, lsl #SMPBOOT_SLOT_SHIFT
	cbz	w0, .Lstray

	/* Nobody has asked for this CPU, or nobody does any more: it waits until somebody does. */
	ldr	x1, [slot, #SMPBOOT_SLOT_CLAIM]
	and	gen, x1, #(-1 << SMPBOOT_GENERATION_SHIFT)
	cmp	w1, #SMPBOOT_ENTRY_STATE_STARTING
	b.eq	4f
	bl	.Lrecord
	CRUMB	SMPBOOT_ENTRY_STAGE_PEN
3:	wfe
	ldr	x1, [slot, #SMPBOOT_SLOT_CLAIM]
	cmp	w1, #SMPBOOT_ENTRY_STATE_STARTING
	b.ne	3b
	and	gen, x1, #(-1 << SMPBOOT_GENERATION_SHIFT)
	dmb	osh				/* the state before the stack that it announces */
	bl	.Lread_stamp
4:	bl	.Lrecord
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY

	ldr	w0, [args, #SMPBOOT_ARGS_TARGET]
	bl	smpboot_el_setup
	cbz	x0, .Lwrong_level
	adr	x1, .Lvectors
	bl	.Lset_vbar
	CRUMB	SMPBOOT_ENTRY_STAGE_LEVEL
	b	.Lload_regime

/*
 * The vector table is from .Lvectors on; these four are for exceptions from
 * this level on its own stack pointer: synchronous, IRQ, FIQ, SError.
 */
	.org	0x200
	b	.Lfault
	.org	0x280
	b	.Lfault
	.org	0x300
	b	.Lfault
	.org	0x380
	b	.Lfault
	.org	0x400

.Lload_regime:
	ldr	x1, [args, #SMPBOOT_ARGS_RESUME_VA]
	ldr	x2, [args, #SMPBOOT_ARGS_SCTLR]
	ldp	x3, x4, [args, #SMPBOOT_ARGS_MAIR]	/* and TTBR1 */
	ldp	x5, x6, [args, #SMPBOOT_ARGS_TCR_IDMAP]	/* and TTBR0 of the identity map */
	ldr	x7, [args, #SMPBOOT_ARGS_CPACR]
	ldr	w8, [args, #SMPBOOT_ARGS_TARGET]
	ldr	x9, [args, #SMPBOOT_ARGS_VECTORS_VA]
	cmp	w8, #SMPBOOT_TARGET_EL1
	b.eq	9f
	ldr	x10, [args, #SMPBOOT_ARGS_HCR]
	msr	hcr_el2, x10
	isb						/* E2H chooses what the names below reach */
9:	cmp	w8, #SMPBOOT_TARGET_EL2
	b.eq	.Lregime_el2

	/* EL1, or EL2 with E2H, where the same names reach EL2's registers. */
	msr	cpacr_el1, x7
	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 5f
	msr	mair_el1, x3
	msr	ttbr1_el1, x4
	msr	tcr_el1, x5
	msr	ttbr0_el1, x6
5:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* the new regime is in place before anything walks it */
	cmp	w8, #SMPBOOT_TARGET_EL1
	b.ne	6f
	tlbi	vmalle1					/* what this CPU's TLB holds from before its reset is unknown */
	b	7f
6:	tlbi	alle2
7:	ic	iallu					/* and so is its instruction cache */
	msr	vbar_el1, x9
	dsb	nsh					/* both done before the first walk and fetch of the new regime */
	isb
	b	.Lswitch_el1

.Lregime_el2:
	msr	cptr_el2, x7
	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 8f
	msr	mair_el2, x3
	msr	tcr_el2, x5
	msr	ttbr0_el2, x6
8:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* as above */
	tlbi	alle2
	ic	iallu
	msr	vbar_el2, x9
	dsb	nsh
	isb
	b	.Lswitch_el2

/*
 * The switch: from the msr on, fetches go through TTBR0, where only the page
 * with these instructions is sure to be mapped. Aligned to its size, so that
 * it never spans two pages. smpboot_arch_capture() takes the label's address.
 */
	.balign	32
	.global	smpboot_switch
	.hidden	smpboot_switch
smpboot_switch:
.Lswitch_el1:
	msr	sctlr_el1, x2
	isb
	br	x1
	nop
.Lswitch_el2:
	msr	sctlr_el2, x2
	isb
	br	x1

/*
 * The way back: in the page of the switch, at its physical address, MMU still
 * on. Goes on as at the entry, at this level. Clobbers x0, x1.
 */
	.hidden	smpboot_switch_off
	.global	smpboot_switch_off
smpboot_switch_off:
	bti	jc
	adr	x1, .Lvectors
	bl	.Lset_vbar
	mrs	x0, CurrentEL
	cmp	x0, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	1f
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
	bl	.Lread_stamp
	ADDRESS	args, smpboot_boot_args
	b	.Lagain

/* The system counter. CNTVOFF_EL2 may still be rubbish above EL1; at EL1 only the virtual counter is sure to be readable. */
.Lread_stamp:
	isb						/* not before what it is to time */
	mrs	x0, CurrentEL
	cmp	x0, #(1 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	1f
	mrs	stamp, cntpct_el0
	ret
1:	mrs	stamp, cntvct_el0
	ret

/* Sets VBAR to x1, at the current level and at those below that the level set-up goes through. Clobbers x0. */
.Lset_vbar:
	mrs	x0, CurrentEL
	cmp	x0, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.lo	2f
	b.eq	1f
	msr	vbar_el3, x1
1:	msr	vbar_el2, x1
2:	msr	vbar_el1, x1
	isb
	ret

/* One affinity level's part of an index: see struct smpboot_map_field. Clobbers x5, x6. */
	.macro	MAP_FIELD operation, number
	ldp	w5, w6, [x2, #(SMPBOOT_ARGS_FIELDS + \number * SMPBOOT_MAP_FIELD_SIZE)]
	lsr	x5, x1, x5
	and	w5, w5, w6
	\operation
	.endm

/*
 * Looks this CPU up in the map (see core/map.h). In: x7 what to add to a physical
 * address of the map. Out: w23 logical id and w0 1; or w0 0 and w23 the number of
 * CPUs, which is the index of the strays' early record. Clobbers x1-x6.
 */
.Lfind:
	ADDRESS	x2, smpboot_boot_args
	ldr	w23, [x2, #SMPBOOT_ARGS_COUNT]
	ldr	x3, [x2, #SMPBOOT_ARGS_MAP]
	ldr	x4, [x2, #SMPBOOT_ARGS_HWIDS]
	ldr	w5, [x2, #SMPBOOT_ARGS_MAP_KIND]
	add	x3, x3, x7
	add	x4, x4, x7
	mrs	x1, mpidr_el1
	ubfx	x0, x1, #32, #8
	and	x1, x1, #0xffffff
	bfi	x1, x0, #32, #8			/* the affinity fields alone */
	cbz	w5, .Lsorted
	MAP_FIELD "mov	w0, w5", 0
	MAP_FIELD "orr	w0, w0, w5", 1
	MAP_FIELD "orr	w0, w0, w5", 2
	MAP_FIELD "orr	w0, w0, w5", 3
	ldr	w0, [x3, x0, lsl #2]
.Lcandidate:
	ldr	x5, [x4, x0, lsl #3]
	cmp	x5, x1
	csel	w23, w0, w23, eq
	cset	w0, eq
	ret
	/* The last entry whose MPIDR is not above this one: the map has at least the boot CPU. */
.Lsorted:
	mov	w2, w23
1:	lsr	w5, w2, #1
	cbz	w5, 2f
	add	x6, x3, x5, lsl #2
	ldr	w0, [x6]
	ldr	x0, [x4, x0, lsl #3]
	cmp	x0, x1
	csel	x3, x6, x3, ls
	sub	w2, w2, w5
	b	1b
2:	ldr	w0, [x3]
	b	.Lcandidate

/* Stores who came and when. The crumb, which comes next, says that all of it is there. Clobbers x0. */
.Lrecord:
	mrs	x0, mpidr_el1
	stp	x0, context, [early, #SMPBOOT_EARLY_MPIDR]
	str	stamp, [early, #SMPBOOT_EARLY_STAMP]
	str	xzr, [early, #SMPBOOT_EARLY_FAULT]
	dmb	oshst					/* complete before the crumb */
	ret

.Lwrong_level:
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY, SMPBOOT_ENTRY_WRONG_LEVEL
	b	smpboot_arch_park

/* A CPU that is not in the map: leaves its MPIDR in the record past the last CPU's, and parks. */
.Lstray:
	bl	.Lrecord
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY
	b	smpboot_arch_park

/*
 * An exception, at any point up to the kernel's own vectors: its registers go
 * to where they can be read, and the CPU parks. Trusts no register. The first
 * one is kept: what follows from it says less.
 */
.Lfault:
	mrs	x0, CurrentEL
	cmp	x0, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	1f
	b.hi	2f
	mrs	x10, esr_el1
	mrs	x11, elr_el1
	mrs	x12, far_el1
	mrs	x13, sctlr_el1
	b	3f
1:	mrs	x10, esr_el2
	mrs	x11, elr_el2
	mrs	x12, far_el2
	mrs	x13, sctlr_el2
	b	3f
2:	mrs	x10, esr_el3
	mrs	x11, elr_el3
	mrs	x12, far_el3
	mrs	x13, sctlr_el3
3:	mov	x16, #(1 << SMPBOOT_FAULT_THERE_BIT)
	orr	x10, x10, x16
	ADDRESS	x14, smpboot_boot_args
	ldr	x15, [x14, #SMPBOOT_ARGS_SLOTS]
	mov	x7, #0
	tbz	x13, #SMPBOOT_SCTLR_M_BIT, 4f
	ldr	x7, [x14, #SMPBOOT_ARGS_SLOTS_VA]
	sub	x7, x7, x15				/* slots and map are one block, also as mapped */
4:	bl	.Lfind
	cbz	w0, smpboot_arch_park			/* a stray has left its record already */
	tbnz	x13, #SMPBOOT_SCTLR_M_BIT, 5f
	ldr	x15, [x14, #SMPBOOT_ARGS_EARLY]
	add	x15, x15, x23, lsl #SMPBOOT_EARLY_SHIFT
	add	x15, x15, #SMPBOOT_EARLY_FAULT
	b	6f
5:	add	x15, x15, x7
	add	x15, x15, x23, lsl #SMPBOOT_SLOT_SHIFT
	add	x15, x15, #SMPBOOT_SLOT_FAULT
6:	ldr	x0, [x15]
	cbnz	x0, smpboot_arch_park
	stp	x11, x12, [x15, #8]
	dmb	osh					/* ELR and FAR before the ESR that says that they are there */
	str	x10, [x15]
	b	smpboot_arch_park
	.org	0x800				/* fails to assemble when the block outgrows its alignment */
	.size	smpboot_secondary_entry, . - smpboot_secondary_entry

/*
 * smpboot_secondary_resume - the way on at the kernel's virtual address
 * In:        x20-x23, x26 as above; the kernel's SCTLR and TTBR1; TCR and TTBR0
 *            those of the identity map, or with the MMU off none
 * Out:       never; sets the kernel's TCR and TTBR0, TPIDR and sp, then
 *            smpboot_secondary_main
 */
FUNCTION smpboot_secondary_resume
HIDDEN smpboot_secondary_resume
	ADDRESS	x9, smpboot_boot_args
	ldp	x1, x2, [x9, #SMPBOOT_ARGS_TCR_IDMAP]	/* and TTBR0 of the identity map */
	ldp	x3, x4, [x9, #SMPBOOT_ARGS_TCR]		/* and the kernel's */
	cmp	x2, x4
	ccmp	x1, x3, #0, eq
	b.eq	2f

	/*
	 * This code runs through TTBR1 (a kernel whose code is in TTBR0 has no
	 * other map than its own). No walk may see one half of the change.
	 */
	orr	x1, x3, #SMPBOOT_TCR_EPD0
	msr	tcr_el1, x1
	isb
	msr	ttbr0_el1, x4
	isb
	/* The identity map must be gone from the TLB before walks through TTBR0 add the kernel's entries to it. */
	ldr	w5, [x9, #SMPBOOT_ARGS_TARGET]
	cmp	w5, #SMPBOOT_TARGET_EL1
	b.ne	1f
	tlbi	vmalle1
	b	3f
1:	tlbi	alle2
3:	dsb	nsh
	isb
	msr	tcr_el1, x3
	isb
2:
	ldr	x0, [x9, #SMPBOOT_ARGS_SLOTS_VA]
	ldr	w5, [x9, #SMPBOOT_ARGS_TARGET]
	add	x0, x0, x23, lsl #SMPBOOT_SLOT_SHIFT

	/* Given up already: then nothing of the kernel's is touched, its stack least of all. */
	ldr	x1, [x0, #SMPBOOT_SLOT_CLAIM]
	add	x2, gen, #SMPBOOT_ENTRY_STATE_STARTING
	cmp	x1, x2
	b.ne	6f

	ldp	x1, x2, [x0, #SMPBOOT_SLOT_STACK_TOP]	/* and TPIDR */
	mov	sp, x1
	msr	tpidr_el0, xzr				/* no thread has run here yet */
	msr	tpidrro_el0, xzr
	cmp	w5, #SMPBOOT_TARGET_EL1
	b.eq	4f
	msr	tpidr_el2, x2
	mrs	x6, cntpct_el0
	b	5f
4:	msr	tpidr_el1, x2
	mrs	x6, cntvct_el0
5:	mov	x29, #0					/* the end of every backtrace */
	mov	x30, #0
	mov	w1, id
	lsr	x2, gen, #SMPBOOT_GENERATION_SHIFT
	mov	w3, level
	mov	x4, context
	mov	x5, stamp
	b	smpboot_secondary_main
6:	mov	w1, level
	mov	x2, context
	b	smpboot_arch_return
END_FUNCTION smpboot_secondary_resume

/*
 * smpboot_arch_return - takes this CPU back to the pen in the entry code
 * In:        x0 its slot, w1 its level of entry, x2 x0 as it came; the kernel's
 *            regime, at the kernel's virtual address, or MMU off; uses no stack
 * Out:       never; waits with the MMU off, as a CPU that came unasked
 */
FUNCTION smpboot_arch_return
HIDDEN smpboot_arch_return
	msr	daifset, #0xf
	mov	level, w1
	mov	context, x2
	/* The claim that sent this CPU away is perhaps in caches only, and is looked at without them next. */
	dc	civac, x0
	dsb	sy
	ADDRESS	x9, smpboot_boot_args
	ldr	x3, [x9, #SMPBOOT_ARGS_ENTRY_PA]
	ADDRESS	x4, smpboot_switch_off
	ADDRESS	x5, smpboot_secondary_entry
	sub	x4, x4, x5
	add	x3, x3, x4
	ldp	x1, x2, [x9, #SMPBOOT_ARGS_TCR_IDMAP]	/* and TTBR0 of the identity map */
	ldp	x4, x5, [x9, #SMPBOOT_ARGS_TCR]		/* and the kernel's */
	ldr	w6, [x9, #SMPBOOT_ARGS_TARGET]
	cmp	x2, x5
	ccmp	x1, x4, #0, eq
	b.eq	3f
	/* As in smpboot_secondary_resume, the other way round. */
	orr	x4, x1, #SMPBOOT_TCR_EPD0
	msr	tcr_el1, x4
	isb
	msr	ttbr0_el1, x2
	isb
	cmp	w6, #SMPBOOT_TARGET_EL1
	b.ne	1f
	tlbi	vmalle1
	b	2f
1:	tlbi	alle2
2:	dsb	nsh
	isb
	msr	tcr_el1, x1
	isb
3:	br	x3
END_FUNCTION smpboot_arch_return

/*
 * smpboot_arch_park - stops this CPU for good
 * In:        nothing; any MMU state, needs no stack
 * Out:       never
 */
FUNCTION smpboot_arch_park
HIDDEN smpboot_arch_park
	msr	daifset, #0xf
1:	wfi
	b	1b
END_FUNCTION smpboot_arch_park

PROPERTY_NOTE
