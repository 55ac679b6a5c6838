/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the CPUs are: identity, caches, topology, and how they differ from each
 * other. Each CPU reads its own ID registers on its way up, before ops.starting;
 * what a device tree says is noted by smpboot_fdt_add_topology() (smpboot/fdt.h).
 *
 * Nothing is guessed. What neither the registers nor the description tell is
 * said to be unknown: SMPBOOT_UNKNOWN, 0 for sizes, or a status.
 *
 * CPU masks are arrays of 64-bit words: the CPU with logical id `id` is bit
 * id % 64 of word id / 64. SMPBOOT_MASK_WORDS(n) words hold n CPUs.
 *
 * Context of all calls here, unless one says otherwise: any CPU that runs
 * kernel code, MMU on or off, any IRQ state, any time after smpboot_init().
 * A CPU's own part is there from its ops.starting on, and is seen by other CPUs
 * once that CPU is online. Registers are those of DDI0487 (Arm ARM), device
 * tree properties those of the Devicetree Specification 0.4 (3.8, 3.9) and of
 * the Linux bindings cpu-map (cpu/cpu-topology.txt), cpu-capacity.txt and
 * numa.txt.
 *
 * A kernel that calls nothing of this header links nothing of it: its CPUs do not
 * read their registers on the way up, nobody compares them, and no
 * SMPBOOT_EVENT_DIFFERENT is told. smpboot_set_difference_policy(), with any
 * policy, is enough to have them compared. Names and texts are apart again.
 */
#ifndef SMPBOOT_TOPOLOGY_H
#define SMPBOOT_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/smpboot.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A number of the topology that is not known, or does not exist on this machine. */
#define SMPBOOT_UNKNOWN (-1)

/* How many words a mask of `cpus` CPUs has. */
#define SMPBOOT_MASK_WORDS(cpus) (((size_t)(cpus) + 63) / 64)

/* ---- Identity ----------------------------------------------------------- */

/* Translation granules, as bits. */
#define SMPBOOT_GRANULE_4K  0x1u
#define SMPBOOT_GRANULE_16K 0x2u
#define SMPBOOT_GRANULE_64K 0x4u

/* What one CPU says of itself. */
struct smpboot_identity {
	uint32_t midr;   /* MIDR_EL1 */
	uint32_t revidr; /* low halves of REVIDR_EL1 ... */
	uint32_t aidr;   /* ... and AIDR_EL1 */

	const char *implementer;    /* "Arm"; NULL: not in the table, see midr bits 31:24 */
	const char *part;           /* "Cortex-A53"; NULL: not in the table, see midr bits 15:4 */
	unsigned int variant;       /* the r of rNpM: midr bits 23:20 */
	unsigned int revision;      /* the p of rNpM: midr bits 3:0 */
	unsigned int entry_el;      /* exception level at its first instruction: 1 to 3 */
	uint32_t counter_frequency; /* its CNTFRQ_EL0, in Hz */
	unsigned int pa_bits;       /* physical address size: 32 to 56; 0: an encoding that is not known */
	unsigned int va_bits;       /* virtual address size with 64 KiB granules: 48, 52 or 56 */
	unsigned int granules;      /* SMPBOOT_GRANULE_... of stage 1 */

	unsigned int data_line;        /* bytes: smallest data or unified cache line (CTR_EL0.DminLine) */
	unsigned int instruction_line; /* bytes: smallest instruction cache line (CTR_EL0.IminLine) */
	unsigned int writeback;        /* bytes: cache writeback granule (CTR_EL0.CWG); 0: not told */
	unsigned int exclusives;       /* bytes: exclusives reservation granule (CTR_EL0.ERG); 0: not told */
};

/*
 * smpboot_cpu_identity - what a CPU has found out about itself
 * @id: logical id
 * @out: filled
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID;
 *   SMPBOOT_ERR_UNKNOWN: the CPU has not come, so nothing is known of it
 */
enum smpboot_status smpboot_cpu_identity(unsigned int id, struct smpboot_identity *out);

/*
 * The names behind a MIDR_EL1: Arm's published ids, and those of other
 * implementers as their own documents and Linux have them. Any context.
 * return: a literal, or NULL where the number is not in the table
 */
const char *smpboot_implementer_name(uint32_t midr);
const char *smpboot_part_name(uint32_t midr);

/* ---- Caches ------------------------------------------------------------- */

enum smpboot_cache_type {
	SMPBOOT_CACHE_INSTRUCTION = 1,
	SMPBOOT_CACHE_DATA = 2,
	SMPBOOT_CACHE_UNIFIED = 3,
};

enum smpboot_source {
	SMPBOOT_SOURCE_NONE = 0,        /* nobody tells */
	SMPBOOT_SOURCE_REGISTERS = 1,   /* the CPU's own registers */
	SMPBOOT_SOURCE_DESCRIPTION = 2, /* the device tree, or who else described the machine */
	SMPBOOT_SOURCE_MPIDR = 3,       /* the CPU's hardware id */
};

/* The library keeps this many caches of a CPU; those that are further from it are left out. */
#define SMPBOOT_CACHES 6

/* One cache that a CPU's accesses go through. */
struct smpboot_cache {
	unsigned int level; /* 1 is next to the CPU; up to 7 */
	enum smpboot_cache_type type;
	enum smpboot_source source; /* REGISTERS or DESCRIPTION */
	uint64_t size;              /* bytes; 0: not told. Registers may tell of a part of a shared cache */
	uint32_t line;              /* bytes; 0: not told */
	uint32_t ways;              /* 0: not told */
	uint32_t sets;              /* 0: not told */
};

/*
 * smpboot_cpu_cache - one of a CPU's caches
 * @id: logical id
 * @index: 0, 1, ... up to the first that does not exist; in rising order of
 *         level, data before instruction
 * @out: filled
 *
 * Sizes are what CCSIDR_EL1 says (with CCIDX where the CPU has it) for the
 * levels of CLIDR_EL1, once the CPU has come; for other levels, and before it
 * has come, what the device tree says. The Arm ARM warns that the registers
 * are meant for cache maintenance and need not be the real geometry.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID;
 *   SMPBOOT_ERR_UNKNOWN: there is no such cache, or it is not known
 */
enum smpboot_status smpboot_cpu_cache(unsigned int id, unsigned int index, struct smpboot_cache *out);

/*
 * smpboot_cache_shared - the CPUs of the table that share a cache
 * @id, @index: as smpboot_cpu_cache()
 * @mask: filled; the CPU's own bit is always set
 * @words: how many words it has: at least SMPBOOT_MASK_WORDS(CPUs in the table)
 *
 * Level 1 is taken to be shared by the threads of one core alone, as far as
 * those are known. Other levels are shared as next-level-cache says: the
 * registers do not tell. Takes time in proportion to the number of CPUs.
 *
 * returns: as smpboot_cpu_cache(), and SMPBOOT_ERR_FULL: the mask is too short;
 *   SMPBOOT_ERR_UNKNOWN also: nobody tells who shares it
 */
enum smpboot_status smpboot_cache_shared(unsigned int id, unsigned int index, uint64_t *mask, size_t words);

/* ---- Topology ----------------------------------------------------------- */

/* Clusters in clusters that are kept apart. */
#define SMPBOOT_CLUSTER_LEVELS 3

/*
 * Where a CPU is. A number counts within what is one step out: core 1 of one
 * cluster is not core 1 of another. SMPBOOT_UNKNOWN where a step is not known,
 * or is not told apart.
 */
struct smpboot_topology {
	/*
	 * DESCRIPTION: cpu-map. MPIDR: there is none, or it leaves this CPU out, and
	 * the CPU's affinity fields say as much as they say for sure (see below).
	 * NONE: nothing is known.
	 */
	enum smpboot_source source;

	int socket;
	unsigned int cluster_levels;         /* how many of the next are used */
	int cluster[SMPBOOT_CLUSTER_LEVELS]; /* the outermost first; deeper nesting is folded into the last */
	int core;
	int thread; /* UNKNOWN: the core has no threads, or nobody tells */
};

/*
 * smpboot_cpu_topology - where a CPU is
 * @id: logical id
 * @out: filled
 *
 * By MPIDR alone, with its MT bit as the CPU has read it:
 *   MT = 1  Aff0 is the thread, Aff1 the core, Aff2 the cluster. On parts that
 *           are known to have one thread for each core (DynamIQ: Cortex-A55,
 *           A75 and later), thread is UNKNOWN.
 *   MT = 0  on parts whose manual says so (Cortex-A53, A57, A72, ...), Aff0 is
 *           the core and Aff1 the cluster; on others core is the CPU itself,
 *           numbered by all its affinity fields, and no cluster is told.
 * Aff3 is never taken for a socket. A CPU that has not come has no MT bit, and
 * without a description nothing is known of it.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID
 */
enum smpboot_status smpboot_cpu_topology(unsigned int id, struct smpboot_topology *out);

/*
 * smpboot_cpu_capacity - how much work a CPU does in a time (capacity-dmips-mhz)
 * smpboot_cpu_numa_node - which memory is near to it (numa-node-id)
 * @id: logical id
 * @capacity: the property's value, only good for comparing CPUs of one machine
 * @node: the property's value, below 65535
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID;
 *   SMPBOOT_ERR_UNKNOWN: the description does not say
 */
enum smpboot_status smpboot_cpu_capacity(unsigned int id, uint32_t *capacity);
enum smpboot_status smpboot_cpu_numa_node(unsigned int id, unsigned int *node);

/* ---- Sanity ------------------------------------------------------------- */

/*
 * The registers in which each CPU is compared with the boot CPU. All are
 * readable at EL1 and EL2 of every AArch64 CPU: an ID register that it does not
 * have reads as zero. The ID registers of the AArch32 state are not read.
 */
enum smpboot_register {
	SMPBOOT_REGISTER_MIDR = 0,
	SMPBOOT_REGISTER_REVIDR = 1,
	SMPBOOT_REGISTER_AIDR = 2,
	SMPBOOT_REGISTER_MPIDR = 3, /* bits MT and U alone */
	SMPBOOT_REGISTER_CTR = 4,
	SMPBOOT_REGISTER_DCZID = 5,
	SMPBOOT_REGISTER_CNTFRQ = 6,
	SMPBOOT_REGISTER_CLIDR = 7,
	SMPBOOT_REGISTER_PFR0 = 8, /* ID_AA64PFR0_EL1, and so on */
	SMPBOOT_REGISTER_PFR1 = 9,
	SMPBOOT_REGISTER_PFR2 = 10,
	SMPBOOT_REGISTER_ZFR0 = 11,
	SMPBOOT_REGISTER_SMFR0 = 12,
	SMPBOOT_REGISTER_DFR0 = 13,
	SMPBOOT_REGISTER_DFR1 = 14,
	SMPBOOT_REGISTER_ISAR0 = 15,
	SMPBOOT_REGISTER_ISAR1 = 16,
	SMPBOOT_REGISTER_ISAR2 = 17,
	SMPBOOT_REGISTER_ISAR3 = 18,
	SMPBOOT_REGISTER_MMFR0 = 19,
	SMPBOOT_REGISTER_MMFR1 = 20,
	SMPBOOT_REGISTER_MMFR2 = 21,
	SMPBOOT_REGISTER_MMFR3 = 22,
	SMPBOOT_REGISTER_MMFR4 = 23,
	SMPBOOT_REGISTER_CACHES = 24, /* CCSIDR_EL1 of any of the caches */
};

#define SMPBOOT_REGISTERS 25

/* What a difference means to a kernel that takes all CPUs for the boot CPU's like. */
enum smpboot_difference_class {
	SMPBOOT_DIFFERENCE_NONE = 0,
	SMPBOOT_DIFFERENCE_HARMLESS = 1, /* nothing that software is compiled or set up for */
	SMPBOOT_DIFFERENCE_MASK = 2, /* a feature that not all CPUs have: use, and offer, the common value */
	SMPBOOT_DIFFERENCE_DANGEROUS = 3, /* what the boot CPU has set up, or measured, is wrong here */
};

/* What the library does about a CPU whose worst difference is of a class. */
enum smpboot_difference_policy {
	SMPBOOT_DIFFERENCE_EVENT = 0, /* let it in, and tell: SMPBOOT_EVENT_DIFFERENT */
	SMPBOOT_DIFFERENCE_PARK = 1,  /* tell, and do not let it in: FAILED with SMPBOOT_REASON_DIFFERENT */
	SMPBOOT_DIFFERENCE_FAIL = 2,  /* the same, and the bring-up call returns SMPBOOT_ERR_DIFFERENT */
};

/* How a CPU differs from the boot CPU. */
struct smpboot_difference {
	uint32_t registers; /* bit n: enum smpboot_register n has another value */
	enum smpboot_difference_class worst;

	/* The first field of the worst class; all 0 where worst is NONE. */
	enum smpboot_register reg;
	unsigned int shift; /* of its lowest bit */
	unsigned int width; /* in bits */
	uint32_t value;     /* on this CPU, ... */
	uint32_t expected;  /* ... and on the boot CPU */
};

/*
 * smpboot_set_difference_policy - what is to be done about one class
 * @which: of CPUs whose worst difference is of this class
 * @policy: this
 *
 * Default for all classes: EVENT. On the boot CPU, after smpboot_init() and
 * before the first bring-up. HARMLESS is never told with EVENT; with PARK and
 * FAIL it is treated like the other two.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_NOT_BOOT_CPU;
 *   SMPBOOT_ERR_BUSY: a bring-up has been called already;
 *   SMPBOOT_ERR_OPTION: no such class, or no such policy
 */
enum smpboot_status smpboot_set_difference_policy(enum smpboot_difference_class which,
                                                  enum smpboot_difference_policy policy);

/*
 * smpboot_cpu_difference - how a CPU differs from the boot CPU
 * @id: logical id
 * @out: filled; of the boot CPU, all zero
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID;
 *   SMPBOOT_ERR_UNKNOWN: the CPU has not come
 */
enum smpboot_status smpboot_cpu_difference(unsigned int id, struct smpboot_difference *out);

/*
 * smpboot_common_register - a register's common denominator
 * @reg: which
 * @value: each field as all CPUs together can keep it, of all that have come so
 *         far, those that were not let in too: the lesser where more is a
 *         feature, the smallest line, the largest granule; for fields in which
 *         nothing lies between, the value that promises least
 *
 * Of MIDR, REVIDR, AIDR, MPIDR, CNTFRQ, CLIDR and CACHES there is none.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_OPTION: not a register that has one; SMPBOOT_ERR_UNKNOWN: CPUs
 *   without caches (MMU off) differ, and cannot keep the account together
 */
enum smpboot_status smpboot_common_register(enum smpboot_register reg, uint64_t *value);

/* The fixed name of a register, "ID_AA64PFR0_EL1", or class, "mask"; "unknown" for other numbers. Any context. */
const char *smpboot_register_name(enum smpboot_register reg);
const char *smpboot_difference_name(enum smpboot_difference_class which);

/* ---- Show ---------------------------------------------------------------- */

/*
 * smpboot_lscpu - writes all of this as text for a person
 * @write: gets the text piece by piece; each piece is part of a line, a line, or
 *         several, not ended by a NUL
 * @context: passed on
 *
 * A table with a line for each CPU, a list of the caches by kind, and the tree
 * of sockets, clusters, cores and threads; lines end in a newline. What is not
 * known is "-". The text is not an interface for programs. Needs about 1.2
 * KiB of stack, and what `write` takes. In proportion to the number of CPUs,
 * where cpu-map lists them in the order of the table; else to its square.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL: write is NULL; SMPBOOT_ERR_NOT_INIT
 */
enum smpboot_status smpboot_lscpu(void (*write)(void *context, const char *text, size_t length),
                                  void *context);

#ifdef __cplusplus
}
#endif

#endif
