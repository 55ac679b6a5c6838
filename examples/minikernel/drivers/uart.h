/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UARTs: polled, both ways. Line settings and baud rate stay as the firmware
 * made them.
 */
#ifndef MINIKERNEL_DRIVERS_UART_H
#define MINIKERNEL_DRIVERS_UART_H

#include <stdbool.h>

struct uart {
	const char *const *compatible;     /* NULL-ended */
	void (*init)(volatile void *base); /* transmitter and receiver on */
	bool (*has_room)(const volatile void *base);
	void (*send)(volatile void *base, char c);
	bool (*has_input)(const volatile void *base);
	char (*receive)(volatile void *base); /* only when has_input() says so */
};

extern const struct uart pl011;
extern const struct uart bcm2835_aux_uart;
extern const struct uart cadence_uart;

/* Which of them a node of the device tree is; NULL: none. */
const struct uart *uart_of_node(const void *dtb, int node);

/* The first node of the tree that is one of them, or negative. */
int uart_find(const void *dtb);

/* Waits for room for a while; drops the character when there is none. */
void uart_put(const struct uart *uart, volatile void *base, char c);

#endif
