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

struct uart;

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
	const struct uart *uart;     /* the console; NULL: none found */
	struct machine_range uart_registers;
	int timer_node; /* the generic timer's node; negative: none found */
};

extern struct machine machine;

/* Boot CPU, MMU on: copies the tree the loader left at this physical address and reads it. */
void machine_init(uint64_t dtb_pa);

/*
 * Value of a "name=value" word of the bootargs: copied to `value`, cut to fit,
 * NUL-ended; returns 1, or 0 with `value` untouched when there is no such word.
 */
int machine_bootarg(const char *name, char *value, size_t size);

/* Whether the bootargs have this word, without a value. */
bool machine_bootword(const char *word);

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
