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

#define UARTFR_RXFE   (1u << 4) /* no input */
#define UARTFR_TXFF   (1u << 5) /* no room */
#define UARTCR_UARTEN (1u << 0)
#define UARTCR_TXE    (1u << 8)
#define UARTCR_RXE    (1u << 9)

static void init(volatile void *base)
{
	mmio_write32(base, UARTCR, mmio_read32(base, UARTCR) | UARTCR_UARTEN | UARTCR_TXE | UARTCR_RXE);
}

static bool has_room(const volatile void *base)
{
	return (mmio_read32(base, UARTFR) & UARTFR_TXFF) == 0;
}

static void send(volatile void *base, char c)
{
	mmio_write32(base, UARTDR, (unsigned char)c);
}

static bool has_input(const volatile void *base)
{
	return (mmio_read32(base, UARTFR) & UARTFR_RXFE) == 0;
}

/* With its error bits, which are left out: a character that is wrong is seen by who typed it. */
static char receive(volatile void *base)
{
	return (char)mmio_read32(base, UARTDR);
}

static const char *const compatible[] = { "arm,pl011", NULL };

const struct uart pl011 = {
	.compatible = compatible,
	.init = init,
	.has_room = has_room,
	.send = send,
	.has_input = has_input,
	.receive = receive,
};
