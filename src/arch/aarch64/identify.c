/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a CPU's ID registers.
 */
#include "core/registers.h"

#include "core/cache.h"
#include "id_registers.h"
#include "sysreg.h"

/* What same_registers.S takes for granted. */
_Static_assert(offsetof(struct smpboot_registers, caches) == SMPBOOT_PLAIN_REGISTERS * 8, "caches");
_Static_assert(offsetof(struct smpboot_registers, cache) == SMPBOOT_PLAIN_REGISTERS * 8 + 8, "cache");
_Static_assert(sizeof(struct smpboot_cache_register) == 16, "cache register");
#define PAIR(name, reg, next_name, next_reg) \
	_Static_assert(SMPBOOT_REGISTER_##name % 2 == 0 && \
	                       SMPBOOT_REGISTER_##next_name == SMPBOOT_REGISTER_##name + 1, \
	               #name);
#define PAIR_WITH_MPIDR(name, reg) PAIR(name, reg, MPIDR, mpidr_el1)
SMPBOOT_ID_REGISTERS(PAIR, PAIR_WITH_MPIDR)
#undef PAIR
#undef PAIR_WITH_MPIDR

/*
 * CSSELR and CCSIDR are a pair: an interrupt handler, or a thread that comes
 * in between, must neither see nor spoil the selection.
 */
static void read_caches(struct smpboot_registers *registers)
{
	uint64_t daif = SMPBOOT_READ(daif);
	uint64_t selected;

	__asm__ volatile("msr daifset, #0xf" ::: "memory");
	selected = SMPBOOT_READ(csselr_el1);
	for (unsigned int i = 0; i < registers->caches; i++) {
		SMPBOOT_WRITE(csselr_el1, registers->cache[i].selector);
		/* The selection must have been made before CCSIDR is read. */
		__asm__ volatile("isb" ::: "memory");
		registers->cache[i].ccsidr = SMPBOOT_READ(ccsidr_el1);
	}
	SMPBOOT_WRITE(csselr_el1, selected);
	SMPBOOT_WRITE(daif, daif);
}

bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	uint64_t *value = registers->value;

#define PAIR(name, reg, next_name, next_reg) \
	value[SMPBOOT_REGISTER_##name] = SMPBOOT_READ(reg); \
	value[SMPBOOT_REGISTER_##next_name] = SMPBOOT_READ(next_reg);
#define PAIR_WITH_MPIDR(name, reg) \
	value[SMPBOOT_REGISTER_##name] = SMPBOOT_READ(reg); \
	value[SMPBOOT_REGISTER_MPIDR] = SMPBOOT_READ(mpidr_el1) & SMPBOOT_MPIDR_SHARED;
	SMPBOOT_ID_REGISTERS(PAIR, PAIR_WITH_MPIDR)
	registers->caches = smpboot_cache_selectors(value[SMPBOOT_REGISTER_CLIDR], registers->cache);
	read_caches(registers);
	return true;
}
