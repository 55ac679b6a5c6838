/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For assembly files.
 */
#ifndef MINIKERNEL_ARCH_ASM_H
#define MINIKERNEL_ARCH_ASM_H

/* clang-format off */

	/* \reg = where \symbol is, relative to the program counter: with the MMU off, physical. */
	.macro	address reg, symbol
	adrp	\reg, \symbol
	add	\reg, \reg, :lo12:\symbol
	.endm

#endif
