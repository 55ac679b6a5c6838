/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine and its faults, from a seed.
 */
#include <stdio.h>

#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

static const char *const names[SIM_FAULT_COUNT] = {
	[SIM_FINE] = "no fault",
	[SIM_REFUSED] = "a refusal by the firmware",
	[SIM_REFUSED_COMES] = "a refusal by the firmware, and comes",
	[SIM_PENDING_COMES] = "ON_PENDING, and comes",
	[SIM_PENDING_NEVER] = "ON_PENDING, and never comes",
	[SIM_NEVER_PENDING] = "never comes, AFFINITY_INFO pending",
	[SIM_NEVER_ON] = "never comes, AFFINITY_INFO on",
	[SIM_NEVER_OFF] = "never comes, AFFINITY_INFO off",
	[SIM_NOBODY] = "nobody at its release word",
	[SIM_LATE] = "a late arrival",
	[SIM_NEAR] = "an arrival about at its deadline",
	[SIM_TWICE] = "a second arrival",
	[SIM_ALIAS] = "the MPIDR of another",
	[SIM_STRAY] = "an MPIDR that nobody has",
	[SIM_CONTEXT] = "rubbish in x0",
	[SIM_FREQUENCY] = "another CNTFRQ_EL0",
	[SIM_WRONG_LEVEL] = "a wrong exception level",
	[SIM_DIES] = "an end in its stage",
	[SIM_FAULTS] = "an exception in its stage",
	[SIM_PREPARE_REFUSES] = "a refusal by ops.prepare",
	[SIM_BAD_STACK] = "a bad stack",
	[SIM_STARTING_REFUSES] = "a refusal by ops.starting",
	[SIM_STARTING_SLOW] = "a slow ops.starting",
	[SIM_HELD_UP] = "a halt in the library",
	[SIM_MAIN_RETURNS] = "ops.main that returns",
	[SIM_WORD_LOST] = "a release word that keeps nothing",
	[SIM_WORD_OVERWRITTEN] = "a release word that is overwritten once",
	[SIM_WORD_OCCUPIED] = "an occupied release word",
	[SIM_WORD_MISSING] = "no release word",
	[SIM_WORD_UNMAPPED] = "a release word out of reach",
	[SIM_DISABLED] = "a description that disables it",
	[SIM_NO_METHOD] = "no method",
	[SIM_UNKNOWN_METHOD] = "an unknown method",
};

const char *sim_fault_name(enum sim_fault fault)
{
	return names[fault];
}

enum sim_fault sim_fault_now(const struct sim_cpu *cpu)
{
	return cpu->sticky || __atomic_load_n(&sim_record[cpu->id].attempts, __ATOMIC_RELAXED) <= 1 ?
	               cpu->fault :
	               SIM_FINE;
}

/* Faults that are there for a CPU of this method. */
static bool fits(const struct sim_cpu *cpu, enum sim_fault fault)
{
	switch (fault) {
	case SIM_REFUSED:
	case SIM_REFUSED_COMES:
	case SIM_PENDING_COMES:
	case SIM_PENDING_NEVER:
	case SIM_NEVER_PENDING:
	case SIM_NEVER_ON:
	case SIM_NEVER_OFF:
	case SIM_CONTEXT:
		return cpu->method == SIM_PSCI;
	case SIM_NOBODY:
		return cpu->method != SIM_PSCI;
	case SIM_WORD_LOST:
	case SIM_WORD_OVERWRITTEN:
	case SIM_WORD_OCCUPIED:
	case SIM_WORD_MISSING:
	case SIM_WORD_UNMAPPED:
		return cpu->method == SIM_SPIN_TABLE && !sim.shared_word;
	case SIM_WRONG_LEVEL:
		return sim.level == 2;
	case SIM_TWICE:
		return !sim_parallel; /* a thread cannot be taken out of what it does */
	default:
		return true;
	}
}

/* One CPU of these at most: they leave their record where another's would be. */
static bool taken(const struct sim_cpu *cpu, enum sim_fault fault)
{
	if (fault != SIM_ALIAS && fault != SIM_STRAY)
		return false;
	for (unsigned int i = 1; i < cpu->id; i++)
		if (sim.cpu[i].fault == fault)
			return true;
	return false;
}

/* Faults that a second start cannot change. */
static bool lasts(enum sim_fault fault)
{
	switch (fault) {
	case SIM_NOBODY:
	case SIM_ALIAS:
	case SIM_STRAY:
	case SIM_CONTEXT:
	case SIM_FREQUENCY:
	case SIM_WRONG_LEVEL:
	case SIM_WORD_OCCUPIED:
	case SIM_WORD_MISSING:
	case SIM_WORD_UNMAPPED:
	case SIM_DISABLED:
	case SIM_NO_METHOD:
	case SIM_UNKNOWN_METHOD:
	case SIM_MAIN_RETURNS:
		return true;
	default:
		return false;
	}
}

/* Those that are over when the CPU has come. */
static bool once(enum sim_fault fault)
{
	return fault == SIM_LATE || fault == SIM_NEAR || fault == SIM_TWICE || fault == SIM_REFUSED_COMES;
}

static int64_t make_code(enum sim_fault fault, unsigned int id)
{
	int64_t code;

	if (fault == SIM_WORD_OCCUPIED)
		return 0x80000 + id * 8;
	if (fault != SIM_REFUSED && fault != SIM_REFUSED_COMES)
		return -1 - (int64_t)sim_random(1000);
	/* ON_PENDING has faults of its own. -10 and 1 mean nothing in PSCI. */
	do
		code = -1 - (int64_t)sim_random(11);
	while (code == SMPBOOT_PSCI_ON_PENDING);
	return code == -11 ? 1 : code;
}

static void choose_times(struct sim_cpu *cpu)
{
	uint64_t timeout = sim.timeout;

	cpu->delay = sim_random((uint32_t)(timeout / 5));
	/* While the refusal is on its way, or after it, or when it is tried again. */
	if (cpu->fault == SIM_REFUSED_COMES)
		cpu->delay = sim_chance(2) ? sim_random(10000) : timeout * 3;
	if (cpu->fault == SIM_LATE)
		cpu->delay = timeout * 3 / 2 + sim_random((uint32_t)timeout) * (sim_chance(3) ? 10ull : 1);
	if (cpu->fault == SIM_NEAR)
		cpu->delay = timeout - timeout / 50 + sim_random((uint32_t)timeout / 25);
	if (cpu->fault == SIM_STARTING_SLOW || cpu->fault == SIM_HELD_UP)
		cpu->slow = timeout * 3 / 2 + sim_random((uint32_t)timeout * 3);
	/* Threads count looks at the clock, of which there are fewer. */
	if (cpu->fault == SIM_HELD_UP)
		cpu->still = 1 + sim_random(sim_parallel ? 12 : sim_chance(2) ? 60 : 300);
	if (cpu->fault == SIM_TWICE)
		cpu->reset = sim_random(sim_chance(2) ? 20 * (uint32_t)US : (uint32_t)timeout * 2);
}

static void choose_stage(struct sim_cpu *cpu)
{
	static const unsigned char stages[] = { SMPBOOT_STAGE_ENTRY, SMPBOOT_STAGE_LEVEL,
		                                SMPBOOT_STAGE_REGIME, SMPBOOT_STAGE_C,
		                                SMPBOOT_STAGE_STARTING };

	do
		cpu->stage = stages[sim_random(sizeof(stages))];
	while (sim_parallel && cpu->stage == SMPBOOT_STAGE_C);
}

void sim_plan_start(struct sim_cpu *cpu, enum sim_fault fault)
{
	uint64_t timeout = sim.timeout;

	/* That of smpboot_bring_up(). */
	sim.timeout = SMPBOOT_DEFAULT_TIMEOUT_US * US;
	cpu->fault = fault;
	cpu->code = make_code(fault, cpu->id);
	choose_stage(cpu);
	choose_times(cpu);
	sim.timeout = timeout;
}

static void choose_fault(struct sim_cpu *cpu, unsigned int faulty)
{
	cpu->fault = SIM_FINE;
	if (sim_random(100) < faulty)
		do
			cpu->fault = (enum sim_fault)sim_random(SIM_FAULT_COUNT);
		while (!fits(cpu, cpu->fault) || taken(cpu, cpu->fault));
	cpu->sticky = lasts(cpu->fault) || (!once(cpu->fault) && sim_chance(4));
	cpu->code = make_code(cpu->fault, cpu->id);
	choose_stage(cpu);
	choose_times(cpu);
	cpu->level = sim.level + sim_random(3 - sim.level + 1);
	if (cpu->fault == SIM_WRONG_LEVEL)
		cpu->level = 1;
	/* Whoever comes as another must not come as one that is on its way: no two CPUs have one MPIDR. */
	if (cpu->fault == SIM_ALIAS)
		cpu->mpidr = sim.cpu[0].described;
	if (cpu->fault == SIM_STRAY)
		cpu->mpidr = 0x345600 + cpu->id;
	if (cpu->fault == SIM_WORD_MISSING)
		cpu->word = sim_chance(2) ? 0 : cpu->word + 4;
}

static void choose_cpu(unsigned int id, unsigned int faulty)
{
	struct sim_cpu *cpu = &sim.cpu[id];

	*cpu = (struct sim_cpu){
		.id = id,
		.described = (uint64_t)(id % 3) << 32 | (uint64_t)(7 - id) << 8 | id,
		.method = (enum sim_method)sim_random(3),
		.level = sim.level,
		.power = id == 0 ? SIM_POWER_ON : SIM_POWER_OFF,
		.coherent = id == 0 && sim.coherent,
	};
	cpu->mpidr = cpu->described;
	if (cpu->method == SIM_SPIN_TABLE)
		cpu->word = sim_word_pa(sim.shared_word ? 1 : 2 + (id - 1) % (SIM_MAX_CPUS - 2));
	if (cpu->method == SIM_PEN)
		cpu->word = sim_word_pa(0);
	if (id != 0)
		choose_fault(cpu, faulty);
}

void sim_make_plan(void)
{
	static const uint32_t frequencies[] = { 1000000, 24000000, 62500000, 1000000000 };
	unsigned int faulty;

	sim = (struct sim){ .seed = sim.seed, .verbose = sim.verbose, .random = sim.seed };
	sim.cpus = 2 + sim_random(SIM_MAX_CPUS - 2);
	sim.frequency = frequencies[sim_random(4)];
	sim.granule = (size_t)64 << sim_random(6);
	sim.coherent = !sim_chance(5);
	sim.level = 1 + sim_random(2);
	sim.psci_0_1 = sim_chance(4);
	sim.shared_word = sim_chance(3);
	sim.spurious = sim_chance(3);
	sim.switch_rate = sim_random(sim_chance(2) ? 20 : 128);
	sim.cache_rate = sim_random(sim_chance(2) ? 10 : 100);
	sim.timeout = (1000 + sim_random(3000)) * US;
	sim.total_end = SIM_NEVER / 2;
	sim.slack = 250 * US;
	/* With the MMU off, callers on the boot CPU keep apart by themselves. */
	sim.callers = sim_parallel && sim.coherent && sim_chance(3);
	sim.gate = sim_chance(4);
	sim.psci_0_1_off = sim_chance(3);
	sim.boot_described = !sim_chance(8);
	sim.suspend = !sim_chance(6);
	sim.extended = !sim.psci_0_1 && sim_chance(2);
	faulty = sim_random(101);
	for (unsigned int id = 0; id < sim.cpus; id++)
		choose_cpu(id, faulty);
}

void sim_print_plan(void)
{
	static const char *const methods[] = { "psci", "spin-table", "pen" };

	printf("seed %llu: %u CPUs, EL%u, MMU %s, granule %zu, %u Hz, timeout %llu us%s%s%s%s\n",
	       (unsigned long long)sim.seed, sim.cpus, sim.level, sim.coherent ? "on" : "off", sim.granule,
	       sim.frequency, (unsigned long long)(sim.timeout / US), sim.psci_0_1 ? ", PSCI 0.1" : "",
	       sim.shared_word ? ", one release word" : "", sim.spurious ? ", spurious events" : "",
	       sim.callers ? ", two callers" : "");
	for (unsigned int id = 1; id < sim.cpus; id++) {
		const struct sim_cpu *cpu = &sim.cpu[id];

		printf("  CPU %u: %s, %s%s, stage %u, code %lld, comes after %llu us, starting %llu us\n", id,
		       methods[cpu->method], sim_fault_name(cpu->fault), cpu->sticky ? " always" : "",
		       cpu->stage, (long long)cpu->code, (unsigned long long)(cpu->delay / US),
		       (unsigned long long)(cpu->slow / US));
	}
}
