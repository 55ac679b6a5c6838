/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel that brings up its CPUs, with firmware that takes its time.
 */
#ifndef LATENCY_KERNEL_H
#define LATENCY_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

/* How long starting takes, in nanoseconds. */
struct firmware {
	uint64_t call;         /* of the time of the CPU that calls CPU_ON */
	const uint64_t *power; /* from its end to the first instruction, for each CPU by index */
};

uint64_t kernel_mpidr(unsigned int index);

/* A secondary's first instructions. */
void kernel_enter(unsigned int cpu);

/* One bring-up, from the call to its return. 0: it did not go as it must. */
uint64_t kernel_bring_up(unsigned int cpus, const struct firmware *firmware,
                         const struct smpboot_order *order);

#endif
