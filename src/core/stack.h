/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot stacks on their way back to the kernel.
 */
#ifndef SMPBOOT_CORE_STACK_H
#define SMPBOOT_CORE_STACK_H

#include <stdbool.h>

#include "record.h"

/*
 * slot->stack_left goes from USED to LEFT by the CPU itself, and on to COLLECTED by
 * another. LEFT comes with the top of the stack, which is 16-byte aligned: who takes
 * it takes the right one, even when the CPU gets another stack at that moment.
 */
#define SMPBOOT_STACK_USED      0
#define SMPBOOT_STACK_LEFT      1
#define SMPBOOT_STACK_COLLECTED 2

/* Gives the stack to the kernel when the CPU has left it and nobody has done so yet. */
bool smpboot_stack_collect(struct smpboot_slot *slot, unsigned int id);

#endif
