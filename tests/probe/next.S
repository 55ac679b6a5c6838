/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The next kernel's first instructions, MMU off, at whichever level.
 */
#include "exit.h"
#include "next.h"

	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

/* Notes how this CPU came. In: x0-x3 as they were. Keeps x0. Clobbers x9-x12. */
	.macro	NOTE
	mrs	x9, mpidr_el1
	and	x9, x9, #0xff
	ADDRESS	x10, next_seen
	add	x10, x10, x9, lsl #NEXT_SEEN_SHIFT
	stp	x0, x1, [x10]
	stp	x2, x3, [x10, #16]
	mrs	x11, CurrentEL
	mrs	x12, daif
	stp	x11, x12, [x10, #32]
	cmp	x11, #(2 << 2)
	b.eq	1f
	mrs	x12, sctlr_el1
	b	2f
1:	mrs	x12, sctlr_el2
2:	mov	x11, #1
	str	x12, [x10, #48]
	dmb	sy
	str	x11, [x10, #NEXT_SEEN_HERE]
	.endm

	.text
	.global	next_entry, next_other, next_exit, next_cpu_on
next_entry:
	NOTE
	ADDRESS	x9, next_stack_top
	mov	sp, x9
	b	next_main

next_other:
	NOTE
1:	wfi
	b	1b

/* In: w0 exit status */
next_exit:
	EXIT_MACHINE next_exit_block

/* In: x0 MPIDR, x1 entry, x2 1: by SMC, 2: by HVC. CPU_ON of PSCI (DEN0022) */
next_cpu_on:
	mov	x4, x2
	mov	x2, x1
	mov	x1, x0
	mov	x3, #0
	ldr	x0, =0xc4000003
	cmp	x4, #1
	b.eq	1f
	hvc	#0
	ret
1:	smc	#0
	ret
	.ltorg

	.data
	.balign	2048
	.global	next_pen, next_seen, next_config
next_pen:
	.skip	2048
next_seen:
	.skip	CPUS << NEXT_SEEN_SHIFT
next_config:
	.skip	128
	.balign	16
next_exit_block:
	.skip	16
	.skip	1024
next_stack_top:
