/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What goes wrong with CPUs that leave and come back, from the seed.
 */
#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

static const char *const names[SIM_PARTING_COUNT] = {
	[SIM_GOES] = "no fault",
	[SIM_GOES_LATE] = "slow firmware",
	[SIM_STOPPING_SLOW] = "a slow ops.stopping",
	[SIM_STOPPING_HANGS] = "ops.stopping that hangs",
	[SIM_STOPPING_REFUSES] = "a refusal by ops.stopping",
	[SIM_OFF_DENIED] = "CPU_OFF that is denied",
	[SIM_OFF_NOT_SUPPORTED] = "no CPU_OFF",
	[SIM_OFF_STAYS_ON] = "AFFINITY_INFO that stays on",
	[SIM_OFF_STAYS_PENDING] = "AFFINITY_INFO that is pending",
};

const char *sim_parting_name(enum sim_parting parting)
{
	return names[parting];
}

static bool has_cpu_off(const struct sim_cpu *cpu)
{
	return cpu->method == SIM_PSCI && (!sim.psci_0_1 || sim.psci_0_1_off);
}

bool sim_goes_to_pen(const struct sim_cpu *cpu)
{
	return cpu->parks || !has_cpu_off(cpu) || cpu->parting == SIM_OFF_NOT_SUPPORTED;
}

static bool fits(const struct sim_cpu *cpu, enum sim_parting parting)
{
	switch (parting) {
	case SIM_GOES_LATE:
	case SIM_OFF_DENIED:
	case SIM_OFF_NOT_SUPPORTED:
		return has_cpu_off(cpu);
	case SIM_OFF_STAYS_ON:
	case SIM_OFF_STAYS_PENDING:
		return has_cpu_off(cpu) && cpu->id != 0;
	case SIM_STOPPING_HANGS:
		/* Without the boot CPU the run could not go on. */
		return cpu->id != 0;
	default:
		return true;
	}
}

void sim_plan_parting(struct sim_cpu *cpu)
{
	cpu->parting = SIM_GOES;
	cpu->told = sim_now();
	if (sim_chance(4))
		do
			cpu->parting = (enum sim_parting)sim_random(SIM_PARTING_COUNT);
		while (!fits(cpu, cpu->parting));
	cpu->takes = sim_random(100 * US);
	cpu->code = -1 - (int64_t)sim_random(1000);
	if (cpu->parting == SIM_GOES_LATE || cpu->parting == SIM_STOPPING_SLOW)
		cpu->takes = (SIM_WAIT_OFF_US + 500 + sim_random(1000)) * US;
}

/* Faults of a start that may befall a CPU which came before. */
static const enum sim_fault of_any[] = {
	SIM_PREPARE_REFUSES, SIM_BAD_STACK, SIM_STARTING_REFUSES, SIM_STARTING_SLOW, SIM_DIES, SIM_FAULTS,
};

/* And one that has to be switched on again. */
static const enum sim_fault of_power[] = {
	SIM_REFUSED, SIM_PENDING_COMES, SIM_LATE, SIM_NEVER_OFF, SIM_NEVER_ON, SIM_NEVER_PENDING,
};

/* The boot CPU must be able to come back. */
static bool lost_with(enum sim_fault fault)
{
	return fault == SIM_DIES || fault == SIM_FAULTS || fault == SIM_NEVER_ON ||
	       fault == SIM_NEVER_PENDING || (fault == SIM_NEVER_OFF && sim.psci_0_1);
}

static enum sim_fault choose(bool from_pen)
{
	if (!from_pen && sim_chance(2))
		return of_power[sim_random(sizeof(of_power) / sizeof(of_power[0]))];
	return of_any[sim_random(sizeof(of_any) / sizeof(of_any[0]))];
}

void sim_plan_return(struct sim_cpu *cpu, bool from_pen)
{
	enum sim_fault fault = SIM_FINE;

	/* Those that no start changes stay. */
	if (cpu->fault == SIM_CONTEXT || cpu->fault == SIM_FREQUENCY)
		return;
	if (sim_chance(4))
		do
			fault = choose(from_pen);
		while (cpu->id == 0 && lost_with(fault));
	sim_plan_start(cpu, fault);
	cpu->sticky = true;
}
