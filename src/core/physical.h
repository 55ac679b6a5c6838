/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Blocks of physical memory.
 */
#ifndef SMPBOOT_CORE_PHYSICAL_H
#define SMPBOOT_CORE_PHYSICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where [p, p + size) begins in physical memory. False: it is not all mapped, or not one block there. */
bool smpboot_physical_block(const void *p, size_t size, uint64_t *pa);

#endif
