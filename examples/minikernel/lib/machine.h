/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the device tree says about the machine, read once.
 */
#ifndef MINIKERNEL_LIB_MACHINE_H
#define MINIKERNEL_LIB_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/range.h"

#define MACHINE_MAX_MEMORY   16
#define MACHINE_MAX_RESERVED 64
#define MACHINE_MAX_REDIST   8

enum machine_gic { MACHINE_GIC_NONE, MACHINE_GIC_V2, MACHINE_GIC_V3 };

struct machine {
	const void *dtb; /* our own copy */
	const char *model;
	const char *bootargs; /* never NULL */
	struct machine_range memory[MACHINE_MAX_MEMORY];
	unsigned int memory_count;
	struct machine_range reserved[MACHINE_MAX_RESERVED]; /* in memory[], and not ours to allocate */
	unsigned int reserved_count;
	struct machine_range hidden[MACHINE_MAX_RESERVED]; /* of those: not even to be mapped */
	unsigned int hidden_count;
	struct machine_range initrd; /* size 0: none */
	struct machine_range uart;   /* the console's registers; size 0: none found */
	enum machine_gic gic;
	struct machine_range gic_dist;
	struct machine_range gic_cpu;                        /* GICv2: CPU interface */
	struct machine_range gic_redist[MACHINE_MAX_REDIST]; /* GICv3: redistributor regions */
	unsigned int gic_redist_count;
	uint64_t gic_redist_stride; /* 0: architectural */
	unsigned int timer_intid;   /* of the timer that the kernel's level uses; 0: none found */
};

extern struct machine machine;

/* Boot CPU, MMU on: copies the tree the loader left at this physical address and reads it. */
void machine_init(uint64_t dtb_pa);

/*
 * Value of a "name=value" word of the bootargs: copied to `value`, cut to fit,
 * NUL-ended; returns 1, or 0 with `value` untouched when there is no such word.
 */
int machine_bootarg(const char *name, char *value, size_t size);

/*
 * Ends the run as the bootarg exit= says; status 0 is success.
 *
 *   exit=semihosting  the emulator or debugger ends the run with this status;
 *                     an undefined instruction where there is none
 *   exit=psci         SYSTEM_OFF, which has no status
 *   exit=none         all CPUs stop
 *
 * Without the word: psci where the firmware has it, else none.
 */
_Noreturn void machine_exit(int status);

#endif
