/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * src/arch/aarch64/suspend.S once more, and the firmware's CPU_SUSPEND: what a CPU keeps on
 * its stack, how it loses all else, and how it finds that again.
 */
#include "core/arch.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "rounds.h"
#include "sched.h"

#define PSCI_0_1_CPU_SUSPEND 0x95c1ba5eu
#define PSCI_CPU_SUSPEND     0xc4000001u

#define RUBBISH 0xdeadbeef00000000u

/* What smpboot_arch_suspend() has in its frame. */
struct kept {
	struct sim_place place;
	const struct sim_cpu *cpu;
	uint64_t tpidr;
	int64_t (*enter)(uint64_t argument);
	uint64_t argument;
	int64_t answer;
};

static void enter(void *argument)
{
	struct kept *kept = argument;

	kept->answer = kept->enter(kept->argument);
	sim_rounds_note(kept->cpu->id, SIM_MAY_COME);
}

int64_t smpboot_arch_suspend(struct smpboot_slot *slot, int64_t (*enter_state)(uint64_t argument),
                             uint64_t argument)
{
	struct sim_cpu *cpu = sim_self();
	struct kept kept = { .cpu = cpu, .tpidr = cpu->tpidr, .enter = enter_state, .argument = argument };

	cpu->kept = &kept;
	sim_store64(&slot->saved, (uintptr_t)&kept);
	if (sim_keep(&kept.place, enter, &kept))
		return 0;
	cpu->kept = NULL;
	return kept.answer;
}

_Noreturn void sim_suspend_wake(struct sim_cpu *cpu, struct smpboot_slot *slot)
{
	struct kept *kept = (struct kept *)(uintptr_t)sim_load64(&slot->saved);

	if (cpu->kept == NULL)
		sim_fail("CPU %u goes on a second time with what it has kept", cpu->id);
	if (kept != cpu->kept || kept->cpu != cpu)
		sim_fail("CPU %u goes on with what it has not kept", cpu->id);
	cpu->kept = NULL;
	cpu->tpidr = kept->tpidr;
	sim_take_up(&kept->place);
}

/* ---- Firmware ------------------------------------------------------------- */

bool sim_is_cpu_suspend(uint64_t function)
{
	return function == (sim.psci_0_1 ? PSCI_0_1_CPU_SUSPEND : PSCI_CPU_SUSPEND);
}

int64_t sim_suspend_features(void)
{
	if (!sim.suspend)
		return SMPBOOT_PSCI_NOT_SUPPORTED;
	return sim.extended ? 2 : 0;
}

/* Its power is off, then on again. */
static void without_power(struct sim_cpu *cpu)
{
	if (cpu->nap == SIM_NAP_NEVER)
		sim_die();
	sim_sleep(cpu->rest);
	cpu->powerless = false;
	sim_rounds_note(cpu->id, SIM_MAY_COME);
	sim_entry_from_sleep(cpu);
}

static _Noreturn void lose_power(struct sim_cpu *cpu, uint64_t context)
{
	sim_note("CPU %u loses its power", cpu->id);
	sim_memory_power_down();
	cpu->powerless = true;
	cpu->coherent = false;
	cpu->context = cpu->nap == SIM_NAP_CONTEXT ? RUBBISH + cpu->id : context;
	cpu->stamp = RUBBISH;
	cpu->generation = RUBBISH;
	cpu->slot = SIM_MAX_CPUS;
	cpu->early_pa = RUBBISH;
	cpu->slot_pa = RUBBISH;
	cpu->tpidr = RUBBISH;
	sim_forget(without_power);
}

/* The CPU can be looked for where it says that it sleeps. */
static void check_call(const struct sim_cpu *cpu, uint64_t entry, uint64_t context)
{
	enum smpboot_state state = sim_info_of(cpu->id).state;

	if (state != (cpu->loses ? SMPBOOT_STATE_SUSPENDED : SMPBOOT_STATE_ACTIVE))
		sim_fail("CPU %u falls asleep and is %s", cpu->id, smpboot_state_name(state));
	if (cpu->loses && (entry != SIM_ENTRY_PA || context != cpu->id))
		sim_fail("CPU_SUSPEND of CPU %u with another entry or context", cpu->id);
}

int64_t sim_cpu_suspend(struct sim_cpu *cpu, uint64_t state, uint64_t entry, uint64_t context)
{
	if (!sim.suspend)
		return SMPBOOT_PSCI_NOT_SUPPORTED;
	if ((state >> (sim.extended ? 30 : 16) & 1) != cpu->loses)
		sim_fail("CPU %u asks for another power state than it was told", cpu->id);
	check_call(cpu, entry, context);
	if (cpu->loses)
		sim_rounds_note(cpu->id, SIM_CANNOT_COME);
	switch (cpu->nap) {
	case SIM_NAP_REFUSED:
		sim_sleep(sim_random(5000));
		return cpu->code;
	case SIM_NAP_PENDING:
		sim_sleep(sim_random(5000));
		return SMPBOOT_PSCI_SUCCESS;
	default:
		break;
	}
	if (cpu->loses)
		lose_power(cpu, context);
	sim_sleep(cpu->rest);
	return SMPBOOT_PSCI_SUCCESS;
}
