/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Release words: the part that the methods "spin-table" and "pen" share.
 */
#ifndef SMPBOOT_CORE_RELEASE_H
#define SMPBOOT_CORE_RELEASE_H

#include <smpboot/method.h>

/* Where the kernel can reach a physical address; NULL: it cannot. */
void *smpboot_reach(uint64_t address, size_t size);

/* Writes `entry` to the release word at physical address `word` and wakes who waits for it. */
struct smpboot_start smpboot_release(const struct smpboot_target *target, uint64_t word, uint64_t entry);

/* Writes it once more, for a CPU that has missed it, and where somebody else has overwritten it. */
void smpboot_release_again(const struct smpboot_target *target, uint64_t entry);

/* RELEASE_LOST when the word holds something else by now, else NONE. */
enum smpboot_reason smpboot_release_diagnose(const struct smpboot_target *target, uint64_t entry);

#endif
