/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that leaves: its own caches, by set and way.
 */
#include "asm.h"

	.arch	armv8.1-a

/*
 * smpboot_clean_own_caches - writes back all that this CPU's own caches hold
 * In:        MMU and data cache off, so that nothing new comes in; any level; no stack
 * Out:       the data and unified caches up to the level of unification of the inner
 *            shareable domain are clean and empty (Arm ARM DDI0487, CLIDR_EL1.LoUIS);
 *            what lies behind is coherent with the other CPUs
 * Clobbers:  x0-x13, flags
 */
FUNCTION smpboot_clean_own_caches
HIDDEN smpboot_clean_own_caches
	dsb	sy					/* all stores before are in the caches, or beyond */
	mrs	x0, clidr_el1
	mrs	x13, id_aa64mmfr2_el1
	ubfx	x13, x13, #20, #4			/* CCIDX: the layout of CCSIDR_EL1 */
	ubfx	w1, w0, #21, #3				/* LoUIS */
	mov	w2, #0					/* level - 1 */
1:	cmp	w2, w1
	b.hs	5f
	add	w3, w2, w2, lsl #1
	lsr	x4, x0, x3
	and	w4, w4, #7				/* Ctype; from 2 on there are data */
	cmp	w4, #2
	b.lo	4f
	lsl	w5, w2, #1
	msr	csselr_el1, x5
	isb						/* before the register that it selects */
	mrs	x6, ccsidr_el1
	and	w7, w6, #7
	add	w7, w7, #4				/* log2 of the line */
	ubfx	x8, x6, #3, #10				/* ways - 1 */
	ubfx	x9, x6, #13, #15			/* sets - 1 */
	cbz	x13, 2f
	ubfx	x8, x6, #3, #21
	ubfx	x9, x6, #32, #24
2:	clz	w10, w8					/* where the way is in the operand; with one way it is 0 anyhow */
3:	mov	w11, w9
6:	lsl	w12, w8, w10
	lsl	w3, w11, w7
	orr	w12, w12, w3
	orr	w12, w12, w5
	dc	cisw, x12
	subs	w11, w11, #1
	b.hs	6b
	subs	w8, w8, #1
	b.hs	3b
4:	add	w2, w2, #1
	b	1b
5:	dsb	sy					/* all of it is written */
	isb
	ret
END_FUNCTION smpboot_clean_own_caches

PROPERTY_NOTE
