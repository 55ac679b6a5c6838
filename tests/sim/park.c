/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first kernel's end: all CPUs are to leave it, some do not, or not in time; and only
 * when nobody is left does the boot CPU hand the machine over.
 */
#include <smpboot/pen.h>

#include "core/machine.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

#define US 1000ull

#define PARK_US 1000u

unsigned long sim_parkings;

/* ---- A CPU that is called off --------------------------------------------- */

void sim_call_off(void *context, unsigned int id)
{
	struct sim_cpu *cpu = &sim.cpu[id];

	if (context != &sim || id == 0 || id >= sim.cpus)
		sim_fail("ops.call_off is called with nonsense");
	if (cpu->deaf || !SIM_GET(cpu->listens))
		return;
	SIM_SET(cpu->parks, true);
	sim_interrupt(cpu);
}

void sim_park(struct sim_cpu *cpu)
{
	enum smpboot_status status = smpboot_park_self();

	if (status != SMPBOOT_ERR_STOPPING || cpu->parting != SIM_STOPPING_REFUSES)
		sim_fail("CPU %u does not leave for the pen: %s", cpu->id, smpboot_strerror(status));
	sim_record[cpu->id].phase = SIM_PHASE_MAIN;
	SIM_SET(cpu->parks, false);
}

/* ---- Plan ----------------------------------------------------------------- */

static void plan(struct sim_cpu *cpu)
{
	static const enum sim_parting partings[] = { SIM_STOPPING_SLOW, SIM_STOPPING_HANGS,
		                                     SIM_STOPPING_REFUSES };

	cpu->still = 0;
	cpu->parting = SIM_GOES;
	/* Each one that is waited for before gives it more time. */
	cpu->takes = (sim.cpus + 4) * PARK_US * US + sim_random(1000 * US);
	cpu->deaf = sim_chance(24);
	cpu->stuck = sim_chance(24);
	if (sim_chance(12))
		cpu->parting = partings[sim_random(3)];
}

/* Where it is, nobody knows, or it may come at any time. */
static bool lost(unsigned int id)
{
	enum smpboot_state state = sim_info_of(id).state;

	return state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED ||
	       (state == SMPBOOT_STATE_ABANDONED && !sim_waits_in(id));
}

/* In this kernel, and not out of it in the time of one call. */
static bool stays(unsigned int id)
{
	const struct sim_cpu *cpu = &sim.cpu[id];

	switch (sim_info_of(id).state) {
	case SMPBOOT_STATE_STOPPING:
		return !sim_waits_in(id);
	case SMPBOOT_STATE_SUSPENDED:
		return true;
	case SMPBOOT_STATE_ONLINE:
		/* It was reset at the gate. */
		return true;
	case SMPBOOT_STATE_ACTIVE:
		return cpu->deaf || !SIM_GET(cpu->listens) || SIM_GET(cpu->dead) || cpu->id != cpu->slot ||
		       SIM_GET(cpu->order) != SIM_ORDER_NONE || cpu->parting != SIM_GOES;
	default:
		return false;
	}
}

static bool any(bool (*is)(unsigned int id))
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (is(id))
			return true;
	return false;
}

/* What says so of a CPU that waits; one of the same MPIDR that comes later leaves its own. */
static bool marked(unsigned int id)
{
	uint64_t crumb = sim_read64(sim_pa(&smpboot_machine.early[id].crumb));

	return (crumb & 0xff) == SMPBOOT_STAGE_PEN;
}

/* A CPU waits there, or will when it is called off; that of its own row, or another with that one's MPIDR. */
static bool is_of_row(const struct sim_cpu *cpu, unsigned int id)
{
	return (SIM_GET(cpu->waits_in) == id + 1 && marked(id)) ||
	       (cpu->id == id && sim_info_of(id).state == SMPBOOT_STATE_ACTIVE);
}

/* They share a mark: the first to move is what the row tells of. */
static bool does_not_move(unsigned int id)
{
	bool stuck = false;

	for (unsigned int i = 1; i < sim.cpus; i++) {
		if (!is_of_row(&sim.cpu[i], id))
			continue;
		if (!sim.cpu[i].stuck)
			return false;
		stuck = true;
	}
	return stuck;
}

/* ---- What must hold ------------------------------------------------------- */

static void check_stays_here(const char *why)
{
	enum smpboot_status status = smpboot_hand_over(SIM_ENTRY_PA + 4096, SIM_ENTRY_PA / 3, sim.level);

	if (status != SMPBOOT_ERR_STATE)
		sim_fail("hand-over while %s: %s", why, smpboot_strerror(status));
}

/* Nobody has moved, and who came out of the kernel can come back. */
static void check_nobody_moved(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim.cpu[id].in_copy || sim_info_of(id).state == SMPBOOT_STATE_PARKING)
			sim_fail("CPU %u has moved, and others stay", id);
}

/* Where CPUs have another's MPIDR, it is that one's row that tells of them. */
static bool in_copy(unsigned int id)
{
	for (unsigned int i = 1; i < sim.cpus; i++)
		if (sim.cpu[i].in_copy && sim.cpu[i].slot == id)
			return true;
	return false;
}

static void check_parked(unsigned int id)
{
	struct smpboot_cpu_info info = sim_info_of(id);

	if (sim_waits_in(id))
		sim_fail("CPU %u is still in the library's pen", id);
	if ((info.stage == SMPBOOT_STAGE_PARKED) != in_copy(id))
		sim_fail("CPU %u is in stage %s", id, smpboot_stage_name(info.stage));
	if (in_copy(id) && info.state != SMPBOOT_STATE_OFFLINE && info.state != SMPBOOT_STATE_DISABLED)
		sim_fail("CPU %u is parked, and %s", id, smpboot_state_name(info.state));
}

static enum smpboot_status park(enum smpboot_status expected)
{
	uint64_t end = sim_now() + (sim.cpus + 3) * PARK_US * US;
	enum smpboot_status status = smpboot_park_all(sim_copy_word() - SMPBOOT_PEN_RELEASE_WORD, PARK_US);

	sim_parkings++;
	sim_note("park_all: %s", smpboot_strerror(status));
	if (status != expected)
		sim_fail("smpboot_park_all: %s", smpboot_strerror(status));
	if (sim_now() > end + sim.slack)
		sim_fail("smpboot_park_all takes %llu us too long",
		         (unsigned long long)((sim_now() - end) / US));
	return status;
}

/* ---- The boot CPU --------------------------------------------------------- */

void sim_hand_over(void)
{
	if (sim_parallel || !sim_chance(2))
		return;
	for (unsigned int id = 1; id < sim.cpus; id++)
		plan(&sim.cpu[id]);
	if (any(lost)) {
		(void)park(SMPBOOT_ERR_STATE);
		check_stays_here("a CPU is lost");
		return;
	}
	if (any(stays)) {
		(void)park(SMPBOOT_ERR_TIMEOUT);
		check_nobody_moved();
		check_stays_here("a CPU stays");
		/* Those that were slow, or refused once, may come now. */
		sim_sleep((sim.cpus + 8) * PARK_US * US);
		for (unsigned int id = 1; id < sim.cpus; id++)
			if (sim.cpu[id].parting == SIM_STOPPING_REFUSES)
				sim.cpu[id].parting = SIM_GOES;
		if (any(stays))
			return;
	}
	if (does_not_move(0) || any(does_not_move)) {
		(void)park(SMPBOOT_ERR_TIMEOUT);
		check_stays_here("a CPU does not move");
		return;
	}
	(void)park(SMPBOOT_OK);
	for (unsigned int id = 1; id < sim.cpus; id++)
		check_parked(id);
	sim.leaves = true;
	(void)smpboot_hand_over(SIM_ENTRY_PA + 4096, SIM_ENTRY_PA / 3, sim.level + sim_random(4 - sim.level));
	sim_fail("the boot CPU stays");
}
