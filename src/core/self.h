/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library keeps of each CPU besides its bring-up: what the CPU has
 * read of itself, and what the machine's description says of it.
 *
 * Written through caches only. A CPU's own part has one writer, the CPU, before
 * it is online; the description's part is the boot CPU's, before any start.
 */
#ifndef SMPBOOT_CORE_SELF_H
#define SMPBOOT_CORE_SELF_H

#include <stdbool.h>
#include <stdint.h>

#include <smpboot/topology.h>

#define SMPBOOT_SELF_SIZE 112

/* Cache levels whose sharing is kept: this one and the next ones, as next-level-cache chains them. */
#define SMPBOOT_SHARED_FIRST  2
#define SMPBOOT_SHARED_LEVELS 3

/* Words of a record that the scan of a description may use until the CPU is started. */
#define SMPBOOT_SELF_SCRATCH 7

/* smpboot_self.flags */
#define SMPBOOT_SELF_KNOWN   0x1u /* the CPU has written its own part */
#define SMPBOOT_SELF_AS_BOOT 0x2u /* ... which is the boot CPU's: only flags are written */
#define SMPBOOT_SELF_MT      0x4u /* MPIDR_EL1.MT */

/* smpboot_self.described */
#define SMPBOOT_DESCRIBED_PLACE    0x1u /* cpu-map has it: socket to thread count */
#define SMPBOOT_DESCRIBED_CAPACITY 0x2u
#define SMPBOOT_DESCRIBED_NUMA     0x4u

/* A number of the topology that is not there. */
#define SMPBOOT_PLACE_NONE 0xffffu

/* A CPU's place in the machine. */
struct smpboot_place {
	uint16_t socket;
	uint16_t cluster[SMPBOOT_CLUSTER_LEVELS];
	uint16_t core;
	uint16_t thread;
};

/* What a CPU reads of itself. Of no use for a CPU that is as the boot CPU. */
struct smpboot_own {
	uint32_t midr;
	uint32_t ctr;
	uint32_t revidr;
	uint32_t aidr;
	uint32_t memory;    /* ID_AA64MMFR0_EL1 and MMFR2, packed: see smpboot_memory_pack() */
	uint32_t different; /* bit per enum smpboot_register */
	uint32_t value;     /* the worst field's, here */
};

struct smpboot_self {
	/*
	 * In the order of smpboot_cpu_cache(), 0 where there is none. The
	 * description's, until the CPU puts its registers' in their place.
	 */
	uint64_t cache[SMPBOOT_CACHES];

	union {
		struct smpboot_own own;
		uint32_t scratch[SMPBOOT_SELF_SCRATCH]; /* all zero again when the scan is over */
	};

	/* Of the CPUs that share the cache of this level the one with the lowest logical id, plus 1; 0: not told. */
	uint32_t leader[SMPBOOT_SHARED_LEVELS];

	uint32_t capacity;
	struct smpboot_place place;
	uint16_t numa;
	uint8_t worst_register; /* enum smpboot_register; */
	uint8_t worst_shift;    /* bit number ... */
	uint8_t worst_width;    /* ... and width of the field */
	uint8_t worst;          /* enum smpboot_difference_class */
	uint8_t flags;          /* atomic: what it says is there was stored before it */
	uint8_t described;
};

_Static_assert(sizeof(struct smpboot_own) == SMPBOOT_SELF_SCRATCH * sizeof(uint32_t), "scratch");
_Static_assert(sizeof(struct smpboot_self) == SMPBOOT_SELF_SIZE, "self size");

/* The boot CPU reads its registers, with which all are compared. In smpboot_init(), all records empty. */
void smpboot_self_boot(void);

/*
 * The CPU `id`, on itself and before ops.starting, compares its registers with
 * the boot CPU's and keeps what is its own. A CPU that does not differ writes to its
 * own record alone, and to nothing that several CPUs share.
 * returns: false: the policy keeps it out
 */
bool smpboot_self_identify(unsigned int id);

/* Why a CPU has refused itself: since it differs, or since ops.starting said so. */
enum smpboot_reason smpboot_self_reason(unsigned int id);

/* Whether one of the CPUs from `first` to below `end` was kept out, and a bring-up fails for it. */
bool smpboot_self_kept_out(unsigned int first, unsigned int end);

/* Whether the CPU's own part is there. What it has written is visible to the caller then. */
bool smpboot_self_known(unsigned int id);

/* What the CPU has read of itself; the boot CPU's where it is the same. Only of a CPU that is known. */
const struct smpboot_own *smpboot_self_own(unsigned int id);

/* All caches of a CPU, from wherever they are known; returns how many. */
unsigned int smpboot_self_caches(unsigned int id, uint64_t caches[SMPBOOT_CACHES]);

/* Whether MPIDR_EL1.MT is set. Only of a CPU that is known. */
bool smpboot_self_multithreaded(unsigned int id);

/* How many CPUs there are for the calls of smpboot/topology.h; 0: not initialised. */
unsigned int smpboot_self_count(void);

/* SMPBOOT_OK, or what the calls of smpboot/topology.h return for this id and this pointer. */
enum smpboot_status smpboot_self_check(unsigned int id, const void *out);

#endif
