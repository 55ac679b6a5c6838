/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of registers and classes. A switch, not a table: see status.c.
 */
#include <smpboot/topology.h>

const char *smpboot_register_name(enum smpboot_register reg)
{
	switch (reg) {
	case SMPBOOT_REGISTER_MIDR:
		return "MIDR_EL1";
	case SMPBOOT_REGISTER_REVIDR:
		return "REVIDR_EL1";
	case SMPBOOT_REGISTER_AIDR:
		return "AIDR_EL1";
	case SMPBOOT_REGISTER_MPIDR:
		return "MPIDR_EL1";
	case SMPBOOT_REGISTER_CTR:
		return "CTR_EL0";
	case SMPBOOT_REGISTER_DCZID:
		return "DCZID_EL0";
	case SMPBOOT_REGISTER_CNTFRQ:
		return "CNTFRQ_EL0";
	case SMPBOOT_REGISTER_CLIDR:
		return "CLIDR_EL1";
	case SMPBOOT_REGISTER_PFR0:
		return "ID_AA64PFR0_EL1";
	case SMPBOOT_REGISTER_PFR1:
		return "ID_AA64PFR1_EL1";
	case SMPBOOT_REGISTER_PFR2:
		return "ID_AA64PFR2_EL1";
	case SMPBOOT_REGISTER_ZFR0:
		return "ID_AA64ZFR0_EL1";
	case SMPBOOT_REGISTER_SMFR0:
		return "ID_AA64SMFR0_EL1";
	case SMPBOOT_REGISTER_DFR0:
		return "ID_AA64DFR0_EL1";
	case SMPBOOT_REGISTER_DFR1:
		return "ID_AA64DFR1_EL1";
	case SMPBOOT_REGISTER_ISAR0:
		return "ID_AA64ISAR0_EL1";
	case SMPBOOT_REGISTER_ISAR1:
		return "ID_AA64ISAR1_EL1";
	case SMPBOOT_REGISTER_ISAR2:
		return "ID_AA64ISAR2_EL1";
	case SMPBOOT_REGISTER_ISAR3:
		return "ID_AA64ISAR3_EL1";
	case SMPBOOT_REGISTER_MMFR0:
		return "ID_AA64MMFR0_EL1";
	case SMPBOOT_REGISTER_MMFR1:
		return "ID_AA64MMFR1_EL1";
	case SMPBOOT_REGISTER_MMFR2:
		return "ID_AA64MMFR2_EL1";
	case SMPBOOT_REGISTER_MMFR3:
		return "ID_AA64MMFR3_EL1";
	case SMPBOOT_REGISTER_MMFR4:
		return "ID_AA64MMFR4_EL1";
	case SMPBOOT_REGISTER_CACHES:
		return "CCSIDR_EL1";
	}
	return "unknown";
}

const char *smpboot_difference_name(enum smpboot_difference_class which)
{
	switch (which) {
	case SMPBOOT_DIFFERENCE_NONE:
		return "none";
	case SMPBOOT_DIFFERENCE_HARMLESS:
		return "harmless";
	case SMPBOOT_DIFFERENCE_MASK:
		return "mask";
	case SMPBOOT_DIFFERENCE_DANGEROUS:
		return "dangerous";
	}
	return "unknown";
}
