/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU that is to fail runs with its MMU off: a detour before the
 * library's entry, a hook before all else, and, to stop it in the middle of the
 * library's code, a hypervisor that does so at a register the library writes.
 */
#include <smpboot/aarch64.h>

#include "arch/asm.h"
#include "kern/fault_list.h"

#define SCTLR_EL1_OFF 0x30d00800 /* RES1 bits: MMU and caches off */
#define SPSR_EL1H  0x3c5 /* D, A, I, F masked */
#define ESR_UNKNOWN (1 << 25) /* EC 0, a 32-bit instruction */

/*
 * fault_entry - where the firmware starts a CPU that is to fail on its way
 * In:        x0 its struct fault, physical; MMU off; EL2 or EL1; no stack
 * Out:       the library's entry, with x0 as the library gave it; or never
 */
	.text
	.globl	fault_entry
	.balign	16
	.type	fault_entry, %function
fault_entry:
	mov	x20, x0
	ldr	x21, [x20, #FAULT_DETOUR]
	cmp	x21, #FAULT_STOP
	b.eq	stop
	cmp	x21, #FAULT_WAIT
	b.eq	wait
	cmp	x21, #FAULT_DROP
	b.eq	drop

	/*
	 * The rest is for traps: the library sets EL2 up, and the CPU goes down from there by
	 * itself, with vectors and traps that stay. Their stack pointer tells them what to do.
	 */
	mov	x0, #SMPBOOT_TARGET_EL2
	bl	smpboot_el_setup
	adr	x0, trap_vectors
	msr	vbar_el2, x0
	adr	x0, stop
	adr	x1, inject
	cmp	x21, #FAULT_TRAP_STOP
	csel	x0, x0, x1, eq
	mov	sp, x0
	mrs	x0, hcr_el2
	mrs	x1, cptr_el2
	ldr	x2, [x20, #FAULT_HCR]
	ldr	x3, [x20, #FAULT_CPTR]
	orr	x0, x0, x2
	orr	x1, x1, x3
	msr	hcr_el2, x0
	msr	cptr_el2, x1
	ldr	w0, =SCTLR_EL1_OFF
	msr	sctlr_el1, x0
	mov	x0, #SPSR_EL1H
	msr	spsr_el2, x0
	ldr	x1, [x20, #FAULT_ENTRY]
	ldr	x0, [x20, #FAULT_CONTEXT]
	msr	elr_el2, x1
	eret

drop:	mov	x0, #SMPBOOT_TARGET_EL1
	bl	smpboot_el_setup
	b	go_on

wait:	address	x1, fault_go
1:	yield
	ldr	x0, [x1]
	cbz	x0, 1b

go_on:	ldr	x1, [x20, #FAULT_ENTRY]
	ldr	x0, [x20, #FAULT_CONTEXT]
	br	x1

stop:	msr	daifset, #0xf
1:	wfi
	b	1b
	.ltorg
	.size	fault_entry, . - fault_entry

/*
 * The vectors of EL2: a register was written where the CPU is to fail.
 * In:        from EL1, MMU off
 * Out:       never to where it came from
 */
	.balign	2048
trap_vectors:
	.org	trap_vectors + 0x400
	mov	x0, sp
	br	x0

/* The instruction becomes undefined, as hypervisors do it. */
inject:	mrs	x0, elr_el2
	msr	elr_el1, x0
	mrs	x0, spsr_el2
	msr	spsr_el1, x0
	mov	x0, #ESR_UNKNOWN
	msr	esr_el1, x0
	mrs	x0, vbar_el1
	add	x0, x0, #0x200
	msr	elr_el2, x0
	mov	x0, #SPSR_EL1H
	msr	spsr_el2, x0
	eret

/*
 * fault_early - the kernel's ops.early, for all CPUs: fails on those that are to
 * In:        MMU off, any level; no stack
 * Out:       el3_init_cpu, which returns to x30; or never
 * Clobbers:  x0-x12, flags
 */
	.globl	fault_early
	.balign	16
	.type	fault_early, %function
fault_early:
	mrs	x0, mpidr_el1
	ubfx	x1, x0, #32, #8
	and	x0, x0, #0xffffff
	orr	x0, x0, x1, lsl #32
	address	x2, fault_list
	mov	x3, #FAULT_MAX
1:	ldr	x4, [x2, #FAULT_EARLY]
	cbz	x4, 2f
	ldr	x5, [x2, #FAULT_MPIDR]
	cmp	x5, x0
	b.eq	3f
2:	add	x2, x2, #(1 << FAULT_SHIFT)
	subs	x3, x3, #1
	b.ne	1b
	b	el3_init_cpu
3:	cmp	x4, #FAULT_STOP
	b.eq	stop
	udf	#0
	.size	fault_early, . - fault_early
