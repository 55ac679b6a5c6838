/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers that a CPU which loses its power must have again: other values than a
 * CPU gets when it is started.
 */
#include <smpboot/aarch64.h>

#include "kernel.h"
#include "sleep.h"

#define READ(reg) \
	({ \
		uint64_t value_; \
		__asm__ volatile("mrs %0, " #reg : "=r"(value_)); \
		value_; \
	})

#define WRITE(reg, value) __asm__ volatile("msr " #reg ", %0\n\tisb" : : "r"((uint64_t)(value)) : "memory")

#define CPACR_FPEN     (3ull << 20) /* a started CPU has it for EL1 only */
#define CPTR_EL2_SVE   0x33ffull    /* a started CPU has FP trapped, and this not */
#define CNTKCTL        0x103ull     /* EL0 may use the counters and the virtual timer */
#define CNTHCTL_EVENTS 0xf0ull      /* EVNTI, of an event stream that is off */
#define MDSCR_TDCC     (1ull << 12)
#define TCR_EPD0       (1ull << 7)
#define ASID(n)        ((uint64_t)(n) << 48)
#define DAIF_FIQ       0x380ull /* nobody sends one */
#define SCTLR_ENIA     (1ull << 31)

/* Each register of the keys, by number. */
#define FOR_EACH_KEY(do_) \
	do_(0, S3_0_C2_C1_0) do_(1, S3_0_C2_C1_1) do_(2, S3_0_C2_C1_2) do_(3, S3_0_C2_C1_3) \
		do_(4, S3_0_C2_C2_0) do_(5, S3_0_C2_C2_1) do_(6, S3_0_C2_C2_2) do_(7, S3_0_C2_C2_3) \
			do_(8, S3_0_C2_C3_0) do_(9, S3_0_C2_C3_1)

const char *const kept_name[KEPT_COUNT] = {
	"tpidr",     "tpidr_el0", "tpidrro_el0", "sp_el0",   "vbar",      "cpacr",    "cntkctl",   "ttbr0",
	"ttbr1",     "tcr",       "contextidr",  "mdscr",    "daif",      "apia-low", "apia-high", "apib-low",
	"apib-high", "apda-low",  "apda-high",   "apdb-low", "apdb-high", "apga-low", "apga-high",
};

/* The same map, or, of a kernel in the high half, another one that is empty. */
static _Alignas(1 << 16) uint64_t other_root[(1u << 16) / sizeof(uint64_t)];

/* Whether kept_sign() has done anything. */
static bool pointer_authentication(void)
{
	return ((own_level() == 1 ? READ(sctlr_el1) : READ(sctlr_el2)) & SCTLR_ENIA) != 0;
}

static uint64_t other_table(uint64_t ttbr0)
{
	const uint64_t *root = (const uint64_t *)(ttbr0 & 0x0000fffffffff000);
	size_t words = ((size_t)1 << probe_config.page_shift) / sizeof(*root);

	/* Tables are in the image, which a kernel that is mapped 1:1 sees where they are. */
	if (probe_config.map == MAP_FLAT)
		for (size_t i = 0; i < words; i++)
			other_root[i] = root[i];
	__asm__ volatile("dsb sy" ::: "memory");
	return physical(other_root);
}

static void set_el2(void)
{
	WRITE(cptr_el2, CPTR_EL2_SVE);
	WRITE(cnthctl_el2, READ(cnthctl_el2) | CNTHCTL_EVENTS);
	WRITE(ttbr0_el2, other_table(READ(ttbr0_el2)));
}

/* EL1; or with E2H EL2, whose registers have these names then. */
static void set_el1(unsigned int id)
{
	WRITE(cpacr_el1, CPACR_FPEN);
	WRITE(cntkctl_el1,
	      probe_config.target == SMPBOOT_TARGET_EL1 ? CNTKCTL : READ(cntkctl_el1) | CNTHCTL_EVENTS);
	WRITE(contextidr_el1, 0x100 + id);
	WRITE(ttbr1_el1, (READ(ttbr1_el1) & ~ASID(0xff)) | ASID(0x20 + id));
	if (probe_config.map == MAP_HIGH)
		WRITE(tcr_el1, READ(tcr_el1) ^ TCR_EPD0);
	WRITE(ttbr0_el1, other_table(READ(ttbr0_el1)) | ASID(0x10 + id));
}

void kept_set(unsigned int id)
{
	if (own_level() == 1)
		WRITE(tpidr_el1, RUBBISH + id);
	else
		WRITE(tpidr_el2, RUBBISH + id);
	WRITE(tpidr_el0, RUBBISH + 0x10 + id);
	WRITE(tpidrro_el0, RUBBISH + 0x20 + id);
	WRITE(sp_el0, 0x1000 + id);
	WRITE(mdscr_el1, MDSCR_TDCC);
	if (probe_config.target == SMPBOOT_TARGET_EL2)
		set_el2();
	else
		set_el1(id);
#define SET(n, reg) WRITE(reg, (RUBBISH << 1) + 0x100 * (n) + id);
	if (pointer_authentication()) {
		FOR_EACH_KEY(SET)
	}
	WRITE(daif, DAIF_FIQ);
}

void kept_read(uint64_t *value)
{
	bool el2 = probe_config.target == SMPBOOT_TARGET_EL2;

	for (unsigned int i = 0; i < KEPT_COUNT; i++)
		value[i] = 0;
	value[KEPT_TPIDR] = own_level() == 1 ? READ(tpidr_el1) : READ(tpidr_el2);
	value[KEPT_TPIDR_EL0] = READ(tpidr_el0);
	value[KEPT_TPIDRRO_EL0] = READ(tpidrro_el0);
	value[KEPT_SP_EL0] = READ(sp_el0);
	value[KEPT_VBAR] = el2 ? READ(vbar_el2) : READ(vbar_el1);
	value[KEPT_ACCESS] = el2 ? READ(cptr_el2) : READ(cpacr_el1);
	value[KEPT_COUNTER] = el2 ? READ(cnthctl_el2) : READ(cntkctl_el1);
	value[KEPT_TTBR0] = el2 ? READ(ttbr0_el2) : READ(ttbr0_el1);
	value[KEPT_TTBR1] = el2 ? 0 : READ(ttbr1_el1);
	value[KEPT_TCR] = el2 ? READ(tcr_el2) : READ(tcr_el1);
	value[KEPT_CONTEXTIDR] = el2 ? 0 : READ(contextidr_el1);
	value[KEPT_MDSCR] = READ(mdscr_el1);
	value[KEPT_DAIF] = READ(daif);
#define GET(n, reg) value[KEPT_KEYS + (n)] = READ(reg);
	if (pointer_authentication()) {
		FOR_EACH_KEY(GET)
	}
}

void kept_sign(void)
{
	/* With the MMU off nobody says how many bits an address has, and which are left for a signature. */
	if ((READ(id_aa64isar1_el1) & 0xff0) == 0 || probe_config.map == MAP_OFF)
		return;
	if (own_level() == 1)
		WRITE(sctlr_el1, READ(sctlr_el1) | SCTLR_ENIA);
	else
		WRITE(sctlr_el2, READ(sctlr_el2) | SCTLR_ENIA);
}
