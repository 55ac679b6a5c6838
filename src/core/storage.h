/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Divides the kernel's storage into the parts of the CPU table.
 */
#ifndef SMPBOOT_CORE_STORAGE_H
#define SMPBOOT_CORE_STORAGE_H

#include <stddef.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

#include "record.h"
#include "self.h"

struct smpboot_storage {
	struct smpboot_slot *slots;
	uint64_t *hwids;
	uint32_t *ids;
	struct smpboot_self *selves;
	struct smpboot_early *early; /* capacity + 1 of them; NULL for a capacity of 1 */
	uint64_t slots_pa;
	uint64_t hwids_pa;
	uint64_t ids_pa;
	uint64_t early_pa;
	unsigned int capacity;
};

/*
 * Slots, map and what CPUs know of themselves come first; then, on cache
 * writeback granules of their own, the early records. `granule` is a power of two.
 * Only reads the addresses: the memory is not written.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_STORAGE: unaligned, too small, or not
 *   contiguous in physical memory
 */
enum smpboot_status smpboot_storage_divide(struct smpboot_cpu *cpus, size_t count, size_t granule,
                                           struct smpboot_storage *storage);

/* Zeroes the early records and leaves no cached copy of them behind. */
void smpboot_storage_clear_early(const struct smpboot_storage *storage);

#endif
