/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From one CPU to all: this kernel's use of libsmpboot.
 */
#ifndef MINIKERNEL_KERN_SMP_H
#define MINIKERNEL_KERN_SMP_H

#include <stdbool.h>

/* How many CPUs the device tree may have, at the most. Boot CPU, after machine_init(). */
unsigned int smp_possible_cpus(void);

/*
 * Starts all CPUs, or as many as the bootarg maxcpus= allows. In a thread that
 * is pinned to the boot CPU. False: that could not be tried, or fewer CPUs came
 * than the bootarg policy= asks for. A CPU that fails is reported on the console
 * and by itself no reason for false.
 */
bool smp_bring_up(void);

/*
 * One CPU that is off, once more; any CPU may call. In a thread that is not pinned.
 * True: it runs the scheduler again. False: it does not, and a message says why.
 */
bool smp_bring_up_again(unsigned int id);

/*
 * Runs fn(arg) in a thread pinned to the CPU that may call the library for other
 * CPUs: the boot CPU, or while that is out another. Waits until it is done; `arg`
 * must outlast it. False: no memory, or it takes too long.
 */
bool smp_run_on_caller(void (*fn)(void *arg), void *arg);

/* The calling CPU's tick, if ticks are on; otherwise smp_start_ticks() starts it. */
void smp_start_own_tick(void);

/* Starts the tick on every CPU that is online; false: one did not answer. */
bool smp_start_ticks(void);

#endif
