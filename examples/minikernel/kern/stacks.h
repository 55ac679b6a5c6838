/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stacks on which CPUs come: a CPU needs one until it runs its idle thread,
 * and then never again, so it is given back.
 */
#ifndef MINIKERNEL_KERN_STACKS_H
#define MINIKERNEL_KERN_STACKS_H

#include <stdbool.h>
#include <stddef.h>

#define BOOT_STACK_PAGES 2

struct percpu;

/* Before a start of the CPU: the top of its stack, the same for each try until it has come; or NULL. */
void *stacks_take(struct percpu *cpu);

/* Hook of the library: nothing runs on the CPU's boot stack any more. */
void stacks_release(void *context, unsigned int id, void *stack_top);

/*
 * Waits until all CPUs that have come run the scheduler, and have given theirs back.
 * In a thread pinned to a CPU that has: none can take its own. False: one does not.
 */
bool stacks_wait_back(void);

/* How many were given back since boot. */
unsigned long stacks_given_back(void);

#endif
