/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's state, as its hooks leave it for the comparison.
 */
#ifndef PROBE_KERNEL_H
#define PROBE_KERNEL_H

#include <smpboot/smpboot.h>

#include "probe.h"

/* Logical ids that are special. */
#define DIRTY  (CPUS - 1) /* comes with rubbish in its registers */
#define GHOST  CPUS       /* no CPU has its MPIDR */
#define ABSENT (CPUS + 1) /* its method promises a CPU that never comes */

#define TPIDR  0x5a5a000000000000ull
#define ROUNDS 1000u

/* One page more than is needed, to lend unaligned ones. */
#define IDMAP_WORDS ((SMPBOOT_IDMAP_PAGES + 1) * (1u << 16) / sizeof(uint64_t))

struct probe_kernel {
	_Alignas(1 << 16) uint64_t idmap[IDMAP_WORDS];
	_Alignas(16) char stack[CPUS][STACK];
	struct observation seen[CPUS];
	unsigned int in_main[CPUS];
	unsigned int events[SMPBOOT_EVENT_STRAY + 1];
	unsigned int prepared; /* calls of ops.prepare */
	unsigned int counted;  /* by exclusives, on all secondaries */
};

extern struct probe_kernel kernel;
extern struct smpboot_ops probe_ops;

/* Ends the run when something is not right. */
void check(bool right, const char *what);
void check_status(enum smpboot_status status, enum smpboot_status expected, const char *what);

/* Everything up to the bring-up. */
void set_up(void);

#endif
