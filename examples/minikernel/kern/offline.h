/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that leave and come back.
 *
 * What is on a CPU that leaves goes on elsewhere: its threads, where they find
 * room; the time that sleepers wait for, which another CPU keeps from then on.
 * Threads that are pinned to it are let go, with a message, and stay free: that
 * is better than a CPU that cannot be taken out because somebody pinned a thread
 * to it. No interrupt has to move: those of this kernel belong to one CPU each.
 */
#ifndef MINIKERNEL_KERN_OFFLINE_H
#define MINIKERNEL_KERN_OFFLINE_H

#include <stdbool.h>

/*
 * Takes CPU `id` out, or back in, and waits for that. In a thread that is not
 * pinned; one call at a time. Any CPU may go, the boot CPU and the calling one
 * included, but the last. False: it could not be done, and a message says why.
 */
bool cpu_off(unsigned int id);
bool cpu_on(unsigned int id);

/*
 * All CPUs but the calling one go into the pen at this physical address, and
 * only the next kernel can call them. In a thread that is pinned.
 */
bool cpus_park(unsigned long pen);

/* Hooks of the library. */
int offline_stopping(void *context, unsigned int id);
void offline_park(void *context, unsigned int id);

/* After offline_stopping(), should the CPU stay after all. IRQs masked. */
void offline_start_again(void);

/* Idle thread of a CPU that is `leaving`, IRQs masked: returns when it could not. */
void offline_leave(void);

#endif
