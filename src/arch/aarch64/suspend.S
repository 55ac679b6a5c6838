/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that sleeps and may lose its power: what it has in registers, on its stack.
 */
#include "asm.h"
#include "core/record.h"

	.arch	armv8.1-a

/* What lies on the stack, from sp up. */
#define SAVED_CALLEE    0x00 /* x18 to x30: C may expect them to stay; x18 is the kernel's */
#define SAVED_THREAD    0x70 /* TPIDR_EL0, TPIDRRO_EL0, TPIDR_ELx, SP_EL0 */
#define SAVED_LEVEL     0x90 /* VBAR, CPACR, CNTKCTL of this level; MDSCR_EL1 */
#define SAVED_REGIME    0xb0 /* TTBR0, TCR of this level; TTBR1, CONTEXTIDR of EL1 */
#define SAVED_MASK      0xd0 /* DAIF */
#define SAVED_KEYS      0xe0 /* of pointer authentication, where the kernel uses it */
#define SAVED_SIZE      0x130

/*
 * How the registers of this level are called. eq: EL2 without E2H, which has names of its
 * own; ne: EL1, or EL2 with E2H, where EL1's names reach EL2's. Clobbers x9.
 */
	.macro	NAMES_OF_LEVEL
	mrs	x9, CurrentEL
	cmp	x9, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.ne	.Lnamed\@
	mrs	x9, hcr_el2
	tst	x9, #(1 << SMPBOOT_HCR_E2H_BIT)
.Lnamed\@:
	.endm

/* Goes to `none` where no key is in use (SCTLR.EnIA, EnIB, EnDA, EnDB). In: flags of NAMES_OF_LEVEL. Clobbers x9, x10. */
	.macro	UNLESS_KEYS none
	b.eq	.Lplain\@
	mrs	x9, sctlr_el1
	b	.Lread\@
.Lplain\@:
	mrs	x9, sctlr_el2
.Lread\@:
	mov	x10, #SMPBOOT_SCTLR_KEYS_HIGH
	movk	x10, #SMPBOOT_SCTLR_KEYS_LOW
	tst	x9, x10
	b.eq	\none
	.endm

/*
 * APIA, APIB, APDA, APDB, APGA: each is two registers, by number, since this assembler's
 * architecture has no names for them. Clobbers x9, x10.
 */
	.macro	SAVE_KEY low, high, offset
	mrs	x9, \low
	mrs	x10, \high
	stp	x9, x10, [sp, #(SAVED_KEYS + \offset)]
	.endm

	.macro	RESTORE_KEY low, high, offset
	ldp	x9, x10, [sp, #(SAVED_KEYS + \offset)]
	msr	\low, x9
	msr	\high, x10
	.endm

	.macro	EACH_KEY what
	\what	S3_0_C2_C1_0, S3_0_C2_C1_1, 0x00
	\what	S3_0_C2_C1_2, S3_0_C2_C1_3, 0x10
	\what	S3_0_C2_C2_0, S3_0_C2_C2_1, 0x20
	\what	S3_0_C2_C2_2, S3_0_C2_C2_3, 0x30
	\what	S3_0_C2_C3_0, S3_0_C2_C3_1, 0x40
	.endm

/*
 * int64_t smpboot_arch_suspend(struct smpboot_slot *slot, int64_t (*enter)(uint64_t), uint64_t argument)
 *
 * In:        x0 the CPU's slot, x1 what lets it sleep, x2 for it; the kernel's regime,
 *            EL1 or EL2
 * Out:       x0 what enter() returned; or 0 when the CPU lost its power and came back by
 *            smpboot_suspend_wake
 * Clobbers:  as any C function
 */
FUNCTION smpboot_arch_suspend
HIDDEN smpboot_arch_suspend
	hint	#25				/* paciasp: nothing on CPUs without it */
	sub	sp, sp, #SAVED_SIZE
	stp	x18, x19, [sp, #(SAVED_CALLEE + 0x00)]
	stp	x20, x21, [sp, #(SAVED_CALLEE + 0x10)]
	stp	x22, x23, [sp, #(SAVED_CALLEE + 0x20)]
	stp	x24, x25, [sp, #(SAVED_CALLEE + 0x30)]
	stp	x26, x27, [sp, #(SAVED_CALLEE + 0x40)]
	stp	x28, x29, [sp, #(SAVED_CALLEE + 0x50)]
	str	x30, [sp, #(SAVED_CALLEE + 0x60)]
	mrs	x3, tpidr_el0
	mrs	x4, tpidrro_el0
	stp	x3, x4, [sp, #SAVED_THREAD]
	mrs	x4, sp_el0
	mrs	x9, CurrentEL
	cmp	x9, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	1f
	mrs	x3, tpidr_el1
	b	2f
1:	mrs	x3, tpidr_el2
2:	stp	x3, x4, [sp, #(SAVED_THREAD + 0x10)]
	NAMES_OF_LEVEL
	b.eq	3f
	mrs	x3, vbar_el1
	mrs	x4, cpacr_el1
	mrs	x5, cntkctl_el1
	mrs	x6, ttbr0_el1
	mrs	x7, tcr_el1
	mrs	x8, ttbr1_el1
	mrs	x11, contextidr_el1
	b	4f
3:	mrs	x3, vbar_el2
	mrs	x4, cptr_el2
	mrs	x5, cnthctl_el2
	mrs	x6, ttbr0_el2
	mrs	x7, tcr_el2
4:	mrs	x12, mdscr_el1
	stp	x3, x4, [sp, #(SAVED_LEVEL + 0x00)]
	stp	x5, x12, [sp, #(SAVED_LEVEL + 0x10)]
	stp	x6, x7, [sp, #(SAVED_REGIME + 0x00)]
	stp	x8, x11, [sp, #(SAVED_REGIME + 0x10)]
	mrs	x4, daif
	str	x4, [sp, #SAVED_MASK]
	UNLESS_KEYS 5f
	EACH_KEY SAVE_KEY
5:	mov	x3, sp
	str	x3, [x0, #SMPBOOT_SLOT_SAVED]
	mov	x0, x2
	blr	x1
	/* It kept its power: only what a C function may change is lost. */
	ldr	x30, [sp, #(SAVED_CALLEE + 0x60)]
	add	sp, sp, #SAVED_SIZE
	hint	#29				/* autiasp */
	ret
END_FUNCTION smpboot_arch_suspend

/*
 * smpboot_suspend_wake - goes on where smpboot_arch_suspend() was called
 * In:        x0 the CPU's slot; the boot CPU's regime, at the kernel's virtual address, IRQs
 *            masked, no stack yet
 * Out:       returns 0 from smpboot_arch_suspend(), all registers as they were
 */
FUNCTION smpboot_suspend_wake
HIDDEN smpboot_suspend_wake
	ldr	x3, [x0, #SMPBOOT_SLOT_SAVED]
	mov	sp, x3
	NAMES_OF_LEVEL
	ldp	x3, x4, [sp, #(SAVED_LEVEL + 0x00)]
	ldp	x5, x12, [sp, #(SAVED_LEVEL + 0x10)]
	ldp	x6, x7, [sp, #(SAVED_REGIME + 0x00)]
	ldp	x8, x11, [sp, #(SAVED_REGIME + 0x10)]
	/*
	 * This code is mapped in both regimes: through TTBR1, or, in a kernel of the low
	 * half, by every TTBR0 that it uses. No walk may see one half of the change, and none
	 * that went through the boot CPU's TTBR0 leaves anything in the TLB, whatever the ASIDs.
	 */
	b.eq	1f
	mov	x10, x7
	adr	x9, smpboot_suspend_wake
	tbz	x9, #63, 3f
	orr	x10, x7, #SMPBOOT_TCR_EPD0
	msr	tcr_el1, x10
	isb
3:	msr	contextidr_el1, x11
	msr	ttbr0_el1, x6
	msr	ttbr1_el1, x8
	msr	tcr_el1, x10
	isb
	mrs	x9, CurrentEL
	tbnz	x9, #(SMPBOOT_CURRENTEL_SHIFT + 1), 4f	/* EL2 */
	tlbi	vmalle1
	b	5f
4:	tlbi	alle2
5:	dsb	nsh
	isb
	msr	tcr_el1, x7
	msr	vbar_el1, x3
	msr	cpacr_el1, x4
	msr	cntkctl_el1, x5
	b	2f
1:	msr	ttbr0_el2, x6
	msr	tcr_el2, x7
	isb
	tlbi	alle2
	dsb	nsh
	msr	vbar_el2, x3
	msr	cptr_el2, x4
	msr	cnthctl_el2, x5
2:	msr	mdscr_el1, x12
	UNLESS_KEYS 6f
	EACH_KEY RESTORE_KEY
6:	isb					/* all of it before the first return, whose address is signed */
	ldp	x5, x6, [sp, #SAVED_THREAD]
	msr	tpidr_el0, x5
	msr	tpidrro_el0, x6
	ldp	x5, x6, [sp, #(SAVED_THREAD + 0x10)]
	msr	sp_el0, x6
	mrs	x9, CurrentEL
	cmp	x9, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	4f
	msr	tpidr_el1, x5
	b	5f
4:	msr	tpidr_el2, x5
5:	ldr	x4, [sp, #SAVED_MASK]
	ldp	x18, x19, [sp, #(SAVED_CALLEE + 0x00)]
	ldp	x20, x21, [sp, #(SAVED_CALLEE + 0x10)]
	ldp	x22, x23, [sp, #(SAVED_CALLEE + 0x20)]
	ldp	x24, x25, [sp, #(SAVED_CALLEE + 0x30)]
	ldp	x26, x27, [sp, #(SAVED_CALLEE + 0x40)]
	ldp	x28, x29, [sp, #(SAVED_CALLEE + 0x50)]
	ldr	x30, [sp, #(SAVED_CALLEE + 0x60)]
	add	sp, sp, #SAVED_SIZE
	msr	daif, x4
	mov	x0, #0
	hint	#29				/* autiasp */
	ret
END_FUNCTION smpboot_suspend_wake

PROPERTY_NOTE
