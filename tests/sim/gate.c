/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: CPUs that are let on all together, or one alone.
 */
#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

static void all_go(void *arg, unsigned int id)
{
	if (arg != &sim.gate)
		sim_fail("CPU %u went through the gate with another's argument", id);
	sim_ops.main(&sim, id);
	sim_die();
}

static char alone; /* the argument of those that are sent on alone */

static void one_goes(void *arg, unsigned int id)
{
	if (arg != &alone)
		sim_fail("CPU %u was sent on with another's argument", id);
	SIM_SET(sim.cpu[id].went, sim.cpu[id].went + 1);
	sim_ops.main(&sim, id);
	sim_die();
}

void sim_open_gate(void)
{
	bool was_open = SIM_GET(sim.gate_opened) != 0;
	enum smpboot_status status = smpboot_open_gate(sim_chance(2) ? all_go : NULL, &sim.gate);

	sim_note("open_gate: %s", smpboot_strerror(status));
	if (status != SMPBOOT_OK && status != SMPBOOT_ERR_GATE_OPEN)
		sim_fail("smpboot_open_gate: %s", smpboot_strerror(status));
	if (status == SMPBOOT_OK &&
	    (was_open || __atomic_fetch_add(&sim.gate_opened, 1, __ATOMIC_RELAXED) != 0))
		sim_fail("the gate is opened twice");
}

void sim_transfer(void)
{
	unsigned int id = SMPBOOT_NO_CPU;
	enum smpboot_status status = smpboot_transfer(one_goes, &alone, 200, &id);

	sim_note("transfer: %s, CPU %u", smpboot_strerror(status), id);
	if (status == SMPBOOT_OK && (id == 0 || id >= sim.cpus))
		sim_fail("smpboot_transfer sends CPU %u on", id);
	if (status != SMPBOOT_OK && status != SMPBOOT_ERR_STATE && status != SMPBOOT_ERR_TIMEOUT)
		sim_fail("smpboot_transfer: %s", smpboot_strerror(status));
	if (status == SMPBOOT_OK)
		sim.cpu[id].sent++;
}

/* Who was told that it is sent goes there, unless it is reset on its way: then it waits in the pen. */
static void check_sent(const struct sim_cpu *cpu)
{
	uint32_t went = SIM_GET(cpu->went);

	if (went == cpu->sent)
		return;
	if (went > cpu->sent || cpu->fault != SIM_TWICE || !sim_waits_in(cpu->id))
		sim_fail("CPU %u was sent on alone %u times, and went %u times", cpu->id, cpu->sent, went);
}

void sim_check_gate(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++) {
		if (sim_info_of(id).state == SMPBOOT_STATE_ONLINE && sim.cpu[id].fault != SIM_TWICE)
			sim_fail("CPU %u is still at the gate", id);
		check_sent(&sim.cpu[id]);
	}
	if (sim.gate && sim.gate_opened != 1)
		sim_fail("the gate was opened %u times", sim.gate_opened);
}
