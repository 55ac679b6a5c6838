/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts: which controller there is, and whose handler is called.
 */
#include "drivers/irq.h"

#include <stddef.h>

#include "drivers/gic.h"
#include "lib/console.h"
#include "lib/machine.h"

static const struct gic *gic;
static irq_handler *handlers[GIC_INTIDS];

void irq_init(void)
{
	if (machine.gic == MACHINE_GIC_V2)
		gic = &gicv2;
	else if (machine.gic == MACHINE_GIC_V3)
		gic = &gicv3;
	else
		panic("no GICv2 or GICv3 in the device tree");
	gic->init();
}

int irq_init_cpu(void)
{
	return gic->init_cpu();
}

void irq_set_handler(unsigned int intid, irq_handler *handler)
{
	if (intid >= GIC_INTIDS)
		panic("there is no interrupt %u", intid);
	handlers[intid] = handler;
}

void irq_enable(unsigned int intid)
{
	gic->enable(intid);
}

void irq_send_sgi(unsigned int sgi, uint64_t mpidr)
{
	/* What the handler will look at must be visible before the interrupt is. */
	__asm__ volatile("dsb ishst" ::: "memory");
	gic->send_sgi(sgi, mpidr);
}

void irq_dispatch(void)
{
	uint32_t acknowledged = gic->acknowledge();
	unsigned int intid = acknowledged & 0x3ff;

	if (intid >= GIC_INTIDS)
		return; /* withdrawn meanwhile */
	if (handlers[intid] != NULL)
		handlers[intid](intid);
	else
		kprintf("irq: nobody handles interrupt %u\n", intid);
	gic->finish(acknowledged);
}

const char *irq_controller_name(void)
{
	return gic->name;
}
