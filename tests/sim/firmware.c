/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware of the simulated machine: PSCI by either conduit, and what CPUs
 * do that wait for a release word. Runs with its caches off.
 */
#include "arch/aarch64/smccc.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

#define PSCI_0_1_CPU_ON    0x95c1ba60u
#define PSCI_0_1_CPU_OFF   0x95c1ba5fu
#define PSCI_VERSION       0x84000000u
#define PSCI_CPU_OFF       0x84000002u
#define PSCI_CPU_ON        0xc4000003u
#define PSCI_AFFINITY_INFO 0xc4000004u
#define PSCI_FEATURES      0x8400000au

/* Each word has a writeback granule for itself, whatever that is. */
#define WORD_GAP 2048u

static _Alignas(2048) uint64_t words[SIM_MAX_CPUS][WORD_GAP / 8];

uint64_t sim_word_pa(unsigned int index)
{
	return sim_pa(words[index]);
}

/* Words that do not keep what is stored: as in memory that is not there. */
static void settle(void)
{
	for (unsigned int i = 1; i < sim.cpus; i++)
		if (sim_fault_now(&sim.cpu[i]) == SIM_WORD_LOST)
			sim_memory_poke(sim.cpu[i].word, 0);
}

void sim_firmware_reset(void)
{
	sim_memory_add(words, sizeof(words), settle);
	for (unsigned int i = 0; i < SIM_MAX_CPUS; i++)
		sim_memory_poke(sim_word_pa(i), 0);
	for (unsigned int i = 1; i < sim.cpus; i++)
		if (sim.cpu[i].fault == SIM_WORD_OCCUPIED)
			sim_memory_poke(sim.cpu[i].word, (uint64_t)sim.cpu[i].code);
}

void *sim_firmware_map(uint64_t pa, size_t size)
{
	for (unsigned int i = 1; i < sim.cpus; i++) {
		if (sim.cpu[i].word != pa || sim.cpu[i].fault == SIM_WORD_UNMAPPED)
			continue;
		return (void *)(uintptr_t)(pa - SIM_PHYS_OFFSET);
	}
	(void)size;
	return sim_copy_map(pa);
}

/* ---- Release words -------------------------------------------------------- */

static void poll_word(struct sim_cpu *cpu)
{
	bool overwrites = cpu->fault == SIM_WORD_OVERWRITTEN;
	uint64_t entry;

	for (;;) {
		settle();
		entry = sim_read64(cpu->word);
		if (sim_fault_now(cpu) == SIM_WORD_LOST)
			entry = 0;
		if (entry != 0 && overwrites) {
			/* Somebody else's store, before this CPU looked. */
			sim_write64(cpu->word, 0);
			overwrites = false;
			continue;
		}
		if (entry != 0)
			break;
		sim_wait_event(SIM_NEVER);
	}
	if (entry != SIM_ENTRY_PA)
		sim_die();
}

/* ---- First instructions --------------------------------------------------- */

_Noreturn void sim_boot_rom(struct sim_cpu *cpu)
{
	switch (cpu->fault) {
	case SIM_NOBODY:
	case SIM_WORD_OCCUPIED:
	case SIM_WORD_MISSING:
	case SIM_WORD_UNMAPPED:
		sim_die();
	default:
		break;
	}
	if (cpu->method != SIM_PSCI && cpu->lives == 0) {
		poll_word(cpu);
		sim_sleep(cpu->delay);
		cpu->given = 0;
	}
	cpu->context = cpu->fault == SIM_CONTEXT ? 0xdead0000u + cpu->id : cpu->given;
	if (cpu->fault == SIM_TWICE && cpu->lives == 0)
		cpu->reset_at = sim_now() + cpu->reset;
	sim_entry(cpu);
}

/* ---- PSCI ----------------------------------------------------------------- */

static struct sim_cpu *cpu_at(uint64_t mpidr)
{
	for (unsigned int i = 0; i < sim.cpus; i++)
		if (sim.cpu[i].described == mpidr)
			return &sim.cpu[i];
	return NULL;
}

static int64_t cpu_on(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	struct sim_cpu *cpu = cpu_at(mpidr);

	if (cpu == NULL)
		return SMPBOOT_PSCI_INVALID_PARAMETERS;
	if (entry != SIM_ENTRY_PA || context != cpu->id)
		sim_fail("CPU_ON of CPU %u with another entry or context", cpu->id);
	if (sim_fault_now(cpu) == SIM_REFUSED)
		return cpu->code;
	if (!sim.psci_0_1 && sim_record[cpu->id].attempts > 1 && SIM_GET(cpu->power) != SIM_POWER_OFF)
		sim_fail("CPU %u is asked for again while it has power", cpu->id);
	if (SIM_GET(cpu->power) != SIM_POWER_OFF)
		return SIM_GET(cpu->power) == SIM_POWER_ON ? SMPBOOT_PSCI_ALREADY_ON :
		                                             SMPBOOT_PSCI_ON_PENDING;
	sim_check_window();
	cpu->given = context;
	cpu->asked++;
	SIM_SET(cpu->power, SIM_POWER_PENDING);
	switch (sim_fault_now(cpu)) {
	case SIM_NEVER_ON:
		SIM_SET(cpu->power, SIM_POWER_ON);
		return SMPBOOT_PSCI_SUCCESS;
	case SIM_NEVER_OFF:
		SIM_SET(cpu->power, SIM_POWER_OFF);
		return SMPBOOT_PSCI_SUCCESS;
	case SIM_NEVER_PENDING:
		return SMPBOOT_PSCI_SUCCESS;
	case SIM_PENDING_NEVER:
		return SMPBOOT_PSCI_ON_PENDING;
	case SIM_REFUSED_COMES:
		sim_power_on(cpu, sim_now() + cpu->delay);
		return cpu->code;
	case SIM_PENDING_COMES:
		sim_power_on(cpu, sim_now() + cpu->delay);
		return SMPBOOT_PSCI_ON_PENDING;
	default:
		sim_power_on(cpu, sim_now() + cpu->delay);
		return SMPBOOT_PSCI_SUCCESS;
	}
}

static bool is_cpu_off(uint64_t function)
{
	return function == (sim.psci_0_1 ? PSCI_0_1_CPU_OFF : PSCI_CPU_OFF);
}

static enum sim_power power_after(enum sim_parting parting)
{
	switch (parting) {
	case SIM_OFF_STAYS_ON:
		return SIM_POWER_ON;
	case SIM_OFF_STAYS_PENDING:
		return SIM_POWER_PENDING;
	default:
		return SIM_POWER_OFF;
	}
}

/* Returns only where the CPU stays. */
static int64_t cpu_off(struct sim_cpu *cpu)
{
	if (cpu->parting == SIM_OFF_NOT_SUPPORTED)
		return SMPBOOT_PSCI_NOT_SUPPORTED;
	if (cpu->parting == SIM_OFF_DENIED)
		return SMPBOOT_PSCI_DENIED;
	sim_sleep(cpu->takes);
	/* What is in this CPU's own caches is the firmware's to write back (DEN0022, CPU_OFF). */
	sim_memory_power_down();
	sim_stack_leave(cpu);
	SIM_SET(cpu->power, power_after(cpu->parting));
	sim_die();
}

static int64_t psci(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	const struct sim_cpu *cpu;

	switch (function) {
	case PSCI_VERSION:
		return SMPBOOT_PSCI_VERSION_OF(1, 0);
	case PSCI_FEATURES:
		if (sim_is_cpu_suspend(a1))
			return sim_suspend_features();
		return a1 == PSCI_CPU_ON ? 0 : SMPBOOT_PSCI_NOT_SUPPORTED;
	case PSCI_CPU_ON:
	case PSCI_0_1_CPU_ON:
		return cpu_on(a1, a2, a3);
	case PSCI_AFFINITY_INFO:
		cpu = cpu_at(a1);
		return cpu != NULL ? (int64_t)SIM_GET(cpu->power) : SMPBOOT_PSCI_INVALID_PARAMETERS;
	default:
		return SMPBOOT_PSCI_NOT_SUPPORTED;
	}
}

static uint64_t call(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	int64_t answer;

	sim_step();
	if (is_cpu_off(function))
		return (uint64_t)(uint32_t)cpu_off(sim_self());
	if (sim_is_cpu_suspend(function))
		return (uint64_t)(uint32_t)sim_cpu_suspend(sim_self(), a1, a2, a3);
	sim_lock();
	answer = psci(function, a1, a2, a3);
	sim_unlock();
	/* The way there and back takes its time; the CPU may be faster. */
	if (sim.live)
		sim_sleep(sim_random(5000));
	/* The upper half of x0 means nothing. */
	return (uint64_t)(uint32_t)answer | (uint64_t)sim_random(2) << 32;
}

uint64_t smpboot_smccc_smc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	return call(function, a1, a2, a3);
}

uint64_t smpboot_smccc_hvc(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	return call(function, a1, a2, a3);
}
