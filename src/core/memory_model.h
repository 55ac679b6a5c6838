/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of ID_AA64MMFR0_EL1 and ID_AA64MMFR2_EL1 that are kept of each
 * CPU, next to each other in one word.
 */
#ifndef SMPBOOT_CORE_MEMORY_MODEL_H
#define SMPBOOT_CORE_MEMORY_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define SMPBOOT_MEMORY_PARANGE 0 /* shifts in the packed word, each of four bits */
#define SMPBOOT_MEMORY_TGRAN16 4
#define SMPBOOT_MEMORY_TGRAN64 8
#define SMPBOOT_MEMORY_TGRAN4  12
#define SMPBOOT_MEMORY_VARANGE 16

static inline uint32_t smpboot_memory_pack(uint64_t mmfr0, uint64_t mmfr2)
{
	return (uint32_t)((mmfr0 & 0xf) | (mmfr0 >> 20 & 0xfff) << SMPBOOT_MEMORY_TGRAN16 |
	                  (mmfr2 >> 16 & 0xf) << SMPBOOT_MEMORY_VARANGE);
}

static inline unsigned int smpboot_memory_field(uint32_t packed, unsigned int shift)
{
	return packed >> shift & 0xf;
}

/* ID_AA64MMFR2_EL1.CCIDX */
static inline bool smpboot_memory_ccidx(uint64_t mmfr2)
{
	return (mmfr2 >> 20 & 0xf) != 0;
}

#endif
