/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The small UART among the auxiliary peripherals of BCM2835 and its successors
 * (Broadcom, "BCM2835 ARM Peripherals", 2.2). The firmware has enabled it and
 * has fixed the clock that its baud rate depends on (enable_uart=1).
 */
#include <stddef.h>

#include "drivers/mmio.h"
#include "drivers/uart.h"

#define AUX_MU_IO   0x00
#define AUX_MU_LSR  0x14
#define AUX_MU_CNTL 0x20

#define LSR_HAS_INPUT (1u << 0)
#define LSR_HAS_ROOM  (1u << 5)
#define CNTL_RECEIVE  (1u << 0)
#define CNTL_TRANSMIT (1u << 1)

static void init(volatile void *base)
{
	mmio_write32(base, AUX_MU_CNTL, mmio_read32(base, AUX_MU_CNTL) | CNTL_TRANSMIT | CNTL_RECEIVE);
}

static bool has_room(const volatile void *base)
{
	return (mmio_read32(base, AUX_MU_LSR) & LSR_HAS_ROOM) != 0;
}

static void send(volatile void *base, char c)
{
	mmio_write32(base, AUX_MU_IO, (unsigned char)c);
}

static bool has_input(const volatile void *base)
{
	return (mmio_read32(base, AUX_MU_LSR) & LSR_HAS_INPUT) != 0;
}

static char receive(volatile void *base)
{
	return (char)mmio_read32(base, AUX_MU_IO);
}

static const char *const compatible[] = { "brcm,bcm2835-aux-uart", NULL };

const struct uart bcm2835_aux_uart = {
	.compatible = compatible,
	.init = init,
	.has_room = has_room,
	.send = send,
	.has_input = has_input,
	.receive = receive,
};
