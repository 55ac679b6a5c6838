/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts, whichever controller there is.
 */
#ifndef MINIKERNEL_DRIVERS_IRQ_H
#define MINIKERNEL_DRIVERS_IRQ_H

#include <stdint.h>

/* How many interrupts one CPU can send another: numbers 0 to 15. */
#define IRQ_IPIS 16

typedef void irq_handler(unsigned int irq);

/*
 * Boot CPU, after machine_init(): the controller that the timer's interrupts
 * go to, and with it all that CPUs share. Dies with a message when there is
 * none that we can drive.
 */
void irq_init(void);

/* Each CPU for itself, the boot CPU too: its own part, with IPIs enabled. 0, or -1: there is none. */
int irq_init_cpu(void);

/* The calling CPU takes no interrupts any more, until irq_init_cpu(). IRQs masked. */
void irq_stop_cpu(void);

/* The number of entry `index` of a node's interrupts; 0: there is no such entry. */
unsigned int irq_of_node(int node, unsigned int index);

/* One handler for an interrupt on all CPUs; called with IRQs masked. */
void irq_set_handler(unsigned int irq, irq_handler *handler);

/* Enables an interrupt: one that each CPU has for itself on the calling CPU, others go to the calling CPU. */
void irq_enable(unsigned int irq);

/* Sends IPI `ipi` (0 to 15) to the CPU with this MPIDR; stores made before are seen by its handler. */
void irq_send(unsigned int ipi, uint64_t mpidr);

/* Acknowledges and handles what is pending; called by the vectors. */
void irq_dispatch(void);

/* "GICv2", for one. */
const char *irq_controller_name(void);

#endif
