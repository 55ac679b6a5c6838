/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of machine_init() that is about memory.
 */
#ifndef MINIKERNEL_LIB_MEMORY_H
#define MINIKERNEL_LIB_MEMORY_H

/* Fills machine.memory, .reserved, .hidden and .initrd; `chosen` is the /chosen node or negative. */
void memory_read(int chosen);

#endif
