/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arm PrimeCell UART (PL011, DDI0183), polled, output only.
 */
#include "drivers/pl011.h"

#include "drivers/mmio.h"
#include "drivers/timer.h"

#define UARTDR 0x00
#define UARTFR 0x18
#define UARTCR 0x30

#define UARTFR_TXFF   (1u << 5) /* no room */
#define UARTCR_UARTEN (1u << 0)
#define UARTCR_TXE    (1u << 8)

/* A character takes 9 ms at the slowest rate in use, 1200 baud. */
#define ROOM_US 20000

void pl011_init(volatile void *uart)
{
	mmio_write32(uart, UARTCR, mmio_read32(uart, UARTCR) | UARTCR_UARTEN | UARTCR_TXE);
}

void pl011_put(volatile void *uart, char c)
{
	uint64_t deadline;

	if (mmio_read32(uart, UARTFR) & UARTFR_TXFF) {
		deadline = timer_us() + ROOM_US;
		while (mmio_read32(uart, UARTFR) & UARTFR_TXFF)
			if (timer_us() > deadline)
				return;
	}
	mmio_write32(uart, UARTDR, (unsigned char)c);
}
