/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU can see of itself. The same code runs on the boot CPU and on each
 * secondary, so that equal values mean an equal set-up.
 */
#include <smpboot/aarch64.h>
#include <smpboot/smpboot.h>

#include "probe.h"

#define READ(reg) \
	({ \
		uint64_t value_; \
		__asm__ volatile("mrs %0, " #reg : "=r"(value_)); \
		value_; \
	})

const char *const property_name[PROPERTY_COUNT] = {
	[PROPERTY_LEVEL] = "level",
	[PROPERTY_SCTLR] = "sctlr",
	[PROPERTY_TCR] = "tcr",
	[PROPERTY_MAIR] = "mair",
	[PROPERTY_TTBR0] = "ttbr0",
	[PROPERTY_TTBR1] = "ttbr1",
	[PROPERTY_FP_ACCESS] = "fp-access",
	[PROPERTY_HCR] = "hcr",
	[PROPERTY_CNTHCTL] = "cnthctl",
	[PROPERTY_CNTVOFF] = "cntvoff",
	[PROPERTY_MDCR] = "mdcr",
	[PROPERTY_MDSCR] = "mdscr",
	[PROPERTY_PMCR] = "pmcr",
	[PROPERTY_MIDR] = "midr",
	[PROPERTY_MPIDR] = "mpidr",
	[PROPERTY_GIC_SRE] = "gic-sre",
	[PROPERTY_TPIDR] = "tpidr",
	[PROPERTY_TPIDR_EL0] = "tpidr_el0",
	[PROPERTY_TPIDRRO_EL0] = "tpidrro_el0",
	[PROPERTY_DAIF] = "daif",
	[PROPERTY_SPSEL] = "spsel",
	[PROPERTY_STACK] = "stack",
	[PROPERTY_PC] = "pc",
	[PROPERTY_ID] = "id",
	[PROPERTY_IDENTITY] = "identity",
	[PROPERTY_FREQUENCY] = "frequency",
	[PROPERTY_VECTOR] = "vector",
	[PROPERTY_PAUTH] = "pauth",
	[PROPERTY_TAGS] = "tags",
};

static void observe_el2(uint64_t *p)
{
	p[PROPERTY_SCTLR] = READ(sctlr_el2);
	p[PROPERTY_HCR] = READ(hcr_el2);
	p[PROPERTY_CNTHCTL] = READ(cnthctl_el2);
	p[PROPERTY_CNTVOFF] = READ(cntvoff_el2);
	p[PROPERTY_MDCR] = READ(mdcr_el2);
	p[PROPERTY_TPIDR] = READ(tpidr_el2);
	p[PROPERTY_FP_ACCESS] = READ(cptr_el2);
}

static void observe_el1(uint64_t *p)
{
	p[PROPERTY_SCTLR] = READ(sctlr_el1);
	p[PROPERTY_TPIDR] = READ(tpidr_el1);
	p[PROPERTY_FP_ACCESS] = READ(cpacr_el1);
}

/* What an EL2 that was not set up traps, or gives other values for. */
static void observe_machine(uint64_t *p)
{
	p[PROPERTY_MIDR] = READ(midr_el1);
	p[PROPERTY_MPIDR] = READ(mpidr_el1) & 0xff00ffffff;
	p[PROPERTY_MDSCR] = READ(mdscr_el1);
	p[PROPERTY_PMCR] = READ(pmcr_el0);
	if ((READ(id_aa64pfr0_el1) >> 24 & 0xf) != 0)
		p[PROPERTY_GIC_SRE] = READ(S3_0_C12_C12_5);
}

/* Registers that mean nothing while the MMU is off. */
static void observe_translation(uint64_t *p)
{
	if (probe_config.target == SMPBOOT_TARGET_EL2) {
		p[PROPERTY_TCR] = READ(tcr_el2);
		p[PROPERTY_MAIR] = READ(mair_el2);
		p[PROPERTY_TTBR0] = READ(ttbr0_el2);
		return;
	}
	p[PROPERTY_TCR] = READ(tcr_el1);
	p[PROPERTY_MAIR] = READ(mair_el1);
	p[PROPERTY_TTBR0] = READ(ttbr0_el1);
	p[PROPERTY_TTBR1] = READ(ttbr1_el1);
}

static bool translates(uint64_t va)
{
	if (probe_config.target == SMPBOOT_TARGET_EL1)
		__asm__ volatile("at s1e1r, %0\n\tisb" : : "r"(va) : "memory");
	else
		__asm__ volatile("at s1e2r, %0\n\tisb" : : "r"(va) : "memory");
	return (READ(par_el1) & 1) == 0;
}

/* Bytes of an SVE vector when all levels below this one ask for the longest. */
static uint64_t vector_length(void)
{
	bool el2 = probe_config.target == SMPBOOT_TARGET_EL2;
	uint64_t access = el2 ? READ(cptr_el2) : READ(cpacr_el1);
	register uint64_t length __asm__("x0");

	/* ZCR_EL1, with E2H ZCR_EL2: open it, ask, and leave it as it was found. At EL2 it is set up already. */
	if (el2)
		__asm__ volatile("msr cptr_el2, %0\n\tisb" : : "r"(access & ~0x500ull));
	else
		__asm__ volatile("msr cpacr_el1, %0\n\tisb\n\tmsr S3_0_C1_C2_0, %1\n\tisb"
		                 :
		                 : "r"(access | 0x330000), "r"(0xfull));
	__asm__ volatile(".inst 0x04bf5020" : "=r"(length)); /* rdvl x0, #1 */
	if (el2)
		__asm__ volatile("msr cptr_el2, %0\n\tisb" : : "r"(access));
	else
		__asm__ volatile("msr cpacr_el1, %0\n\tisb" : : "r"(access));
	return length;
}

/* Features that a level above may keep for itself: an access traps then, and that ends the run. */
static void observe_features(uint64_t *p)
{
	if ((READ(id_aa64pfr0_el1) >> 32 & 0xf) != 0)
		p[PROPERTY_VECTOR] = vector_length();
	if ((READ(id_aa64isar1_el1) & 0xff0) != 0) {
		(void)READ(S3_0_C2_C1_0); /* APIAKeyLo_EL1 */
		p[PROPERTY_PAUTH] = 1;
	}
	if ((READ(id_aa64pfr1_el1) >> 8 & 0xf) >= 2) {
		(void)READ(S3_0_C1_C0_6); /* GCR_EL1 */
		p[PROPERTY_TAGS] = 1;
	}
}

static uint64_t pc(void)
{
	uint64_t value;

	__asm__ volatile("adr %0, image_begin" : "=r"(value));
	return value;
}

void observe(struct observation *seen, const char *stack)
{
	uint64_t *p = seen->property;
	uintptr_t sp;

	__asm__ volatile("mov %0, sp" : "=r"(sp));
	p[PROPERTY_STACK] = sp > (uintptr_t)stack && sp <= (uintptr_t)stack + STACK;
	p[PROPERTY_LEVEL] = READ(CurrentEL) >> 2;
	if (p[PROPERTY_LEVEL] == 2)
		observe_el2(p);
	else
		observe_el1(p);
	if (probe_config.map != MAP_OFF)
		observe_translation(p);
	observe_machine(p);
	observe_features(p);
	p[PROPERTY_FREQUENCY] = READ(cntfrq_el0);
	p[PROPERTY_TPIDR_EL0] = READ(tpidr_el0);
	p[PROPERTY_TPIDRRO_EL0] = READ(tpidrro_el0);
	p[PROPERTY_DAIF] = READ(daif);
	p[PROPERTY_SPSEL] = READ(spsel);
	p[PROPERTY_PC] = pc();
	p[PROPERTY_ID] = smpboot_this_cpu();
	p[PROPERTY_IDENTITY] = translates(probe_image_pa);
	seen->clock = smpboot_now();
	seen->physical = READ(cntpct_el0);
}
