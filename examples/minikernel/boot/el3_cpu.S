/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU's own part of the interrupt controller, handed over from EL3: its
 * private interrupts become group 1 (Arm IHI0048, IHI0069). Secondaries run it
 * with no stack, so it is assembly.
 */
#include "arch/asm.h"
#include "boot/el3.h"

#define CURRENTEL_EL3 (3 << 2)

/* GICv2 */
#define GICD_IGROUPR 0x80
#define GICC_PMR     0x04

/* GICv3 */
#define GICR_TYPER     0x08
#define GICR_WAKER     0x14
#define GICR_FRAMES    0x20000
#define GICR_SGI_FRAME 0x10000
#define GICR_IGROUPR   0x80	/* in that frame */
#define GICR_IGRPMODR  0xd00
#define TYPER_VLPIS    1	/* bit numbers */
#define TYPER_LAST     4
#define WAKER_SLEEP    1
#define WAKER_ASLEEP   2
#define ICC_SRE_EL3     S3_6_C12_C12_5
#define ICC_IGRPEN1_EL3 S3_6_C12_C12_7
#define SRE_ON          ((1 << 0) | (1 << 3))	/* SRE, and for lower levels Enable */

/*
 * el3_init_cpu - see boot/el3.h
 * In:        MMU off, any level, any address; no stack
 * Out:       x30
 * Clobbers:  x0-x12, flags
 */
	.text
	.globl	el3_init_cpu
	.balign	16
	.type	el3_init_cpu, %function
el3_init_cpu:
	mrs	x0, CurrentEL
	cmp	x0, #CURRENTEL_EL3
	b.ne	1f
	address	x1, el3_gic
	ldr	w2, [x1, #EL3_GIC_VERSION]
	cmp	w2, #2
	b.eq	init_gicv2
	cmp	w2, #3
	b.eq	init_gicv3
1:	ret

init_gicv2:
	ldr	x3, [x1, #EL3_GIC_DISTRIBUTOR]
	ldr	x4, [x1, #EL3_GIC_REGIONS]	/* the CPU interface */
	mov	w5, #-1
	str	w5, [x3, #GICD_IGROUPR]		/* this word is each CPU's own */
	mov	w5, #0xff
	str	w5, [x4, #GICC_PMR]		/* below 0x80 the Non-secure side could not change it */
	ret

/* Looks through all redistributors for the one with this CPU's affinity. */
init_gicv3:
	mrs	x2, mpidr_el1
	ubfx	x3, x2, #32, #8
	ubfx	x2, x2, #0, #24
	bfi	x2, x3, #24, #8			/* as GICR_TYPER has it */
	ldr	w3, [x1, #EL3_GIC_COUNT]
	ldr	x4, [x1, #EL3_GIC_STRIDE]
	add	x5, x1, #EL3_GIC_REGIONS
	mov	x6, #GICR_FRAMES
1:	cbz	w3, 4f
	sub	w3, w3, #1
	ldp	x7, x8, [x5], #16
	add	x8, x8, x7			/* the region's end */
2:	add	x9, x7, x6
	cmp	x9, x8
	b.hi	1b
	ldr	x10, [x7, #GICR_TYPER]
	lsr	x11, x10, #32
	cmp	x11, x2
	b.eq	hand_over
	tbnz	x10, #TYPER_LAST, 1b
	mov	x11, x4
	cbnz	x4, 3f
	ubfx	x11, x10, #TYPER_VLPIS, #1
	lsl	x11, x6, x11			/* with virtual LPIs there are two frames more */
3:	add	x7, x7, x11
	b	2b
4:	ret

/*
 * x7 = this CPU's redistributor. Only EL3 can wake it. One that does not wake
 * within an eighth of a second keeps its interrupts, and is found out when its
 * CPU does not answer the first one.
 */
hand_over:
	ldr	w9, [x7, #GICR_WAKER]
	bic	w9, w9, #(1 << WAKER_SLEEP)
	str	w9, [x7, #GICR_WAKER]
	mrs	x10, cntfrq_el0
	mrs	x11, cntpct_el0
	add	x10, x11, x10, lsr #3
5:	ldr	w9, [x7, #GICR_WAKER]
	tbz	w9, #WAKER_ASLEEP, 6f
	isb					/* the counter is read anew */
	mrs	x11, cntpct_el0
	cmp	x11, x10
	b.lo	5b
	ret
6:	add	x7, x7, #GICR_SGI_FRAME
	mov	w9, #-1
	str	w9, [x7, #GICR_IGROUPR]
	add	x7, x7, #GICR_IGRPMODR
	str	wzr, [x7]			/* group 1 of the Non-secure side, not of the Secure one */
	mrs	x9, ICC_SRE_EL3
	mov	x10, #SRE_ON
	orr	x9, x9, x10
	msr	ICC_SRE_EL3, x9
	isb					/* the next register exists only now */
	mrs	x9, ICC_IGRPEN1_EL3
	orr	x9, x9, #1			/* EnableGrp1NS */
	msr	ICC_IGRPEN1_EL3, x9
	isb
	ret
	.size	el3_init_cpu, . - el3_init_cpu

	.section .note.GNU-stack, "", %progbits
