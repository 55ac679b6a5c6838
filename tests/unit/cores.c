/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where no other source is named, the values are the reset values in the register
 * descriptions of each manual, with the GIC's system registers off; sizes that an
 * integrator chooses are as in QEMU's models of the same cores, which were made from
 * the same manuals.
 *
 * Of Cortex-A73, A78, A78C, X1 and X1C no manual was at hand. What theirs say of the ID
 * registers is from a table made of them: github.com/hrw/arm-socs-table,
 * data/cpu_cores.yml. For A73, A78C and X1C it was compared with what was read on chips,
 * which is the same but for the GIC's field and what an operating system hid; A78 and X1
 * rest on the table alone. Of these two nothing was found on CTR_EL0 and DCZID_EL0, and
 * of X1 nothing on its caches: that is left out.
 */
#include "cores.h"

#define GRANULES_4_64 (SMPBOOT_GRANULE_4K | SMPBOOT_GRANULE_64K)
#define GRANULES_ALL  (SMPBOOT_GRANULE_4K | SMPBOOT_GRANULE_16K | SMPBOOT_GRANULE_64K)

#define R(name) [SMPBOOT_REGISTER_##name]

/* MT as it is on a part of the DynamIQ kind. */
#define MT (1u << 24)

/* CCSIDR_EL1 of level 1 data, level 1 instruction, level 2, with CSSELR_EL1. */
#define CACHES(data, instruction, unified) \
	.caches = 3, .cache = { { 0, data }, { 1, instruction }, { 2, unified } }

/* And of a level 3. */
#define CACHES_TO_3(data, instruction, unified, shared) \
	.caches = 4, .cache = { { 0, data }, { 1, instruction }, { 2, unified }, { 4, shared } }

/* CCSIDR_EL1 out of ways and sets, with 64-byte lines; what it writes and allocates is left out. */
#define CCSIDR(ways, sets) (((sets)-1) << 13 | ((ways)-1) << 3 | 2)

/* The same in its 64-bit format (FEAT_CCIDX). */
#define CCIDX(ways, sets) ((uint64_t)((sets)-1) << 32 | ((ways)-1) << 3 | 2)

#define DATA        SMPBOOT_CACHE_DATA
#define INSTRUCTION SMPBOOT_CACHE_INSTRUCTION
#define UNIFIED     SMPBOOT_CACHE_UNIFIED

/* clang-format off */
const struct core cores[CORE_COUNT] = {
	/* Arm Cortex-A35 TRM (100236), B2.2 and B2.29. */
	[CORE_A35] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd040, R(CTR) = 0x84448004, R(DCZID) = 4, R(CLIDR) = 0x0a200023,
				R(PFR0) = 0x00002222, R(DFR0) = 0x10305106, R(ISAR0) = 0x00011120,
				R(MMFR0) = 0x00101122,
			},
			CACHES(0x700fe01a, 0x201fe00a, 0x703fe03a),
		},
		.part = "Cortex-A35", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 32, 4 }, { 1, INSTRUCTION, 32, 2 }, { 2, UNIFIED, 256, 8 } },
	},
	/* Arm Cortex-A53 TRM (DDI 0500), 4.2 and 4.3.22. */
	[CORE_A53] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd034, R(CTR) = 0x84448004, R(DCZID) = 4, R(CLIDR) = 0x0a200023,
				R(PFR0) = 0x00002222, R(DFR0) = 0x10305106, R(ISAR0) = 0x00011120,
				R(MMFR0) = 0x00001122,
			},
			CACHES(0x700fe01a, 0x201fe00a, 0x707fe07a),
		},
		.part = "Cortex-A53", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_4_64,
		.caches = { { 1, DATA, 32, 4 }, { 1, INSTRUCTION, 32, 2 }, { 2, UNIFIED, 1024, 16 } },
	},
	/* Arm Cortex-A55 TRM (100442), B2.4 and B2.23. */
	[CORE_A55] = {
		.registers = {
			.value = {
				R(MIDR) = 0x412fd050, R(MPIDR) = MT, R(CTR) = 0x84448004, R(DCZID) = 4,
				R(CLIDR) = 0x82000023, R(PFR0) = 0x10112222, R(PFR1) = 0x10, R(DFR0) = 0x10305408,
				R(ISAR0) = 0x0000100010211120, R(ISAR1) = 0x00100001, R(MMFR0) = 0x00101122,
				R(MMFR1) = 0x10212122, R(MMFR2) = 0x1011,
			},
			CACHES(0x700fe01a, 0x200fe01a, 0x703fe07a),
		},
		.part = "Cortex-A55", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 32, 4 }, { 1, INSTRUCTION, 32, 4 }, { 2, UNIFIED, 512, 16 } },
	},
	/* Arm Cortex-A57 TRM (DDI 0488), 4.2 and 4.3.20. */
	[CORE_A57] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd073, R(CTR) = 0x8444c004, R(DCZID) = 4, R(CLIDR) = 0x0a200023,
				R(PFR0) = 0x00002222, R(DFR0) = 0x10305106, R(ISAR0) = 0x00011120,
				R(MMFR0) = 0x00001124,
			},
			CACHES(0x701fe00a, 0x201fe012, 0x70ffe07a),
		},
		.part = "Cortex-A57", .pa_bits = 44, .va_bits = 48, .granules = GRANULES_4_64,
		.caches = { { 1, DATA, 32, 2 }, { 1, INSTRUCTION, 48, 3 }, { 2, UNIFIED, 2048, 16 } },
	},
	/* Arm Cortex-A72 TRM (100095), 4.2 and 4.3.20. */
	[CORE_A72] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd083, R(CTR) = 0x8444c004, R(DCZID) = 4, R(CLIDR) = 0x0a200023,
				R(PFR0) = 0x00002222, R(DFR0) = 0x10305106, R(ISAR0) = 0x00011120,
				R(MMFR0) = 0x00001124,
			},
			CACHES(0x701fe00a, 0x201fe012, 0x707fe07a),
		},
		.part = "Cortex-A72", .pa_bits = 44, .va_bits = 48, .granules = GRANULES_4_64,
		.caches = { { 1, DATA, 32, 2 }, { 1, INSTRUCTION, 48, 3 }, { 2, UNIFIED, 1024, 16 } },
	},
	/*
	 * Arm Cortex-A73. MIDR, PFR0 and MMFR0 as read at EL2 on a Novatek NT98690 (github.com/iceice666/slime_os,
	 * devlog/2026-09-01-p6a-nt98690-probe/probe-boot.log); DFR0 and ISAR0 of its TRM (100048). CTR and DCZID as
	 * read in a virtual machine on an ODROID-N2+ (github.com/rems-project/system-litmus-harness,
	 * hw-results/hw-refs/odroidn2.big/id.txt). CCSIDR is made out of the ways in the TRM, 6.1 and 7.1
	 * (quoted in github.com/pytorch/cpuinfo, src/arm/cache.c), and the sizes in MediaTek's MT8183 (Linux,
	 * mt8183.dtsi); CLIDR of the types alone.
	 */
	[CORE_A73] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd090, R(CTR) = 0x84448004, R(DCZID) = 4, R(CLIDR) = 0x23,
				R(PFR0) = 0x1100000000002222, R(DFR0) = 0x10305106, R(ISAR0) = 0x00011120,
				R(MMFR0) = 0x00101122,
			},
			CACHES(CCSIDR(16, 64), CCSIDR(4, 256), CCSIDR(16, 1024)),
		},
		.part = "Cortex-A73", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 16 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 1024, 16 } },
	},
	/* Arm Cortex-A76 TRM (100798), B2.4 and B2.18. */
	[CORE_A76] = {
		.registers = {
			.value = {
				R(MIDR) = 0x414fd0b1, R(MPIDR) = MT, R(CTR) = 0x8444c004, R(DCZID) = 4,
				R(CLIDR) = 0x82000023, R(PFR0) = 0x1100000010111112, R(PFR1) = 0x10,
				R(DFR0) = 0x10305408, R(ISAR0) = 0x0000100010211120, R(ISAR1) = 0x00100001,
				R(MMFR0) = 0x00101122, R(MMFR1) = 0x10212122, R(MMFR2) = 0x1011,
			},
			CACHES(0x701fe01a, 0x201fe01a, 0x707fe03a),
		},
		.part = "Cortex-A76", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 512, 8 } },
	},
	/*
	 * Arm Cortex-A78 TRM (101430), from the table. MIDR as read on a Qualcomm SM8350 (Linux, commit
	 * 4390730cc12a). CCSIDR is made out of the sizes and ways in MediaTek's MT8195 (Linux, mt8195.dtsi);
	 * CLIDR of the types alone.
	 */
	[CORE_A78] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd410, R(MPIDR) = MT, R(CLIDR) = 0x123,
				R(PFR0) = 0x1100000011111112, R(PFR1) = 0x10, R(DFR0) = 0x10305408,
				R(ISAR0) = 0x0000100010211120, R(ISAR1) = 0x00100001, R(MMFR0) = 0x00101122,
				R(MMFR1) = 0x10212122, R(MMFR2) = 0x1011,
			},
			CACHES_TO_3(CCSIDR(4, 256), CCSIDR(4, 256), CCSIDR(8, 512), CCSIDR(16, 2048)),
		},
		.part = "Cortex-A78", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 256, 8 },
		            { 3, UNIFIED, 2048, 16 } },
	},
	/* Arm Cortex-A78AE TRM (101779), 3.2.4 and 3.2.33. */
	[CORE_A78AE] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd423, R(MPIDR) = MT, R(CTR) = 0x9444c004, R(DCZID) = 4,
				R(CLIDR) = 0x82000023, R(PFR0) = 0x1100000010111112, R(PFR1) = 0x10,
				R(DFR0) = 0x0000000110305408, R(ISAR0) = 0x0010100010211120,
				R(ISAR1) = 0x01200031, R(MMFR0) = 0x00101125, R(MMFR1) = 0x10212122,
				R(MMFR2) = 0x0000000100001011,
			},
			CACHES(0x701fe01a, 0x201fe01a, 0x707fe03a),
		},
		.part = "Cortex-A78AE", .pa_bits = 48, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 512, 8 } },
	},
	/*
	 * Arm Cortex-A78C, as read on a Qualcomm Snapdragon 8cx Gen 3 (VirtualBox,
	 * src/VBox/VMM/VMMR3/cpus/ARM_Qualcomm_Snapdragon_8cx_Gen_3.h). MMFR0 and MMFR1, of which Windows hid a part
	 * there, are of its TRM (102226), from the table.
	 */
	[CORE_A78C] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd4b0, R(MPIDR) = MT, R(CTR) = 0x9444c004, R(DCZID) = 4,
				R(CLIDR) = 0xc3000123, R(PFR0) = 0x1100000011111112, R(PFR1) = 0x10,
				R(DFR0) = 0x10305408, R(ISAR0) = 0x0010100010211120, R(ISAR1) = 0x01200031,
				R(MMFR0) = 0x00101122, R(MMFR1) = 0x10212122, R(MMFR2) = 0x0000000100001011,
			},
			CACHES_TO_3(0x700fe01a, 0x200fe01a, 0x707fe03a, 0x73ffe07a),
		},
		.part = "Cortex-A78C", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 32, 4 }, { 1, INSTRUCTION, 32, 4 }, { 2, UNIFIED, 512, 8 },
		            { 3, UNIFIED, 8192, 16 } },
	},
	/* Arm Cortex-X1 TRM (101433), from the table. MIDR as of A78. */
	[CORE_X1] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd440, R(MPIDR) = MT, R(PFR0) = 0x1100000011111112, R(PFR1) = 0x10,
				R(DFR0) = 0x10305408, R(ISAR0) = 0x0000100010211120, R(ISAR1) = 0x00100001,
				R(MMFR0) = 0x00101122, R(MMFR1) = 0x10212122, R(MMFR2) = 0x1011,
			},
		},
		.part = "Cortex-X1", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
	},
	/* Arm Cortex-X1C, on the same chip as A78C; MMFR0 and MMFR1 of its TRM (101968), from the table. */
	[CORE_X1C] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd4c0, R(MPIDR) = MT, R(CTR) = 0x9444c004, R(DCZID) = 4,
				R(CLIDR) = 0xc3000123, R(PFR0) = 0x1100000011111112, R(PFR1) = 0x10,
				R(DFR0) = 0x10305408, R(ISAR0) = 0x0010100010211120, R(ISAR1) = 0x01200031,
				R(MMFR0) = 0x00101122, R(MMFR1) = 0x10212122, R(MMFR2) = 0x0000000100001011,
			},
			CACHES_TO_3(0x701fe01a, 0x201fe01a, 0x70ffe03a, 0x73ffe07a),
		},
		.part = "Cortex-X1C", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 1024, 8 },
		            { 3, UNIFIED, 8192, 16 } },
	},
	/* Arm Neoverse N1 TRM (100616), B2.4 and B2.23. */
	[CORE_N1] = {
		.registers = {
			.value = {
				R(MIDR) = 0x414fd0c1, R(MPIDR) = MT, R(CTR) = 0x8444c004, R(DCZID) = 4,
				R(CLIDR) = 0x82000023, R(PFR0) = 0x1100000010111112, R(PFR1) = 0x20,
				R(DFR0) = 0x0000000110305408, R(ISAR0) = 0x0000100010211120,
				R(ISAR1) = 0x00100001, R(MMFR0) = 0x00101125, R(MMFR1) = 0x10212122,
				R(MMFR2) = 0x1011,
			},
			CACHES(0x701fe01a, 0x201fe01a, 0x70ffe03a),
		},
		.part = "Neoverse-N1", .pa_bits = 48, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 1024, 8 } },
	},
	/* Arm Neoverse N2 TRM (102099), B.5; the caches from its chapters 7 to 9, in FEAT_CCIDX's format. */
	[CORE_N2] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd493, R(MPIDR) = MT, R(CTR) = 0x00000004b444c004, R(DCZID) = 4,
				R(CLIDR) = 0x0000001482000023, R(PFR0) = 0x1201111120111112, R(PFR1) = 0x221,
				R(ZFR0) = 0x0000110100110021, R(DFR0) = 0x000011f210305619,
				R(ISAR0) = 0x1221111110212120, R(ISAR1) = 0x0011111101211052,
				R(MMFR0) = 0x0000022200101125, R(MMFR1) = 0x10212122,
				R(MMFR2) = 0x1221011112101011,
			},
			CACHES(CCIDX(4, 256), CCIDX(4, 256), CCIDX(8, 1024)),
		},
		.part = "Neoverse-N2", .pa_bits = 48, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 512, 8 } },
	},
	/* Arm Neoverse V1 TRM (101427), 3.2.4; the caches from its chapter 2, in FEAT_CCIDX's format. */
	[CORE_V1] = {
		.registers = {
			.value = {
				R(MIDR) = 0x411fd402, R(MPIDR) = MT, R(CTR) = 0xb444c004, R(DCZID) = 4,
				R(CLIDR) = 0x82000023, R(PFR0) = 0x1101110120111112, R(PFR1) = 0x20,
				R(ZFR0) = 0x0000100000100000, R(DFR0) = 0x000001f210305519,
				R(ISAR0) = 0x1011111110212120, R(ISAR1) = 0x0011000001211032,
				R(MMFR0) = 0x00101125, R(MMFR1) = 0x10212122, R(MMFR2) = 0x0220011102101011,
			},
			CACHES(CCIDX(4, 256), CCIDX(4, 256), CCIDX(8, 2048)),
		},
		.part = "Neoverse-V1", .pa_bits = 48, .va_bits = 48, .granules = GRANULES_ALL,
		.caches = { { 1, DATA, 64, 4 }, { 1, INSTRUCTION, 64, 4 }, { 2, UNIFIED, 1024, 8 } },
	},
};
/* clang-format on */
