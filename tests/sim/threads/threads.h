/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What there is besides where CPUs run freely.
 */
#ifndef SIM_THREADS_H
#define SIM_THREADS_H

#include "../sim.h"

/* Threads of the kernel that are there from the start: they count as the boot CPU's. */
#define SIM_GUESTS 2

extern void (*const sim_guests[SIM_GUESTS])(struct sim_cpu *);

/* Kernel's boot with two callers of the library, of whom one has it at a time. */
void sim_two_callers(void);

#endif
