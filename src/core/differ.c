/* SPDX-License-Identifier: BSD-2-Clause */
#include "differ.h"

/* How a field is ordered, and which of two values is good for both CPUs. */
enum rule {
	LOWER,          /* unsigned, more is a feature: the lesser */
	LOWER_SIGNED,   /* the same, where the highest bit set means "not there" */
	HIGHER,         /* more is a burden: the greater */
	HIGHER_OR_ZERO, /* the same, where 0 is the greatest: "not told" */
	EACH_BIT,       /* every bit is a feature */
	EXACT,          /* nothing lies between: a safe value */
};

#define HARMLESS  SMPBOOT_DIFFERENCE_HARMLESS
#define MASK      SMPBOOT_DIFFERENCE_MASK
#define DANGEROUS SMPBOOT_DIFFERENCE_DANGEROUS

struct field {
	uint8_t reg;
	uint8_t shift;
	uint8_t width;
	uint8_t rule;
	uint8_t below; /* class where this CPU's value is below the boot CPU's in the rule's order, ... */
	uint8_t above; /* ... and where it is above */
	uint8_t safe;  /* of EXACT */
};

#define FIELD(name, shift, width, rule, below, above, safe) \
	{ \
		SMPBOOT_REGISTER_##name, shift, width, rule, below, above, safe \
	}

/*
 * What is not in the table: of an ID_AA64 register each group of four bits is a
 * feature, unsigned, more is more (Arm ARM, "Principles of the ID scheme for
 * fields in ID registers"), also one that has no meaning yet; other registers
 * name or measure this CPU, and a kernel is not set up for that. In the order of
 * registers and bits.
 */
static const struct field fields[] = {
	/* Loops over cache lines step by what was measured once. */
	FIELD(CTR, 0, 4, LOWER, DANGEROUS, DANGEROUS, 0),         /* IminLine */
	FIELD(CTR, 14, 2, EXACT, MASK, MASK, 2),                  /* L1Ip: virtually indexed is the worse */
	FIELD(CTR, 16, 4, LOWER, DANGEROUS, DANGEROUS, 0),        /* DminLine */
	FIELD(CTR, 20, 4, HIGHER_OR_ZERO, HARMLESS, HARMLESS, 0), /* ERG */
	FIELD(CTR, 24, 4, HIGHER_OR_ZERO, HARMLESS, DANGEROUS,
	      0),                                /* CWG: memory was divided by the boot CPU's */
	FIELD(CTR, 28, 1, LOWER, MASK, MASK, 0), /* IDC */
	FIELD(CTR, 29, 1, LOWER, MASK, MASK, 0), /* DIC */
	FIELD(CTR, 32, 6, LOWER, MASK, MASK, 0), /* TminLine */
	/* BS and DZP together: where they differ, the one safe way is not to use DC ZVA. */
	FIELD(DCZID, 0, 5, EXACT, DANGEROUS, DANGEROUS, 0x10),
	FIELD(CNTFRQ, 0, 32, EXACT, DANGEROUS, DANGEROUS, 0),

	FIELD(PFR0, 8, 4, LOWER, HARMLESS, HARMLESS, 0),   /* EL2 */
	FIELD(PFR0, 12, 4, LOWER, HARMLESS, HARMLESS, 0),  /* EL3 */
	FIELD(PFR0, 16, 4, LOWER_SIGNED, MASK, MASK, 0),   /* FP */
	FIELD(PFR0, 20, 4, LOWER_SIGNED, MASK, MASK, 0),   /* AdvSIMD */
	FIELD(PFR0, 24, 4, LOWER, DANGEROUS, HARMLESS, 0), /* GIC: the CPU interface's system registers */
	FIELD(PFR0, 36, 4, LOWER, HARMLESS, HARMLESS, 0),  /* SEL2 */
	FIELD(PFR0, 52, 4, LOWER, HARMLESS, HARMLESS, 0),  /* RME */

	FIELD(SMFR0, 56, 4, LOWER, MASK, MASK, 0), /* SMEver, among fields of one bit */

	FIELD(DFR0, 4, 4, LOWER, HARMLESS, HARMLESS, 0),         /* TraceVer */
	FIELD(DFR0, 8, 4, LOWER_SIGNED, MASK, MASK, 0),          /* PMUVer */
	FIELD(DFR0, 36, 4, LOWER_SIGNED, HARMLESS, HARMLESS, 0), /* DoubleLock */
	FIELD(DFR0, 48, 4, LOWER_SIGNED, HARMLESS, HARMLESS, 0), /* MTPMU */

	/* A pointer that one algorithm has signed does not pass the other. */
	FIELD(ISAR1, 4, 4, EXACT, DANGEROUS, DANGEROUS, 0),  /* APA */
	FIELD(ISAR1, 8, 4, EXACT, DANGEROUS, DANGEROUS, 0),  /* API */
	FIELD(ISAR1, 24, 4, EXACT, MASK, MASK, 0),           /* GPA */
	FIELD(ISAR1, 28, 4, EXACT, MASK, MASK, 0),           /* GPI */
	FIELD(ISAR2, 8, 4, EXACT, MASK, MASK, 0),            /* GPA3 */
	FIELD(ISAR2, 12, 4, EXACT, DANGEROUS, DANGEROUS, 0), /* APA3 */

	/* The translation regime is the boot CPU's: less than it needs is too little. */
	FIELD(MMFR0, 0, 4, LOWER, DANGEROUS, HARMLESS, 0),  /* PARange */
	FIELD(MMFR0, 4, 4, LOWER, DANGEROUS, HARMLESS, 0),  /* ASIDBits */
	FIELD(MMFR0, 8, 4, LOWER, HARMLESS, HARMLESS, 0),   /* BigEnd */
	FIELD(MMFR0, 12, 4, LOWER, HARMLESS, HARMLESS, 0),  /* SNSMem */
	FIELD(MMFR0, 24, 4, LOWER_SIGNED, MASK, MASK, 0),   /* TGran64 */
	FIELD(MMFR0, 28, 4, LOWER_SIGNED, MASK, MASK, 0),   /* TGran4 */
	FIELD(MMFR0, 32, 4, EXACT, MASK, MASK, 1),          /* TGran16_2: 1 is none */
	FIELD(MMFR0, 36, 4, EXACT, MASK, MASK, 1),          /* TGran64_2 */
	FIELD(MMFR0, 40, 4, EXACT, MASK, MASK, 1),          /* TGran4_2 */
	FIELD(MMFR1, 24, 4, HIGHER, HARMLESS, HARMLESS, 0), /* SpecSEI */
	FIELD(MMFR2, 16, 4, LOWER, DANGEROUS, HARMLESS, 0), /* VARange */
	FIELD(MMFR2, 20, 4, LOWER, HARMLESS, HARMLESS, 0),  /* CCIDX */
	FIELD(MMFR4, 24, 4, LOWER_SIGNED, MASK, MASK, 0),   /* E2H0 */
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static bool lies_before(const struct field *field, unsigned int reg, unsigned int shift)
{
	return field->reg < reg || (field->reg == reg && field->shift < shift);
}

/* The field that begins at this bit. The table is in order, and *at goes forward in it from 0 on. */
static struct field field_at(unsigned int reg, unsigned int shift, unsigned int *at)
{
	struct field field = { (uint8_t)reg, (uint8_t)shift, 4, LOWER, MASK, MASK, 0 };
	unsigned int next = 64;

	while (*at < FIELDS && lies_before(&fields[*at], reg, shift))
		(*at)++;
	if (*at < FIELDS && fields[*at].reg == reg) {
		if (fields[*at].shift == shift)
			return fields[*at];
		next = fields[*at].shift;
	}
	if (reg < SMPBOOT_REGISTER_PFR0) {
		field = (struct field){ (uint8_t)reg, (uint8_t)shift, 32, EXACT, HARMLESS, HARMLESS, 0 };
		if (shift % 32 != 0)
			field.width = (uint8_t)(32 - shift % 32);
	} else if (reg == SMPBOOT_REGISTER_SMFR0) {
		field.rule = EACH_BIT;
	}
	if (next - shift < field.width)
		field.width = (uint8_t)(next - shift);
	return field;
}

static uint32_t value_of(const struct field *field, uint64_t reg)
{
	return (uint32_t)((reg >> field->shift) & ((1ull << field->width) - 1));
}

/* Where a value stands in the rule's order. */
static int64_t order_of(const struct field *field, uint32_t value)
{
	if (field->rule == LOWER_SIGNED && (value >> (field->width - 1)) != 0)
		return (int64_t)value - (1ll << field->width);
	if (field->rule == HIGHER_OR_ZERO && value == 0)
		return 1ll << field->width;
	return value;
}

static uint32_t common_of(const struct field *field, uint32_t one, uint32_t other)
{
	bool lower = order_of(field, one) < order_of(field, other);

	switch (field->rule) {
	case LOWER:
	case LOWER_SIGNED:
		return lower ? one : other;
	case HIGHER:
	case HIGHER_OR_ZERO:
		return lower ? other : one;
	case EACH_BIT:
		return one & other;
	default:
		return one == other ? one : field->safe;
	}
}

static void note(struct smpboot_difference *out, enum smpboot_difference_class found,
                 const struct field *field, uint32_t value, uint32_t expected)
{
	if (found <= out->worst)
		return;
	out->worst = found;
	out->reg = (enum smpboot_register)field->reg;
	out->shift = field->shift;
	out->width = field->width;
	out->value = value;
	out->expected = expected;
}

static void differ_in(struct smpboot_difference *out, unsigned int reg, uint64_t boot, uint64_t own)
{
	struct field field;
	unsigned int at = 0;

	out->registers |= 1u << reg;
	for (unsigned int shift = 0; shift < 64; shift += field.width) {
		uint32_t value;
		uint32_t expected;

		field = field_at(reg, shift, &at);
		value = value_of(&field, own);
		expected = value_of(&field, boot);
		if (value != expected) {
			bool below = order_of(&field, value) < order_of(&field, expected);

			note(out, below ? field.below : field.above, &field, value, expected);
		}
	}
}

static void differ_in_caches(struct smpboot_difference *out, const struct smpboot_registers *boot,
                             const struct smpboot_registers *own)
{
	for (unsigned int i = 0; i < own->caches && i < boot->caches; i++) {
		const struct field field = {
			SMPBOOT_REGISTER_CACHES, (uint8_t)i, 32, EXACT, HARMLESS, HARMLESS, 0
		};

		if (own->cache[i].selector != boot->cache[i].selector ||
		    own->cache[i].ccsidr == boot->cache[i].ccsidr)
			continue;
		out->registers |= 1u << SMPBOOT_REGISTER_CACHES;
		note(out, HARMLESS, &field, (uint32_t)own->cache[i].ccsidr, (uint32_t)boot->cache[i].ccsidr);
	}
}

struct smpboot_difference smpboot_differ(const struct smpboot_registers *boot,
                                         const struct smpboot_registers *own)
{
	struct smpboot_difference difference = { 0 };

	for (unsigned int reg = 0; reg < SMPBOOT_PLAIN_REGISTERS; reg++)
		if (boot->value[reg] != own->value[reg])
			differ_in(&difference, reg, boot->value[reg], own->value[reg]);
	differ_in_caches(&difference, boot, own);
	return difference;
}

bool smpboot_differ_has_common(enum smpboot_register reg)
{
	return reg == SMPBOOT_REGISTER_CTR || reg == SMPBOOT_REGISTER_DCZID ||
	       (reg >= SMPBOOT_REGISTER_PFR0 && reg < SMPBOOT_PLAIN_REGISTERS);
}

uint64_t smpboot_differ_common(enum smpboot_register reg, uint64_t common, uint64_t own)
{
	uint64_t result = 0;
	struct field field;
	unsigned int at = 0;

	for (unsigned int shift = 0; shift < 64; shift += field.width) {
		field = field_at(reg, shift, &at);
		result |= (uint64_t)common_of(&field, value_of(&field, common), value_of(&field, own))
		          << field.shift;
	}
	return result;
}
