/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values are the reset values in the register descriptions of each manual;
 * sizes that an integrator chooses are as in QEMU's models of the same cores,
 * which were made from the same manuals. Of Cortex-A73, A78 and X1 no manual was at
 * hand: the first is as read on a board, A78AE stands in for the second, and of the
 * last two only the part number is tested.
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

/* The same in its 64-bit format (FEAT_CCIDX): 64-byte lines. */
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
	 * As read on an ODROID-N2 (Amlogic S922X), by a guest of KVM, which shows no PMU and no caches
	 * of this core: rems-project/system-litmus-harness on GitHub, hw-results/hw-refs/odroidn2.big/id.txt.
	 */
	[CORE_A73] = {
		.registers = {
			.value = {
				R(MIDR) = 0x410fd092, R(CTR) = 0x84448004, R(DCZID) = 4, R(PFR0) = 0x1000000000002222,
				R(DFR0) = 0x10305006, R(ISAR0) = 0x00011120, R(MMFR0) = 0x00001122,
			},
		},
		.part = "Cortex-A73", .pa_bits = 40, .va_bits = 48, .granules = GRANULES_4_64,
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
