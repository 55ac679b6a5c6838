/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known parts: the table behind the names, and what a part's manual says of
 * its affinity fields.
 */
#ifndef SMPBOOT_CORE_PARTS_H
#define SMPBOOT_CORE_PARTS_H

#include <stdint.h>

#define SMPBOOT_PART_NAME_SIZE 20

enum smpboot_part_affinity {
	SMPBOOT_AFFINITY_UNKNOWN,
	SMPBOOT_AFFINITY_CLUSTERED, /* MT = 0: Aff0 is the core, Aff1 the cluster */
	SMPBOOT_AFFINITY_DYNAMIQ,   /* MT = 1, one thread for each core: Aff1 is the core, Aff2 the cluster */
	SMPBOOT_AFFINITY_THREADS,   /* MT = 1, and Aff0 is the thread */
};

struct smpboot_part {
	uint16_t part;       /* MIDR_EL1.PartNum */
	uint8_t implementer; /* MIDR_EL1.Implementer */
	uint8_t affinity;    /* enum smpboot_part_affinity */
	char name[SMPBOOT_PART_NAME_SIZE];
};

/* The part of a MIDR_EL1, or NULL. */
const struct smpboot_part *smpboot_part_find(uint32_t midr);

#endif
