/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each CPU's own part of its record, on the way up.
 */
#include "self.h"

#include "arch.h"
#include "cache.h"
#include "differ.h"
#include "machine.h"
#include "memory_model.h"
#include "reference.h"

struct smpboot_reference smpboot_reference;

static void fill_caches(uint64_t list[SMPBOOT_CACHES], const struct smpboot_registers *registers)
{
	uint64_t clidr = registers->value[SMPBOOT_REGISTER_CLIDR];
	bool ccidx = smpboot_memory_ccidx(registers->value[SMPBOOT_REGISTER_MMFR2]);
	uint64_t described[SMPBOOT_CACHES];

	for (unsigned int i = 0; i < SMPBOOT_CACHES; i++) {
		described[i] = list[i];
		list[i] = 0;
	}
	for (unsigned int i = 0; i < registers->caches; i++) {
		struct smpboot_cache cache = smpboot_cache_decode(clidr, &registers->cache[i], ccidx);

		(void)smpboot_cache_insert(list, &cache);
	}
	/* Levels outside the CPU are the description's to tell. */
	smpboot_cache_merge(list, described, SMPBOOT_SOURCE_DESCRIPTION);
}

static uint32_t low(const struct smpboot_registers *registers, enum smpboot_register reg)
{
	return (uint32_t)registers->value[reg];
}

static void fill(struct smpboot_self *self, const struct smpboot_registers *registers,
                 const struct smpboot_difference *difference)
{
	self->own = (struct smpboot_own){
		.midr = low(registers, SMPBOOT_REGISTER_MIDR),
		.ctr = low(registers, SMPBOOT_REGISTER_CTR),
		.revidr = low(registers, SMPBOOT_REGISTER_REVIDR),
		.aidr = low(registers, SMPBOOT_REGISTER_AIDR),
		.memory = smpboot_memory_pack(registers->value[SMPBOOT_REGISTER_MMFR0],
		                              registers->value[SMPBOOT_REGISTER_MMFR2]),
		.different = difference->registers,
		.value = difference->value,
	};
	fill_caches(self->cache, registers);
	self->worst_register = (uint8_t)difference->reg;
	self->worst_shift = (uint8_t)difference->shift;
	self->worst_width = (uint8_t)difference->width;
	self->worst = (uint8_t)difference->worst;
}

/* All that was stored in the record before is visible to who sees these flags. */
static void publish(struct smpboot_self *self, unsigned int flags)
{
	__atomic_store_n(&self->flags, (uint8_t)flags, __ATOMIC_RELEASE);
}

static unsigned int flags_of(const struct smpboot_registers *registers)
{
	bool mt = (registers->value[SMPBOOT_REGISTER_MPIDR] & SMPBOOT_MPIDR_MT) != 0;

	return SMPBOOT_SELF_KNOWN | (mt ? SMPBOOT_SELF_MT : 0);
}

void smpboot_self_boot(void)
{
	const struct smpboot_difference none = { 0 };
	struct smpboot_reference *reference = &smpboot_reference;

	*reference = (struct smpboot_reference){ 0 };
	reference->there = smpboot_arch_read_registers(&reference->boot);
	if (!reference->there)
		return;
	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++)
		reference->common[reg] = reference->boot.value[reg];
	fill(&smpboot_machine.selves[0], &reference->boot, &none);
	publish(&smpboot_machine.selves[0], flags_of(&reference->boot));
}

/* Several CPUs may be here at once. A register only ever loses features, so that this ends. */
static void narrow(unsigned int reg, uint64_t own)
{
	uint64_t *common = &smpboot_reference.common[reg];
	uint64_t seen = __atomic_load_n(common, __ATOMIC_RELAXED);
	uint64_t wanted;

	do {
		wanted = smpboot_differ_common((enum smpboot_register)reg, seen, own);
	} while (wanted != seen && !__atomic_compare_exchange_n(common, &seen, wanted, false,
	                                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED));
}

static void narrow_all(const struct smpboot_registers *own, uint32_t different)
{
	/* Without caches no compare-and-swap can be relied on: better no answer than a wrong one. */
	if (!smpboot_machine.coherent) {
		__atomic_store_n(&smpboot_reference.common_lost, true, __ATOMIC_RELAXED);
		return;
	}
	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++)
		if ((different >> reg & 1) != 0 && smpboot_differ_has_common((enum smpboot_register)reg))
			narrow(reg, own->value[reg]);
}

/* Not inlined: a CPU that is as the boot CPU does without its stack frame. */
__attribute__((noinline)) static enum smpboot_difference_class identify_other(struct smpboot_self *self)
{
	struct smpboot_registers own;
	struct smpboot_difference difference;

	/* All CPUs of a machine have them, or none. */
	(void)smpboot_arch_read_registers(&own);
	difference = smpboot_differ(&smpboot_reference.boot, &own);
	narrow_all(&own, difference.registers);
	/* Nobody takes for whole what is being written, should the CPU have been known before. */
	publish(self, 0);
	fill(self, &own, &difference);
	publish(self, flags_of(&own));
	return difference.worst;
}

static bool has_policy(enum smpboot_difference_class worst, enum smpboot_difference_policy policy)
{
	return smpboot_reference.policy[worst] == policy;
}

static bool refused(enum smpboot_difference_class worst)
{
	return !has_policy(worst, SMPBOOT_DIFFERENCE_EVENT);
}

bool smpboot_self_identify(unsigned int id)
{
	struct smpboot_self *self = &smpboot_machine.selves[id];

	/* The boot CPU, when it comes back, is what it was. */
	if (!smpboot_reference.there || id == 0)
		return true;
	if (!smpboot_arch_same_registers(&smpboot_reference.boot))
		return !refused(identify_other(self));
	self->worst = SMPBOOT_DIFFERENCE_NONE;
	publish(self, SMPBOOT_SELF_KNOWN | SMPBOOT_SELF_AS_BOOT);
	return true;
}

/* ---- On the CPU that brings it up ------------------------------------------- */

/* The CPU stored it before the claim that the caller has read. */
static enum smpboot_difference_class worst_of(unsigned int id)
{
	return (enum smpboot_difference_class)smpboot_machine.selves[id].worst;
}

enum smpboot_reason smpboot_self_reason(unsigned int id)
{
	return refused(worst_of(id)) ? SMPBOOT_REASON_DIFFERENT : SMPBOOT_REASON_STARTING_REFUSED;
}

bool smpboot_self_kept_out(unsigned int first, unsigned int end)
{
	for (unsigned int id = first; id < end; id++)
		if (smpboot_machine.slots[id].reason == SMPBOOT_REASON_DIFFERENT &&
		    has_policy(worst_of(id), SMPBOOT_DIFFERENCE_FAIL))
			return true;
	return false;
}
