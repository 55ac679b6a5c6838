/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The UART of Zynq and Zynq UltraScale+, by Cadence (Xilinx UG1085, "UART
 * Controller").
 */
#include <stddef.h>

#include "drivers/mmio.h"
#include "drivers/uart.h"

#define CONTROL 0x00
#define STATUS  0x2c
#define FIFO    0x30

#define CONTROL_RX_ENABLE  (1u << 2)
#define CONTROL_RX_DISABLE (1u << 3) /* has the last word */
#define CONTROL_TX_ENABLE  (1u << 4)
#define CONTROL_TX_DISABLE (1u << 5) /* so has this one */
#define STATUS_RX_EMPTY    (1u << 1)
#define STATUS_TX_FULL     (1u << 4)

static void init(volatile void *base)
{
	uint32_t control = mmio_read32(base, CONTROL);

	control &= ~(CONTROL_TX_DISABLE | CONTROL_RX_DISABLE);
	mmio_write32(base, CONTROL, control | CONTROL_TX_ENABLE | CONTROL_RX_ENABLE);
}

static bool has_room(const volatile void *base)
{
	return (mmio_read32(base, STATUS) & STATUS_TX_FULL) == 0;
}

static void send(volatile void *base, char c)
{
	mmio_write32(base, FIFO, (unsigned char)c);
}

static bool has_input(const volatile void *base)
{
	return (mmio_read32(base, STATUS) & STATUS_RX_EMPTY) == 0;
}

static char receive(volatile void *base)
{
	return (char)mmio_read32(base, FIFO);
}

static const char *const compatible[] = { "cdns,uart-r1p12", "cdns,uart-r1p8", "xlnx,xuartps", NULL };

const struct uart cadence_uart = {
	.compatible = compatible,
	.init = init,
	.has_room = has_room,
	.send = send,
	.has_input = has_input,
	.receive = receive,
};
