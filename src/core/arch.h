/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the core needs of an architecture. AArch64 implements it in
 * src/arch/aarch64; the host tests implement it over a made-up machine.
 * All names here are internal to the library.
 */
#ifndef SMPBOOT_CORE_ARCH_H
#define SMPBOOT_CORE_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/status.h>

#include "record.h"

/* Affinity fields of the calling CPU's MPIDR. */
uint64_t smpboot_arch_mpidr(void);

/* Where the calling CPU's stack pointer is. */
uintptr_t smpboot_arch_stack(void);

/* Current exception level, 1 or 2 for a kernel that can use the library. */
unsigned int smpboot_arch_level(void);

/* The system counter and its frequency in Hz (0: unusable). */
uint64_t smpboot_arch_now(void);
uint32_t smpboot_arch_frequency(void);

/*
 * Waits for a signal from another CPU, for a while. May return early for any
 * reason; never returns much later than `deadline`.
 */
void smpboot_arch_wait(uint64_t deadline);

/* Makes all earlier stores visible, then wakes every CPU in smpboot_arch_wait(). */
void smpboot_arch_signal(void);

/* The largest block that a cache may write back in one piece, in bytes: a power of two, 64 to 2048. */
size_t smpboot_arch_granule(void);

/*
 * True when caches and MMU are on here, so that compare-and-swap works. With
 * the MMU off, exclusives may fault or never succeed.
 */
bool smpboot_arch_coherent(void);

/* Writes back what caches hold of [p, p + size), so that a CPU without caches reads it. */
void smpboot_arch_clean(const void *p, size_t size);

/* The same for an aligned word: for each CPU that is started. */
void smpboot_arch_clean_word(const uint64_t *word);

/* As smpboot_arch_clean(), and forgets the cached copy: nothing of it is written back later. */
void smpboot_arch_clean_invalidate(const void *p, size_t size);

/*
 * Forgets the cached copy of an aligned word, which this CPU has not written, so
 * that the next read sees what a CPU without caches has written.
 */
void smpboot_arch_invalidate(const uint64_t *word);

/* Physical address of p as the calling CPU has it mapped now. False: not mapped. */
bool smpboot_arch_physical(const void *p, uint64_t *pa);

/*
 * Fills the part of the boot arguments that is the boot CPU's own: entry, target,
 * resume address and translation regime, building an identity map in ops->idmap
 * where one is needed; and the address of ops->early.
 */
enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops);

/* Stops the calling CPU for good, IRQs masked. Does not return. */
_Noreturn void smpboot_arch_park(void);

/*
 * Takes the calling CPU, which must not go on, back to where a CPU waits that
 * came unasked: MMU off, no stack, nothing of the kernel's touched any more,
 * until its slot is STARTING again. `level` and `context` are what it came with.
 */
_Noreturn void smpboot_arch_return(struct smpboot_slot *slot, unsigned int level, uint64_t context);

/*
 * Takes the calling CPU out of the kernel: MMU off, its caches clean, at the level that
 * it came with where there is a way back to that, to a physical address, with `argument`
 * as its first argument there.
 */
_Noreturn void smpboot_arch_leave(struct smpboot_slot *slot, unsigned int level, uint64_t address,
                                  uint64_t argument);

/*
 * Calls enter(argument), in which the CPU may lose its power: then it comes back here
 * by the entry code, which lets it through while its slot is SUSPENDED. Returns what
 * enter() returned, or 0 when it came back so.
 */
int64_t smpboot_arch_suspend(struct smpboot_slot *slot, int64_t (*enter)(uint64_t argument),
                             uint64_t argument);

/* The code of the pen, SMPBOOT_PEN_SIZE bytes that may be copied (smpboot/pen.h). */
const void *smpboot_arch_pen(void);

#endif
