/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of machine_init() that is about memory.
 */
#ifndef MINIKERNEL_LIB_MEMORY_H
#define MINIKERNEL_LIB_MEMORY_H

/* Fills machine.memory, .reserved, .hidden and .initrd from machine.dtb; `chosen` is its /chosen node or negative. */
void memory_read(int chosen);

#endif
