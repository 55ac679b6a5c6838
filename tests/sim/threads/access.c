/* SPDX-License-Identifier: BSD-2-Clause */
#include "access.h"

uint64_t sim_acquire64(const uint64_t *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

void sim_release64(uint64_t *p, uint64_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELEASE);
}

void sim_plain_store64(uint64_t *p, uint64_t value)
{
	*p = value;
}

void sim_plain_use(unsigned char *p, size_t size)
{
	/* One byte in each word is enough to be seen. What the stack is marked with stays. */
	for (size_t i = 0; i < size; i += 8)
		*(volatile unsigned char *)(p + i) = p[i];
}
