/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arm PrimeCell UART (PL011, DDI0183), polled, output only.
 */
#ifndef MINIKERNEL_DRIVERS_PL011_H
#define MINIKERNEL_DRIVERS_PL011_H

/* Turns the transmitter on; line settings and baud rate stay as the firmware made them. */
void pl011_init(volatile void *uart);

/* Waits for room for a while; drops the character when there is none. */
void pl011_put(volatile void *uart, char c);

#endif
