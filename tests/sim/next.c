/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The copy of the pen, and the next kernel, which finds CPUs there or without power, in
 * memory where nothing is left of the first one.
 */
#include <string.h>

#include <smpboot/pen.h>

#include "core/arch.h"
#include "core/machine.h"
#include "core/park.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

#define COPY_SIZE 2048u

static _Alignas(2048) unsigned char copy[COPY_SIZE];

unsigned long sim_next_kernels;

/* ---- The copy ------------------------------------------------------------- */

const void *smpboot_arch_pen(void)
{
	static unsigned char pen[SMPBOOT_PEN_SIZE];

	/* The word of the linked one may be anything. */
	for (unsigned int i = 0; i < sizeof(pen); i++)
		pen[i] = (unsigned char)(0x41 + i);
	return pen;
}

void sim_copy_reset(void)
{
	sim_memory_add(copy, sizeof(copy), NULL);
}

void *sim_copy_map(uint64_t pa)
{
	return pa == sim_pa(copy) || pa == sim_copy_word() ? (void *)(uintptr_t)(pa - SIM_PHYS_OFFSET) : NULL;
}

uint64_t sim_copy_word(void)
{
	return sim_pa(copy) + SMPBOOT_PEN_RELEASE_WORD;
}

/* What the CPU executes there is in memory. */
static void check_code(const struct sim_cpu *cpu)
{
	const unsigned char *pen = smpboot_arch_pen();

	for (unsigned int i = 0; i < SMPBOOT_PEN_RELEASE_WORD; i += 8) {
		uint64_t code = sim_read64(sim_pa(copy) + i);

		if (memcmp(&code, pen + i, 8) != 0)
			sim_fail("CPU %u executes what is not the pen", cpu->id);
	}
}

/* .Lparking, and smpboot_pen */
_Noreturn void sim_enter_copy(struct sim_cpu *cpu)
{
	uint64_t address = sim_read64(sim_pa(&smpboot_boot_args) + SMPBOOT_ARGS_PARK_PA);
	uint64_t entry;

	if (cpu->stuck)
		sim_die();
	sim_sleep(sim_random(20000));
	if (address != sim_pa(copy) + SMPBOOT_PEN_PARK)
		sim_fail("CPU %u is sent to %#llx", cpu->id, (unsigned long long)address);
	SIM_SET(cpu->waits_in, 0);
	SIM_SET(cpu->in_copy, true);
	check_code(cpu);
	sim_publish64(cpu->early_pa + SMPBOOT_EARLY_CRUMB,
	              cpu->generation | (uint64_t)cpu->level << SMPBOOT_CRUMB_LEVEL_SHIFT |
	                      SMPBOOT_ENTRY_STAGE_PARKED);
	sim_note("CPU %u is in the copy of the pen", cpu->id);
	while ((entry = sim_read64(sim_copy_word())) == 0)
		sim_wait_event(SIM_NEVER);
	if (entry != SIM_ENTRY_PA)
		sim_fail("CPU %u leaves the copy for %#llx", cpu->id, (unsigned long long)entry);
	SIM_SET(cpu->in_copy, false);
	check_code(cpu);
	cpu->context = 0;
	sim_sleep(cpu->delay);
	sim_entry(cpu);
}

/* ---- The next kernel ------------------------------------------------------ */

/* As the next kernel's device tree has it. */
static void describe(struct sim_cpu *cpu)
{
	bool off = cpu->method == SIM_PSCI && SIM_GET(cpu->power) == SIM_POWER_OFF && cpu->dead;

	cpu->parks = false;
	cpu->sent = 0;
	cpu->went = 0;
	cpu->still = 0;
	cpu->mpidr = cpu->described;
	cpu->parting = SIM_GOES;
	if (off && cpu->level < sim.level)
		cpu->level = sim.level;
	sim_plan_start(cpu, (cpu->in_copy && cpu->level >= sim.level) || off ? SIM_FINE : SIM_DISABLED);
	cpu->sticky = true;
	cpu->delay = sim_random((uint32_t)(sim.timeout / 5));
	if (cpu->in_copy) {
		cpu->method = SIM_SPIN_TABLE;
		cpu->word = sim_copy_word();
	}
}

static void forget_first_kernel(void)
{
	sim_spoil_memory();
	sim_kernel_reset();
	sim.relaxed = false;
	sim.unwaited = false;
	sim.cycling = false;
	sim.gate = false;
	sim.gate_opened = 0;
	sim.boot_described = true;
	sim.shared_word = true;
}

/* All that were left to it come. */
static void bring_up_rest(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++) {
		enum smpboot_status status;

		if (sim.cpu[id].fault == SIM_DISABLED || sim_online(sim_info_of(id).state))
			continue;
		sim.call++;
		status = smpboot_bring_up(id);
		if (status != SMPBOOT_OK)
			sim_fail("CPU %u does not come to the next kernel: %s", id, smpboot_strerror(status));
	}
}

static void run_next_kernel(struct sim_cpu *boot)
{
	sim_note("the next kernel");
	sim_next_kernels++;
	boot->coherent = sim.coherent;
	for (unsigned int id = 1; id < sim.cpus; id++)
		describe(&sim.cpu[id]);
	forget_first_kernel();
	sim_set_up();
	sim_call_all();
	sim_check_all();
	/* Without caches those that nobody waits for do not get on; others were late for the time of all. */
	(void)smpboot_wait(SMPBOOT_DEFAULT_TIMEOUT_US, NULL);
	sim_sleep(sim.timeout * 8);
	bring_up_rest();
	sim_settle();
	sim_end_machine();
}

_Noreturn void sim_next_kernel(struct sim_cpu *cpu, uint64_t argument)
{
	if (argument != SIM_ENTRY_PA / 3)
		sim_fail("the next kernel gets %#llx", (unsigned long long)argument);
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim.cpu[id].stack != NULL && !sim.cpu[id].dead)
			sim_fail("CPU %u is still in the first kernel", id);
	cpu->coherent = false;
	cpu->lives = 0;
	sim_memory_power_down();
	sim_continue(NULL, run_next_kernel);
}

_Noreturn void smpboot_arch_leave(struct smpboot_slot *slot, unsigned int level, uint64_t address,
                                  uint64_t argument)
{
	struct sim_cpu *cpu = sim_self();

	if (!sim.leaves)
		sim_fail("the boot CPU leaves, and others need its kernel");
	if (slot != &smpboot_machine.slots[cpu->id] || address != SIM_ENTRY_PA + 4096 || level < sim.level)
		sim_fail("CPU %u leaves for another place than the next kernel", cpu->id);
	sim_next_kernel(cpu, argument);
}
