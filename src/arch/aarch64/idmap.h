/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A translation table that maps one page to itself: the page in which a
 * secondary turns its MMU on.
 */
#ifndef SMPBOOT_ARCH_IDMAP_H
#define SMPBOOT_ARCH_IDMAP_H

#include <stddef.h>
#include <stdint.h>

#include <smpboot/status.h>

struct smpboot_idmap {
	/* In. */
	void *tables; /* lent by the kernel */
	size_t size;
	uint64_t tables_pa;
	uint64_t page; /* a physical address in the page to map */
	uint64_t tcr;  /* the kernel's TCR_EL1, of which granule and attributes of TTBR1 are used */
	uint64_t mair;

	/* Out. */
	uint64_t tcr_idmap; /* the same, with TTBR0 set up for this map */
	size_t used;        /* bytes of `tables` in use */
};

/*
 * Builds the map. The kernel's own granule is used, and always 48 address bits,
 * so that it reaches any page wherever the kernel's T0SZ ends. Built again of the same
 * input, no entry changes, not even for a moment.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_IDMAP: tables unaligned or too small;
 *   SMPBOOT_ERR_TRANSLATION: an unknown granule, no Normal write-back memory
 *   in MAIR, or addresses of more than 48 bits
 */
enum smpboot_status smpboot_idmap_build(struct smpboot_idmap *map);

#endif
