/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the machine, for assembly.
 */
#ifndef PROBE_EXIT_H
#define PROBE_EXIT_H

/* clang-format off */

/*
 * By semihosting: SYS_EXIT_EXTENDED (0x20), ADP_Stopped_ApplicationExit (0x20026)
 * In: w0 exit status; any MMU state. block: 16 bytes of memory
 */
	.macro	EXIT_MACHINE block
	mov	w3, w0
	mov	x2, #0x26
	movk	x2, #0x2, lsl #16
	adrp	x1, \block
	add	x1, x1, :lo12:\block
	stp	x2, x3, [x1]
	mov	w0, #0x20
	hlt	#0xf000
.Lexited\@:
	wfi
	b	.Lexited\@
	.endm

/* clang-format on */

#endif
