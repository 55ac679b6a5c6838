/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts: which controller there is, and whose handler is called.
 */
#include "drivers/irq.h"

#include <stddef.h>

#include "drivers/controller.h"
#include "lib/console.h"
#include "lib/dt.h"
#include "lib/machine.h"

/* Cells that say which interrupt: the bindings have 2 to 4, of which the first two count. */
#define CELLS_LEAST 2

static const struct controller *const controllers[] = { &gicv2, &gicv3, &bcm2836 };
static const struct controller *controller;
static uint32_t interrupt_cells;
static irq_handler *handlers[IRQ_COUNT];

void irq_init(void)
{
	int node = dt_interrupt_parent(machine.dtb, machine.timer_node);

	if (node < 0)
		panic("the device tree has no arm,armv8-timer with an interrupt controller");
	for (unsigned int i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++)
		if (dt_compatible(machine.dtb, node, controllers[i]->compatible))
			controller = controllers[i];
	if (controller == NULL)
		panic("no driver for the interrupt controller \"%s\"",
		      dt_string(machine.dtb, node, "compatible"));
	if (!dt_cell(machine.dtb, node, "#interrupt-cells", 0, &interrupt_cells) ||
	    interrupt_cells < CELLS_LEAST)
		panic("the interrupt controller has no valid #interrupt-cells");
	controller->init(machine.dtb, node);
}

int irq_init_cpu(void)
{
	return controller->init_cpu();
}

/* Nothing is re-routed: this kernel's devices have no interrupts, all there are belong to a CPU. */
void irq_stop_cpu(void)
{
	controller->stop_cpu();
}

unsigned int irq_of_node(int node, unsigned int index)
{
	uint32_t cells[CELLS_LEAST];

	for (unsigned int i = 0; i < CELLS_LEAST; i++)
		if (!dt_cell(machine.dtb, node, "interrupts", index * interrupt_cells + i, &cells[i]))
			return 0;
	return controller->decode(cells);
}

void irq_set_handler(unsigned int irq, irq_handler *handler)
{
	if (irq >= IRQ_COUNT)
		panic("there is no interrupt %u", irq);
	handlers[irq] = handler;
}

void irq_enable(unsigned int irq)
{
	controller->enable(irq);
}

void irq_send(unsigned int ipi, uint64_t mpidr)
{
	/* What the handler will look at must be visible before the interrupt is. */
	__asm__ volatile("dsb ishst" ::: "memory");
	controller->send(ipi, mpidr);
}

void irq_dispatch(void)
{
	uint32_t acknowledged = controller->acknowledge();
	unsigned int irq = acknowledged & 0x3ff;

	if (irq >= IRQ_COUNT)
		return; /* withdrawn meanwhile */
	if (handlers[irq] != NULL)
		handlers[irq](irq);
	else
		kprintf("irq: nobody handles interrupt %u\n", irq);
	controller->finish(acknowledged);
}

const char *irq_controller_name(void)
{
	return controller->name;
}
