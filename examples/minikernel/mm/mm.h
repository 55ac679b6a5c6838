/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory: where things are mapped, pages, and the heap.
 *
 * The kernel's image is linked at KERNEL_BASE. All RAM is mapped, as Normal
 * memory, at LINEAR_BASE + physical address; devices likewise, once asked for.
 * Nothing is both writable and executable, under any of its addresses.
 */
#ifndef MINIKERNEL_MM_MM_H
#define MINIKERNEL_MM_MM_H

#define LINEAR_BASE 0xffff000000000000
#define KERNEL_BASE 0xffff800000000000
#define LINEAR_SIZE (KERNEL_BASE - LINEAR_BASE)
#define PAGE_SIZE   4096

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/* Address in the linear map of a physical address. */
static inline void *mm_virt(uint64_t pa)
{
	return (void *)(LINEAR_BASE + pa);
}

/* Physical address of anything in the image or in the linear map. */
uint64_t mm_phys(const void *va);

/* Boot CPU: the page allocator takes over the RAM that machine_init() found; maps all of it. */
void mm_init(void);

/* Maps [pa, pa + size) as Device-nGnRE and returns its address; the same for a region mapped before. */
volatile void *mm_map_device(uint64_t pa, size_t size);

/* The same for RAM, as Normal memory; mm_init() does it for all that is known. */
void *mm_map_ram(uint64_t pa, size_t size);

/*
 * The same for what may be either, such as a word that the firmware looks at:
 * memory as what it is, all else as a device. NULL: out of reach.
 */
void *mm_map_any(uint64_t pa, size_t size);

/* Physically contiguous pages, zeroed; NULL when there are none. Any CPU, any time but in an interrupt. */
void *mm_pages_alloc(size_t pages);
void mm_pages_free(void *pages, size_t count);
size_t mm_pages_available(void);

#endif /* __ASSEMBLER__ */

#endif
