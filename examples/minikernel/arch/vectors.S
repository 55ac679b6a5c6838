/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception vectors. The kernel has no EL0 and always runs on SP_ELx, so
 * one vector is in regular use: IRQ from the current level with SP_ELx. All
 * others end in a register dump.
 */
#include "arch/asm.h"
#include "arch/exception.h"

#define FATAL_STACK_SIZE 16384

	/* Stores (\op = stp) or loads (ldp) x0-x29 in the frame at sp. */
	.macro	general_registers op
	\op	x0, x1, [sp, #FRAME_X + 0 * 8]
	\op	x2, x3, [sp, #FRAME_X + 2 * 8]
	\op	x4, x5, [sp, #FRAME_X + 4 * 8]
	\op	x6, x7, [sp, #FRAME_X + 6 * 8]
	\op	x8, x9, [sp, #FRAME_X + 8 * 8]
	\op	x10, x11, [sp, #FRAME_X + 10 * 8]
	\op	x12, x13, [sp, #FRAME_X + 12 * 8]
	\op	x14, x15, [sp, #FRAME_X + 14 * 8]
	\op	x16, x17, [sp, #FRAME_X + 16 * 8]
	\op	x18, x19, [sp, #FRAME_X + 18 * 8]
	\op	x20, x21, [sp, #FRAME_X + 20 * 8]
	\op	x22, x23, [sp, #FRAME_X + 22 * 8]
	\op	x24, x25, [sp, #FRAME_X + 24 * 8]
	\op	x26, x27, [sp, #FRAME_X + 26 * 8]
	\op	x28, x29, [sp, #FRAME_X + 28 * 8]
	.endm

	/* The same for v0-v31. */
	.macro	vector_registers op
	\op	q0, q1, [sp, #FRAME_V + 0 * 16]
	\op	q2, q3, [sp, #FRAME_V + 2 * 16]
	\op	q4, q5, [sp, #FRAME_V + 4 * 16]
	\op	q6, q7, [sp, #FRAME_V + 6 * 16]
	\op	q8, q9, [sp, #FRAME_V + 8 * 16]
	\op	q10, q11, [sp, #FRAME_V + 10 * 16]
	\op	q12, q13, [sp, #FRAME_V + 12 * 16]
	\op	q14, q15, [sp, #FRAME_V + 14 * 16]
	\op	q16, q17, [sp, #FRAME_V + 16 * 16]
	\op	q18, q19, [sp, #FRAME_V + 18 * 16]
	\op	q20, q21, [sp, #FRAME_V + 20 * 16]
	\op	q22, q23, [sp, #FRAME_V + 22 * 16]
	\op	q24, q25, [sp, #FRAME_V + 24 * 16]
	\op	q26, q27, [sp, #FRAME_V + 26 * 16]
	\op	q28, q29, [sp, #FRAME_V + 28 * 16]
	\op	q30, q31, [sp, #FRAME_V + 30 * 16]
	.endm

	.macro	fatal number
	.balign	128
	fmov	d31, x0			/* the vector registers are not dumped: scratch */
	mov	v31.d[1], x1
	mov	x0, #\number
	b	fatal
	.endm

	.text
	.balign	2048
	.globl	vectors
vectors:
	fatal	0			/* current level, SP_EL0: synchronous, IRQ, FIQ, SError */
	fatal	1
	fatal	2
	fatal	3
	fatal	4			/* current level, SP_ELx */
	.balign	128
	b	irq
	fatal	6
	fatal	7
	fatal	8			/* lower level, AArch64 */
	fatal	9
	fatal	10
	fatal	11
	fatal	12			/* lower level, AArch32 */
	fatal	13
	fatal	14
	fatal	15
	.balign	128

/*
 * An interrupt: saves all that the interrupted thread has, on its own stack,
 * and gives it back afterwards. In between the CPU may have run other threads,
 * and the thread may have come to another CPU.
 */
	.type	irq, %function
irq:
	sub	sp, sp, #FRAME_SIZE
	general_registers stp
	vector_registers stp
	add	x0, sp, #FRAME_SIZE
	stp	x30, x0, [sp, #FRAME_X + 30 * 8]
	mrs	x0, elr_el1
	mrs	x1, spsr_el1
	stp	x0, x1, [sp, #FRAME_ELR]
	mrs	x2, fpcr
	mrs	x3, fpsr
	stp	x2, x3, [sp, #FRAME_FPCR]

	stp	x29, x0, [sp, #-16]!	/* a frame record: a backtrace goes on in the interrupted code */
	mov	x29, sp
	add	x0, sp, #16
	bl	exception_irq
	add	sp, sp, #16

	ldp	x2, x3, [sp, #FRAME_FPCR]
	msr	fpcr, x2
	msr	fpsr, x3
	ldp	x0, x1, [sp, #FRAME_ELR]
	msr	elr_el1, x0
	msr	spsr_el1, x1
	vector_registers ldp
	ldr	x30, [sp, #FRAME_X + 30 * 8]
	general_registers ldp
	add	sp, sp, #FRAME_SIZE
	eret
	.size	irq, . - irq

/*
 * Any other exception. The stack may be what is broken, so the dump runs on
 * one of its own; the first CPU that gets here has it, others stop.
 *
 * In: x0 = vector, v31 = x0 and x1 at the exception.
 */
	.type	fatal, %function
fatal:
	fmov	d30, x2
	mov	v30.d[1], x3
	mrs	x1, mpidr_el1		/* never 0: bit 31 is RES1 */
	address	x2, fatal_owner
1:	ldaxr	x3, [x2]
	cbnz	x3, 2f
	stxr	w3, x1, [x2]
	cbnz	w3, 1b

	mov	x1, sp
	address	x2, fatal_stack_top
	mov	sp, x2
	sub	sp, sp, #FRAME_SIZE
	stp	x4, x5, [sp, #FRAME_X + 4 * 8]
	stp	x6, x7, [sp, #FRAME_X + 6 * 8]
	stp	x8, x9, [sp, #FRAME_X + 8 * 8]
	stp	x10, x11, [sp, #FRAME_X + 10 * 8]
	stp	x12, x13, [sp, #FRAME_X + 12 * 8]
	stp	x14, x15, [sp, #FRAME_X + 14 * 8]
	stp	x16, x17, [sp, #FRAME_X + 16 * 8]
	stp	x18, x19, [sp, #FRAME_X + 18 * 8]
	stp	x20, x21, [sp, #FRAME_X + 20 * 8]
	stp	x22, x23, [sp, #FRAME_X + 22 * 8]
	stp	x24, x25, [sp, #FRAME_X + 24 * 8]
	stp	x26, x27, [sp, #FRAME_X + 26 * 8]
	stp	x28, x29, [sp, #FRAME_X + 28 * 8]
	stp	x30, x1, [sp, #FRAME_X + 30 * 8]
	mrs	x2, elr_el1
	mrs	x3, spsr_el1
	stp	x2, x3, [sp, #FRAME_ELR]
	mov	w1, w0			/* the vector */
	fmov	x2, d31
	mov	x3, v31.d[1]
	stp	x2, x3, [sp, #FRAME_X]
	fmov	x2, d30
	mov	x3, v30.d[1]
	stp	x2, x3, [sp, #FRAME_X + 2 * 8]
	mov	x0, sp
	mov	x29, xzr
	bl	exception_fatal

2:	cmp	x3, x1
	b.ne	3f
	address	x2, fatal_stack_top	/* this CPU was dumping already */
	mov	sp, x2
	bl	exception_again
3:	wfi				/* another CPU ends the run */
	b	3b
	.size	fatal, . - fatal

	.bss
	.balign	16
	.skip	FATAL_STACK_SIZE
fatal_stack_top:
fatal_owner:
	.skip	8

	.section .note.GNU-stack, "", %progbits
