/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU's ID registers. All of these can be read at EL1 and EL2 of any AArch64
 * CPU: those of op0 3, op1 0, CRn 0, CRm 4 to 7 that it does not have read as
 * zero (Arm ARM, DDI0487, D18.3). A hypervisor may trap the reads and answer.
 */
#include "core/registers.h"

#include "core/cache.h"
#include "sysreg.h"

/* MPIDR_EL1.MT and U: the rest is a CPU's own. */
#define MPIDR_SHARED ((1ull << 24) | (1ull << 30))

/* The same value each time, so that the compiler may read it where it needs it. */
#define CONSTANT(reg) \
	({ \
		uint64_t constant_; \
		__asm__("mrs %0, " #reg : "=r"(constant_)); \
		constant_; \
	})

/* By number where the assembler of Debian 12 has no name. */
#define EACH_REGISTER(DO) \
	DO(MIDR, CONSTANT(midr_el1)) \
	DO(REVIDR, CONSTANT(revidr_el1)) \
	DO(AIDR, CONSTANT(aidr_el1)) \
	DO(MPIDR, CONSTANT(mpidr_el1) & MPIDR_SHARED) \
	DO(CTR, CONSTANT(ctr_el0)) \
	DO(DCZID, CONSTANT(dczid_el0)) \
	DO(CNTFRQ, CONSTANT(cntfrq_el0)) \
	DO(CLIDR, CONSTANT(clidr_el1)) \
	DO(PFR0, CONSTANT(id_aa64pfr0_el1)) \
	DO(PFR1, CONSTANT(id_aa64pfr1_el1)) \
	DO(PFR2, CONSTANT(S3_0_C0_C4_2)) \
	DO(ZFR0, CONSTANT(S3_0_C0_C4_4)) \
	DO(SMFR0, CONSTANT(S3_0_C0_C4_5)) \
	DO(DFR0, CONSTANT(id_aa64dfr0_el1)) \
	DO(DFR1, CONSTANT(id_aa64dfr1_el1)) \
	DO(ISAR0, CONSTANT(id_aa64isar0_el1)) \
	DO(ISAR1, CONSTANT(id_aa64isar1_el1)) \
	DO(ISAR2, CONSTANT(S3_0_C0_C6_2)) \
	DO(ISAR3, CONSTANT(S3_0_C0_C6_3)) \
	DO(MMFR0, CONSTANT(id_aa64mmfr0_el1)) \
	DO(MMFR1, CONSTANT(id_aa64mmfr1_el1)) \
	DO(MMFR2, CONSTANT(S3_0_C0_C7_2)) \
	DO(MMFR3, CONSTANT(S3_0_C0_C7_3)) \
	DO(MMFR4, CONSTANT(S3_0_C0_C7_4))

static uint64_t read_ccsidr(uint8_t selector)
{
	SMPBOOT_WRITE(csselr_el1, selector);
	/* The selection must have been made before CCSIDR is read. */
	__asm__ volatile("isb" ::: "memory");
	return SMPBOOT_READ(ccsidr_el1);
}

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
	for (unsigned int i = 0; i < registers->caches; i++)
		registers->ccsidr[i] = read_ccsidr(registers->selector[i]);
	SMPBOOT_WRITE(csselr_el1, selected);
	SMPBOOT_WRITE(daif, daif);
}

bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
#define READ(name, read) registers->value[SMPBOOT_REGISTER_##name] = (read);
	EACH_REGISTER(READ)
#undef READ
	registers->caches =
		smpboot_cache_selectors(registers->value[SMPBOOT_REGISTER_CLIDR], registers->selector);
	read_caches(registers);
	return true;
}

/* One level of CPUs of one part can have other sizes than another: so the caches are all looked at. */
static bool same_caches(const struct smpboot_registers *boot)
{
	unsigned int count = boot->caches;
	uint64_t different = 0;

	for (unsigned int i = 0; i < count; i++)
		different |= read_ccsidr(boot->selector[i]) ^ boot->ccsidr[i];
	return different == 0;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	uint64_t different = 0;

#define COMPARE(name, read) different |= (read) ^ boot->value[SMPBOOT_REGISTER_##name];
	EACH_REGISTER(COMPARE)
#undef COMPARE
	/* The boot CPU's selectors mean something here only with the same CLIDR: others may be UNDEFINED. */
	return different == 0 && same_caches(boot);
}
