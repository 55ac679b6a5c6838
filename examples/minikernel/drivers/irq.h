/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts, whichever GIC there is: 0-15 SGIs, 16-31 PPIs, 32 and up SPIs.
 */
#ifndef MINIKERNEL_DRIVERS_IRQ_H
#define MINIKERNEL_DRIVERS_IRQ_H

#include <stdint.h>

typedef void irq_handler(unsigned int intid);

/* Boot CPU, after machine_init(): the distributor. Dies with a message when there is no GIC. */
void irq_init(void);

/* Each CPU for itself, the boot CPU too: its own part, with SGIs enabled. 0, or -1: there is none. */
int irq_init_cpu(void);

/* One handler for an interrupt on all CPUs; called with IRQs masked. */
void irq_set_handler(unsigned int intid, irq_handler *handler);

/* Enables an interrupt: an SGI or PPI on the calling CPU, an SPI routed to the calling CPU. */
void irq_enable(unsigned int intid);

/* Sends SGI `sgi` (0 to 15) to the CPU with this MPIDR; stores made before are seen by its handler. */
void irq_send_sgi(unsigned int sgi, uint64_t mpidr);

/* Acknowledges and handles what is pending; called by the vectors. */
void irq_dispatch(void);

/* "GICv2" or "GICv3". */
const char *irq_controller_name(void);

#endif
