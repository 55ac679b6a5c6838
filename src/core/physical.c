/* SPDX-License-Identifier: BSD-2-Clause */
#include "physical.h"

#include "arch.h"

/* The smallest translation granule: physical addresses can only jump at a multiple of it. */
#define PAGE 4096u

bool smpboot_physical_block(const void *p, size_t size, uint64_t *pa)
{
	uintptr_t start = (uintptr_t)p;
	uint64_t page_pa;

	if (!smpboot_arch_physical(p, pa))
		return false;
	for (size_t at = PAGE - start % PAGE; at < size; at += PAGE) {
		if (!smpboot_arch_physical((const void *)(start + at), &page_pa))
			return false;
		if (page_pa - *pa != at)
			return false;
	}
	return true;
}
