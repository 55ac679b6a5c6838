/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reset stub of a machine without firmware: sends every CPU to the image,
 * which a loader has put into memory, at the level that it came out of reset at.
 */
	.text
	.global	_start
_start:
	mov	x0, #0x40000000		/* where the emulator's device tree is */
	mov	x1, #0x40200000
	br	x1
