/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of a secondary: from the firmware's jump, MMU and
 * caches off, to C at the kernel's virtual address.
 *
 * Register  Scope                   Purpose
 * x19       entry .. resume         boot arguments, physical address
 * x20       entry .. C              x0 as the firmware passed it
 * w21       entry .. C              exception level of entry
 * x22       entry .. C              system counter at entry
 * w23       map .. C                logical id
 * x24       map .. MMU on           early record, physical address
 * x26       map .. C                generation << 32, as read from the slot
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
gen	.req	x26

/*
 * Leaves a mark of how far this CPU came. Only before the MMU is on: these
 * stores must go to memory, past the caches. Clobbers x0.
 */
	.macro	CRUMB stage, reason=0
	mov	x0, #((\reason << SMPBOOT_CRUMB_REASON_SHIFT) | \stage)
	add	x0, x0, gen
	str	x0, [early, #SMPBOOT_EARLY_CRUMB]
	.endm

/*
 * smpboot_secondary_entry - where an enable method lets a CPU begin
 * In:        x0 anything; MMU and data cache off; EL2 or EL1; runs at its
 *            physical address, any load address
 * Out:       never; goes on to smpboot_secondary_main, or parks
 */
FUNCTION smpboot_secondary_entry
HIDDEN smpboot_secondary_entry
	msr	daifset, #0xf
	mov	context, x0
	mrs	x21, CurrentEL
	lsr	level, level, #SMPBOOT_CURRENTEL_SHIFT
	/* CNTVOFF_EL2 may still be rubbish above EL1; at EL1 only the virtual counter is sure to be readable. */
	isb
	cmp	level, #1
	b.eq	1f
	mrs	stamp, cntpct_el0
	b	2f
1:	mrs	stamp, cntvct_el0
2:
	ADDRESS	args, smpboot_boot_args

	/* The affinity fields in 32 bits, as smpboot_map_pack() does. */
	mrs	x7, mpidr_el1
	ubfx	x2, x7, #32, #8
	mov	w1, w7
	bfi	w1, w2, #24, #8

	/* The last entry that is not above it: the map has at least the boot CPU. */
	ldr	x2, [args, #SMPBOOT_ARGS_MAP]
	ldr	w3, [args, #SMPBOOT_ARGS_COUNT]
3:	lsr	w4, w3, #1
	cbz	w4, 4f
	add	x5, x2, x4, lsl #SMPBOOT_MAP_SIZE_SHIFT
	ldr	w6, [x5, #SMPBOOT_MAP_PACKED]
	cmp	w6, w1
	csel	x2, x5, x2, ls
	sub	w3, w3, w4
	b	3b
4:	ldp	w6, id, [x2]
	ldr	early, [args, #SMPBOOT_ARGS_EARLY]
	cmp	w6, w1
	b.ne	.Lstray

	ldr	x3, [args, #SMPBOOT_ARGS_SLOTS]
	add	early, early, x23, lsl #SMPBOOT_EARLY_SHIFT
	add	x3, x3, x23, lsl #SMPBOOT_SLOT_SHIFT
	ldr	w26, [x3, #(SMPBOOT_SLOT_CLAIM + 4)]
	lsl	gen, gen, #SMPBOOT_GENERATION_SHIFT
	bl	.Lrecord

	ldr	w0, [args, #SMPBOOT_ARGS_TARGET]
	bl	smpboot_el_setup
	cbz	x0, .Lwrong_level
	CRUMB	SMPBOOT_ENTRY_STAGE_LEVEL

	ldr	x1, [args, #SMPBOOT_ARGS_RESUME_VA]
	ldr	x2, [args, #SMPBOOT_ARGS_SCTLR]
	ldp	x3, x4, [args, #SMPBOOT_ARGS_MAIR]	/* and TTBR1 */
	ldp	x5, x6, [args, #SMPBOOT_ARGS_TCR_IDMAP]	/* and TTBR0 of the identity map */
	ldr	x7, [args, #SMPBOOT_ARGS_CPACR]
	ldr	w8, [args, #SMPBOOT_ARGS_TARGET]
	cmp	w8, #SMPBOOT_TARGET_EL2
	b.eq	.Lregime_el2

	/* EL1, or EL2 with E2H, where the same names reach EL2's registers. */
	msr	cpacr_el1, x7
	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 6f
	msr	mair_el1, x3
	msr	ttbr1_el1, x4
	msr	tcr_el1, x5
	msr	ttbr0_el1, x6
6:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* the new regime is in place before anything walks it */
	cmp	w8, #SMPBOOT_TARGET_EL1
	b.ne	7f
	tlbi	vmalle1					/* what this CPU's TLB holds from before its reset is unknown */
	b	8f
7:	tlbi	alle2
8:	ic	iallu					/* and so is its instruction cache */
	dsb	nsh					/* both done before the first walk and fetch of the new regime */
	isb
	b	.Lswitch_el1

.Lregime_el2:
	msr	cptr_el2, x7
	tbz	x2, #SMPBOOT_SCTLR_M_BIT, 9f
	msr	mair_el2, x3
	msr	tcr_el2, x5
	msr	ttbr0_el2, x6
9:	CRUMB	SMPBOOT_ENTRY_STAGE_REGIME
	isb						/* as above */
	tlbi	alle2
	ic	iallu
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

/* Stores who came and when, then the first crumb. In: x7 MPIDR. Clobbers x0. */
.Lrecord:
	stp	x7, x21, [early, #SMPBOOT_EARLY_MPIDR]	/* and level */
	stp	context, stamp, [early, #SMPBOOT_EARLY_CONTEXT]
	dmb	oshst					/* complete before the crumb says that they are there */
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY
	ret

.Lwrong_level:
	CRUMB	SMPBOOT_ENTRY_STAGE_ENTRY, SMPBOOT_ENTRY_WRONG_LEVEL
	b	smpboot_arch_park

/* A CPU that is not in the map: leaves its MPIDR in the record past the last CPU's, and parks. */
.Lstray:
	ldr	w23, [args, #SMPBOOT_ARGS_COUNT]
	add	early, early, x23, lsl #SMPBOOT_EARLY_SHIFT
	mov	gen, #0
	bl	.Lrecord
	b	smpboot_arch_park
END_FUNCTION smpboot_secondary_entry

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
	b.ne	smpboot_arch_park

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
END_FUNCTION smpboot_secondary_resume

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
