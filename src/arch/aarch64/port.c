/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's small needs: identity, time, waiting, caches and addresses.
 */
#include <smpboot/pen.h>

#include "core/arch.h"
#include "core/map.h"

#include "asm.h"
#include "regime.h"
#include "sysreg.h"

uint64_t smpboot_arch_mpidr(void)
{
	return SMPBOOT_READ(mpidr_el1) & SMPBOOT_MPIDR_AFFINITY;
}

uintptr_t smpboot_arch_stack(void)
{
	uintptr_t sp;

	__asm__ volatile("mov %0, sp" : "=r"(sp));
	return sp;
}

unsigned int smpboot_arch_level(void)
{
	return (unsigned int)smpboot_field(SMPBOOT_READ(CurrentEL), SMPBOOT_CURRENTEL_SHIFT, 2);
}

uint64_t smpboot_arch_now(void)
{
	/* The counter must not be read before what it is to time. */
	__asm__ volatile("isb" ::: "memory");
	if ((SMPBOOT_READ(CurrentEL) & 2 << SMPBOOT_CURRENTEL_SHIFT) == 0)
		return SMPBOOT_READ(cntvct_el0);
	return SMPBOOT_READ(cntpct_el0);
}

uint32_t smpboot_arch_frequency(void)
{
	return (uint32_t)SMPBOOT_READ(cntfrq_el0);
}

/* Whether a WFE of this CPU is sure to end before long: CNTKCTL_EL1.EVNTEN, or at EL2 CNTHCTL_EL2.EVNTEN. */
static bool event_stream(void)
{
	uint64_t control = smpboot_arch_level() == 1 ? SMPBOOT_READ(cntkctl_el1) : SMPBOOT_READ(cnthctl_el2);

	return smpboot_field(control, 2, 1) != 0;
}

/*
 * Whether WFET can be used (ID_AA64ISAR2_EL1.WFxT, by number: the assembler of
 * Debian 12 has no name for it). It compares with CNTVCT_EL0, which is the
 * clock of the deadlines at EL1 only.
 */
static bool has_wfet(void)
{
	return smpboot_arch_level() == 1 && smpboot_field(SMPBOOT_READ(S3_0_C0_C6_2), 0, 4) >= 2;
}

void smpboot_arch_wait(uint64_t deadline)
{
	if (event_stream())
		__asm__ volatile("wfe" ::: "memory");
	else if (has_wfet())
		__asm__ volatile("msr S0_3_C1_C0_0, %0" : : "r"(deadline) : "memory"); /* wfet */
	else
		__asm__ volatile("yield" ::: "memory"); /* a bare WFE could sleep for ever */
}

void smpboot_arch_signal(void)
{
	/* What was stored must be visible before the CPU that it wakes looks. */
	__asm__ volatile("dsb sy\n\tsev" ::: "memory");
}

size_t smpboot_arch_granule(void)
{
	uint64_t words = smpboot_field(SMPBOOT_READ(ctr_el0), 24, 4); /* CTR_EL0.CWG: log2 of the words */
	size_t granule = words != 0 ? (size_t)4 << words : 2048;      /* 0: assume the architecture's limit */

	return granule < 64 ? 64 : granule;
}

bool smpboot_arch_coherent(void)
{
	uint64_t sctlr = smpboot_regime_sctlr();

	return smpboot_field(sctlr, SMPBOOT_SCTLR_M_BIT, 1) != 0 &&
	       smpboot_field(sctlr, SMPBOOT_SCTLR_C_BIT, 1) != 0;
}

const void *smpboot_arch_pen(void)
{
	return smpboot_pen;
}

/*
 * Clean and invalidate, where clean would do as well: on Cortex-A53 up to r0p2 a mere clean
 * may lose a store of another CPU, or never end (errata 819472, 824069, 826319, 827319).
 */
void smpboot_arch_clean(const void *p, size_t size)
{
	size_t line =
		(size_t)4 << smpboot_field(SMPBOOT_READ(ctr_el0), 16, 4); /* the smallest that there is */
	uintptr_t end = (uintptr_t)p + size;

	for (uintptr_t at = (uintptr_t)p & ~(line - 1); at < end; at += line)
		__asm__ volatile("dc civac, %0" : : "r"(at) : "memory");
	/* complete for every observer, those without caches too, before anything after */
	__asm__ volatile("dsb sy" ::: "memory");
}

void smpboot_arch_clean_invalidate(const void *p, size_t size) __attribute__((alias("smpboot_arch_clean")));

/* An aligned word lies in one line, whatever its size. */
void smpboot_arch_clean_word(const uint64_t *word)
{
	__asm__ volatile("dc civac, %0\n\tdsb sy" : : "r"(word) : "memory");
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	__asm__ volatile("dc ivac, %0\n\tdsb sy" : : "r"(word) : "memory");
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	uint64_t daif;
	uint64_t saved;
	uint64_t par;

	if (smpboot_field(smpboot_regime_sctlr(), SMPBOOT_SCTLR_M_BIT, 1) == 0) {
		*pa = (uintptr_t)p;
		return true;
	}
	/* PAR_EL1 is one register: an interrupt handler that translates must neither see nor spoil ours. */
	daif = SMPBOOT_READ(daif);
	__asm__ volatile("msr daifset, #0xf" ::: "memory");
	saved = SMPBOOT_READ(par_el1);
	if (smpboot_arch_level() == 1)
		__asm__ volatile("at s1e1r, %0\n\tisb" : : "r"(p) : "memory");
	else
		__asm__ volatile("at s1e2r, %0\n\tisb" : : "r"(p) : "memory");
	par = SMPBOOT_READ(par_el1);
	SMPBOOT_WRITE(par_el1, saved);
	SMPBOOT_WRITE(daif, daif);
	if ((par & 1) != 0)
		return false;
	*pa = (par & 0x000ffffffffff000) | ((uintptr_t)p & 0xfff);
	return true;
}
