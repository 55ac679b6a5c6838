/* SPDX-License-Identifier: BSD-2-Clause */
#include "cases.h"

#define MDSCR_RUBBISH 0
#define CNTKCTL_RUBBISH 0x20c
#define RW (1 << 31)

	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

	.macro	VALUE register, n
	mov	\register, #\n
	movk	\register, #0x4b45, lsl #48
	.endm

/*
 * enum smpboot_status sleep_keeping(enter, argument, answer, wrong)
 * In: x0-x2 as of smpboot_suspend(), x3 wrong
 */
	.text
	.global	sleep_keeping
sleep_keeping:
	stp	x29, x30, [sp, #-112]!
	stp	x18, x19, [sp, #16]
	stp	x20, x21, [sp, #32]
	stp	x22, x23, [sp, #48]
	stp	x24, x25, [sp, #64]
	stp	x26, x27, [sp, #80]
	stp	x28, x3, [sp, #96]
	.irp n, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
	VALUE	x\n, \n
	.endr
	bl	smpboot_suspend
	mov	x9, #0
	.irp n, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
	VALUE	x10, \n
	cmp	x\n, x10
	cset	x10, ne
	orr	x9, x9, x10, lsl #\n
	.endr
	ldp	x28, x3, [sp, #96]
	str	x9, [x3]
	ldp	x26, x27, [sp, #80]
	ldp	x24, x25, [sp, #64]
	ldp	x22, x23, [sp, #48]
	ldp	x20, x21, [sp, #32]
	ldp	x18, x19, [sp, #16]
	ldp	x29, x30, [sp], #112
	ret

/*
 * power_down - the reset that a CPU without power has: no register is what it was
 * In: x0 where it comes in; any level, MMU off
 * Out: there, by way of dirty_entry
 */
	.global	power_down
power_down:
	ldr	x1, =RUBBISH
	mrs	x2, CurrentEL
	cmp	x2, #(2 << 2)
	b.ne	1f
	mov	x2, #RW
	msr	hcr_el2, x2			/* E2H off: the names below mean EL1's */
	msr	vbar_el2, x1
	msr	tpidr_el2, x1
	isb
1:	msr	vbar_el1, x1
	msr	tpidr_el1, x1
	msr	contextidr_el1, x1
	msr	sp_el0, x1
	mov	x2, #CNTKCTL_RUBBISH
	msr	cntkctl_el1, x2
	mov	x2, #MDSCR_RUBBISH
	msr	mdscr_el1, x2
	mrs	x2, id_aa64isar1_el1
	tst	x2, #0xff0			/* API, APA */
	b.eq	2f
	.irp n, 1_0, 1_1, 1_2, 1_3, 2_0, 2_1, 2_2, 2_3, 3_0, 3_1
	msr	S3_0_C2_C\n, x1			/* the keys */
	.endr
2:	isb
	.irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	mov	x\n, x1
	.endr
	mov	sp, x1
	b	dirty_entry
	.ltorg
