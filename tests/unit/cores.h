/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ID registers of real cores, as their Technical Reference Manuals have them or as
 * they were read on a chip.
 */
#ifndef CORES_H
#define CORES_H

#include "core/registers.h"

/* What a core is expected to say of one of its caches. */
struct core_cache {
	unsigned int level;
	enum smpboot_cache_type type;
	unsigned int kib;
	unsigned int ways;
};

struct core {
	struct smpboot_registers registers;
	const char *part;
	unsigned int pa_bits;
	unsigned int va_bits;
	unsigned int granules;
	struct core_cache caches[SMPBOOT_CACHES]; /* level 0 ends them */
};

enum {
	CORE_A35,
	CORE_A53,
	CORE_A55,
	CORE_A57,
	CORE_A72,
	CORE_A73,
	CORE_A76,
	CORE_A78,
	CORE_A78AE,
	CORE_A78C,
	CORE_X1,
	CORE_X1C,
	CORE_N1,
	CORE_N2,
	CORE_V1,
	CORE_COUNT,
};

extern const struct core cores[CORE_COUNT];

#endif
