/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs in ops.main that sleep while others are brought up, leave and come back: what goes
 * wrong with them, and what must hold when they are awake.
 */
#include <string.h>

#include "kernel.h"
#include "machine.h"
#include "rounds.h"
#include "sched.h"

#define US 1000ull

static const char *const names[SIM_NAP_COUNT] = {
	[SIM_NAP_STANDBY] = "in standby",
	[SIM_NAP_POWER_DOWN] = "without power",
	[SIM_NAP_PENDING] = "and was awake at once",
	[SIM_NAP_REFUSED] = "which was refused",
	[SIM_NAP_LONG] = "for long",
	[SIM_NAP_CONTEXT] = "and came back with rubbish in x0",
	[SIM_NAP_RESET] = "and was reset when it was awake",
	[SIM_NAP_NEVER] = "and did not come back",
};

const char *sim_nap_name(enum sim_nap nap)
{
	return names[nap];
}

/* ---- Plan ----------------------------------------------------------------- */

static bool fits(const struct sim_cpu *cpu, enum sim_nap nap)
{
	if (nap != SIM_NAP_RESET && nap != SIM_NAP_NEVER)
		return true;
	/* The run is the boot CPU's. */
	return cpu->id != 0 && sim.suspend && sim_chance(4);
}

static enum sim_nap choose(const struct sim_cpu *cpu)
{
	enum sim_nap nap = sim_chance(4) ? SIM_NAP_STANDBY : SIM_NAP_POWER_DOWN;

	if (sim_chance(3))
		do
			nap = (enum sim_nap)sim_random(SIM_NAP_COUNT);
		while (!fits(cpu, nap));
	return nap;
}

static void plan(struct sim_cpu *cpu, enum sim_nap nap)
{
	cpu->nap = nap;
	cpu->loses = cpu->nap != SIM_NAP_STANDBY;
	if (cpu->nap == SIM_NAP_PENDING || cpu->nap == SIM_NAP_REFUSED)
		cpu->loses = !sim_chance(3);
	cpu->rest = sim_random((cpu->nap == SIM_NAP_LONG ? 8000 : 300) * US);
	cpu->code = -1 - (int64_t)sim_random(11);
	if (cpu->code == -11)
		cpu->code = 1;
	sim_naps[cpu->nap]++;
}

/* As DEN0022 has it: StateType in bit 16, or in bit 30, where bit 16 means something else. */
static uint32_t power_state(const struct sim_cpu *cpu)
{
	if (sim.extended)
		return (uint32_t)cpu->loses << 30 | sim_random(1 << 28);
	return (uint32_t)cpu->loses << 16 | sim_random(4) << 24 | sim_random(1 << 16);
}

static enum smpboot_status expected(const struct sim_cpu *cpu)
{
	if (!sim.suspend)
		return SMPBOOT_ERR_NOT_SUPPORTED;
	if (cpu->nap != SIM_NAP_REFUSED)
		return SMPBOOT_OK;
	switch (cpu->code) {
	case SMPBOOT_PSCI_NOT_SUPPORTED:
		return SMPBOOT_ERR_NOT_SUPPORTED;
	case SMPBOOT_PSCI_INVALID_PARAMETERS:
		return SMPBOOT_ERR_OPTION;
	default:
		return SMPBOOT_ERR_FIRMWARE;
	}
}

/* ---- The CPU that sleeps -------------------------------------------------- */

/* What it has that a sleep must not change. */
struct belongings {
	struct smpboot_cpu_info info;
	const struct sim_stack *stack;
	uint64_t tpidr;
	uint64_t number; /* nobody else's */
};

static void check_awake(const struct sim_cpu *cpu, const struct belongings *had)
{
	struct smpboot_cpu_info info = sim_info_of(cpu->id);

	if (smpboot_this_cpu() != cpu->id || cpu->coherent != sim.coherent || cpu->kept != NULL)
		sim_fail("CPU %u is not itself after a sleep", cpu->id);
	if (cpu->stack != had->stack || cpu->tpidr != had->tpidr)
		sim_fail("CPU %u has lost its stack or its TPIDR in a sleep", cpu->id);
	if (info.state != SMPBOOT_STATE_ACTIVE || info.stage != SMPBOOT_STAGE_MAIN ||
	    info.reason != had->info.reason || info.entry_el != had->info.entry_el ||
	    info.context != had->info.context ||
	    memcmp(&info.stamps, &had->info.stamps, sizeof(info.stamps)) != 0)
		sim_fail("CPU %u has another row after a sleep: %s, %s", cpu->id,
		         smpboot_state_name(info.state), smpboot_stage_name(info.stage));
}

void sim_nap_once(struct sim_cpu *cpu, enum sim_nap nap)
{
	static uint64_t numbers;
	uint64_t number = ++numbers;
	struct belongings had = {
		.info = sim_info_of(cpu->id),
		.stack = cpu->stack,
		.tpidr = cpu->tpidr,
		.number = number,
	};
	enum smpboot_status status;

	plan(cpu, nap);
	sim_note("CPU %u sleeps, %s", cpu->id, names[cpu->nap]);
	sim_rounds_note(cpu->id, SIM_MAY_COME);
	status = smpboot_cpu_suspend(power_state(cpu));
	sim_rounds_note(cpu->id, SIM_MUST_COME);
	sim_note("CPU %u is awake: %s", cpu->id, smpboot_strerror(status));
	if (cpu != sim_self() || had.number != number)
		sim_fail("CPU %u wakes up as another", cpu->id);
	if (status != expected(cpu))
		sim_fail("CPU %u was to sleep, %s, code %lld: %s", cpu->id, names[cpu->nap],
		         (long long)cpu->code, smpboot_strerror(status));
	check_awake(cpu, &had);
}

/* The kernel has lost it: it must not go on anywhere, nor touch anything. */
static void be_reset(struct sim_cpu *cpu)
{
	cpu->reset_at = sim_now() + sim_random(20000);
	sim_sleep(SIM_NEVER / 2);
}

void sim_nap(struct sim_cpu *cpu)
{
	unsigned int times = 1 + sim_random(3);

	for (unsigned int i = 0; i < times; i++) {
		sim_nap_once(cpu, choose(cpu));
		if (cpu->nap == SIM_NAP_RESET)
			be_reset(cpu);
		sim_sleep(sim_random(20000));
	}
}

/* ---- The others ----------------------------------------------------------- */

static bool sleeps(unsigned int id)
{
	return SIM_GET(sim.cpu[id].order) == SIM_ORDER_SLEEP;
}

bool sim_somebody_sleeps(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sleeps(id))
			return true;
	return false;
}

/* Who waits for one that sleeps, whatever comes of that, does so for a time; and nobody starts it. */
static void disturb(unsigned int id)
{
	uint32_t us = 1 + sim_random(100);
	uint64_t end = sim_now() + us * US;
	enum smpboot_status status = smpboot_wait_off(id, us);

	if (status != SMPBOOT_ERR_TIMEOUT || sim_now() > end + sim.slack)
		sim_fail("smpboot_wait_off(%u), which sleeps: %s", id, smpboot_strerror(status));
	status = smpboot_bring_up(id);
	if (status != SMPBOOT_ERR_STATE)
		sim_fail("smpboot_bring_up(%u), which sleeps: %s", id, smpboot_strerror(status));
}

void sim_send_to_sleep(void)
{
	if (sim_parallel)
		return;
	while (sim_chance(3)) {
		unsigned int id = sim_choose(0);

		/* One that is to be reset, or was just now, is not where it could be told. */
		if (id == 0 || sim.cpu[id].reset_at != SIM_NEVER || !SIM_GET(sim.cpu[id].listens))
			return;
		sim_tell(&sim.cpu[id], SIM_ORDER_SLEEP, 0);
		if (sim_chance(4)) {
			sim_sleep(sim_random(30000));
			disturb(id);
		}
	}
}

void sim_check_sleepers(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++) {
		const struct sim_cpu *cpu = &sim.cpu[id];
		enum smpboot_state state = sim_info_of(id).state;

		if (!sleeps(id))
			continue;
		if (cpu->nap != SIM_NAP_NEVER && cpu->nap != SIM_NAP_RESET)
			sim_fail("CPU %u, which slept %s, does not come back", id, names[cpu->nap]);
		if (state != (cpu->nap == SIM_NAP_NEVER ? SMPBOOT_STATE_SUSPENDED : SMPBOOT_STATE_ACTIVE))
			sim_fail("CPU %u, which slept %s, is %s", id, names[cpu->nap],
			         smpboot_state_name(state));
		if (cpu->nap == SIM_NAP_RESET && !sim_waits_in(id))
			sim_fail("CPU %u was reset, and does not wait in the pen", id);
	}
}
