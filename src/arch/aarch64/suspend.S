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
#define SAVED_REGIME    0x90 /* VBAR, CPACR, CNTKCTL of this level; TTBR0, TCR, CONTEXTIDR of EL1 */
#define SAVED_DEBUG     0xc0 /* MDSCR_EL1, DAIF */
#define SAVED_SIZE      0xd0

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
	b.eq	3f
	mrs	x3, vbar_el1
	mrs	x4, cpacr_el1
	mrs	x5, cntkctl_el1
	mrs	x6, ttbr0_el1
	mrs	x7, tcr_el1
	mrs	x8, contextidr_el1
	b	4f
	/* The rest of EL2's regime is the boot CPU's, and comes with the entry. */
3:	mrs	x3, vbar_el2
	mrs	x4, cptr_el2
	mrs	x5, cnthctl_el2
4:	stp	x3, x4, [sp, #(SAVED_REGIME + 0x00)]
	stp	x5, x6, [sp, #(SAVED_REGIME + 0x10)]
	stp	x7, x8, [sp, #(SAVED_REGIME + 0x20)]
	mrs	x3, mdscr_el1
	mrs	x4, daif
	stp	x3, x4, [sp, #SAVED_DEBUG]
	mov	x3, sp
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
	mrs	x9, CurrentEL
	cmp	x9, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	ldp	x3, x4, [sp, #(SAVED_REGIME + 0x00)]
	ldp	x5, x6, [sp, #(SAVED_REGIME + 0x10)]
	ldp	x7, x8, [sp, #(SAVED_REGIME + 0x20)]
	b.eq	1f
	/*
	 * This code is mapped in both regimes: through TTBR1, or, in a kernel of the low
	 * half, by every TTBR0 that it uses. No walk may see one half of the change.
	 */
	adr	x10, smpboot_suspend_wake
	tbz	x10, #63, 3f
	orr	x10, x7, #SMPBOOT_TCR_EPD0
	msr	tcr_el1, x10
	isb
3:	msr	contextidr_el1, x8
	msr	ttbr0_el1, x6
	isb
	msr	tcr_el1, x7
	msr	vbar_el1, x3
	msr	cpacr_el1, x4
	msr	cntkctl_el1, x5
	b	2f
1:	msr	vbar_el2, x3
	msr	cptr_el2, x4
	msr	cnthctl_el2, x5
2:	isb
	ldp	x3, x4, [sp, #SAVED_DEBUG]
	msr	mdscr_el1, x3
	ldp	x5, x6, [sp, #SAVED_THREAD]
	msr	tpidr_el0, x5
	msr	tpidrro_el0, x6
	ldp	x5, x6, [sp, #(SAVED_THREAD + 0x10)]
	msr	sp_el0, x6
	cmp	x9, #(2 << SMPBOOT_CURRENTEL_SHIFT)
	b.eq	4f
	msr	tpidr_el1, x5
	b	5f
4:	msr	tpidr_el2, x5
5:	ldp	x18, x19, [sp, #(SAVED_CALLEE + 0x00)]
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
