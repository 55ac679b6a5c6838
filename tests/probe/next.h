/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel that gets the machine after this one: a few lines that run with the MMU
 * off, in a part of the image of their own (see probe.ld), and look at what they
 * were given. They use nothing else of the image, and begin with overwriting it.
 */
#ifndef PROBE_NEXT_H
#define PROBE_NEXT_H

#include "probe.h"

/* struct next_seen */
#define NEXT_SEEN_SHIFT 6
#define NEXT_SEEN_HERE  56

#ifndef __ASSEMBLER__

/* How a CPU came. */
struct next_seen {
	uint64_t x[4];
	uint64_t level; /* CurrentEL */
	uint64_t daif;
	uint64_t sctlr; /* of its level */
	uint64_t here;  /* 1: it has come */
};

/* What the old kernel hands over. Addresses are physical. */
struct next_config {
	uint64_t image; /* of the old kernel; all of it but this part is garbage from now on */
	uint64_t image_end;
	uint64_t begin; /* this part */
	uint64_t end;
	uint64_t release_word;
	uint64_t entry;    /* of the other CPUs */
	uint64_t level;    /* at which all must come */
	uint64_t self;     /* Aff0 of the CPU that comes first */
	uint64_t off;      /* Aff0 of a CPU that the firmware must be asked for; CPUS: none */
	uint64_t firmware; /* 1: SMC, 2: HVC */
};

extern struct next_config next_config;
extern struct next_seen next_seen[CPUS]; /* by Aff0 */

/* Linker script */
extern char next_begin[];
extern char next_end[];

/* next.S: where the first CPU and the others come in. */
extern const char next_entry[];
extern const char next_other[];

/* Room for a copy of the pen, alone in any cache writeback granule. */
extern unsigned char next_pen[];

/* next.S, for next.c */
_Noreturn void next_exit(int status);
void next_cpu_on(uint64_t mpidr, uint64_t entry, uint64_t firmware);

/* next.c, for next.S */
_Noreturn void next_main(struct next_config *config);

#endif

#endif
