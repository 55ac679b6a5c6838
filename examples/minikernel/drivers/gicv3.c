/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GICv3 and later (Arm IHI0069): a distributor for all, a redistributor for
 * each CPU somewhere in one or more regions, and system registers.
 */
#include <smpboot/smpboot.h>
#include <stddef.h>
#include <stdlib.h>

#include "arch/cpu.h"
#include "drivers/controller.h"
#include "drivers/gic.h"
#include "drivers/mmio.h"
#include "drivers/timer.h"
#include "lib/console.h"
#include "lib/dt.h"
#include "mm/mm.h"

#define GICD_CTLR      0x0000
#define GICD_TYPER     0x0004
#define GICD_IGROUPR   0x0080
#define GICD_ISENABLER 0x0100
#define GICD_ICENABLER 0x0180
#define GICD_PRIORITY  0x0400
#define GICD_IROUTER   0x6000

#define GICD_ENABLE_GRP1 (1u << 1)
#define GICD_ARE         (1u << 4)
#define GICD_RWP         (1u << 31)

#define GICR_CTLR      0x0000
#define GICR_TYPER     0x0008
#define GICR_WAKER     0x0014
#define GICR_FRAMES    0x20000 /* both frames, without those for virtual LPIs */
#define GICR_SGI_FRAME 0x10000 /* SGIs and PPIs: the distributor's registers from here on */

#define GICR_RWP             (1u << 3)
#define GICR_TYPER_VLPIS     (1u << 1)
#define GICR_TYPER_LAST      (1u << 4)
#define GICR_TYPER_AFFINITY  32
#define GICR_PROCESSOR_SLEEP (1u << 1)
#define GICR_CHILDREN_ASLEEP (1u << 2)

#define ICC_SRE_SRE 1

/* No interrupt controller takes this long for a register write. */
#define SETTLE_US 100000

struct redistributor {
	uint32_t cpu; /* packed() hardware id */
	volatile void *frame;
};

static volatile void *distributor;

/* All of them, read once: with many CPUs, each looking through the registers for its own would be slow. */
static struct redistributor *redistributors;
static size_t redistributor_count;
static uint64_t stride; /* of their frames, where it is not the architectural one, or 0 */

/* Waits until the bits have the value: 0, or -1 when they never do. */
static int settle_at(volatile void *base, uint64_t offset, uint32_t bits, uint32_t value)
{
	uint64_t deadline = timer_us() + SETTLE_US;

	while ((mmio_read32(base, offset) & bits) != value)
		if (timer_us() > deadline)
			return -1;
	return 0;
}

static int settle(volatile void *base, uint64_t offset, uint32_t bits)
{
	return settle_at(base, offset, bits, 0);
}

/* Aff3 to Aff0 side by side, as GICR_TYPER has them. */
static uint32_t packed(uint64_t mpidr)
{
	return (uint32_t)(mpidr >> 32) << 24 | (uint32_t)(mpidr & 0xffffff);
}

static uint64_t frame_size(uint64_t typer)
{
	if (stride != 0)
		return stride;
	return typer & GICR_TYPER_VLPIS ? 2 * GICR_FRAMES : GICR_FRAMES;
}

static void add_region(struct machine_range range)
{
	volatile char *region = mm_map_device(range.base, range.size);
	uint64_t typer = 0;

	for (uint64_t offset = 0; offset + GICR_FRAMES <= range.size; offset += frame_size(typer)) {
		typer = mmio_read64(region, offset + GICR_TYPER);
		redistributors[redistributor_count++] = (struct redistributor){
			.cpu = (uint32_t)(typer >> GICR_TYPER_AFFINITY),
			.frame = region + offset,
		};
		if (typer & GICR_TYPER_LAST)
			return;
	}
}

/* The node's reg: the distributor, then the regions, one unless it says more, then what we do not use. */
static void add_regions(const void *dtb, int node)
{
	struct machine_range range;
	uint64_t regions = 1;
	size_t most = 0;

	dt_number(dtb, node, "#redistributor-regions", &regions);
	dt_number(dtb, node, "redistributor-stride", &stride);
	for (unsigned int i = 1; i <= regions && dt_reg(dtb, node, i, &range); i++)
		most += range.size / GICR_FRAMES;
	redistributors = malloc(most * sizeof(*redistributors));
	if (redistributors == NULL)
		panic("no memory for a table of %zu redistributors", most);
	for (unsigned int i = 1; i <= regions && dt_reg(dtb, node, i, &range); i++)
		add_region(range);
}

/* The calling CPU's, or NULL. They tend to be in the order of the CPUs: so the search begins there. */
static volatile void *own_redistributor(void)
{
	uint32_t self = packed(cpu_mpidr());
	size_t first = smpboot_this_cpu(); /* no id yet: anywhere will do */

	for (size_t i = 0; i < redistributor_count; i++) {
		size_t at = (first + i) % redistributor_count;

		if (redistributors[at].cpu == self)
			return redistributors[at].frame;
	}
	return NULL;
}

static void init(const void *dtb, int node)
{
	unsigned int lines;

	add_regions(dtb, node);
	distributor = dt_map_device(dtb, node, 0);
	if (distributor == NULL || redistributor_count == 0)
		panic("the GICv3 has no registers that the CPU can reach");
	lines = 32 * ((mmio_read32(distributor, GICD_TYPER) & 0x1f) + 1);

	mmio_write32(distributor, GICD_CTLR, 0);
	for (unsigned int intid = GIC_SPI_BASE; intid < lines; intid += 32) {
		mmio_write32(distributor, GICD_ICENABLER + intid / 8, 0xffffffff);
		mmio_write32(distributor, GICD_IGROUPR + intid / 8, 0xffffffff);
	}
	for (unsigned int intid = GIC_SPI_BASE; intid < lines; intid += 4)
		mmio_write32(distributor, GICD_PRIORITY + intid, GIC_PRIORITY * 0x01010101u);
	/* Affinity routing first: the manual forbids to change it while a group is enabled. */
	mmio_write32(distributor, GICD_CTLR, GICD_ARE);
	mmio_write32(distributor, GICD_CTLR, GICD_ARE | GICD_ENABLE_GRP1);
	if (settle(distributor, GICD_CTLR, GICD_RWP))
		panic("the GIC's distributor does not settle");
}

static int wake(volatile void *frame)
{
	uint32_t waker = mmio_read32(frame, GICR_WAKER);

	mmio_write32(frame, GICR_WAKER, waker & ~GICR_PROCESSOR_SLEEP);
	return settle(frame, GICR_WAKER, GICR_CHILDREN_ASLEEP);
}

/* SGIs on, PPIs off, all in group 1. */
static int init_private(volatile void *frame)
{
	volatile char *private = (volatile char *)frame + GICR_SGI_FRAME;

	mmio_write32(private, GICD_IGROUPR, 0xffffffff);
	mmio_write32(private, GICD_ICENABLER, 0xffff0000);
	for (unsigned int intid = 0; intid < GIC_SPI_BASE; intid += 4)
		mmio_write32(private, GICD_PRIORITY + intid, GIC_PRIORITY * 0x01010101u);
	mmio_write32(private, GICD_ISENABLER, 0x0000ffff);
	return settle(frame, GICR_CTLR, GICR_RWP);
}

/* smpboot_el_setup() has allowed the system registers where EL2 could forbid them. */
static int init_interface(void)
{
	cpu_write(icc_sre_el1, cpu_read(icc_sre_el1) | ICC_SRE_SRE);
	cpu_isb(); /* the others exist only now */
	if ((cpu_read(icc_sre_el1) & ICC_SRE_SRE) == 0)
		return -1;
	cpu_write(icc_pmr_el1, GIC_PRIORITY_MASK);
	cpu_write(icc_bpr1_el1, 0);
	cpu_write(icc_ctlr_el1, 0); /* one write ends an interrupt */
	cpu_write(icc_igrpen1_el1, 1);
	cpu_isb();
	return 0;
}

static int init_cpu(void)
{
	volatile void *frame = own_redistributor();

	if (frame == NULL || wake(frame) || init_private(frame))
		return -1;
	return init_interface();
}

/*
 * The redistributor must be asleep before its CPU loses power (IHI0069, "Power
 * management"). Where there is a Secure side that is its affair, and the
 * register reads as 0 and ignores what is written.
 */
static void sleep(volatile void *frame)
{
	mmio_write32(frame, GICR_WAKER, mmio_read32(frame, GICR_WAKER) | GICR_PROCESSOR_SLEEP);
	if (mmio_read32(frame, GICR_WAKER) & GICR_PROCESSOR_SLEEP)
		settle_at(frame, GICR_WAKER, GICR_CHILDREN_ASLEEP, GICR_CHILDREN_ASLEEP);
}

static void stop_cpu(void)
{
	volatile void *frame = own_redistributor();

	cpu_write(icc_igrpen1_el1, 0);
	cpu_isb(); /* the interface has let go before the redistributor sleeps */
	mmio_write32((volatile char *)frame + GICR_SGI_FRAME, GICD_ICENABLER, 0xffffffff);
	settle(frame, GICR_CTLR, GICR_RWP);
	sleep(frame);
}

static void enable(unsigned int intid)
{
	volatile void *base = distributor;

	if (intid < GIC_SPI_BASE)
		base = (volatile char *)own_redistributor() + GICR_SGI_FRAME;
	else
		mmio_write64(distributor, GICD_IROUTER + 8 * intid, cpu_mpidr());
	mmio_write32(base, GICD_ISENABLER + intid / 32 * 4, 1u << intid % 32);
}

static void send_sgi(unsigned int sgi, uint64_t mpidr)
{
	uint64_t aff0 = mpidr & 0xff;
	uint64_t aff1 = mpidr >> 8 & 0xff;
	uint64_t aff2 = mpidr >> 16 & 0xff;
	uint64_t aff3 = mpidr >> 32 & 0xff;

	/* ICC_SGI1R_EL1: a list of 16 CPUs, the one of the range that Aff0 is in. */
	cpu_write(icc_sgi1r_el1, aff3 << 48 | aff0 / 16 << 44 | aff2 << 32 | (uint64_t)sgi << 24 |
	                                 aff1 << 16 | 1u << aff0 % 16);
	cpu_isb(); /* sent before this CPU goes on, perhaps to sleep */
}

static uint32_t acknowledge(void)
{
	uint32_t intid = (uint32_t)cpu_read(icc_iar1_el1);

	/* Acknowledged before the handler quiets the device: else the interrupt could come again. */
	__asm__ volatile("dsb sy" ::: "memory");
	return intid;
}

static void finish(uint32_t acknowledged)
{
	cpu_write(icc_eoir1_el1, acknowledged);
	cpu_isb();
}

static const char *const compatible[] = { "arm,gic-v3", NULL };

const struct controller gicv3 = {
	.name = "GICv3",
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
