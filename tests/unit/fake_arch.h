/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A made-up machine under the core: one CPU runs at a time, on a clock that
 * moves only when it is looked at or waited for.
 *
 * Its caches are the worst that the architecture allows: nothing reaches the
 * memory behind them unless it is cleaned, and what is in memory is not seen
 * until the cached copy is invalidated. This holds for the memory announced
 * with fake_memory_add(); the rest is not looked at with caches off.
 */
#ifndef FAKE_ARCH_H
#define FAKE_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

#include "core/record.h"
#include "core/registers.h"

#define FAKE_TICKS_PER_US 50u

/* Where the secondary entry is, as a rule. */
#define FAKE_ENTRY_PA 0x40081000u

struct fake_arch {
	uint64_t mpidr;     /* of the CPU that runs */
	uintptr_t stack;    /* stack pointer of every CPU that runs the kernel's code */
	unsigned int level; /* its level */
	uint32_t frequency;
	size_t granule;
	bool coherent;
	uint64_t now;
	uint64_t step;        /* the clock moves by this with each look at it */
	uint64_t phys_offset; /* physical addresses are virtual ones plus this, ... */
	uintptr_t hole;       /* ... but not in the 4 KiB page of this address, which is not mapped, ... */
	uintptr_t moved;      /* ... nor in the one of this, which is one page off; 0: no such page */
	enum smpboot_status capture_status;
	uint64_t entry_pa; /* of the secondary entry, as the method has to be told */
	unsigned int captures;

	/* What the machine does while the boot CPU waits, and on a signal; NULL: nothing. */
	void (*idle)(uint64_t deadline);
	void (*signal)(void);
	/* What a secondary does instead of waiting, of stopping for good, and of going back to the pen. */
	void (*secondary_wait)(uint64_t deadline);
	void (*secondary_park)(void);
	void (*secondary_return)(unsigned int level, uint64_t context);
	unsigned int waits; /* of the boot CPU */
	/* What happens elsewhere when a CPU has just cleaned or invalidated this; NULL: nothing. */
	void (*maintained)(const void *p);

	/* Where a CPU goes that leaves the kernel; what becomes of one that sleeps (NULL: nothing); the pen. */
	void (*leave)(unsigned int level, uint64_t address, uint64_t argument);
	int64_t (*wakes)(struct smpboot_slot *slot, int64_t answer);
	const void *pen;

	/* ID registers of all CPUs; NULL: they have none. Where there is a function, those of the CPU that runs. */
	const struct smpboot_registers *registers;
	const struct smpboot_registers *(*registers_of)(uint64_t mpidr);
	unsigned int full_reads; /* how often all of them were read */

	/* The last smpboot_arch_clean_invalidate(). */
	uintptr_t emptied;
	size_t emptied_size;
};

extern struct fake_arch fake_arch;

/* A plain machine, whose boot CPU of this MPIDR runs; no memory is known. */
void fake_arch_reset(uint64_t boot_mpidr);

/* Memory that CPUs with their caches off will look at. What is behind the caches begins as rubbish. */
void fake_memory_add(void *p, size_t size);

/* The same byte of memory as a CPU with its caches off sees it. NULL: there is no such memory. */
void *fake_memory(uint64_t pa);

/* Physical address of mapped memory. */
uint64_t fake_pa(const void *p);

#endif
