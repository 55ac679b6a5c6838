/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry of a made-up CPU: reads memory behind the caches, as the contract
 * in core/record.h has it, and writes nothing but its early record there.
 */
#include "fake_entry.h"

#include <string.h>

#include "core/arch.h"
#include "core/claim.h"
#include "core/machine.h"
#include "core/map.h"
#include "core/secondary.h"
#include "fake_arch.h"

/* A CPU on its way in. */
struct arrival {
	struct fake_cpu *cpu;
	uint64_t mpidr;
	uint64_t stamp;
	const struct smpboot_boot_args *args;
	unsigned int id;                 /* SMPBOOT_NO_CPU: a stray */
	const struct smpboot_slot *slot; /* its slot in memory */
	struct smpboot_early *early;
	uint32_t generation;
};

static void record(const struct arrival *arrival)
{
	const struct fake_cpu *cpu = arrival->cpu;

	arrival->early->mpidr = arrival->mpidr;
	arrival->early->context = cpu->context != 0 ? cpu->context : cpu->given;
	arrival->early->stamp = arrival->stamp;
	arrival->early->fault.esr = 0;
}

static void leave_crumb(const struct arrival *arrival, enum smpboot_stage stage, enum smpboot_reason reason)
{
	arrival->early->crumb = (uint64_t)arrival->generation << SMPBOOT_GENERATION_SHIFT |
	                        (uint64_t)arrival->cpu->entry_el << SMPBOOT_CRUMB_LEVEL_SHIFT |
	                        (uint64_t)reason << SMPBOOT_CRUMB_REASON_SHIFT | (uint64_t)stage;
}

static bool asked_for(const struct arrival *arrival)
{
	return smpboot_claim_state(smpboot_claim_read(arrival->slot)) == SMPBOOT_STATE_STARTING;
}

/* To the copy of the pen. */
static _Noreturn void move_on(const struct arrival *arrival)
{
	arrival->cpu->penned = false;
	arrival->cpu->parked_at = arrival->args->park_pa;
	leave_crumb(arrival, SMPBOOT_STAGE_PARKED, SMPBOOT_REASON_NONE);
	fake_cpu_rest();
}

static void wait_in_pen(struct arrival *arrival)
{
	arrival->generation = smpboot_claim_generation(smpboot_claim_read(arrival->slot));
	record(arrival);
	leave_crumb(arrival, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_NONE);
	arrival->cpu->penned = true;
	while (!asked_for(arrival) || arrival->cpu->stays_penned) {
		if (smpboot_claim_state(smpboot_claim_read(arrival->slot)) == SMPBOOT_STATE_PARKING &&
		    !arrival->cpu->stays_penned)
			move_on(arrival);
		fake_arch.secondary_wait(smpboot_arch_now());
	}
	arrival->cpu->penned = false;
	arrival->stamp = smpboot_arch_now();
}

/* The early vectors: what they store says where the CPU was, and it goes no further. */
static void fault(const struct arrival *arrival, struct smpboot_fault_record *where)
{
	*where = (struct smpboot_fault_record){
		.esr = arrival->cpu->fault.esr,
		.elr = arrival->cpu->fault.elr,
		.far = arrival->cpu->fault.far,
	};
	smpboot_arch_park();
}

/* True: the CPU goes no further. */
static bool early_stage(const struct arrival *arrival, enum smpboot_stage stage)
{
	leave_crumb(arrival, stage, SMPBOOT_REASON_NONE);
	if (arrival->cpu->faults_at == stage)
		fault(arrival, &arrival->early->fault);
	return arrival->cpu->stops_at == stage;
}

/* From here on the CPU runs with its caches on. */
static void enter_c(const struct arrival *arrival)
{
	struct fake_cpu *cpu = arrival->cpu;
	struct smpboot_slot *slot = (struct smpboot_slot *)(uintptr_t)arrival->args->slots_va + arrival->id;

	if (cpu->faults_at == SMPBOOT_STAGE_C)
		fault(arrival, &slot->fault);
	if (smpboot_claim_read(slot) != smpboot_claim_word(arrival->generation, SMPBOOT_STATE_STARTING))
		smpboot_arch_return(slot, cpu->entry_el, arrival->early->context);
	if (cpu->pause != 0)
		fake_cpu_sleep(cpu->pause);
	cpu->reached_c = true;
	cpu->stack_top = slot->stack_top;
	cpu->tpidr = slot->tpidr;
	smpboot_secondary_main(slot, arrival->id, arrival->generation, cpu->entry_el, arrival->early->context,
	                       arrival->stamp, smpboot_arch_now());
}

static struct arrival arrive(struct fake_cpu *cpu)
{
	struct arrival arrival = {
		.cpu = cpu,
		.mpidr = cpu->arrives_as != 0 ? cpu->arrives_as : cpu->mpidr,
		.stamp = smpboot_arch_now(),
		.args = fake_memory(fake_pa(&smpboot_boot_args)),
	};
	unsigned int count = arrival.args->count;

	struct smpboot_map map = {
		.hwids = fake_memory(arrival.args->hwids_pa),
		.ids = fake_memory(arrival.args->map_pa),
		.kind = arrival.args->map_kind,
	};

	memcpy(map.fields, arrival.args->fields, sizeof(map.fields));
	arrival.id = smpboot_map_find(&map, count, arrival.mpidr);
	arrival.early = fake_memory(arrival.args->early_pa);
	arrival.early += arrival.id == SMPBOOT_NO_CPU ? count : arrival.id;
	arrival.slot = fake_memory(arrival.args->slots_pa);
	arrival.slot += arrival.id == SMPBOOT_NO_CPU ? 0 : arrival.id;
	return arrival;
}

void fake_entry(struct fake_cpu *cpu)
{
	struct arrival arrival = arrive(cpu);

	if (cpu->faults_at == SMPBOOT_STAGE_START)
		fault(&arrival, &arrival.early->fault);
	fake_entry_again(cpu);
}

void fake_entry_again(struct fake_cpu *cpu)
{
	struct arrival arrival = arrive(cpu);

	if (arrival.id == SMPBOOT_NO_CPU) {
		record(&arrival);
		leave_crumb(&arrival, SMPBOOT_STAGE_ENTRY, SMPBOOT_REASON_NONE);
		smpboot_arch_park();
	}
	if (!asked_for(&arrival))
		wait_in_pen(&arrival);
	arrival.generation = smpboot_claim_generation(smpboot_claim_read(arrival.slot));
	record(&arrival);
	if (early_stage(&arrival, SMPBOOT_STAGE_ENTRY))
		return;
	if (cpu->entry_el < arrival.args->target) {
		leave_crumb(&arrival, SMPBOOT_STAGE_ENTRY, SMPBOOT_REASON_WRONG_LEVEL);
		smpboot_arch_park();
	}
	if (early_stage(&arrival, SMPBOOT_STAGE_LEVEL) || early_stage(&arrival, SMPBOOT_STAGE_REGIME))
		return;
	enter_c(&arrival);
}
