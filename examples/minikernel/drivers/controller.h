/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an interrupt controller's driver has to offer. The kernel's interrupt
 * numbers: 0 to 15 are interrupts from CPU to CPU, the others are as the
 * driver's decode() makes them.
 */
#ifndef MINIKERNEL_DRIVERS_CONTROLLER_H
#define MINIKERNEL_DRIVERS_CONTROLLER_H

#include <stdint.h>

/* How many numbers there are; acknowledge() gives one of them, or a higher one: nothing is pending. */
#define IRQ_COUNT 1020
#define IRQ_NONE  1023

struct controller {
	const char *name;
	const char *const *compatible;           /* NULL-ended */
	void (*init)(const void *dtb, int node); /* boot CPU: what all CPUs share; panics if it cannot */
	int (*init_cpu)(void);                   /* the calling CPU's part: 0, or -1: it has none */
	void (*stop_cpu)(void); /* the calling CPU's part gives no interrupts until the next init_cpu() */
	unsigned int (*decode)(const uint32_t *cells); /* an interrupt as the device tree writes it */
	void (*enable)(unsigned int irq);
	void (*send)(unsigned int ipi, uint64_t mpidr);
	uint32_t (*acknowledge)(void); /* the number in bits 9:0 */
	void (*finish)(uint32_t acknowledged);
};

extern const struct controller gicv2;
extern const struct controller gicv3;
extern const struct controller bcm2836;

#endif
