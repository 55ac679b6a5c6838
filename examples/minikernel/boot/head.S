/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot loader to C: the arm64 Image header, and the way of the boot
 * CPU from its first instruction, at a physical address with the MMU off, to
 * kernel_main() at the address that the kernel is linked at. Without firmware
 * all CPUs come here, at EL3: the others go to the pen.
 *
 * Register | Scope                | Purpose
 * x19      | _start .. kernel_main | physical address of the device tree
 * x20      | _start .. kernel_main | exception level at entry
 * x21      | _start .. kernel_main | physical address of the image
 */
#include <smpboot/aarch64.h>
#include <smpboot/pen.h>

#include "arch/asm.h"
#include "arch/mmu.h"
#include "boot/boot.h"

#ifdef MINIKERNEL_EL2
#define TARGET SMPBOOT_TARGET_EL2_VHE
#else
#define TARGET SMPBOOT_TARGET_EL1
#endif

/* CTR_EL0.CWG, in bytes, at the most */
#define CACHE_GRANULE_MAX 2048

/*
 * The header that boot loaders read (Linux, Documentation/arch/arm64/booting.rst).
 * Text offset 0: the image goes to any 2 MiB-aligned address in RAM.
 */
	.section .head.text, "ax"
	.globl	_start
_start:
	b	boot_cpu
	.long	0
	.quad	0			/* text offset */
	.quad	image_size		/* with .bss: the loader keeps all of it free */
	.quad	0xa			/* little-endian, 4 KiB pages, anywhere in RAM */
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0

/*
 * In:  x0 = physical address of the device tree; MMU off; EL3, EL2 or EL1;
 *      all interrupts masked. The loader has cleaned the loaded part of the
 *      image to the point of coherency.
 * Out: kernel_main(device tree) with the MMU on, on the boot stack.
 */
	.type	boot_cpu, %function
boot_cpu:
	mov	x19, x0
	msr	daifset, #0xf
	mrs	x20, CurrentEL
	lsr	x20, x20, #2
	address	x21, image_start

	/* Below EL3 there is firmware, or a loader, and the boot protocol says that one CPU comes. */
	cmp	x20, #3
	b.ne	1f
	address	x0, election
	bl	smpboot_elect
	cbz	x0, smpboot_pen
1:
	/*
	 * The tables and the stack are written with the caches off, straight to
	 * memory. Before: a dirty line that the loader left there must not be
	 * written back over them later. After: a line that was fetched meanwhile
	 * must not hide them from the table walker and from cached loads.
	 */
	bl	invalidate_early
	cmp	x20, #3
	b.ne	2f
	bl	leave_secure
2:
	/* The thread pointers hold whatever the firmware used them for. */
	msr	tpidr_el0, xzr
	msr	tpidrro_el0, xzr
	msr	tpidr_el1, xzr
	cmp	x20, #2
	b.lo	3f
	msr	tpidr_el2, xzr
3:
	mov	x0, #TARGET
	bl	smpboot_el_setup
#if TARGET != SMPBOOT_TARGET_EL1
	/* No VHE, or entered below EL2: EL1 is what there is. The kernel's first line says so. */
	cbnz	x0, 4f
	mov	x0, #SMPBOOT_TARGET_EL1
	bl	smpboot_el_setup
4:
#endif
	address	x0, boot_stack_top
	mov	sp, x0
	mov	x29, xzr
	bl	early_map
	bl	invalidate_early

	/* The switch: this code goes on at the same address, through TTBR0. */
	ldr	x0, =MMU_MAIR
	msr	mair_el1, x0
	bl	tcr_value
	msr	tcr_el1, x0
	address	x0, switch_root
	msr	ttbr0_el1, x0
	address	x0, kernel_root
	msr	ttbr1_el1, x0
	isb				/* the registers before the invalidation that uses them */
	tlbi	vmalle1			/* the firmware's leavings */
	ic	iallu
	dsb	nsh			/* both done before the first walk and the first fetch */
	isb
	mrs	x0, sctlr_el1
	ldr	x1, =MMU_SCTLR_ON
	orr	x0, x0, x1
	msr	sctlr_el1, x0
	isb				/* the next instruction is fetched through the tables */
	ldr	x0, =high		/* absolute: the linked address */
	br	x0

high:
	/* The low half is not used any more: a stray low pointer now faults. */
	mrs	x0, tcr_el1
	orr	x0, x0, #MMU_TCR_EPD0
	msr	tcr_el1, x0
	msr	ttbr0_el1, xzr
	isb				/* no new walk before what is cached goes */
	tlbi	vmalle1
	dsb	nsh
	isb

	address	x0, boot_stack_top
	mov	sp, x0

	/* Through the caches: with the MMU off, a dirty line of the loader's could undo it. */
	address	x0, bss_start
	address	x1, bss_end
5:	cmp	x0, x1
	b.hs	6f
	stp	xzr, xzr, [x0], #16
	b	5b
6:
	address	x0, boot_info
	str	x21, [x0, #BOOT_INFO_IMAGE_PA]
	str	x20, [x0, #BOOT_INFO_ENTRY_LEVEL]

	mov	x29, xzr		/* where a backtrace ends */
	mov	x30, xzr
	bl	exception_init_cpu
	bl	libc_init
	mov	x0, x19
	bl	kernel_main
7:	wfi				/* it does not return */
	b	7b
	.size	boot_cpu, . - boot_cpu

/*
 * What only EL3 can do, on the boot CPU: lets the other CPUs go on to a pen that
 * the kernel can write to, and hands over the interrupt controller.
 * In: x19. MMU off. Uses the boot stack. Clobbers x0-x18, x22.
 */
	.type	leave_secure, %function
leave_secure:
	mov	x22, x30
	msr	spsel, #1
	address	x0, boot_stack_top
	mov	sp, x0
	mov	x29, xzr

	/* The first pen lies in the code, which the kernel maps read-only. All stores here are past the caches. */
	address	x0, smpboot_pen
	address	x1, kernel_pen
	mov	x2, #0
1:	ldr	x3, [x0, x2]
	str	x3, [x1, x2]
	add	x2, x2, #8
	cmp	x2, #SMPBOOT_PEN_SIZE
	b.lo	1b
	dsb	sy			/* the copy is complete before anybody is sent there */
	str	x1, [x0, #SMPBOOT_PEN_RELEASE_WORD]
	dsb	sy			/* the word is there before the waiting CPUs look at it */
	sev

	mov	x0, x19
	bl	el3_gic_init
	bl	el3_init_cpu
	ret	x22
	.size	leave_secure, . - leave_secure

/*
 * Drops what any cache holds of .early, without writing it back.
 * MMU off. Clobbers x0-x3.
 */
	.type	invalidate_early, %function
invalidate_early:
	address	x0, early_start
	address	x1, early_end
	mrs	x2, ctr_el0
	ubfx	x2, x2, #16, #4		/* DminLine: log2 of the smallest line, in words */
	mov	x3, #4
	lsl	x2, x3, x2
	dsb	sy			/* the stores have reached memory before their lines go */
1:	dc	ivac, x0
	add	x0, x0, x2
	cmp	x0, x1
	b.lo	1b
	dsb	sy			/* all gone before anything is stored or walked */
	ret
	.size	invalidate_early, . - invalidate_early

/*
 * Out: x0 = TCR_EL1 for this CPU. Clobbers x1, x2.
 * PARange and IPS have the same encoding.
 */
	.type	tcr_value, %function
tcr_value:
	ldr	x0, =(MMU_TCR_HALF0 | MMU_TCR_HALF1)
	mrs	x1, id_aa64mmfr0_el1
	and	x1, x1, #0xf
	mov	x2, #MMU_TCR_IPS_48
	cmp	x1, x2
	csel	x1, x1, x2, ls
	bfi	x0, x1, #MMU_TCR_IPS_SHIFT, #3
	ret
	.size	tcr_value, . - tcr_value

	.ltorg

/* In use before and after the switch. */
	.section .early.stack, "aw", %nobits
	.balign	16
	.skip	BOOT_STACK_SIZE
boot_stack_top:

/* Alone in its cache lines, whatever their size: the CPUs that wait there read past the caches. */
	.section .early.pen, "aw", %nobits
	.globl	kernel_pen
	.balign	CACHE_GRANULE_MAX
kernel_pen:
	.skip	CACHE_GRANULE_MAX

/* Zeros in the image. Also alone: a CPU may come, and use it past the caches, long after the decision. */
	.data
	.balign	CACHE_GRANULE_MAX
election:
	.skip	SMPBOOT_ELECTION_SIZE
	.balign	CACHE_GRANULE_MAX

	.bss
	.globl	boot_info
	.balign	8
boot_info:
	.skip	16

	.section .note.GNU-stack, "", %progbits
