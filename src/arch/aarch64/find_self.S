/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that has nothing but its MPIDR looks itself up in the map (see core/map.h).
 */
#include "asm.h"
#include "core/record.h"
#include "entry.h"

	.arch	armv8.1-a

/*
 * smpboot_find_self - the calling CPU's logical id
 * In:        args; x3 the map, x4 the hardware ids, where they are now; any MMU state,
 *            needs no stack
 * Out:       eq: it is there, and w23 is its logical id; x1 MPIDR_EL1
 * Clobbers:  x0, x2, x3, x5-x8
 */
	NEAR	smpboot_find_self
	ldp	w5, w6, [args, #SMPBOOT_ARGS_MAP_KIND]	/* and the first field */
	ldp	w7, w8, [args, #(SMPBOOT_ARGS_FIELDS + 4)]
	mrs	x1, mpidr_el1
	and	x2, x1, #0xffffffffff
	and	x2, x2, #~0xff000000			/* the affinity fields alone */
	cbz	w5, .Lsorted
	lsr	x0, x2, x6
	and	w0, w0, w6, lsr #SMPBOOT_MAP_FIELD_MASK_SHIFT
	lsr	x5, x2, x7
	and	w5, w5, w7, lsr #SMPBOOT_MAP_FIELD_MASK_SHIFT
	orr	w0, w0, w5
	cbnz	w8, .Lmore_fields
.Lindex:
	ldr	w23, [x3, x0, lsl #2]
.Lcandidate:
	ldr	x5, [x4, x23, lsl #3]
	cmp	x5, x2
	ret
.Lmore_fields:
	ldr	w6, [args, #(SMPBOOT_ARGS_FIELDS + 12)]
	lsr	x5, x2, x8
	and	w5, w5, w8, lsr #SMPBOOT_MAP_FIELD_MASK_SHIFT
	orr	w0, w0, w5
	lsr	x5, x2, x6
	and	w5, w5, w6, lsr #SMPBOOT_MAP_FIELD_MASK_SHIFT
	orr	w0, w0, w5
	b	.Lindex
	/* The last entry whose MPIDR is not above this one: the map has at least the boot CPU. */
.Lsorted:
	ldr	w7, [args, #SMPBOOT_ARGS_COUNT]
1:	lsr	w5, w7, #1
	cbz	w5, 2f
	add	x6, x3, x5, lsl #2
	ldr	w0, [x6]
	ldr	x0, [x4, x0, lsl #3]
	cmp	x0, x2
	csel	x3, x6, x3, ls
	sub	w7, w7, w5
	b	1b
2:	ldr	w23, [x3]
	b	.Lcandidate
END_FUNCTION smpboot_find_self

PROPERTY_NOTE
