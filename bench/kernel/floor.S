/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floors' secondaries. Emulators only: bare_entry uses exclusives with its
 * MMU off.
 */
#include "bench.h"

#define TCR_EPD0 (1 << 7)
#define HCR_RW   (1 << 31)
/* SCTLR_EL1: its RES1 bits. */
#define SCTLR_OFF 0x30d00800
/* SPSR: EL1 on its own stack pointer, D, A, I and F masked. */
#define SPSR_EL1H 0x3c5

	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

	.text
/*
 * bare_entry - counts this CPU, and stops it
 * In: MMU off, at its physical address; clobbers x1, x2
 */
	.global	bare_entry
bare_entry:
	ADDRESS	x1, bare_count
1:	ldxr	w2, [x1]
	add	w2, w2, #1
	stlxr	w3, w2, [x1]
	cbnz	w3, 1b
	dsb	ish
	sev
	.global	bare_done
bare_done:
	wfi
	b	bare_done

/*
 * full_entry - from the firmware's jump to C, with every step that a kernel
 * mapped high needs, and no other
 * In: x0 index of this CPU; MMU off, at its physical address, EL2 or EL1
 */
	.global	full_entry
full_entry:
	msr	daifset, #0xf
	mrs	x1, CurrentEL
	cmp	x1, #(2 << 2)
	b.ne	1f
	mov	x1, #HCR_RW
	msr	hcr_el2, x1
	mov	x1, #3
	msr	cnthctl_el2, x1
	msr	cntvoff_el2, xzr
	ldr	x1, =SCTLR_OFF
	msr	sctlr_el1, x1
	mov	x1, #SPSR_EL1H
	msr	spsr_el2, x1
	adr	x1, 1f
	msr	elr_el2, x1
	eret
1:	ADDRESS	x9, full_regime
	ldp	x1, x2, [x9, #FLOOR_MAIR]	/* and TTBR1 */
	ldp	x3, x4, [x9, #FLOOR_TCR]	/* and TTBR0 */
	ldp	x5, x6, [x9, #FLOOR_SCTLR]	/* and CPACR */
	ldr	x7, [x9, #FLOOR_RESUME]
	msr	mair_el1, x1
	msr	ttbr1_el1, x2
	msr	tcr_el1, x3
	msr	ttbr0_el1, x4
	msr	cpacr_el1, x6
	isb
	tlbi	vmalle1
	ic	iallu
	dsb	nsh
	isb
	msr	sctlr_el1, x5
	isb
	br	x7
	.ltorg

	.global	full_resume
full_resume:
	ADDRESS	x9, full_regime
	ldp	x1, x2, [x9, #FLOOR_FINAL]	/* the kernel's TCR and TTBR0 */
	orr	x3, x1, #TCR_EPD0
	msr	tcr_el1, x3
	isb
	msr	ttbr0_el1, x2
	isb
	tlbi	vmalle1
	dsb	nsh
	isb
	msr	tcr_el1, x1
	isb
	ldr	x3, [x9, #FLOOR_SLOTS]
	mov	x1, x0
	add	x0, x3, x1, lsl #FLOOR_SLOT_SHIFT
	ldp	x4, x5, [x0, #FLOOR_STACK_TOP]	/* and TPIDR */
	mov	sp, x4
	msr	tpidr_el1, x5
	mov	x29, #0
	mov	x30, #0
	b	full_main
