/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the records, for the public calls and for the texts.
 */
#include "cache.h"
#include "differ.h"
#include "machine.h"
#include "reference.h"
#include "self.h"

static unsigned int flags_of(unsigned int id)
{
	/* What the CPU stored before its flags is read after them. */
	return __atomic_load_n(&smpboot_machine.selves[id].flags, __ATOMIC_ACQUIRE);
}

unsigned int smpboot_self_count(void)
{
	return __atomic_load_n(&smpboot_machine.count, __ATOMIC_ACQUIRE);
}

enum smpboot_status smpboot_self_check(unsigned int id, const void *out)
{
	if (out == NULL)
		return SMPBOOT_ERR_NULL;
	if (smpboot_self_count() == 0)
		return SMPBOOT_ERR_NOT_INIT;
	return id < smpboot_self_count() ? SMPBOOT_OK : SMPBOOT_ERR_ID;
}

bool smpboot_self_known(unsigned int id)
{
	return (flags_of(id) & SMPBOOT_SELF_KNOWN) != 0;
}

static bool as_boot(unsigned int id)
{
	return (flags_of(id) & SMPBOOT_SELF_AS_BOOT) != 0;
}

const struct smpboot_own *smpboot_self_own(unsigned int id)
{
	return &smpboot_machine.selves[as_boot(id) ? 0 : id].own;
}

bool smpboot_self_multithreaded(unsigned int id)
{
	return (flags_of(as_boot(id) ? 0 : id) & SMPBOOT_SELF_MT) != 0;
}

unsigned int smpboot_self_caches(unsigned int id, uint64_t caches[SMPBOOT_CACHES])
{
	const struct smpboot_self *self = &smpboot_machine.selves[id];
	unsigned int count = 0;

	for (unsigned int i = 0; i < SMPBOOT_CACHES; i++)
		caches[i] = 0;
	if (as_boot(id))
		smpboot_cache_merge(caches, smpboot_machine.selves[0].cache, SMPBOOT_SOURCE_REGISTERS);
	else
		smpboot_cache_merge(caches, self->cache, SMPBOOT_SOURCE_REGISTERS);
	smpboot_cache_merge(caches, self->cache, SMPBOOT_SOURCE_DESCRIPTION);
	while (count < SMPBOOT_CACHES && caches[count] != 0)
		count++;
	return count;
}

enum smpboot_status smpboot_set_difference_policy(enum smpboot_difference_class which,
                                                  enum smpboot_difference_policy policy)
{
	enum smpboot_status status = smpboot_check_boot_cpu();

	if (status != SMPBOOT_OK)
		return status;
	if (smpboot_machine.started)
		return SMPBOOT_ERR_BUSY;
	if (which < SMPBOOT_DIFFERENCE_HARMLESS || which > SMPBOOT_DIFFERENCE_DANGEROUS ||
	    policy < SMPBOOT_DIFFERENCE_EVENT || policy > SMPBOOT_DIFFERENCE_FAIL)
		return SMPBOOT_ERR_OPTION;
	smpboot_reference.policy[which] = (uint8_t)policy;
	return SMPBOOT_OK;
}

/* The boot CPU's value of the field; of CACHES the low half of the cache's CCSIDR_EL1. */
static uint32_t expected(const struct smpboot_difference *difference)
{
	const struct smpboot_registers *boot = &smpboot_reference.boot;

	if (difference->worst == SMPBOOT_DIFFERENCE_NONE)
		return 0;
	if (difference->reg == SMPBOOT_REGISTER_CACHES)
		return (uint32_t)boot->cache[difference->shift].ccsidr;
	return (uint32_t)(boot->value[difference->reg] >> difference->shift &
	                  ((1ull << difference->width) - 1));
}

enum smpboot_status smpboot_cpu_difference(unsigned int id, struct smpboot_difference *out)
{
	enum smpboot_status status = smpboot_self_check(id, out);
	const struct smpboot_self *self;

	if (status != SMPBOOT_OK)
		return status;
	if (!smpboot_self_known(id))
		return SMPBOOT_ERR_UNKNOWN;
	*out = (struct smpboot_difference){ .worst = SMPBOOT_DIFFERENCE_NONE };
	if (as_boot(id))
		return SMPBOOT_OK;
	self = &smpboot_machine.selves[id];
	out->registers = self->own.different;
	out->worst = (enum smpboot_difference_class)self->worst;
	out->reg = (enum smpboot_register)self->worst_register;
	out->shift = self->worst_shift;
	out->width = self->worst_width;
	out->value = self->own.value;
	out->expected = expected(out);
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_common_register(enum smpboot_register reg, uint64_t *value)
{
	if (value == NULL)
		return SMPBOOT_ERR_NULL;
	if (smpboot_self_count() == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (!smpboot_differ_has_common(reg))
		return SMPBOOT_ERR_OPTION;
	if (!smpboot_reference.there || __atomic_load_n(&smpboot_reference.common_lost, __ATOMIC_RELAXED))
		return SMPBOOT_ERR_UNKNOWN;
	*value = __atomic_load_n(&smpboot_reference.common[reg], __ATOMIC_RELAXED);
	return SMPBOOT_OK;
}
