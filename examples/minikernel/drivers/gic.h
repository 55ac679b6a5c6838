/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two kinds of interrupt controller, behind one set of functions.
 */
#ifndef MINIKERNEL_DRIVERS_GIC_H
#define MINIKERNEL_DRIVERS_GIC_H

#include <stdint.h>

/* Interrupt ids. */
#define GIC_SPI_BASE 32
#define GIC_INTIDS   1020 /* from here on: special, "nothing pending" */

/* Lower is more urgent; all interrupts get the same. */
#define GIC_PRIORITY      0xa0
#define GIC_PRIORITY_MASK 0xf0

struct gic {
	const char *name;
	void (*init)(void);    /* the distributor */
	int (*init_cpu)(void); /* the calling CPU's part: 0, or -1: it has none */
	void (*enable)(unsigned int intid);
	void (*send_sgi)(unsigned int sgi, uint64_t mpidr);
	uint32_t (*acknowledge)(void); /* intid in bits 9:0 */
	void (*finish)(uint32_t acknowledged);
};

extern const struct gic gicv2;
extern const struct gic gicv3;

#endif
