/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zeroes memory word by word. Where much is to be zeroed, or for each CPU, this is
 * used instead of an initialiser or a plain loop, which compilers turn into a call of
 * memset(): many kernels have one that writes byte by byte.
 */
#ifndef SMPBOOT_CORE_CLEAR_H
#define SMPBOOT_CORE_CLEAR_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) smpboot_word;

/* `p` is a multiple of 8, `size` of 32. Atomic stores are what no compiler turns into such a call. */
static inline void smpboot_clear(void *p, size_t size)
{
	smpboot_word *word = p;
	smpboot_word *end = word + size / sizeof(*word);

	for (; word != end; word += 4) {
		__atomic_store_n(&word[0], 0, __ATOMIC_RELAXED);
		__atomic_store_n(&word[1], 0, __ATOMIC_RELAXED);
		__atomic_store_n(&word[2], 0, __ATOMIC_RELAXED);
		__atomic_store_n(&word[3], 0, __ATOMIC_RELAXED);
	}
}

#endif
