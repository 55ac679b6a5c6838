/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's virt with secure=on and this as its -bios: every CPU begins here, at
 * address 0, at EL3, at the same time. There is no firmware: all of them go to
 * the image.
 *
 * With CPU_0_LATE, CPU 0 takes its time, so that another one is elected.
 */
#define TREE  0x40000000 /* where QEMU puts its device tree */
#define IMAGE 0x40400000 /* where the test puts the image */

	.text
	.globl	_start
_start:
	ldr	x0, =TREE
	ldr	x1, =IMAGE
#ifdef CPU_0_LATE
	mrs	x2, mpidr_el1
	tst	x2, #0xff
	b.ne	2f
	ldr	x2, =200000000
1:	subs	x2, x2, #1
	b.ne	1b
2:
#endif
	br	x1
