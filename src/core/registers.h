/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU's ID registers, and what the core needs of the architecture to read
 * them. Which cache CCSIDR_EL1 tells of is chosen by CSSELR_EL1.
 */
#ifndef SMPBOOT_CORE_REGISTERS_H
#define SMPBOOT_CORE_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/topology.h>

/* Registers that have a value of their own: SMPBOOT_REGISTER_CACHES stands for several. */
#define SMPBOOT_PLAIN_REGISTERS SMPBOOT_REGISTER_CACHES

/* CCSIDR_EL1, and the CSSELR_EL1 with which it was read. */
struct smpboot_cache_register {
	uint64_t selector;
	uint64_t ccsidr;
};

struct smpboot_registers {
	uint64_t value[SMPBOOT_PLAIN_REGISTERS]; /* by enum smpboot_register */
	uint64_t caches;                         /* how many of these there are */
	struct smpboot_cache_register cache[SMPBOOT_CACHES];
};

/*
 * Reads all registers of the calling CPU. IRQs may be on: what an interrupt
 * handler or another thread reads meanwhile is not disturbed.
 * returns: false: this machine has no such registers
 */
bool smpboot_arch_read_registers(struct smpboot_registers *registers);

/*
 * Whether every register of the calling CPU has the value in `boot`. IRQs masked.
 * On the way of each CPU: nothing but reads and compares.
 */
bool smpboot_arch_same_registers(const struct smpboot_registers *boot);

#endif
