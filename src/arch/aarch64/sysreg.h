/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System registers from C.
 */
#ifndef SMPBOOT_ARCH_SYSREG_H
#define SMPBOOT_ARCH_SYSREG_H

#include <stdint.h>

#define SMPBOOT_READ(reg) \
	({ \
		uint64_t smpboot_value_; \
		__asm__ volatile("mrs %0, " #reg : "=r"(smpboot_value_)); \
		smpboot_value_; \
	})

#define SMPBOOT_WRITE(reg, value) __asm__ volatile("msr " #reg ", %0" : : "r"((uint64_t)(value)))

/* `size` bits of a register's value from bit `shift` on. */
static inline uint64_t smpboot_field(uint64_t value, unsigned int shift, unsigned int size)
{
	return (value >> shift) & ((1ull << size) - 1);
}

#endif
