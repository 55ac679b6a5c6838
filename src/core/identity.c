/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpboot_cpu_identity(): the registers' fields as numbers (Arm ARM, DDI0487).
 */
#include "machine.h"
#include "memory_model.h"
#include "self.h"

/* ID_AA64MMFR0_EL1.PARange; 0: not known. */
static unsigned int pa_bits(unsigned int range)
{
	static const uint8_t bits[] = { 32, 36, 40, 42, 44, 48, 52, 56 };

	return range < sizeof(bits) ? bits[range] : 0;
}

/* ID_AA64MMFR2_EL1.VARange */
static unsigned int va_bits(unsigned int range)
{
	if (range == 0)
		return 48;
	return range == 1 ? 52 : 56;
}

static unsigned int granules(uint32_t memory)
{
	unsigned int found = 0;

	/* Of these two, 0xf is "not there"; of 16 KiB, 0. */
	if (smpboot_memory_field(memory, SMPBOOT_MEMORY_TGRAN4) < 8)
		found |= SMPBOOT_GRANULE_4K;
	if (smpboot_memory_field(memory, SMPBOOT_MEMORY_TGRAN64) < 8)
		found |= SMPBOOT_GRANULE_64K;
	if (smpboot_memory_field(memory, SMPBOOT_MEMORY_TGRAN16) != 0)
		found |= SMPBOOT_GRANULE_16K;
	return found;
}

/* A field of CTR_EL0 that is log2 of a number of words, in bytes. */
static unsigned int words(uint32_t ctr, unsigned int shift)
{
	return 4u << (ctr >> shift & 0xf);
}

/* The same, where 0 is "not told". */
static unsigned int words_or_none(uint32_t ctr, unsigned int shift)
{
	return (ctr >> shift & 0xf) != 0 ? words(ctr, shift) : 0;
}

static uint32_t frequency(unsigned int id)
{
	return id == 0 ? smpboot_machine.frequency : smpboot_machine.slots[id].frequency;
}

enum smpboot_status smpboot_cpu_identity(unsigned int id, struct smpboot_identity *out)
{
	enum smpboot_status status = smpboot_self_check(id, out);
	const struct smpboot_own *own;

	if (status != SMPBOOT_OK)
		return status;
	if (!smpboot_self_known(id))
		return SMPBOOT_ERR_UNKNOWN;
	own = smpboot_self_own(id);
	*out = (struct smpboot_identity){
		.midr = own->midr,
		.revidr = own->revidr,
		.aidr = own->aidr,
		.implementer = smpboot_implementer_name(own->midr),
		.part = smpboot_part_name(own->midr),
		.variant = own->midr >> 20 & 0xf,
		.revision = own->midr & 0xf,
		.entry_el = smpboot_machine.slots[id].entry_el,
		.counter_frequency = frequency(id),
		.pa_bits = pa_bits(smpboot_memory_field(own->memory, SMPBOOT_MEMORY_PARANGE)),
		.va_bits = va_bits(smpboot_memory_field(own->memory, SMPBOOT_MEMORY_VARANGE)),
		.granules = granules(own->memory),
		.data_line = words(own->ctr, 16),
		.instruction_line = words(own->ctr, 0),
		.writeback = words_or_none(own->ctr, 24),
		.exclusives = words_or_none(own->ctr, 20),
	};
	return SMPBOOT_OK;
}
