/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry of a made-up CPU: reads memory behind the caches, as the contract
 * in core/record.h has it, and writes nothing but its early record there.
 */
#include "fake_entry.h"

#include "core/arch.h"
#include "core/machine.h"
#include "core/map.h"
#include "core/secondary.h"
#include "fake_arch.h"

static void leave_crumb(struct smpboot_early *early, uint32_t generation, enum smpboot_stage stage,
                        enum smpboot_reason reason)
{
	early->crumb = (uint64_t)generation << SMPBOOT_GENERATION_SHIFT |
	               (uint64_t)reason << SMPBOOT_CRUMB_REASON_SHIFT | (uint64_t)stage;
}

/* From here on the CPU runs with its caches on. */
static void enter_c(struct fake_cpu *cpu, const struct smpboot_boot_args *args, unsigned int id,
                    const struct smpboot_early *early, uint32_t generation)
{
	struct smpboot_slot *slot = (struct smpboot_slot *)(uintptr_t)args->slots_va + id;
	uint64_t entered = early->stamp;

	cpu->reached_c = true;
	cpu->stack_top = slot->stack_top;
	cpu->tpidr = slot->tpidr;
	smpboot_secondary_main(slot, id, generation, cpu->entry_el, early->context, entered,
	                       smpboot_arch_now());
}

void fake_entry(struct fake_cpu *cpu)
{
	const struct smpboot_boot_args *args = fake_memory(fake_pa(&smpboot_boot_args));
	struct smpboot_early *early = fake_memory(args->early_pa);
	const struct smpboot_slot *slots = fake_memory(args->slots_pa);
	uint64_t mpidr = cpu->arrives_as != 0 ? cpu->arrives_as : cpu->mpidr;
	unsigned int id = smpboot_map_find(fake_memory(args->map_pa), args->count, mpidr);
	bool stray = id == SMPBOOT_NO_CPU;
	bool too_low = cpu->entry_el < args->target;
	uint32_t generation = stray ? 0 : (uint32_t)(slots[id].claim >> SMPBOOT_GENERATION_SHIFT);

	early += stray ? args->count : id;
	early->mpidr = mpidr;
	early->level = cpu->entry_el;
	early->context = cpu->context != 0 ? cpu->context : cpu->given;
	early->stamp = smpboot_arch_now();
	leave_crumb(early, generation, SMPBOOT_STAGE_ENTRY,
	            too_low && !stray ? SMPBOOT_REASON_WRONG_LEVEL : SMPBOOT_REASON_NONE);
	if (stray || too_low)
		smpboot_arch_park();
	if (cpu->stops_at == SMPBOOT_STAGE_ENTRY)
		return;
	leave_crumb(early, generation, SMPBOOT_STAGE_LEVEL, SMPBOOT_REASON_NONE);
	if (cpu->stops_at == SMPBOOT_STAGE_LEVEL)
		return;
	leave_crumb(early, generation, SMPBOOT_STAGE_REGIME, SMPBOOT_REASON_NONE);
	if (cpu->stops_at == SMPBOOT_STAGE_REGIME)
		return;
	enter_c(cpu, args, id, early, generation);
}
