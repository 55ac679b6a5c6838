/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An exception at any point from the first instruction to the kernel's own vectors: its
 * registers go to where they can be read. The first one is kept: what follows from it
 * says less.
 */
#include "asm.h"
#include "core/record.h"
#include "entry.h"

	.arch	armv8.1-a

/*
 * smpboot_early_fault - records the exception at whose vector the CPU is, and parks it
 * In:        nothing: trusts no register; any MMU state, needs no stack
 * Out:       never
 */
	NEAR	smpboot_early_fault
	mrs	x0, CurrentEL
	cmp	x0, #AT_EL2
	b.eq	1f
	b.hi	2f
	mrs	x10, esr_el1
	mrs	x11, elr_el1
	mrs	x12, far_el1
	mrs	x13, sctlr_el1
	b	3f
1:	mrs	x10, esr_el2
	mrs	x11, elr_el2
	mrs	x12, far_el2
	mrs	x13, sctlr_el2
	b	3f
2:	mrs	x10, esr_el3
	mrs	x11, elr_el3
	mrs	x12, far_el3
	mrs	x13, sctlr_el3
3:	mov	x16, #(1 << SMPBOOT_FAULT_THERE_BIT)
	orr	x10, x10, x16
	ADDRESS	args, smpboot_boot_args
	ldp	x3, x4, [args, #SMPBOOT_ARGS_MAP]
	ldp	x14, x15, [args, #SMPBOOT_ARGS_EARLY]	/* and the slots */
	tbz	x13, #SMPBOOT_SCTLR_M_BIT, 4f
	ldr	x9, [args, #SMPBOOT_ARGS_SLOTS_VA]
	sub	x16, x9, x15				/* slots and map are one block, also as mapped */
	add	x3, x3, x16
	add	x4, x4, x16
4:	bl	smpboot_find_self
	b.ne	smpboot_arch_park			/* a stray has left its record already */
	add	x15, x14, x23, lsl #SMPBOOT_EARLY_SHIFT
	add	x15, x15, #SMPBOOT_EARLY_FAULT
	tbz	x13, #SMPBOOT_SCTLR_M_BIT, 5f
	add	x15, x9, x23, lsl #SMPBOOT_SLOT_SHIFT
	add	x15, x15, #SMPBOOT_SLOT_FAULT
5:	ldr	x0, [x15]
	cbnz	x0, smpboot_arch_park
	stp	x11, x12, [x15, #8]
	dmb	osh					/* ELR and FAR before the ESR that says that they are there */
	str	x10, [x15]
	b	smpboot_arch_park
END_FUNCTION smpboot_early_fault

PROPERTY_NOTE
