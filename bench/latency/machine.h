/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine in virtual time: each CPU is a coroutine with a clock of its own,
 * and the one whose clock is earliest runs. Nothing here is random.
 */
#ifndef LATENCY_MACHINE_H
#define LATENCY_MACHINE_H

#include <stdint.h>

#define MACHINE_MAX_CPUS 1024

/* The CPU that executes, and the time there, in nanoseconds. */
unsigned int machine_self(void);
uint64_t machine_now(void);

/* The CPU that executes is busy for a while. */
void machine_spend(uint64_t ns);

/* WFE: until another CPU signals, or a time. SEV. */
void machine_wait(uint64_t until);
void machine_signal(void);

/* The CPU's first instruction is at this time. */
void machine_power_on(unsigned int cpu, uint64_t at);

/* The CPU that executes stops for good. */
_Noreturn void machine_stop(void);

/* Runs `boot` on CPU 0 from time 0 on, and `entry` on each CPU that is powered on, until `boot` returns. */
void machine_run(void (*boot)(void), void (*entry)(unsigned int cpu));

#endif
