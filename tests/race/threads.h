/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine whose CPUs are threads of the host, with the host's clock and memory.
 */
#ifndef THREADS_H
#define THREADS_H

#include <smpboot/smpboot.h>

#define MAX_CPUS 64u /* that a mask of one word holds */

/* The hooks that must be there: none of them is to be called, since nobody is started. */
extern const struct smpboot_ops machine_ops;

/* Makes a table of so many CPUs. The calling thread is the boot CPU; all are ACTIVE. */
void machine_make(unsigned int cpus);

/* Runs `work` on each of them, the caller's thread included, and waits for all. */
void machine_run(unsigned int cpus, void (*work)(unsigned int id));

/* Waits until so many threads have called it. What each did before is seen by all. */
void machine_meet(unsigned int threads);

/* The calling thread's CPU goes off, and comes back. */
void machine_go_off(unsigned int id);
void machine_come_back(unsigned int id);

/* Ends the program. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
