/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The election's accesses to memory, each in program order and never split,
 * with the MMU off. A host test has its own, to run CPUs in every order.
 */
#ifndef SMPBOOT_ARCH_ELECT_MEMORY_H
#define SMPBOOT_ARCH_ELECT_MEMORY_H

#include <stdint.h>

#include "sysreg.h"

static inline uint64_t smpboot_elect_mpidr(void)
{
	return SMPBOOT_READ(mpidr_el1);
}

static inline void smpboot_elect_write(volatile uint8_t *flag, uint8_t value)
{
	*flag = value;
}

static inline uint64_t smpboot_elect_read(const volatile uint64_t *word)
{
	return *word;
}

static inline void smpboot_elect_vote(volatile uint64_t *word, uint64_t value)
{
	*word = value;
}

/* What this CPU did before is done for all CPUs before what it does next. */
static inline void smpboot_elect_barrier(void)
{
	__asm__ volatile("dmb sy" ::: "memory");
}

#endif
