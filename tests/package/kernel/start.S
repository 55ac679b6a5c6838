/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot loader to C, on the boot CPU: EL1, MMU and caches on with a 1:1
 * map, FP allowed, BSS cleared, a stack. The library takes the others here too.
 */
#include <smpboot/aarch64.h>

/* MAIR_EL1: attribute 0 is Device-nGnRE, attribute 1 Normal write-back. */
#define MAIR 0xff04
/* TCR_EL1: 39-bit addresses from TTBR0, 4 KiB granule, walks cached and inner
   shareable; none from TTBR1; 40-bit physical addresses. */
#define TCR ((64 - 39) | (1 << 8) | (1 << 10) | (3 << 12) | (1 << 23) | (2 << 32))
/* 1 GiB blocks with the access flag: devices never executed, memory shared. */
#define DEVICE ((1 << 54) | (1 << 53) | (1 << 10) | (0 << 2) | 1)
#define MEMORY ((1 << 10) | (3 << 8) | (1 << 2) | 1)
/* SCTLR_EL1: its RES1 bits, and MMU, data and instruction cache on. */
#define SCTLR (0x30d00800 | (1 << 12) | (1 << 2) | (1 << 0))

	.section .head, "ax"
	.global	_start
_start:
	/* arm64 Image header, as Linux documents it: booting.rst. */
	b	start
	.long	0
	.quad	0			/* text_offset */
	.quad	image_size
	.quad	0xa			/* little-endian, 4 KiB pages, anywhere in memory */
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0

	/* x0: the device tree. MMU off, EL1 or EL2. */
start:
	mov	x19, x0
	mov	x0, #SMPBOOT_TARGET_EL1
	bl	smpboot_el_setup

	adrp	x0, vectors
	add	x0, x0, :lo12:vectors
	msr	vbar_el1, x0
	mov	x0, #(3 << 20)
	msr	cpacr_el1, x0

	ldr	x0, =MAIR
	msr	mair_el1, x0
	ldr	x0, =TCR
	msr	tcr_el1, x0
	adrp	x0, map
	msr	ttbr0_el1, x0
	tlbi	vmalle1
	ic	iallu
	dsb	nsh
	isb
	ldr	x0, =SCTLR
	msr	sctlr_el1, x0
	isb

	ldr	x0, =bss_begin
	ldr	x1, =bss_end
1:	cmp	x0, x1
	b.hs	2f
	stp	xzr, xzr, [x0], #16
	b	1b
2:	ldr	x0, =boot_stack_top
	mov	sp, x0
	mov	x0, x19
	bl	kernel_main
	/* Falls into halt with the exit status in x0. */

/* w0: exit status, for an emulator with semihosting (SYS_EXIT_EXTENDED). */
	.global	halt
halt:
	mov	w3, w0
	ldr	x2, =0x20026
	sub	sp, sp, #16
	stp	x2, x3, [sp]
	mov	w0, #0x20
	mov	x1, sp
	hlt	#0xf000
3:	wfi
	b	3b

	.text
	.balign	2048
	.global	vectors
vectors:
	.rept	16
	mov	w0, #2
	b	halt
	.balign	128
	.endr

	/* The first 4 GiB: devices below 1 GiB, as on QEMU's virt machine. */
	.section .rodata
	.balign	4096
map:
	.quad	0x00000000 + DEVICE
	.quad	0x40000000 + MEMORY
	.quad	0x80000000 + MEMORY
	.quad	0xc0000000 + MEMORY
	.fill	508, 8, 0
