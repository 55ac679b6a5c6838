/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel just large enough to see what the library makes of each way into it:
 * of the boot CPU's translation regime (probe.c), and of CPUs that come from
 * elsewhere, late, unasked or not at all, or that leave again (case_*.c). One set
 * of objects; each variant gets its own configuration (probe_config in start.S),
 * and the function that is its main, when it is linked.
 */
#ifndef PROBE_H
#define PROBE_H

/* How the kernel is mapped: MMU off; VA = PA; through TTBR1; through TTBR0 with VA != PA. */
#define MAP_OFF    0
#define MAP_FLAT   1
#define MAP_HIGH   2
#define MAP_OFFSET 3

#define CONFIG_TARGET 0x00
#define CONFIG_MAP    0x08

#define REGIME_MAIR  0x00
#define REGIME_BOOT  0x08
#define REGIME_SCTLR 0x18
#define REGIME_TTBR1 0x20
#define REGIME_FINAL 0x28

#define CPUS    4                  /* that the machine has */
#define RUBBISH 0x5eed5eed5eed5eed /* in registers that firmware may leave as they are */
#define STACK   8192               /* bytes of each */

/* MAIR's attribute of memory: so that an index that is merely guessed is wrong. */
#define ATTR_NORMAL 5u

/* Exit statuses that are not main's. */
#define EXIT_EXCEPTION 3
#define EXIT_LEVEL     4
#define EXIT_TABLES    5

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers that the linker filled in. */
struct probe_config {
	uint64_t target;      /* SMPBOOT_TARGET_... */
	uint64_t map;         /* MAP_... */
	uint64_t page_shift;  /* of the kernel's granule: 12, 14 or 16 */
	uint64_t va_bits;     /* of the half that the kernel is in */
	uint64_t t0sz;        /* of the kernel's TCR, where the kernel is in the other half */
	uint64_t epd0;        /* the same: 1 for no walks through TTBR0 */
	uint64_t base;        /* VA - PA of devices */
	uint64_t load;        /* where the image must have been loaded */
	uint64_t entry_level; /* at which every CPU must have been entered */
	uint64_t absent;      /* 1: also a CPU that never comes, which costs the time of a deadline */
	uint64_t zero_last;   /* 1: the CPU with Aff0 0 comes last to the election */
	uint64_t spoil;       /* a property, plus 1, of which to expect a wrong value: the probe must fail */
};

extern const struct probe_config probe_config;
extern uint64_t probe_image_pa;    /* where it was loaded */
extern uint64_t probe_entry_level; /* of the boot CPU */

/* Linker script. */
extern char image_begin[];
extern char text_end[];
extern char image_end[];

/* start.S, detour.S */
extern char probe_vectors[];
extern char dirty_entry[];
_Noreturn void probe_exit(int status);

/* console.c */
void put_text(const char *text);
void put_hex(uint64_t value);

/* What a CPU has found out about itself. */
enum property {
	PROPERTY_LEVEL,
	PROPERTY_SCTLR,
	PROPERTY_TCR,
	PROPERTY_MAIR,
	PROPERTY_TTBR0,
	PROPERTY_TTBR1,
	PROPERTY_FP_ACCESS, /* CPACR_EL1, or CPTR_EL2 */
	PROPERTY_HCR,       /* EL2's own: 0 at EL1 */
	PROPERTY_CNTHCTL,
	PROPERTY_CNTVOFF,
	PROPERTY_MDCR,
	PROPERTY_MDSCR, /* this and PMCR trap where MDCR_EL2 is rubbish */
	PROPERTY_PMCR,
	PROPERTY_MIDR,
	PROPERTY_MPIDR,
	PROPERTY_GIC_SRE, /* ICC_SRE_EL1; 0: no system registers */
	PROPERTY_TPIDR,
	PROPERTY_TPIDR_EL0,
	PROPERTY_TPIDRRO_EL0,
	PROPERTY_DAIF,
	PROPERTY_SPSEL,
	PROPERTY_STACK,    /* 1: sp is in this CPU's stack */
	PROPERTY_PC,       /* where a function finds itself */
	PROPERTY_ID,       /* smpboot_this_cpu() */
	PROPERTY_IDENTITY, /* 1: the image's physical address is mapped */
	PROPERTY_FREQUENCY,
	PROPERTY_VECTOR, /* bytes of an SVE vector, at most as many as the CPU has; 0: no SVE */
	PROPERTY_PAUTH,  /* 1: keys can be read; 0: none */
	PROPERTY_TAGS,   /* 1: GCR_EL1 can be read; 0: no tags */
	PROPERTY_COUNT,
};

struct observation {
	uint64_t property[PROPERTY_COUNT];
	uint64_t clock;    /* smpboot_now() */
	uint64_t physical; /* CNTPCT_EL0 */
};

extern const char *const property_name[PROPERTY_COUNT];

/* observe.c: reads the calling CPU's registers. */
void observe(struct observation *seen, const char *stack);

#endif

#endif
