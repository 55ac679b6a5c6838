/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ID registers in the order of enum smpboot_register, two by two, for C and
 * assembly alike. All of these can be read at EL1 and EL2 of any AArch64 CPU:
 * those of op0 3, op1 0, CRn 0, CRm 4 to 7 that it does not have read as zero
 * (Arm ARM, DDI0487, D18.3). A hypervisor may trap the reads and answer.
 *
 * By number where the assembler of Debian 12 has no name.
 */
#ifndef SMPBOOT_ARCH_ID_REGISTERS_H
#define SMPBOOT_ARCH_ID_REGISTERS_H

/* MPIDR_EL1, of which only MT and U count, has its own macro: the rest is each CPU's own. */
#define SMPBOOT_ID_REGISTERS(PAIR, PAIR_WITH_MPIDR) \
	PAIR(MIDR, midr_el1, REVIDR, revidr_el1) \
	PAIR_WITH_MPIDR(AIDR, aidr_el1) \
	PAIR(CTR, ctr_el0, DCZID, dczid_el0) \
	PAIR(CNTFRQ, cntfrq_el0, CLIDR, clidr_el1) \
	PAIR(PFR0, id_aa64pfr0_el1, PFR1, id_aa64pfr1_el1) \
	PAIR(PFR2, S3_0_C0_C4_2, ZFR0, S3_0_C0_C4_4) \
	PAIR(SMFR0, S3_0_C0_C4_5, DFR0, id_aa64dfr0_el1) \
	PAIR(DFR1, id_aa64dfr1_el1, ISAR0, id_aa64isar0_el1) \
	PAIR(ISAR1, id_aa64isar1_el1, ISAR2, S3_0_C0_C6_2) \
	PAIR(ISAR3, S3_0_C0_C6_3, MMFR0, id_aa64mmfr0_el1) \
	PAIR(MMFR1, id_aa64mmfr1_el1, MMFR2, S3_0_C0_C7_2) \
	PAIR(MMFR3, S3_0_C0_C7_3, MMFR4, S3_0_C0_C7_4)

/* MPIDR_EL1.MT and U */
#define SMPBOOT_MPIDR_SHARED 0x41000000

#endif
