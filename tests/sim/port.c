/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's architecture interface over the simulated machine.
 */
#include "core/arch.h"
#include "core/registers.h"

#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

/* ns between two looks of a CPU that waits without a deadline. */
#define POLL_INTERVAL 30000u

uint64_t smpboot_arch_mpidr(void)
{
	return sim_self()->mpidr;
}

uintptr_t smpboot_arch_stack(void)
{
	return (uintptr_t)__builtin_frame_address(0);
}

unsigned int smpboot_arch_level(void)
{
	return sim.level;
}

void sim_hold_up(void)
{
	struct sim_cpu *cpu = sim_self();

	/* Not before it has a stack. */
	if (!sim.live || cpu->still == 0 || cpu->stack == NULL || --cpu->still != 0)
		return;
	sim_note("CPU %u stands still", cpu->id);
	sim_sleep(cpu->slow);
}

uint64_t smpboot_arch_now(void)
{
	uint64_t now;

	sim_step();
	if (sim_parallel)
		sim_hold_up();
	now = sim_now();
	return now / 1000000000 * sim.frequency + now % 1000000000 * sim.frequency / 1000000000;
}

uint32_t smpboot_arch_frequency(void)
{
	const struct sim_cpu *cpu = sim_self();

	return sim_fault_now(cpu) == SIM_FREQUENCY ? sim.frequency + 1 : sim.frequency;
}

void sim_wait_event(uint64_t until)
{
	sim_step();
	if (sim.spurious && until > sim_now() && sim_chance(4)) {
		uint64_t early = sim_now() + sim_random(400000);

		until = until < early ? until : early;
	}
	/* One that polls: it need not be every time that it looks. */
	if (sim_self()->id != sim.caller && until <= sim_now())
		until = sim_now() + POLL_INTERVAL;
	sim_sleep_event(until);
}

void smpboot_arch_wait(uint64_t deadline)
{
	uint64_t rest = deadline % sim.frequency * 1000000000 / sim.frequency;

	sim_wait_event(deadline / sim.frequency * 1000000000 + rest + 1);
}

void smpboot_arch_signal(void)
{
	sim_step();
	sim_send_event();
}

size_t smpboot_arch_granule(void)
{
	return sim.granule;
}

bool smpboot_arch_coherent(void)
{
	return sim.coherent;
}

void smpboot_arch_clean(const void *p, size_t size)
{
	sim_step();
	sim_memory_clean(p, size);
}

void smpboot_arch_clean_word(const uint64_t *word)
{
	smpboot_arch_clean(word, sizeof(*word));
}

void smpboot_arch_clean_invalidate(const void *p, size_t size)
{
	sim_step();
	sim_memory_clean(p, size);
	sim_memory_invalidate(p, size);
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	sim_step();
	sim_memory_invalidate(word, sizeof(*word));
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	*pa = sim_pa(p);
	return true;
}

enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	(void)ops;
	/* This file is not compiled with the announcements. */
	sim_memory_touch(args, sizeof(*args), true);
	args->target = sim.level;
	args->entry_pa = SIM_ENTRY_PA;
	return SMPBOOT_OK;
}

_Noreturn void smpboot_arch_park(void)
{
	sim_die();
}

/*
 * Every second CPU lacks a feature of its own that the boot CPU has, and is
 * of another part.
 */
static uint64_t register_of(const struct sim_cpu *cpu, unsigned int reg)
{
	bool other = cpu->id % 2 == 1;

	if (reg == SMPBOOT_REGISTER_MIDR)
		return other ? 0x411fd073 : 0x410fd034;
	if (reg == SMPBOOT_REGISTER_ISAR0)
		return other ? SIM_ISAR0 & ~(0xfull << cpu->id * 4) : SIM_ISAR0;
	return 0;
}

bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	/* This file is not compiled with the announcements. */
	sim_memory_touch(registers, sizeof(*registers), true);
	*registers = (struct smpboot_registers){ .caches = 0 };
	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++)
		registers->value[reg] = register_of(sim_self(), reg);
	return true;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	sim_memory_touch(boot, sizeof(*boot), false);
	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++)
		if (boot->value[reg] != register_of(sim_self(), reg))
			return false;
	return true;
}
