/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's translation regime: 4 KiB granule, 48-bit addresses (Arm ARM
 * DDI0487, "The AArch64 Virtual Memory System Architecture"). With E2H the EL2
 * registers have the same layout, so these values serve at EL1 and EL2.
 */
#ifndef MINIKERNEL_ARCH_MMU_H
#define MINIKERNEL_ARCH_MMU_H

/* MAIR_EL1: what the attribute indexes of the descriptors below stand for. */
#define MMU_INDEX_NORMAL 0 /* write-back, read- and write-allocate */
#define MMU_INDEX_DEVICE 1 /* Device-nGnRE */
#define MMU_MAIR         ((0xff << (8 * MMU_INDEX_NORMAL)) | (0x04 << (8 * MMU_INDEX_DEVICE)))

/*
 * TCR_EL1: T0SZ and T1SZ 16; table walks inner shareable and write-back in
 * both halves; TG0 and TG1 4 KiB. IPS is set at boot from ID_AA64MMFR0_EL1.
 */
#define MMU_TCR_HALF0     ((16 << 0) | (1 << 8) | (1 << 10) | (3 << 12))
#define MMU_TCR_HALF1     ((16 << 16) | (1 << 24) | (1 << 26) | (3 << 28) | (2 << 30))
#define MMU_TCR_IPS_SHIFT 32
#define MMU_TCR_IPS_48    5        /* the most that the 4 KiB granule has without FEAT_LPA2 */
#define MMU_TCR_EPD0      (1 << 7) /* no walks through TTBR0 */

/* SCTLR_EL1: MMU, data cache, stack alignment check, instruction cache, nothing writable is executable. */
#define MMU_SCTLR_ON ((1 << 0) | (1 << 2) | (1 << 3) | (1 << 12) | (1 << 19))

#ifndef __ASSEMBLER__

#include <stdint.h>

/* Descriptors. */
#define MMU_VALID   (1ul << 0)
#define MMU_TABLE   (3ul << 0) /* levels 0 to 2: the next table */
#define MMU_BLOCK   (1ul << 0) /* levels 1 and 2: a block */
#define MMU_PAGE    (3ul << 0) /* level 3: a page */
#define MMU_ADDRESS 0x0000fffffffff000ul

#define MMU_INDEX(i)  ((uint64_t)(i) << 2)
#define MMU_READ_ONLY (1ul << 7)
#define MMU_INNER     (3ul << 8)  /* inner shareable */
#define MMU_ACCESSED  (1ul << 10) /* or the first access would fault */
#define MMU_PXN       (1ul << 53) /* not executable by the kernel */
#define MMU_UXN       (1ul << 54) /* not executable by EL0 */

#define MMU_NORMAL (MMU_INDEX(MMU_INDEX_NORMAL) | MMU_INNER | MMU_ACCESSED | MMU_UXN)
#define MMU_CODE   (MMU_NORMAL | MMU_READ_ONLY)
#define MMU_CONST  (MMU_NORMAL | MMU_READ_ONLY | MMU_PXN)
#define MMU_DATA   (MMU_NORMAL | MMU_PXN)
#define MMU_DEVICE (MMU_INDEX(MMU_INDEX_DEVICE) | MMU_ACCESSED | MMU_UXN | MMU_PXN)

#define MMU_ENTRIES 512

/* How much of the address one entry of a table covers, as a power of two; levels 0 to 3. */
static inline unsigned int mmu_level_shift(unsigned int level)
{
	return 39 - 9 * level;
}

static inline unsigned int mmu_level_index(uint64_t address, unsigned int level)
{
	return (unsigned int)(address >> mmu_level_shift(level)) % MMU_ENTRIES;
}

#endif /* __ASSEMBLER__ */

#endif
