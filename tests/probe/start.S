/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the loader to C on the boot CPU, for each way of being mapped. Emulators
 * only: there is no cache maintenance here.
 *
 * Register  Purpose
 * x19       probe_config, until the MMU is on
 * x20       the regime that tables_build() made
 * x21       target level
 * x22       map
 */
#include <smpboot/aarch64.h>
#include <smpboot/pen.h>

#include "exit.h"
#include "probe.h"

#define SCTLR_M (1 << 0)
#define SCTLR_C (1 << 2)
#define SCTLR_I (1 << 12)
#define TCR_EPD0 (1 << 7)
/* Both differ from what smpboot_el_setup() leaves, so that it shows whether they are handed on. */
#define CPACR_FPEN_EL1_ONLY (1 << 20)
#define CPTR_EL2_TRAP_FP 0x36ff

	.macro	ADDRESS register, symbol
	adrp	\register, \symbol
	add	\register, \register, :lo12:\symbol
	.endm

	.section .head, "ax"
	.global	_start
_start:
	/* arm64 Image header, as Linux documents it: booting.rst. */
	b	start
	.long	0
	.quad	config_text_offset
	.quad	image_size
	.quad	0xa			/* little-endian, anywhere in memory */
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0

start:
	mrs	x0, CurrentEL
	cmp	x0, #(3 << 2)
	b.eq	.Lelection
.Lboot_cpu:
	ADDRESS	x19, probe_config
	ldp	x21, x22, [x19, #CONFIG_TARGET]	/* and map */
	mov	x0, x21
	bl	smpboot_el_setup
	cbz	x0, .Lwrong_level

	ADDRESS	x1, bss_begin
	ADDRESS	x2, bss_end
1:	stp	xzr, xzr, [x1], #16
	cmp	x1, x2
	b.lo	1b
	ADDRESS	x1, probe_entry_level
	str	x0, [x1]
	ADDRESS	x1, probe_image_pa
	ADDRESS	x2, image_begin
	str	x2, [x1]
	ADDRESS	x1, boot_stack_top
	mov	sp, x1
	bl	set_vectors
	cbz	x22, .Lmmu_off
	bl	tables_build
	cbz	x0, .Lno_tables
	mov	x20, x0
	ldr	x9, =.Lmapped

	ldr	x1, [x20, #REGIME_MAIR]
	ldp	x2, x3, [x20, #REGIME_BOOT]	/* TCR and TTBR0 */
	ldp	x4, x5, [x20, #REGIME_SCTLR]	/* and TTBR1 */
	cmp	x21, #SMPBOOT_TARGET_EL2
	b.eq	2f
	msr	mair_el1, x1
	msr	tcr_el1, x2
	msr	ttbr0_el1, x3
	msr	ttbr1_el1, x5
	bl	invalidate_tlb
	msr	sctlr_el1, x4
	isb
	br	x9

2:	msr	mair_el2, x1
	msr	tcr_el2, x2
	msr	ttbr0_el2, x3
	bl	invalidate_tlb
	msr	sctlr_el2, x4
	isb
	br	x9

.Lmmu_off:
	cmp	x21, #SMPBOOT_TARGET_EL2
	b.eq	3f
	mrs	x0, sctlr_el1
	orr	x0, x0, #SCTLR_I
	msr	sctlr_el1, x0
	b	.Lkernel
3:	mrs	x0, sctlr_el2
	orr	x0, x0, #SCTLR_I
	msr	sctlr_el2, x0
	b	.Lkernel

	/* At the address the image is linked for; a kernel in the high half takes its own TTBR0. */
.Lmapped:
	cmp	x22, #MAP_HIGH
	b.ne	.Lkernel
	ldp	x2, x3, [x20, #REGIME_FINAL]	/* TCR and TTBR0, through the old map for the last time */
	orr	x1, x2, #TCR_EPD0
	msr	tcr_el1, x1
	isb
	msr	ttbr0_el1, x3
	isb
	bl	invalidate_tlb
	msr	tcr_el1, x2

.Lkernel:
	cmp	x21, #SMPBOOT_TARGET_EL2
	b.eq	4f
	mov	x0, #CPACR_FPEN_EL1_ONLY
	msr	cpacr_el1, x0
	b	5f
4:	mov	x0, #CPTR_EL2_TRAP_FP
	msr	cptr_el2, x0
5:	isb
	bl	set_vectors
	ADDRESS	x0, boot_stack_top
	mov	sp, x0
	bl	probe_main
	b	probe_exit

/* No firmware: every CPU is here. Those that wait have rubbish in their registers. */
.Lelection:
	ldr	x1, =config_zero_last
	mrs	x2, mpidr_el1
	and	x2, x2, #0xff
	cbz	x1, 2f
	cbnz	x2, 2f
	/* A boot CPU whose Aff0 is not 0: the one that has it comes when another is elected. */
	ADDRESS	x1, probe_image_pa
1:	yield
	ldr	x2, [x1]
	cbz	x2, 1b
2:	ADDRESS	x0, election
	bl	smpboot_elect
	cbnz	x0, .Lboot_cpu
	ADDRESS	x0, smpboot_pen
	b	dirty_entry

.Lwrong_level:
	mov	w0, #EXIT_LEVEL
	b	probe_exit
.Lno_tables:
	mov	w0, #EXIT_TABLES
	b	probe_exit

/* In: x21 target. Keeps x1-x5. */
invalidate_tlb:
	isb
	cmp	x21, #SMPBOOT_TARGET_EL1
	b.ne	1f
	tlbi	vmalle1
	b	2f
1:	tlbi	alle2
2:	ic	iallu
	dsb	nsh
	isb
	ret

/* Any level, any MMU state, also for secondaries. Clobbers x0, x1. */
	.global	set_vectors
set_vectors:
	bti	c
	ADDRESS	x0, probe_vectors
	mrs	x1, CurrentEL
	tbz	x1, #3, 1f
	msr	vbar_el2, x0
	isb
	ret
1:	msr	vbar_el1, x0
	isb
	ret

/*
 * probe_exit - ends the machine
 * In: w0 exit status; any MMU state
 */
	.global	probe_exit
probe_exit:
	bti	c
	EXIT_MACHINE exit_block
	.ltorg

	.text
	.balign	2048
	.global	probe_vectors
probe_vectors:
	.rept	16
	mrs	x0, CurrentEL
	tbz	x0, #3, 1f
	mrs	x0, esr_el2
	mrs	x1, elr_el2
	mrs	x2, far_el2
	b	probe_exception
1:	mrs	x0, esr_el1
	mrs	x1, elr_el1
	mrs	x2, far_el1
	b	probe_exception
	.balign	128
	.endr

	.section .rodata
	.balign	8
	.global	probe_config
probe_config:
	.quad	config_target
	.quad	config_map
	.quad	config_page_shift
	.quad	config_va_bits
	.quad	config_t0sz
	.quad	config_epd0
	.quad	config_base
	.quad	config_load
	.quad	config_entry_level
	.quad	config_absent
	.quad	config_zero_last
	.quad	config_spoil

	/* Not in .bss: that is cleared after the election. */
	.data
	.balign	8
election:
	.skip	SMPBOOT_ELECTION_SIZE

	.bss
	.balign	16
exit_block:
	.skip	16
boot_stack:
	.skip	STACK
boot_stack_top:
	.global	probe_entry_level, probe_image_pa
probe_entry_level:
	.skip	8
probe_image_pa:
	.skip	8
