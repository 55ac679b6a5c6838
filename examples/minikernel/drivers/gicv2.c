/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GICv2 (Arm IHI0048): a distributor for all and a CPU interface that each CPU
 * sees at the same address. Up to 8 CPUs, which it numbers in its own way.
 */
#include <stdatomic.h>
#include <stddef.h>

#include "arch/cpu.h"
#include "drivers/controller.h"
#include "drivers/gic.h"
#include "drivers/mmio.h"
#include "lib/console.h"
#include "lib/dt.h"

#define GICD_CTLR      0x000
#define GICD_TYPER     0x004
#define GICD_ISENABLER 0x100
#define GICD_ICENABLER 0x180
#define GICD_PRIORITY  0x400
#define GICD_TARGETS   0x800
#define GICD_SGIR      0xf00

#define GICC_CTLR 0x00
#define GICC_PMR  0x04
#define GICC_IAR  0x0c
#define GICC_EOIR 0x10

#define ENABLE       1
#define INTERFACES   8
#define SGIR_TARGETS 16

static volatile void *distributor;
static volatile void *interface;

/* The hardware id + 1 of the CPU behind each interface; 0: none has come yet. */
static _Atomic uint64_t interface_cpu[INTERFACES];

static void init(const void *dtb, int node)
{
	unsigned int lines;

	distributor = dt_map_device(dtb, node, 0);
	interface = dt_map_device(dtb, node, 1);
	if (distributor == NULL || interface == NULL)
		panic("the GICv2 has no registers that the CPU can reach");
	lines = 32 * ((mmio_read32(distributor, GICD_TYPER) & 0x1f) + 1);

	mmio_write32(distributor, GICD_CTLR, 0);
	for (unsigned int intid = GIC_SPI_BASE; intid < lines; intid += 32)
		mmio_write32(distributor, GICD_ICENABLER + intid / 8, 0xffffffff);
	for (unsigned int intid = GIC_SPI_BASE; intid < lines; intid += 4)
		mmio_write32(distributor, GICD_PRIORITY + intid, GIC_PRIORITY * 0x01010101u);
	mmio_write32(distributor, GICD_CTLR, ENABLE);
}

/* Own interface as a bit mask: the target registers of SGIs and PPIs hold nothing else. */
static uint8_t own_interface(void)
{
	for (unsigned int intid = 0; intid < GIC_SPI_BASE; intid += 4) {
		uint32_t targets = mmio_read32(distributor, GICD_TARGETS + intid);

		targets |= targets >> 16;
		targets |= targets >> 8;
		if (targets & 0xff)
			return (uint8_t)targets;
	}
	return 1; /* a GIC for one CPU has no targets */
}

static int init_cpu(void)
{
	unsigned int number = (unsigned int)__builtin_ctz(own_interface());

	mmio_write32(distributor, GICD_ICENABLER, 0xffff0000);
	mmio_write32(distributor, GICD_ISENABLER, 0x0000ffff);
	for (unsigned int intid = 0; intid < GIC_SPI_BASE; intid += 4)
		mmio_write32(distributor, GICD_PRIORITY + intid, GIC_PRIORITY * 0x01010101u);
	mmio_write32(interface, GICC_PMR, GIC_PRIORITY_MASK);
	mmio_write32(interface, GICC_CTLR, ENABLE);
	atomic_store(&interface_cpu[number], cpu_mpidr() + 1);
	return 0;
}

static void stop_cpu(void)
{
	unsigned int number = (unsigned int)__builtin_ctz(own_interface());

	/* First of all: who sends an SGI must not find the interface any more. */
	atomic_store(&interface_cpu[number], 0);
	mmio_write32(interface, GICC_CTLR, 0);
	mmio_write32(distributor, GICD_ICENABLER, 0xffffffff);
}

static void enable(unsigned int intid)
{
	if (intid >= GIC_SPI_BASE)
		mmio_write8(distributor, GICD_TARGETS + intid, own_interface());
	mmio_write32(distributor, GICD_ISENABLER + intid / 32 * 4, 1u << intid % 32);
}

static void send_sgi(unsigned int sgi, uint64_t mpidr)
{
	for (unsigned int number = 0; number < INTERFACES; number++)
		if (atomic_load(&interface_cpu[number]) == mpidr + 1)
			mmio_write32(distributor, GICD_SGIR, 1u << (SGIR_TARGETS + number) | sgi);
}

static uint32_t acknowledge(void)
{
	return mmio_read32(interface, GICC_IAR);
}

static void finish(uint32_t acknowledged)
{
	/* With the sender's number, as an SGI was acknowledged. */
	mmio_write32(interface, GICC_EOIR, acknowledged);
}

static const char *const compatible[] = {
	"arm,gic-400", "arm,cortex-a15-gic", "arm,cortex-a7-gic", "arm,cortex-a9-gic", NULL,
};

const struct controller gicv2 = {
	.name = "GICv2",
	.compatible = compatible,
	.init = init,
	.init_cpu = init_cpu,
	.stop_cpu = stop_cpu,
	.decode = gic_decode,
	.enable = enable,
	.send = send_sgi,
	.acknowledge = acknowledge,
	.finish = finish,
};
