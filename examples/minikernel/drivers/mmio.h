/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device registers: one access of exactly this width each, in program order
 * among themselves, since the memory is Device-nGnRE.
 */
#ifndef MINIKERNEL_DRIVERS_MMIO_H
#define MINIKERNEL_DRIVERS_MMIO_H

#include <stdint.h>

/*
 * In assembly: a compiler may use addressing forms with write-back, which a
 * hypervisor that emulates the device cannot decode.
 */
static inline uint32_t mmio_read32(const volatile void *base, uint64_t offset)
{
	uint32_t value;

	__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"((uintptr_t)base + offset) : "memory");
	return value;
}

static inline uint64_t mmio_read64(const volatile void *base, uint64_t offset)
{
	uint64_t value;

	__asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"((uintptr_t)base + offset) : "memory");
	return value;
}

static inline void mmio_write8(volatile void *base, uint64_t offset, uint8_t value)
{
	__asm__ volatile("strb %w0, [%1]" : : "r"(value), "r"((uintptr_t)base + offset) : "memory");
}

static inline void mmio_write32(volatile void *base, uint64_t offset, uint32_t value)
{
	__asm__ volatile("str %w0, [%1]" : : "r"(value), "r"((uintptr_t)base + offset) : "memory");
}

static inline void mmio_write64(volatile void *base, uint64_t offset, uint64_t value)
{
	__asm__ volatile("str %0, [%1]" : : "r"(value), "r"((uintptr_t)base + offset) : "memory");
}

#endif
