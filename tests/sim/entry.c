/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * src/arch/aarch64/entry.S once more, step by step, for a simulated CPU: what
 * it reads and writes, in that order, and with its caches off or on. The names
 * are the labels there.
 */
#include "core/arch.h"
#include "core/secondary.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

#define ARGS_PA(offset) (sim_pa(&smpboot_boot_args) + (offset))

extern struct smpboot_boot_args smpboot_boot_args;

static void crumb(const struct sim_cpu *cpu, unsigned int stage, unsigned int reason)
{
	sim_publish64(cpu->early_pa + SMPBOOT_EARLY_CRUMB,
	              cpu->generation | (uint64_t)cpu->level << SMPBOOT_CRUMB_LEVEL_SHIFT |
	                      (uint64_t)reason << SMPBOOT_CRUMB_REASON_SHIFT | stage);
}

static void record(const struct sim_cpu *cpu)
{
	sim_record64(cpu->early_pa + SMPBOOT_EARLY_MPIDR, cpu->mpidr);
	sim_record64(cpu->early_pa + SMPBOOT_EARLY_CONTEXT, cpu->context);
	sim_record64(cpu->early_pa + SMPBOOT_EARLY_STAMP, cpu->stamp);
	sim_write64(cpu->early_pa + SMPBOOT_EARLY_FAULT, 0);
}

static uint32_t map_index(const struct sim_cpu *cpu)
{
	uint32_t index = 0;

	for (unsigned int i = 0; i < SMPBOOT_MAP_FIELDS; i++) {
		uint32_t field = sim_read32(ARGS_PA(SMPBOOT_ARGS_FIELDS) + i * sizeof(field));

		index |= (uint32_t)(cpu->mpidr >> (field & 63)) & field >> SMPBOOT_MAP_FIELD_MASK_SHIFT;
	}
	return index;
}

/* .Lsorted: the last entry of the map whose MPIDR is not above this CPU's. */
static uint32_t sorted_candidate(const struct sim_cpu *cpu, uint64_t map, uint64_t hwids, uint32_t count)
{
	while (count > 1) {
		uint32_t half = count / 2;
		uint64_t middle = map + half * 4ull;

		if (sim_read64(hwids + sim_read32(middle) * 8ull) <= cpu->mpidr)
			map = middle;
		count -= half;
	}
	return sim_read32(map);
}

static bool find(struct sim_cpu *cpu)
{
	uint64_t map = sim_read64(ARGS_PA(SMPBOOT_ARGS_MAP));
	uint64_t hwids = sim_read64(ARGS_PA(SMPBOOT_ARGS_HWIDS));
	uint32_t count = sim_read32(ARGS_PA(SMPBOOT_ARGS_COUNT));
	uint32_t id;

	if (sim_read32(ARGS_PA(SMPBOOT_ARGS_MAP_KIND)) == SMPBOOT_MAP_SORTED)
		id = sorted_candidate(cpu, map, hwids, count);
	else
		id = sim_read32(map + map_index(cpu) * 4ull);
	cpu->slot = count;
	if (sim_read64(hwids + id * 8ull) != cpu->mpidr)
		return false;
	cpu->slot = id;
	return true;
}

/* smpboot_arch_park, or an end that the plan has for this CPU at this stage. */
static void meet_fate(struct sim_cpu *cpu, unsigned int stage)
{
	enum sim_fault fault = sim_fault_now(cpu);

	if (cpu->stage != stage || cpu->slot != cpu->id)
		return;
	if (fault == SIM_FAULTS)
		sim_take_exception(cpu);
	if (fault == SIM_DIES)
		sim_die();
}

static struct smpboot_slot *slot_of(const struct sim_cpu *cpu)
{
	return (struct smpboot_slot *)(uintptr_t)sim_load64(&smpboot_boot_args.slots_va) + cpu->slot;
}

_Noreturn void sim_take_exception(struct sim_cpu *cpu)
{
	uint64_t esr = 0x96000000u | cpu->id | 1ull << 62;
	struct smpboot_slot *slot = slot_of(cpu);

	sim_note("CPU %u takes an exception", cpu->id);
	if (cpu->coherent) {
		if (sim_load64(&slot->fault.esr) != 0)
			sim_die();
		sim_store64(&slot->fault.elr, SIM_ENTRY_PA);
		sim_store64(&slot->fault.far, cpu->id);
		sim_store64(&slot->fault.esr, esr);
	} else {
		uint64_t fault = cpu->early_pa + SMPBOOT_EARLY_FAULT;

		if (sim_read64(fault) != 0)
			sim_die();
		sim_write64(fault + 8, SIM_ENTRY_PA);
		sim_write64(fault + 16, cpu->id);
		sim_write64(fault, esr);
	}
	sim_die();
}

static void run_c(struct sim_cpu *cpu)
{
	cpu->doomed = cpu->stage == SMPBOOT_STAGE_C && cpu->slot == cpu->id &&
	              (sim_fault_now(cpu) == SIM_DIES || sim_fault_now(cpu) == SIM_FAULTS);
	smpboot_secondary_main(slot_of(cpu), cpu->slot,
	                       (uint32_t)(cpu->generation >> SMPBOOT_GENERATION_SHIFT), cpu->level,
	                       cpu->context, cpu->stamp, smpboot_arch_now());
}

/* smpboot_secondary_resume */
static _Noreturn void resume(struct sim_cpu *cpu)
{
	struct smpboot_slot *slot = slot_of(cpu);
	uint64_t claim;
	uint64_t top;

	cpu->coherent = sim.coherent;
	claim = sim_load64(&slot->claim);
	if (claim == (cpu->generation | SMPBOOT_ENTRY_STATE_SUSPENDED))
		sim_suspend_wake(cpu, slot);
	if (claim != (cpu->generation | SMPBOOT_ENTRY_STATE_STARTING))
		smpboot_arch_return(slot, cpu->level, cpu->context);
	cpu->started = cpu->generation;
	top = sim_load64(&slot->stack_top);
	cpu->tpidr = sim_load64(&slot->tpidr);
	sim_continue(sim_stack_at(top), run_c);
}

static uint64_t wait_in_pen(struct sim_cpu *cpu)
{
	uint64_t claim;

	sim_note("CPU %u waits in the pen of slot %u", cpu->id, cpu->slot);
	SIM_SET(cpu->waits_in, cpu->slot + 1);
	do {
		sim_wait_event(SIM_NEVER);
		claim = sim_read64(cpu->slot_pa + SMPBOOT_SLOT_CLAIM);
		if ((uint32_t)claim == SMPBOOT_ENTRY_STATE_PARKING)
			sim_enter_copy(cpu);
	} while ((uint32_t)claim != SMPBOOT_ENTRY_STATE_STARTING);
	SIM_SET(cpu->waits_in, 0);
	cpu->stamp = smpboot_arch_now();
	return claim;
}

/* .Lagain */
static void again(struct sim_cpu *cpu)
{
	bool known = find(cpu);
	uint64_t claim;

	cpu->generation = 0;
	cpu->early_pa =
		sim_read64(ARGS_PA(SMPBOOT_ARGS_EARLY)) + ((uint64_t)cpu->slot << SMPBOOT_EARLY_SHIFT);
	cpu->slot_pa = sim_read64(ARGS_PA(SMPBOOT_ARGS_SLOTS)) + ((uint64_t)cpu->slot << SMPBOOT_SLOT_SHIFT);
	if (!known) {
		record(cpu);
		crumb(cpu, SMPBOOT_ENTRY_STAGE_ENTRY, 0);
		sim_die();
	}
	claim = sim_read64(cpu->slot_pa + SMPBOOT_SLOT_CLAIM);
	cpu->generation = claim >> SMPBOOT_GENERATION_SHIFT << SMPBOOT_GENERATION_SHIFT;
	if ((uint32_t)claim != SMPBOOT_ENTRY_STATE_STARTING &&
	    (uint32_t)claim != SMPBOOT_ENTRY_STATE_SUSPENDED) {
		/* A moment in which it may be started again without having been seen here. */
		if (sim_chance(4))
			sim_sleep(sim_random(20000));
		record(cpu);
		crumb(cpu, SMPBOOT_ENTRY_STAGE_PEN, 0);
		claim = wait_in_pen(cpu);
		cpu->generation = claim >> SMPBOOT_GENERATION_SHIFT << SMPBOOT_GENERATION_SHIFT;
	}
	record(cpu);
	crumb(cpu, SMPBOOT_ENTRY_STAGE_ENTRY, 0);
	meet_fate(cpu, SMPBOOT_STAGE_ENTRY);
	if (cpu->level < sim_read32(ARGS_PA(SMPBOOT_ARGS_TARGET))) {
		crumb(cpu, SMPBOOT_ENTRY_STAGE_ENTRY, SMPBOOT_ENTRY_WRONG_LEVEL);
		sim_die();
	}
	crumb(cpu, SMPBOOT_ENTRY_STAGE_LEVEL, 0);
	meet_fate(cpu, SMPBOOT_STAGE_LEVEL);
	crumb(cpu, SMPBOOT_ENTRY_STAGE_REGIME, 0);
	meet_fate(cpu, SMPBOOT_STAGE_REGIME);
	resume(cpu);
}

_Noreturn void sim_entry(struct sim_cpu *cpu)
{
	SIM_SET(cpu->power, SIM_POWER_ON);
	cpu->coherent = false;
	cpu->listens = false;
	cpu->lives++;
	cpu->stamp = smpboot_arch_now();
	sim_note("CPU %u arrives", cpu->id);
	again(cpu);
	sim_die();
}

_Noreturn void sim_entry_from_sleep(struct sim_cpu *cpu)
{
	cpu->stamp = smpboot_arch_now();
	sim_note("CPU %u has its power back", cpu->id);
	again(cpu);
	sim_die();
}

_Noreturn void smpboot_arch_return(struct smpboot_slot *slot, unsigned int level, uint64_t context)
{
	struct sim_cpu *cpu = sim_self();

	sim_note("CPU %u goes back to the pen", cpu->id);
	sim_step();
	sim_memory_clean(slot, 8);
	sim_memory_power_down();
	cpu->level = level;
	cpu->context = context;
	cpu->coherent = false;
	cpu->listens = false;
	cpu->stamp = smpboot_arch_now();
	sim_continue(NULL, again);
}
