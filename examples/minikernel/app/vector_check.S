/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does a thread keep its vector registers while it is interrupted, preempted
 * and moved to other CPUs?
 */

/* Does `what` for each of the vector registers' numbers. */
	.macro	for_each_vector what
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	\what	\n
	.endr
	.irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	\what	\n
	.endr
	.endm

/* Vector n: seed + n in the low half, its complement in the high half. */
	.macro	set n
	add	x2, x0, #\n
	mvn	x3, x2
	fmov	d\n, x2
	mov	v\n\().d[1], x3
	.endm

/* Counts vector n when it is not as set. */
	.macro	check n
	add	x2, x0, #\n
	mvn	x3, x2
	fmov	x4, d\n
	cmp	x4, x2
	mov	x4, v\n\().d[1]
	ccmp	x4, x3, #0, eq
	cinc	x5, x5, ne
	.endm

	.text

/*
 * uint64_t vector_check(uint64_t seed, uint64_t spins)
 *
 * Fills v0 to v31 with values made from the seed, counts `spins` down, and
 * looks at them again.
 * in: x0, x1 (at least 1); FP allowed. out: x0 = how many registers differ.
 * clobbers: x1-x5, flags, v0-v7, v16-v31; d8-d15 are kept.
 */
	.globl	vector_check
	.type	vector_check, %function
	.balign	16
vector_check:
	stp	d8, d9, [sp, #-64]!
	stp	d10, d11, [sp, #16]
	stp	d12, d13, [sp, #32]
	stp	d14, d15, [sp, #48]

	for_each_vector set

1:	subs	x1, x1, #1
	b.ne	1b

	mov	x5, #0
	for_each_vector check

	ldp	d10, d11, [sp, #16]
	ldp	d12, d13, [sp, #32]
	ldp	d14, d15, [sp, #48]
	ldp	d8, d9, [sp], #64
	mov	x0, x5
	ret
	.size	vector_check, . - vector_check

	.section .note.GNU-stack, "", %progbits
