/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing the calling CPU's ID registers with the boot CPU's. In assembly since
 * every CPU comes this way: with conditional compares, two and a half instructions
 * for each register.
 */
#include "asm.h"
#include "id_registers.h"

/* Goes on with EQ as long as everything was equal. */
#define PAIR(name, reg, next_name, next_reg) \
	ldp	x2, x3, [x0], #16; \
	mrs	x4, reg; \
	mrs	x5, next_reg; \
	ccmp	x4, x2, #0, eq; \
	ccmp	x5, x3, #0, eq;

#define PAIR_WITH_MPIDR(name, reg) \
	ldp	x2, x3, [x0], #16; \
	mrs	x4, reg; \
	mrs	x5, mpidr_el1; \
	and	x5, x5, x6; \
	ccmp	x4, x2, #0, eq; \
	ccmp	x5, x3, #0, eq;

/*
 * bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
 * In: x0: boot. Out: w0: 1 where all are equal, else 0. Clobbers x1 to x6, flags,
 * CSSELR_EL1. IRQs masked; MMU on or off; EL1 or EL2. No stack.
 */
FUNCTION smpboot_arch_same_registers
	HIDDEN	smpboot_arch_same_registers
	mov	x6, #SMPBOOT_MPIDR_SHARED
	cmp	x0, x0
	SMPBOOT_ID_REGISTERS(PAIR, PAIR_WITH_MPIDR)
	/* The boot CPU's selectors mean something here only with the same CLIDR: others may be UNDEFINED. */
	b.ne	2f
	/* CPUs of one part can have caches of different sizes: so all are looked at. */
	ldr	x1, [x0], #8
	cbz	x1, 3f
1:	ldp	x2, x3, [x0], #16
	msr	csselr_el1, x2
	isb	/* the selection must have been made before CCSIDR is read */
	mrs	x4, ccsidr_el1
	cmp	x4, x3
	b.ne	2f
	sub	x1, x1, #1
	cbnz	x1, 1b
3:	mov	w0, #1
	ret
2:	mov	w0, #0
	ret
END_FUNCTION smpboot_arch_same_registers

	PROPERTY_NOTE
