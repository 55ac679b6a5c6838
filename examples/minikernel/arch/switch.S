/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switching between threads: see switch.h. To the caller a switch is a
 * function call, so only what the procedure call standard (AAPCS64) lets a
 * function keep is saved: x19-x30, d8-d15 and FPCR. Vector registers are part
 * of that because the C library uses them. A thread that an interrupt stopped
 * has all others in its exception frame, further up its stack.
 */

/* The saved thread, from its stack pointer upwards. */
#define SAVED_X19  0
#define SAVED_X21  16
#define SAVED_X23  32
#define SAVED_X25  48
#define SAVED_X27  64
#define SAVED_X29  80 /* and x30 */
#define SAVED_D8   96
#define SAVED_D10  112
#define SAVED_D12  128
#define SAVED_D14  144
#define SAVED_FPCR 160
#define SAVED_SIZE 176

	.text

/*
 * void switch_to(uint64_t *save_sp, uint64_t load_sp)
 * in: x0, x1; MMU on, IRQs masked. out: nothing; on another stack.
 * clobbers: x2, x3; all else is the other thread's own.
 */
	.globl	switch_to
	.type	switch_to, %function
	.balign	64
switch_to:
	sub	sp, sp, #SAVED_SIZE
	mrs	x2, fpcr
	stp	x19, x20, [sp, #SAVED_X19]
	stp	x21, x22, [sp, #SAVED_X21]
	stp	x23, x24, [sp, #SAVED_X23]
	stp	x25, x26, [sp, #SAVED_X25]
	stp	x27, x28, [sp, #SAVED_X27]
	stp	x29, x30, [sp, #SAVED_X29]
	stp	d8, d9, [sp, #SAVED_D8]
	stp	d10, d11, [sp, #SAVED_D10]
	stp	d12, d13, [sp, #SAVED_D12]
	stp	d14, d15, [sp, #SAVED_D14]
	str	x2, [sp, #SAVED_FPCR]
	mov	x3, sp
	str	x3, [x0]

	mov	sp, x1
	ldp	x19, x20, [sp, #SAVED_X19]
	ldp	x21, x22, [sp, #SAVED_X21]
	ldp	x23, x24, [sp, #SAVED_X23]
	ldp	x25, x26, [sp, #SAVED_X25]
	ldp	x27, x28, [sp, #SAVED_X27]
	ldp	x29, x30, [sp, #SAVED_X29]
	ldp	d8, d9, [sp, #SAVED_D8]
	ldp	d10, d11, [sp, #SAVED_D10]
	ldp	d12, d13, [sp, #SAVED_D12]
	ldp	d14, d15, [sp, #SAVED_D14]
	ldr	x2, [sp, #SAVED_FPCR]
	msr	fpcr, x2
	add	sp, sp, #SAVED_SIZE
	ret
	.size	switch_to, . - switch_to

/*
 * uint64_t switch_prepare(void *stack_top, void (*fn)(void *), void *arg)
 * in: x0, x1, x2; any state. out: x0. clobbers: x3.
 */
	.globl	switch_prepare
	.type	switch_prepare, %function
	.balign	16
switch_prepare:
	sub	x0, x0, #SAVED_SIZE
	stp	x1, x2, [x0, #SAVED_X19]
	stp	xzr, xzr, [x0, #SAVED_X21]
	stp	xzr, xzr, [x0, #SAVED_X23]
	stp	xzr, xzr, [x0, #SAVED_X25]
	stp	xzr, xzr, [x0, #SAVED_X27]
	/* No frame above the first: a backtrace ends there. */
	adr	x3, thread_begin
	stp	xzr, x3, [x0, #SAVED_X29]
	stp	xzr, xzr, [x0, #SAVED_D8]
	stp	xzr, xzr, [x0, #SAVED_D10]
	stp	xzr, xzr, [x0, #SAVED_D12]
	stp	xzr, xzr, [x0, #SAVED_D14]
	stp	xzr, xzr, [x0, #SAVED_FPCR]
	ret
	.size	switch_prepare, . - switch_prepare

/*
 * The first instructions of a thread, "returned" to from switch_to.
 * in: x19 its function, x20 the argument; IRQs masked. Does not return.
 */
	.type	thread_begin, %function
	.balign	16
thread_begin:
	bl	sched_started
	mov	x0, x20
	blr	x19
	b	thread_exit
	.size	thread_begin, . - thread_begin

	.section .note.GNU-stack, "", %progbits
