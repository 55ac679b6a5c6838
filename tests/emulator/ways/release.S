/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A little firmware of the kind that has one release address for all CPUs, for
 * QEMU's virt with virtualization=on and this as its -bios: CPU 0 begins here,
 * at address 0, at EL2. It starts the other CPUs, by QEMU's own PSCI, into a
 * loop that polls one word of memory, and goes to the image.
 */
#define TREE   0x40200000 /* where the test puts its device tree, */
#define IMAGE  0x40400000 /* and the image */
#define WORD   0x40180000 /* cpu-release-addr of all CPUs: shared-word.dtsi */
#define CPU_ON 0xc4000003

	.text
	.globl	_start
_start:
	ldr	x5, =WORD
	str	xzr, [x5]
	dsb	sy		/* the word is 0 before anybody polls it */
	mov	x4, #1
1:	ldr	x0, =CPU_ON
	mov	x1, x4
	adr	x2, poll
	mov	x3, #0
	smc	#0
	add	x4, x4, #1
	cbz	w0, 1b		/* until there is no CPU with this number */

	ldr	x0, =TREE
	ldr	x1, =IMAGE
	br	x1

poll:
	ldr	x5, =WORD
2:	wfe
	ldr	x1, [x5]
	cbz	x1, 2b
	br	x1
