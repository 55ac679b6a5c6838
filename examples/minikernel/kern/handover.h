/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine goes over to the next kernel: the image in the initrd, which may
 * be this kernel once more.
 */
#ifndef MINIKERNEL_KERN_HANDOVER_H
#define MINIKERNEL_KERN_HANDOVER_H

#include <stdbool.h>

/*
 * Which kernel on this machine this one is, counted from 1: the bootarg
 * generation=, which each gives the next.
 */
unsigned int handover_generation(void);

/*
 * All CPUs but the boot CPU, or the one that stands in for it, wait in a pen from now
 * on, for the next kernel. Those that are off stay off. In a thread that is not pinned. False: that could not be
 * done, and a message says why.
 */
bool handover_park(void);

/*
 * Parks the CPUs that are not off, and goes to the next kernel on the one that is
 * left. In a thread that is not pinned. Returns, false, when that could not
 * be done, and a message says why.
 */
bool handover_next(void);

#endif
