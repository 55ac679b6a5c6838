/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UARTs: which drivers there are, and the wait that they share.
 */
#include "drivers/uart.h"

#include <libfdt.h>
#include <stddef.h>

#include "drivers/timer.h"
#include "lib/dt.h"

/* A character takes 9 ms at the slowest rate in use, 1200 baud. */
#define ROOM_US 20000

static const struct uart *const uarts[] = { &pl011, &bcm2835_aux_uart, &cadence_uart };

const struct uart *uart_of_node(const void *dtb, int node)
{
	for (unsigned int i = 0; i < sizeof(uarts) / sizeof(uarts[0]); i++)
		if (dt_compatible(dtb, node, uarts[i]->compatible))
			return uarts[i];
	return NULL;
}

int uart_find(const void *dtb)
{
	int node = fdt_next_node(dtb, -1, NULL);

	while (node >= 0 && !(uart_of_node(dtb, node) != NULL && dt_available(dtb, node)))
		node = fdt_next_node(dtb, node, NULL);
	return node;
}

void uart_put(const struct uart *uart, volatile void *base, char c)
{
	uint64_t deadline;

	if (!uart->has_room(base)) {
		deadline = timer_us() + ROOM_US;
		while (!uart->has_room(base))
			if (timer_us() > deadline)
				return;
	}
	uart->send(base, c);
}
