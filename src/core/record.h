/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory that C and the MMU-off entry code share, laid out once.
 *
 * Three kinds of memory, told apart by who may touch them how:
 *
 *   boot arguments  written by the calling CPU before any start, cleaned to the
 *                   point of coherency, then only read, also with the MMU off.
 *   slots, map,     one slot per CPU, and what finds it: the map and the hardware
 *   hardware ids,   ids; behind them what each CPU knows of itself (self.h), which
 *   selves          no CPU needs with its MMU off. Written through caches; what an
 *                   MMU-off CPU reads is cleaned first. Never written by a CPU whose
 *                   MMU is off.
 *   early records   one per CPU and one for strays, written by that CPU while its MMU
 *                   is off and by nobody else. Other CPUs only read them, after
 *                   invalidating their cached copy. No cache writeback granule
 *                   holds both these and anything written through a cache: a
 *                   dirty line written back later would undo the CPU's stores.
 *
 * In the kernel's array they lie in this order; the boot arguments are the library's
 * own. With the boot CPU's MMU off the rules hold all the same, and cost nothing.
 */
#ifndef SMPBOOT_CORE_RECORD_H
#define SMPBOOT_CORE_RECORD_H

/*
 * "SMPB" and a version, in the first word of the boot arguments, so that a
 * debugger or a memory dump can be read: the version changes with any offset.
 */
#define SMPBOOT_RECORD_MAGIC   0x42504d53
#define SMPBOOT_RECORD_VERSION 3

/*
 * struct smpboot_boot_args. What the entry code needs at the same time lies next to
 * each other, since it takes two at a time.
 */
#define SMPBOOT_ARGS_EARLY_HOOK  0x08 /* physical addresses ... */
#define SMPBOOT_ARGS_TARGET      0x10
#define SMPBOOT_ARGS_COUNT       0x14
#define SMPBOOT_ARGS_MAP         0x18
#define SMPBOOT_ARGS_HWIDS       0x20
#define SMPBOOT_ARGS_MAP_KIND    0x28
#define SMPBOOT_ARGS_FIELDS      0x2c
#define SMPBOOT_ARGS_EARLY       0x40
#define SMPBOOT_ARGS_SLOTS       0x48
#define SMPBOOT_ARGS_RESUME_VA   0x50 /* ... and virtual ones */
#define SMPBOOT_ARGS_SCTLR       0x58
#define SMPBOOT_ARGS_MAIR        0x60
#define SMPBOOT_ARGS_TTBR1       0x68
#define SMPBOOT_ARGS_TCR_IDMAP   0x70
#define SMPBOOT_ARGS_TTBR0_IDMAP 0x78
#define SMPBOOT_ARGS_TCR         0x80
#define SMPBOOT_ARGS_TTBR0       0x88
#define SMPBOOT_ARGS_CPACR       0x90
#define SMPBOOT_ARGS_VECTORS_VA  0x98
#define SMPBOOT_ARGS_SLOTS_VA    0xa0
#define SMPBOOT_ARGS_ENTRY_PA    0xa8
#define SMPBOOT_ARGS_HCR         0xb0
#define SMPBOOT_ARGS_FREQUENCY   0xb8
#define SMPBOOT_ARGS_PARK_PA     0xc0
#define SMPBOOT_ARGS_SIZE        0xd0

/*
 * How one affinity level of an MPIDR goes into an index:
 * (mpidr >> (field & 63)) & (field >> SMPBOOT_MAP_FIELD_MASK_SHIFT). The levels that
 * differ between CPUs come first; a field of the others is 0.
 */
#define SMPBOOT_MAP_FIELDS           4 /* of an MPIDR: the affinity levels */
#define SMPBOOT_MAP_FIELD_MASK_SHIFT 6

/* How the map is to be read: see map.h. */
#define SMPBOOT_MAP_SORTED 0
#define SMPBOOT_MAP_DIRECT 1
#define SMPBOOT_MAP_NONE   2

/* struct smpboot_slot: what assembly reads */
#define SMPBOOT_SLOT_CLAIM     0x00
#define SMPBOOT_SLOT_STACK_TOP 0x08
#define SMPBOOT_SLOT_TPIDR     0x10
#define SMPBOOT_SLOT_FAULT     0x18
#define SMPBOOT_SLOT_SAVED     0xf0
#define SMPBOOT_SLOT_SIZE      256
#define SMPBOOT_SLOT_SHIFT     8

/* struct smpboot_early */
#define SMPBOOT_EARLY_CRUMB   0x00
#define SMPBOOT_EARLY_MPIDR   0x08
#define SMPBOOT_EARLY_CONTEXT 0x10
#define SMPBOOT_EARLY_STAMP   0x18
#define SMPBOOT_EARLY_FAULT   0x20
#define SMPBOOT_EARLY_SHIFT   6

/*
 * A crumb is (generation << 32) | (level << 16) | (reason << 8) | stage, with the
 * exception level at the CPU's first instruction; a claim word is
 * (generation << 32) | state. The generation counts the starts of the CPU, so
 * that a record left over from an earlier start is never taken for news.
 */
#define SMPBOOT_GENERATION_SHIFT   32
#define SMPBOOT_CRUMB_REASON_SHIFT 8
#define SMPBOOT_CRUMB_LEVEL_SHIFT  16

/* Set in the ESR of every fault record, since that of an interrupt may be 0; RES0 in the register. */
#define SMPBOOT_FAULT_THERE_BIT 62

/* The few codes of smpboot/status.h that assembly uses. */
#define SMPBOOT_ENTRY_STAGE_ENTRY     3
#define SMPBOOT_ENTRY_STAGE_LEVEL     4
#define SMPBOOT_ENTRY_STAGE_REGIME    5
#define SMPBOOT_ENTRY_STAGE_PEN       11
#define SMPBOOT_ENTRY_STAGE_PARKED    15
#define SMPBOOT_ENTRY_WRONG_LEVEL     40
#define SMPBOOT_ENTRY_FAULT           33
#define SMPBOOT_ENTRY_STATE_STARTING  1
#define SMPBOOT_ENTRY_STATE_SUSPENDED 10
#define SMPBOOT_ENTRY_STATE_PARKING   11

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

#include <smpboot/method.h>
#include <smpboot/smpboot.h>

struct smpboot_boot_args {
	uint32_t magic;
	uint32_t version;
	uint64_t early_hook; /* ops.early, physical; 0: none */
	uint32_t target;     /* SMPBOOT_TARGET_... of the boot CPU */
	uint32_t count;      /* CPUs in the table; one record more in early: the last is for strays */
	uint64_t map_pa;
	uint64_t hwids_pa;
	uint32_t map_kind;
	uint32_t fields[SMPBOOT_MAP_FIELDS];
	uint32_t reserved;
	uint64_t early_pa;
	uint64_t slots_pa;
	uint64_t resume_va; /* where the entry code goes on once the MMU is as the kernel's */
	uint64_t sctlr;
	uint64_t mair;
	uint64_t ttbr1;
	uint64_t tcr_idmap; /* TCR and TTBR0 with which the MMU goes on; ... */
	uint64_t ttbr0_idmap;
	uint64_t tcr; /* ... and the kernel's, taken over at the virtual address */
	uint64_t ttbr0;
	uint64_t cpacr;      /* CPACR_EL1, or at EL2 without E2H CPTR_EL2 */
	uint64_t vectors_va; /* of the early vectors */
	uint64_t slots_va;
	uint64_t entry_pa;  /* of the entry code */
	uint64_t hcr;       /* at EL2: HCR_EL2, as far as it is the kernel's own set-up */
	uint64_t frequency; /* the boot CPU's CNTFRQ_EL0 */
	uint64_t park_pa;   /* where a CPU goes whose slot says PARKING: in a copy of the pen */
	uint64_t pad;
};

/* The exception that stopped a CPU; esr is never 0 then. */
struct smpboot_fault_record {
	uint64_t esr;
	uint64_t elr;
	uint64_t far;
};

struct smpboot_slot {
	/* For the entry code: set by the calling CPU before the start. */
	uint64_t claim; /* generation and state; atomic */
	uint64_t stack_top;
	uint64_t tpidr;

	/* Written by the early vectors once the MMU is on. */
	struct smpboot_fault_record fault;

	/* Written by the calling CPU, and once it has made the CPU startable by the one that starts it. */
	const struct smpboot_method *method; /* the one of its name, once it is registered */
	uint64_t deadline;                   /* see start.h; atomic */
	int64_t start_code;                  /* what the method, or ops.prepare, answered */
	uint16_t start_reason;               /* the same as a reason */
	uint16_t reason;                     /* outcome, once there is one */
	uint32_t asking; /* so many CPUs are starting this one, and not done with its slot; atomic */
	uint64_t release_addr;
	uint64_t scratch; /* the method's own */

	/* Written by the CPU itself from its claim on; before, and after it was given up, by the calling CPU. */
	int64_t hook_code; /* what ops.starting answered */
	uint64_t context;
	uint32_t entry_el;
	uint32_t stage;     /* enum smpboot_stage; atomic */
	uint32_t frequency; /* its CNTFRQ_EL0 */
	uint32_t gate;      /* not 0: it may leave the gate; atomic, written by who opens it */

	/* asked and started by those that start it, the others by the CPU itself. */
	struct smpboot_stamps stamps;

	char method_name[SMPBOOT_METHOD_NAME_SIZE];
	uint64_t stack_size; /* as ops.prepare gave it; 0: unknown */
	uint64_t rounds;     /* of rendezvous: see rendezvous.h; atomic, and not begun anew by a start */
	uint64_t stack_left; /* its boot stack: see stack.h; atomic */
	union {              /* a CPU at the gate is not suspended */
		struct {
			uint64_t way_entry; /* of a CPU that is sent on alone */
			uint64_t way_arg;
		};
		uint64_t saved; /* what a CPU that is suspended goes on with */
	};
};

struct smpboot_early {
	uint64_t crumb;
	uint64_t mpidr;   /* MPIDR_EL1 as read */
	uint64_t context; /* x0 at the first instruction */
	uint64_t stamp;   /* system counter at the first instructions */
	struct smpboot_fault_record fault;
	uint64_t announce; /* kernels without caches only: generation and the state that the CPU asks for */
};

_Static_assert(SMPBOOT_ENTRY_STAGE_ENTRY == SMPBOOT_STAGE_ENTRY, "stage entry");
_Static_assert(SMPBOOT_ENTRY_STAGE_LEVEL == SMPBOOT_STAGE_LEVEL, "stage level");
_Static_assert(SMPBOOT_ENTRY_STAGE_REGIME == SMPBOOT_STAGE_REGIME, "stage regime");
_Static_assert(SMPBOOT_ENTRY_STAGE_PEN == SMPBOOT_STAGE_PEN, "stage pen");
_Static_assert(SMPBOOT_ENTRY_FAULT == SMPBOOT_REASON_FAULT, "reason fault");
_Static_assert(SMPBOOT_ENTRY_WRONG_LEVEL == SMPBOOT_REASON_WRONG_LEVEL, "reason wrong level");
_Static_assert(SMPBOOT_ENTRY_STATE_STARTING == SMPBOOT_STATE_STARTING, "state starting");
_Static_assert(SMPBOOT_ENTRY_STATE_SUSPENDED == SMPBOOT_STATE_SUSPENDED, "state suspended");
_Static_assert(SMPBOOT_ENTRY_STATE_PARKING == SMPBOOT_STATE_PARKING, "state parking");
_Static_assert(SMPBOOT_ENTRY_STAGE_PARKED == SMPBOOT_STAGE_PARKED, "stage parked");

#define SMPBOOT_CHECK_OFFSET(type, member, offset) \
	_Static_assert(offsetof(struct type, member) == (offset), #type "." #member)

SMPBOOT_CHECK_OFFSET(smpboot_boot_args, map_pa, SMPBOOT_ARGS_MAP);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, slots_pa, SMPBOOT_ARGS_SLOTS);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, early_pa, SMPBOOT_ARGS_EARLY);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, count, SMPBOOT_ARGS_COUNT);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, target, SMPBOOT_ARGS_TARGET);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, slots_va, SMPBOOT_ARGS_SLOTS_VA);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, resume_va, SMPBOOT_ARGS_RESUME_VA);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, mair, SMPBOOT_ARGS_MAIR);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, ttbr1, SMPBOOT_ARGS_TTBR1);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, tcr_idmap, SMPBOOT_ARGS_TCR_IDMAP);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, ttbr0_idmap, SMPBOOT_ARGS_TTBR0_IDMAP);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, sctlr, SMPBOOT_ARGS_SCTLR);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, tcr, SMPBOOT_ARGS_TCR);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, ttbr0, SMPBOOT_ARGS_TTBR0);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, cpacr, SMPBOOT_ARGS_CPACR);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, vectors_va, SMPBOOT_ARGS_VECTORS_VA);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, early_hook, SMPBOOT_ARGS_EARLY_HOOK);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, frequency, SMPBOOT_ARGS_FREQUENCY);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, hcr, SMPBOOT_ARGS_HCR);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, entry_pa, SMPBOOT_ARGS_ENTRY_PA);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, hwids_pa, SMPBOOT_ARGS_HWIDS);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, fields, SMPBOOT_ARGS_FIELDS);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, map_kind, SMPBOOT_ARGS_MAP_KIND);
SMPBOOT_CHECK_OFFSET(smpboot_boot_args, park_pa, SMPBOOT_ARGS_PARK_PA);
_Static_assert(sizeof(struct smpboot_boot_args) == SMPBOOT_ARGS_SIZE, "boot args size");

SMPBOOT_CHECK_OFFSET(smpboot_slot, claim, SMPBOOT_SLOT_CLAIM);
SMPBOOT_CHECK_OFFSET(smpboot_slot, stack_top, SMPBOOT_SLOT_STACK_TOP);
SMPBOOT_CHECK_OFFSET(smpboot_slot, tpidr, SMPBOOT_SLOT_TPIDR);
SMPBOOT_CHECK_OFFSET(smpboot_slot, fault, SMPBOOT_SLOT_FAULT);
SMPBOOT_CHECK_OFFSET(smpboot_slot, saved, SMPBOOT_SLOT_SAVED);
_Static_assert(sizeof(struct smpboot_slot) == SMPBOOT_SLOT_SIZE, "slot size");
_Static_assert(SMPBOOT_SLOT_SIZE == 1u << SMPBOOT_SLOT_SHIFT, "slot shift");

SMPBOOT_CHECK_OFFSET(smpboot_early, crumb, SMPBOOT_EARLY_CRUMB);
SMPBOOT_CHECK_OFFSET(smpboot_early, mpidr, SMPBOOT_EARLY_MPIDR);
SMPBOOT_CHECK_OFFSET(smpboot_early, context, SMPBOOT_EARLY_CONTEXT);
SMPBOOT_CHECK_OFFSET(smpboot_early, stamp, SMPBOOT_EARLY_STAMP);
SMPBOOT_CHECK_OFFSET(smpboot_early, fault, SMPBOOT_EARLY_FAULT);
_Static_assert(sizeof(struct smpboot_early) == 1u << SMPBOOT_EARLY_SHIFT, "early record size");

#endif /* __ASSEMBLER__ */

#endif
