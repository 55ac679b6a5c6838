/* SPDX-License-Identifier: BSD-2-Clause */
#include "release.h"

#include "arch.h"
#include "machine.h"

void *smpboot_reach(uint64_t address, size_t size)
{
	const struct smpboot_ops *ops = smpboot_machine.ops;
	void *same = (void *)(uintptr_t)address;
	uint64_t pa;

	if (ops->map != NULL)
		return ops->map(ops->context, address, size);
	return smpboot_arch_physical(same, &pa) && pa == address ? same : NULL;
}

/*
 * What the word holds in memory: another CPU, or the firmware, may have written it
 * there past the caches. What else the line holds is kept.
 */
static uint64_t read_word(uint64_t *word)
{
	smpboot_arch_clean_invalidate(word, sizeof(*word));
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static void write_word(uint64_t *word, uint64_t entry)
{
	/* One store of 64 bits, little-endian as this kernel is: the CPU may read it at any moment. */
	__atomic_store_n(word, entry, __ATOMIC_RELAXED);
	/* The CPU that polls it has its caches off, so it must be in memory before the wake-up. */
	smpboot_arch_clean(word, sizeof(*word));
	smpboot_arch_signal();
}

struct smpboot_start smpboot_release(const struct smpboot_target *target, uint64_t address, uint64_t entry)
{
	uint64_t *word;
	uint64_t old;

	if (address == 0 || address % sizeof(uint64_t) != 0)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_NO_RELEASE_ADDR };
	word = smpboot_reach(address, sizeof(*word));
	if (word == NULL)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_RELEASE_UNMAPPED,
			                       .code = (int64_t)address };
	old = read_word(word);
	/* Our own entry: the word is shared, or this is not the first try. */
	if (old != 0 && old != entry)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_RELEASE_OCCUPIED,
			                       .code = (int64_t)old };
	*target->scratch = (uintptr_t)word;
	write_word(word, entry);
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

void smpboot_release_again(const struct smpboot_target *target, uint64_t entry)
{
	/* 0: it was let in from the pen, without its word. */
	if (*target->scratch != 0)
		write_word((uint64_t *)(uintptr_t)*target->scratch, entry);
}

enum smpboot_reason smpboot_release_diagnose(const struct smpboot_target *target, uint64_t entry)
{
	uint64_t *word = (uint64_t *)(uintptr_t)*target->scratch;

	return word != NULL && read_word(word) != entry ? SMPBOOT_REASON_RELEASE_LOST : SMPBOOT_REASON_NONE;
}
