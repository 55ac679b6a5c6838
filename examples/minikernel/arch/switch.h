/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switching the processor from one thread to another.
 */
#ifndef MINIKERNEL_ARCH_SWITCH_H
#define MINIKERNEL_ARCH_SWITCH_H

#include <stdint.h>

/*
 * Saves the calling thread on its stack, stores where in *save_sp, and goes on
 * as the thread that was saved at load_sp. Returns when some CPU switches back.
 * IRQs masked.
 */
void switch_to(uint64_t *save_sp, uint64_t load_sp);

/*
 * Builds what switch_to() saves for a thread that has not run yet. It will
 * call sched_started(), with IRQs masked, then fn(arg), then thread_exit().
 * Returns the value for load_sp.
 */
uint64_t switch_prepare(void *stack_top, void (*fn)(void *arg), void *arg);

#endif
