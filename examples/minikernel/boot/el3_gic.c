/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hands the interrupt controller's distributor to the Non-secure side: all
 * shared interrupts become group 1 (Arm IHI0048, IHI0069). Runs on the boot CPU
 * at EL3 with the MMU off: the same rules as for early_map.c.
 */
#include "boot/el3.h"

#include "arch/cpu.h"
#include "drivers/mmio.h"

#define GICD_CTLR     0x000
#define GICD_TYPER    0x004
#define GICD_IGROUPR  0x080
#define GICD_IGRPMODR 0xd00

#define GICD_ARE_S  (1u << 4)
#define GICD_ARE_NS (1u << 5)
#define GICD_RWP    (1u << 31)

#define PRIVATE 32 /* interrupts that each CPU has for itself */

struct el3_gic el3_gic __attribute__((section(".early")));

/* Writes GICD_CTLR and waits until it is in effect: a tenth of a second at the most, which no GIC takes. */
static void control(volatile void *distributor, uint32_t value)
{
	uint64_t deadline = cpu_read(cntpct_el0) + cpu_read(cntfrq_el0) / 10;

	mmio_write32(distributor, GICD_CTLR, value);
	while ((mmio_read32(distributor, GICD_CTLR) & GICD_RWP) && cpu_read(cntpct_el0) < deadline)
		continue;
}

void el3_gic_init(const void *tree)
{
	volatile void *distributor;
	unsigned int lines;

	el3_find_gic(tree, &el3_gic);
	if (el3_gic.version == 0)
		return;
	distributor = (volatile void *)(uintptr_t)el3_gic.distributor;
	lines = 32 * ((mmio_read32(distributor, GICD_TYPER) & 0x1f) + 1);
	/* Groups and affinity routing may change only while nothing is forwarded. The kernel's driver enables. */
	control(distributor, 0);
	if (el3_gic.version == 3)
		control(distributor, GICD_ARE_S | GICD_ARE_NS);
	for (unsigned int intid = PRIVATE; intid < lines; intid += 32) {
		mmio_write32(distributor, GICD_IGROUPR + intid / 8, 0xffffffff);
		if (el3_gic.version == 3)
			mmio_write32(distributor, GICD_IGRPMODR + intid / 8, 0);
	}
}
