/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Incoherent memory. What C code sees at its addresses is what the caches hold,
 * for all CPUs whose caches are on; what is in memory is kept apart.
 */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Forgets all regions. */
void sim_memory_reset(void);

/*
 * Memory that CPUs look at with their caches off; size is a multiple of 8.
 * `settle`, or NULL, does to it what somebody else does behind all caches.
 */
void sim_memory_add(void *p, size_t size, void (*settle)(void));

/* Rubbish instead of all that is in it, as before the machine was switched on. */
void sim_memory_spoil(void *p, size_t size);

/* A CPU with its caches on is about to access [p, p + size). */
void sim_memory_touch(const void *p, size_t size, bool write);

/* One line of the caches, by chance: written back, dropped or filled. */
void sim_memory_disturb(void);

/* A CPU's own caches are cleaned before it loses them; what it wrote may be in another's. */
void sim_memory_power_down(void);

/* Cache maintenance. */
void sim_memory_clean(const void *p, size_t size);
void sim_memory_invalidate(const void *p, size_t size);

/* Accesses of a CPU with its caches off, and of firmware, at a physical address. */
uint64_t sim_read64(uint64_t pa);
uint32_t sim_read32(uint64_t pa);
void sim_write64(uint64_t pa, uint64_t value);

/* The same for what an early record holds, and for the crumb that comes after it and says so. */
void sim_record64(uint64_t pa, uint64_t value);
void sim_publish64(uint64_t pa, uint64_t value);

/* Accesses of a CPU with its caches on, of the entry code. */
uint64_t sim_load64(const uint64_t *p);
void sim_store64(uint64_t *p, uint64_t value);

/* Who has [p, p + size) to itself makes use of it. */
void sim_memory_use(void *p, size_t size);

/* A store in no time, of nobody in the machine. */
void sim_memory_poke(uint64_t pa, uint64_t value);

uint64_t sim_pa(const void *p);

#endif
