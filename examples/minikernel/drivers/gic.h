/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What GICv2 and GICv3 have in common.
 */
#ifndef MINIKERNEL_DRIVERS_GIC_H
#define MINIKERNEL_DRIVERS_GIC_H

#include <stdint.h>

/* Interrupt ids: SGIs, PPIs, SPIs. */
#define GIC_PPI_BASE 16
#define GIC_SPI_BASE 32

/* Lower is more urgent; all interrupts get the same. */
#define GIC_PRIORITY      0xa0
#define GIC_PRIORITY_MASK 0xf0

/* The binding of both: the first cell is 0 for an SPI and 1 for a PPI, the second counts from their base. */
static inline unsigned int gic_decode(const uint32_t *cells)
{
	return (cells[0] == 0 ? GIC_SPI_BASE : GIC_PPI_BASE) + cells[1];
}

#endif
