/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic timer (Arm ARM DDI0487, "The Generic Timer").
 *
 * At EL1 the tick is the virtual timer, which every hypervisor gives its
 * guests. At EL2 it is the EL2 physical timer: with E2H, CNTP_*_EL0 are its
 * registers. Both count with CNTVCT_EL0: at EL2 with E2H that has no offset.
 */
#include "drivers/timer.h"

#include <libfdt.h>

#include "arch/cpu.h"
#include "drivers/irq.h"
#include "kern/sched.h"
#include "lib/console.h"
#include "lib/machine.h"

#define CTL_ENABLE 1
#define CTL_OFF    0

static uint64_t start;
static uint64_t frequency;
static unsigned int irq; /* of the timer that the kernel's level uses */

static uint64_t now(void)
{
	cpu_isb(); /* or the counter may be read ahead of what comes before */
	return cpu_read(cntvct_el0);
}

static uint64_t deadline(void)
{
	return cpu_level() == 2 ? cpu_read(cntp_cval_el0) : cpu_read(cntv_cval_el0);
}

static void set_deadline(uint64_t when)
{
	if (cpu_level() == 2)
		cpu_write(cntp_cval_el0, when);
	else
		cpu_write(cntv_cval_el0, when);
}

static void control(uint64_t value)
{
	if (cpu_level() == 2)
		cpu_write(cntp_ctl_el0, value);
	else
		cpu_write(cntv_ctl_el0, value);
	cpu_isb(); /* the timer's output has changed before the interrupt is finished or unmasked */
}

static uint64_t period(void)
{
	return frequency / TIMER_HZ;
}

/* The next deadline follows from the last one, so that ticks do not drift; missed ticks are gone. */
static void tick(unsigned int unused)
{
	uint64_t due = deadline();
	uint64_t time = now();

	(void)unused;
	if (time < due)
		return; /* the request was withdrawn while it was on its way */
	set_deadline(due + ((time - due) / period() + 1) * period());
	cpu_isb(); /* the request is withdrawn before the interrupt is finished */
	sched_tick();
}

/* Which of the node's interrupts: by name, or else in the order that the binding fixes. */
static unsigned int interrupt_index(const char *name, unsigned int position)
{
	int index = fdt_stringlist_search(machine.dtb, machine.timer_node, "interrupt-names", name);

	return index >= 0 ? (unsigned int)index : position;
}

void timer_init(void)
{
	unsigned int index = cpu_level() == 2 ? interrupt_index("hyp-phys", 3) : interrupt_index("virt", 2);

	irq = irq_of_node(machine.timer_node, index);
	frequency = cpu_read(cntfrq_el0);
	start = now();
	if (frequency < TIMER_HZ)
		panic("the firmware has not set CNTFRQ_EL0");
	if (irq == 0)
		panic("the device tree has no interrupt of the timer for EL%u", cpu_level());
	irq_set_handler(irq, tick);
}

void timer_start_cpu(void)
{
	set_deadline(now() + period());
	control(CTL_ENABLE);
	irq_enable(irq);
}

void timer_stop_cpu(void)
{
	control(CTL_OFF);
}

uint64_t timer_us(void)
{
	uint64_t ticks = now() - start;
	uint64_t hz = frequency != 0 ? frequency : cpu_read(cntfrq_el0);

	/* In two steps, since ticks * 1000000 overflows after some hours. */
	return ticks / hz * 1000000 + ticks % hz * 1000000 / hz;
}
