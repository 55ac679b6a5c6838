/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pen: see smpboot/pen.h. Code and the word that ends the wait, in one
 * piece that can be copied.
 */
#include <smpboot/pen.h>

#include "asm.h"
#include "core/park.h"

/*
 * smpboot_pen - waits to be called
 * In:        MMU off, any exception level, at any address; no stack
 * Out:       never; jumps to the address in the word
 * Clobbers:  x1; x0 is 0 at the jump
 */
	.section .text.smpboot_pen, "ax", %progbits
	.balign	8
	.global	smpboot_pen
	.type	smpboot_pen, %function
smpboot_pen:
	bti	jc
	msr	daifset, #0xf
1:	wfe
	ldr	x1, 2f
	cbz	x1, 1b
	ic	iallu			/* what the address leads to may have been written after this CPU last fetched there */
	dsb	nsh
	isb
	mov	x0, #0
	br	x1

/*
 * Where a CPU comes in that smpboot_park_all() has sent: it says that it runs here, and
 * touches nothing of its old kernel any more. In: x1 where to say so, x2 what.
 */
	.org	smpboot_pen + SMPBOOT_PEN_PARK
	str	x2, [x1]
	b	1b
	.org	smpboot_pen + SMPBOOT_PEN_RELEASE_WORD
2:	.quad	0
	.org	smpboot_pen + SMPBOOT_PEN_SIZE
	.size	smpboot_pen, . - smpboot_pen

PROPERTY_NOTE
