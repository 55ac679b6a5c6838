/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arm PrimeCell UART (PL011, DDI0183).
 */
#include <stddef.h>

#include "drivers/mmio.h"
#include "drivers/uart.h"

#define UARTDR 0x00
#define UARTFR 0x18
#define UARTCR 0x30

#define UARTFR_TXFF   (1u << 5) /* no room */
#define UARTCR_UARTEN (1u << 0)
#define UARTCR_TXE    (1u << 8)

static void init(volatile void *base)
{
	mmio_write32(base, UARTCR, mmio_read32(base, UARTCR) | UARTCR_UARTEN | UARTCR_TXE);
}

static bool has_room(const volatile void *base)
{
	return (mmio_read32(base, UARTFR) & UARTFR_TXFF) == 0;
}

static void send(volatile void *base, char c)
{
	mmio_write32(base, UARTDR, (unsigned char)c);
}

static const char *const compatible[] = { "arm,pl011", NULL };

const struct uart pl011 = {
	.compatible = compatible,
	.init = init,
	.has_room = has_room,
	.send = send,
};
