/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic timer of each CPU as the kernel's tick.
 */
#ifndef MINIKERNEL_DRIVERS_TIMER_H
#define MINIKERNEL_DRIVERS_TIMER_H

#include <stdint.h>

/* How many ticks a second has. */
#define TIMER_HZ 100

/* Boot CPU, after irq_init(): finds the timer's interrupt in the machine description. */
void timer_init(void);

/* Each CPU for itself: its tick begins; sched_tick() is called in interrupt context on each. */
void timer_start_cpu(void);

/* The calling CPU's tick ends. */
void timer_stop_cpu(void);

/* Microseconds since the boot CPU's timer_init(), before it since reset; any CPU, any time. */
uint64_t timer_us(void);

#endif
