/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code that secondaries run before the library's entry, in place of what firmware
 * of many kinds does, and hooks of the kernel that run before all else.
 */
#include <smpboot/aarch64.h>

#include "cases.h"

/* E2H, TRVM, TVM, TSC, TWE, TWI, AMO, IMO, FMO, VM: stage 2 and traps of much that a kernel does. */
#define HCR_RUBBISH 0x444086039
/* Big-endian, alignment checks, no caches, no MMU. */
#define SCTLR_EL1_RUBBISH 0x33d0080a

	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

/*
 * detour - does what `detours` has for this CPU, and goes on to where it says
 * In: x0 as the firmware passed it; any level, MMU off
 */
	.text
	.global	detour
detour:
	mov	x19, x0
	mrs	x1, mpidr_el1
	and	x1, x1, #0xff
	ADDRESS	x2, detours
	add	x2, x2, x1, lsl #DETOUR_SHIFT
	ldp	x20, x21, [x2]

	tbz	x20, #DETOUR_CONTEXT_BIT, 1f
	ldr	x19, =RUBBISH
1:	tbz	x20, #DETOUR_FREQUENCY_BIT, 2f
	mov	x1, #WRONG_FREQUENCY
	msr	cntfrq_el0, x1
2:	tbz	x20, #DETOUR_WAIT_BIT, 4f
	ADDRESS	x1, detour_go
3:	yield
	ldr	x2, [x1]
	cbz	x2, 3b
4:	tbz	x20, #DETOUR_DROP_BIT, 5f
	mov	x0, #SMPBOOT_TARGET_EL1
	bl	smpboot_el_setup
5:	mov	x0, x19
	br	x21
	.ltorg

/*
 * dirty_entry - a secondary's detour to the library, with rubbish in all that
 * the library does not count on: an emulator resets these registers, firmware
 * need not
 * In: x0 where to go on; at reset but for that
 */
	.global	dirty_entry
dirty_entry:
	mov	x9, x0
	ldr	x0, =RUBBISH
	msr	tpidr_el0, x0
	msr	tpidrro_el0, x0
	msr	tpidr_el1, x0
	msr	mair_el1, x0
	msr	tcr_el1, x0
	msr	ttbr0_el1, x0
	msr	ttbr1_el1, x0
	msr	cpacr_el1, xzr
	mrs	x1, CurrentEL
	tbz	x1, #3, 1f
	tbz	x1, #2, 2f			/* EL2 */
	mov	x1, #WRONG_FREQUENCY
	msr	cntfrq_el0, x1			/* only here it can be repaired */
	mrs	x1, id_aa64pfr0_el1
	tst	x1, #(0xf << 8)			/* EL2 */
	b.eq	1f

2:	msr	tpidr_el2, x0
	msr	mair_el2, x0
	msr	tcr_el2, x0
	msr	ttbr0_el2, x0
	msr	vttbr_el2, x0
	msr	vpidr_el2, x0
	msr	vmpidr_el2, x0
	msr	cntvoff_el2, x0
	msr	cnthctl_el2, xzr
	mov	x1, #0xffff
	msr	hstr_el2, x1
	msr	mdcr_el2, x1
	mov	x1, #-1
	msr	cptr_el2, x1
	ldr	x1, =SCTLR_EL1_RUBBISH
	msr	sctlr_el1, x1
	ldr	x1, =HCR_RUBBISH
	msr	hcr_el2, x1
1:	msr	spsel, #0
	msr	daifclr, #0xf
	isb
	br	x9
	.ltorg

/* As ops.early: notes the level it runs at, and uses all that it may. */
	.global	early_hook
early_hook:
	bti	c
	mrs	x0, mpidr_el1
	and	x0, x0, #0xff
	ADDRESS	x1, early_level
	mrs	x2, CurrentEL
	lsr	x2, x2, #2
	str	x2, [x1, x0, lsl #3]
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
	mov	x\n, #-1
	.endr
	ret

/* As ops.early: reads where there is no memory, on the CPU whose Aff0 is early_faulting. */
	.global	early_fault, early_fault_here
early_fault:
	bti	c
	mrs	x0, mpidr_el1
	and	x0, x0, #0xff
	ADDRESS	x1, early_faulting
	ldr	x1, [x1]
	cmp	x0, x1
	b.ne	1f
	ldr	x1, =NO_MEMORY
early_fault_here:
	ldr	x2, [x1]
1:	ret
	.ltorg

	.data
	.balign	8
	.global	detours, detour_go, early_level, early_faulting
detours:
	.skip	CPUS << DETOUR_SHIFT
detour_go:
	.skip	8
early_level:
	.skip	CPUS << 3
early_faulting:
	.skip	8
