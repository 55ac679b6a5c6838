/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local interrupt controller of BCM2836 and BCM2837 (Broadcom, "ARM
 * Quad-A7 core", QA7 rev 3.4): for each of four cores a line for each of its
 * timers, and mailboxes, words whose bits any core can set and which interrupt
 * their owner until they are clear. The interrupts of other devices come
 * through a second controller, which this kernel has no use for.
 */
#include <stddef.h>

#include "arch/cpu.h"
#include "drivers/controller.h"
#include "drivers/mmio.h"
#include "lib/console.h"
#include "lib/dt.h"

/* Offsets for core 0; the next core's registers follow. */
#define TIMER_CONTROL   0x40 /* a bit for each timer line */
#define MAILBOX_CONTROL 0x50 /* a bit for each mailbox */
#define SOURCE          0x60 /* what is pending: a bit for each interrupt of the binding */
#define MAILBOX_SET     0x80
#define MAILBOX_CLEAR   0xc0 /* reads as what is set */

#define CORES          4
#define CORE_STEP      4
#define MAILBOXES_STEP 0x10

/* The binding's interrupts: 0 to 3 timers, 4 to 7 mailboxes. */
#define LINE_TIMERS   0xfu
#define LINE_MAILBOX0 (1u << 4)
#define MAILBOX0      1u

/* The kernel's number of the binding's interrupt 0: those below are bits of mailbox 0. */
#define LINE_BASE 16

static volatile void *registers;

static void init(const void *dtb, int node)
{
	registers = dt_map_device(dtb, node, 0);
	if (registers == NULL)
		panic("the interrupt controller has no registers that the CPU can reach");
}

static unsigned int core_of(uint64_t mpidr)
{
	return (unsigned int)(mpidr & 0xff);
}

static int init_cpu(void)
{
	unsigned int core = core_of(cpu_mpidr());

	if (core >= CORES)
		return -1;
	mmio_write32(registers, TIMER_CONTROL + CORE_STEP * core, 0);
	mmio_write32(registers, MAILBOX_CLEAR + MAILBOXES_STEP * core, 0xffffffff);
	mmio_write32(registers, MAILBOX_CONTROL + CORE_STEP * core, MAILBOX0);
	return 0;
}

static void stop_cpu(void)
{
	unsigned int core = core_of(cpu_mpidr());

	mmio_write32(registers, TIMER_CONTROL + CORE_STEP * core, 0);
	mmio_write32(registers, MAILBOX_CONTROL + CORE_STEP * core, 0);
}

static unsigned int decode(const uint32_t *cells)
{
	return LINE_BASE + cells[0];
}

/* IPIs are always on, and of the lines only the timers' are ours. */
static void enable(unsigned int irq)
{
	uint64_t control = TIMER_CONTROL + CORE_STEP * core_of(cpu_mpidr());

	if (irq >= LINE_BASE && irq < LINE_BASE + 4)
		mmio_write32(registers, control, mmio_read32(registers, control) | 1u << (irq - LINE_BASE));
}

static void send(unsigned int ipi, uint64_t mpidr)
{
	mmio_write32(registers, MAILBOX_SET + MAILBOXES_STEP * core_of(mpidr), 1u << ipi);
}

/* Cleared before it is handled: one that is sent meanwhile interrupts again. */
static uint32_t acknowledge_mailbox(unsigned int core)
{
	uint64_t mailbox = MAILBOX_CLEAR + MAILBOXES_STEP * core;
	uint32_t set = mmio_read32(registers, mailbox) & 0xffff;

	if (set == 0)
		return IRQ_NONE;
	mmio_write32(registers, mailbox, set & -set);
	/* The bit is clear before the handler looks at what the sender wrote, or a later IPI could be lost. */
	__asm__ volatile("dsb sy" ::: "memory");
	return (uint32_t)__builtin_ctz(set);
}

static uint32_t acknowledge(void)
{
	unsigned int core = core_of(cpu_mpidr());
	uint32_t source = mmio_read32(registers, SOURCE + CORE_STEP * core);

	if (source & LINE_MAILBOX0)
		return acknowledge_mailbox(core);
	if (source & LINE_TIMERS)
		return LINE_BASE + (uint32_t)__builtin_ctz(source & LINE_TIMERS);
	return IRQ_NONE;
}

/* A line falls when its device is quiet. */
static void finish(uint32_t acknowledged)
{
	(void)acknowledged;
}

static const char *const compatible[] = { "brcm,bcm2836-l1-intc", NULL };

const struct controller bcm2836 = {
	.name = "BCM2836",
	.compatible = compatible,
	.init = init,
	.init_cpu = init_cpu,
	.stop_cpu = stop_cpu,
	.decode = decode,
	.enable = enable,
	.send = send,
	.acknowledge = acknowledge,
	.finish = finish,
};
