/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Implementers and parts by MIDR_EL1: Arm's from the MIDR_EL1 tables of its
 * Technical Reference Manuals, the others' as they have published them (as in
 * Linux, arch/arm64/include/asm/cputype.h). The affinity fields are what the
 * manuals say of MPIDR_EL1; where none was seen, nothing is said.
 *
 * The names are part of the tables: pointers to them would need relocating in a
 * position-independent kernel.
 */
#include "parts.h"

#include <stddef.h>

#include <smpboot/topology.h>

/* MIDR_EL1.Implementer */
#define ARM       0x41
#define BROADCOM  0x42
#define CAVIUM    0x43
#define DEC       0x44
#define FUJITSU   0x46
#define HISILICON 0x48
#define INFINEON  0x49
#define FREESCALE 0x4d
#define NVIDIA    0x4e
#define APM       0x50
#define QUALCOMM  0x51
#define SAMSUNG   0x53
#define MARVELL   0x56
#define APPLE     0x61
#define INTEL     0x69
#define MICROSOFT 0x6d
#define AMPERE    0xc0

static const struct implementer {
	uint8_t code;
	char name[SMPBOOT_PART_NAME_SIZE];
} implementers[] = {
	{ ARM, "Arm" },           { BROADCOM, "Broadcom" },
	{ CAVIUM, "Cavium" },     { DEC, "DEC" },
	{ FUJITSU, "Fujitsu" },   { HISILICON, "HiSilicon" },
	{ INFINEON, "Infineon" }, { FREESCALE, "Motorola/Freescale" },
	{ NVIDIA, "NVIDIA" },     { APM, "APM" },
	{ QUALCOMM, "Qualcomm" }, { SAMSUNG, "Samsung" },
	{ MARVELL, "Marvell" },   { APPLE, "Apple" },
	{ INTEL, "Intel" },       { MICROSOFT, "Microsoft" },
	{ AMPERE, "Ampere" },
};

/* Short, for the table. */
#define UNKNOWN   SMPBOOT_AFFINITY_UNKNOWN
#define CLUSTERED SMPBOOT_AFFINITY_CLUSTERED
#define DYNAMIQ   SMPBOOT_AFFINITY_DYNAMIQ
#define THREADS   SMPBOOT_AFFINITY_THREADS

static const struct smpboot_part parts[] = {
	{ 0xd01, ARM, CLUSTERED, "Cortex-A32" },
	{ 0xd02, ARM, CLUSTERED, "Cortex-A34" },
	{ 0xd03, ARM, CLUSTERED, "Cortex-A53" },
	{ 0xd04, ARM, CLUSTERED, "Cortex-A35" },
	{ 0xd05, ARM, DYNAMIQ, "Cortex-A55" },
	{ 0xd06, ARM, THREADS, "Cortex-A65" },
	{ 0xd07, ARM, CLUSTERED, "Cortex-A57" },
	{ 0xd08, ARM, CLUSTERED, "Cortex-A72" },
	{ 0xd09, ARM, CLUSTERED, "Cortex-A73" },
	{ 0xd0a, ARM, DYNAMIQ, "Cortex-A75" },
	{ 0xd0b, ARM, DYNAMIQ, "Cortex-A76" },
	{ 0xd0c, ARM, DYNAMIQ, "Neoverse-N1" },
	{ 0xd0d, ARM, DYNAMIQ, "Cortex-A77" },
	{ 0xd0e, ARM, DYNAMIQ, "Cortex-A76AE" },
	{ 0xd13, ARM, UNKNOWN, "Cortex-R52" },
	{ 0xd14, ARM, UNKNOWN, "Cortex-R82AE" },
	{ 0xd15, ARM, UNKNOWN, "Cortex-R82" },
	{ 0xd40, ARM, DYNAMIQ, "Neoverse-V1" },
	{ 0xd41, ARM, DYNAMIQ, "Cortex-A78" },
	{ 0xd42, ARM, DYNAMIQ, "Cortex-A78AE" },
	{ 0xd43, ARM, THREADS, "Cortex-A65AE" },
	{ 0xd44, ARM, DYNAMIQ, "Cortex-X1" },
	{ 0xd46, ARM, DYNAMIQ, "Cortex-A510" },
	{ 0xd47, ARM, DYNAMIQ, "Cortex-A710" },
	{ 0xd48, ARM, DYNAMIQ, "Cortex-X2" },
	{ 0xd49, ARM, DYNAMIQ, "Neoverse-N2" },
	{ 0xd4a, ARM, THREADS, "Neoverse-E1" },
	{ 0xd4b, ARM, DYNAMIQ, "Cortex-A78C" },
	{ 0xd4c, ARM, DYNAMIQ, "Cortex-X1C" },
	{ 0xd4d, ARM, DYNAMIQ, "Cortex-A715" },
	{ 0xd4e, ARM, DYNAMIQ, "Cortex-X3" },
	{ 0xd4f, ARM, DYNAMIQ, "Neoverse-V2" },
	{ 0xd80, ARM, DYNAMIQ, "Cortex-A520" },
	{ 0xd81, ARM, DYNAMIQ, "Cortex-A720" },
	{ 0xd82, ARM, DYNAMIQ, "Cortex-X4" },
	{ 0xd83, ARM, DYNAMIQ, "Neoverse-V3AE" },
	{ 0xd84, ARM, DYNAMIQ, "Neoverse-V3" },
	{ 0xd85, ARM, DYNAMIQ, "Cortex-X925" },
	{ 0xd87, ARM, DYNAMIQ, "Cortex-A725" },
	{ 0xd88, ARM, DYNAMIQ, "Cortex-A520AE" },
	{ 0xd89, ARM, DYNAMIQ, "Cortex-A720AE" },
	{ 0xd8c, ARM, UNKNOWN, "C1-Ultra" },
	{ 0xd8e, ARM, DYNAMIQ, "Neoverse-N3" },
	{ 0xd90, ARM, UNKNOWN, "C1-Premium" },
	{ 0x100, BROADCOM, UNKNOWN, "Brahma-B53" },
	{ 0x516, BROADCOM, UNKNOWN, "Vulcan" },
	{ 0x0a1, CAVIUM, UNKNOWN, "ThunderX" },
	{ 0x0a2, CAVIUM, UNKNOWN, "ThunderX-81XX" },
	{ 0x0a3, CAVIUM, UNKNOWN, "ThunderX-83XX" },
	{ 0x0af, CAVIUM, THREADS, "ThunderX2" },
	{ 0x0b1, CAVIUM, UNKNOWN, "OcteonTX2-98XX" },
	{ 0x0b2, CAVIUM, UNKNOWN, "OcteonTX2-96XX" },
	{ 0x0b3, CAVIUM, UNKNOWN, "OcteonTX2-95XX" },
	{ 0x0b8, CAVIUM, THREADS, "ThunderX3" },
	{ 0x001, FUJITSU, UNKNOWN, "A64FX" },
	{ 0xd01, HISILICON, UNKNOWN, "TSV110" },
	{ 0xd02, HISILICON, UNKNOWN, "TSV200" },
	{ 0x003, NVIDIA, UNKNOWN, "Denver-2" },
	{ 0x004, NVIDIA, UNKNOWN, "Carmel" },
	{ 0x010, NVIDIA, UNKNOWN, "Olympus" },
	{ 0x000, APM, UNKNOWN, "X-Gene" },
	{ 0x001, QUALCOMM, UNKNOWN, "Oryon" },
	{ 0x200, QUALCOMM, UNKNOWN, "Kryo" },
	{ 0x800, QUALCOMM, UNKNOWN, "Kryo-2xx-Gold" },
	{ 0x801, QUALCOMM, UNKNOWN, "Kryo-2xx-Silver" },
	{ 0x802, QUALCOMM, UNKNOWN, "Kryo-3xx-Gold" },
	{ 0x803, QUALCOMM, UNKNOWN, "Kryo-3xx-Silver" },
	{ 0x804, QUALCOMM, UNKNOWN, "Kryo-4xx-Gold" },
	{ 0x805, QUALCOMM, UNKNOWN, "Kryo-4xx-Silver" },
	{ 0xc00, QUALCOMM, UNKNOWN, "Falkor" },
	{ 0x001, SAMSUNG, UNKNOWN, "Exynos-M1" },
	{ 0x002, SAMSUNG, UNKNOWN, "Exynos-M3" },
	{ 0x022, APPLE, UNKNOWN, "M1-Icestorm" },
	{ 0x023, APPLE, UNKNOWN, "M1-Firestorm" },
	{ 0x024, APPLE, UNKNOWN, "M1-Pro-Icestorm" },
	{ 0x025, APPLE, UNKNOWN, "M1-Pro-Firestorm" },
	{ 0x028, APPLE, UNKNOWN, "M1-Max-Icestorm" },
	{ 0x029, APPLE, UNKNOWN, "M1-Max-Firestorm" },
	{ 0x032, APPLE, UNKNOWN, "M2-Blizzard" },
	{ 0x033, APPLE, UNKNOWN, "M2-Avalanche" },
	{ 0xd49, MICROSOFT, UNKNOWN, "Azure-Cobalt-100" },
	{ 0xac3, AMPERE, UNKNOWN, "Ampere-1" },
	{ 0xac4, AMPERE, UNKNOWN, "Ampere-1a" },
};

const struct smpboot_part *smpboot_part_find(uint32_t midr)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].implementer == midr >> 24 && parts[i].part == (midr >> 4 & 0xfff))
			return &parts[i];
	return NULL;
}

const char *smpboot_implementer_name(uint32_t midr)
{
	for (size_t i = 0; i < sizeof(implementers) / sizeof(implementers[0]); i++)
		if (implementers[i].code == midr >> 24)
			return implementers[i].name;
	return NULL;
}

const char *smpboot_part_name(uint32_t midr)
{
	const struct smpboot_part *part = smpboot_part_find(midr);

	return part != NULL ? part->name : NULL;
}
