/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures the boot CPU's exception level and translation regime for the
 * secondaries.
 */
#include "regime.h"

#include <smpboot/aarch64.h>

#include "core/arch.h"
#include "core/clear.h"
#include "core/physical.h"

#include "asm.h"
#include "idmap.h"
#include "sysreg.h"

/* Labels of entry.S and crossing.S. */
extern const char smpboot_secondary_entry[];
extern const char smpboot_secondary_resume[];
extern const char smpboot_secondary_leave_idmap[];
extern const char smpboot_switch[];

uint64_t smpboot_regime_sctlr(void)
{
	return smpboot_arch_level() == 1 ? SMPBOOT_READ(sctlr_el1) : SMPBOOT_READ(sctlr_el2);
}

static uint32_t target(void)
{
	if (smpboot_arch_level() == 1)
		return SMPBOOT_TARGET_EL1;
	if (smpboot_field(SMPBOOT_READ(hcr_el2), SMPBOOT_HCR_E2H_BIT, 1) != 0)
		return SMPBOOT_TARGET_EL2_VHE;
	return SMPBOOT_TARGET_EL2;
}

/*
 * What of HCR_EL2 belongs to the kernel rather than to a guest that it has
 * entered last: the level's own mode, where interrupts go, and what EL1 and EL0
 * may use.
 */
#define HCR_KERNEL \
	(1ull << SMPBOOT_HCR_FMO_BIT | 1ull << SMPBOOT_HCR_IMO_BIT | 1ull << SMPBOOT_HCR_AMO_BIT | \
	 1ull << SMPBOOT_HCR_TGE_BIT | 1ull << SMPBOOT_HCR_RW_BIT | 1ull << SMPBOOT_HCR_E2H_BIT | \
	 1ull << SMPBOOT_HCR_APK_BIT | 1ull << SMPBOOT_HCR_API_BIT | 1ull << SMPBOOT_HCR_ATA_BIT)

static void capture_registers(struct smpboot_boot_args *args)
{
	args->sctlr = smpboot_regime_sctlr();
	args->hcr = args->target == SMPBOOT_TARGET_EL1 ? 0 : SMPBOOT_READ(hcr_el2) & HCR_KERNEL;
	if (args->target == SMPBOOT_TARGET_EL2) {
		args->cpacr = SMPBOOT_READ(cptr_el2);
		args->mair = SMPBOOT_READ(mair_el2);
		args->tcr = SMPBOOT_READ(tcr_el2);
		args->ttbr0 = SMPBOOT_READ(ttbr0_el2);
		args->ttbr1 = 0;
		return;
	}
	/* With E2H these names reach EL2's registers. */
	args->cpacr = SMPBOOT_READ(cpacr_el1);
	args->mair = SMPBOOT_READ(mair_el1);
	args->tcr = SMPBOOT_READ(tcr_el1);
	args->ttbr0 = SMPBOOT_READ(ttbr0_el1);
	args->ttbr1 = SMPBOOT_READ(ttbr1_el1);
}

/* A kernel in the high half: the secondary's first fetches need a map of their own. */
static enum smpboot_status give_idmap(struct smpboot_boot_args *args, void *idmap, size_t size,
                                      uint64_t switch_pa)
{
	struct smpboot_idmap map = {
		.tables = idmap, .size = size, .page = switch_pa, .tcr = args->tcr, .mair = args->mair
	};
	enum smpboot_status status;

	if (idmap == NULL)
		return SMPBOOT_ERR_IDMAP;
	/* Only through TTBR1 does the code stay mapped while TTBR0 changes. */
	if (args->target == SMPBOOT_TARGET_EL2 || (intptr_t)smpboot_switch >= 0)
		return SMPBOOT_ERR_TRANSLATION;
	if (!smpboot_physical_block(idmap, size, &map.tables_pa))
		return SMPBOOT_ERR_IDMAP;
	status = smpboot_idmap_build(&map);
	if (status != SMPBOOT_OK)
		return status;
	/* The tables are walked by a CPU that may not look into this CPU's caches yet. */
	smpboot_arch_clean(idmap, map.used);
	args->tcr_idmap = map.tcr_idmap;
	args->ttbr0_idmap = map.tables_pa;
	args->resume_va = (uintptr_t)smpboot_secondary_leave_idmap;
	return SMPBOOT_OK;
}

/* Word by word, each once: CPUs of an earlier call, and those that sleep or leave, read them at any time. */
static void publish(struct smpboot_boot_args *args, const struct smpboot_boot_args *next)
{
	smpboot_word *to = (smpboot_word *)args;
	const smpboot_word *from = (const smpboot_word *)next;

	for (size_t i = 0; i < sizeof(*args) / sizeof(*to); i++)
		__atomic_store_n(&to[i], from[i], __ATOMIC_RELAXED);
}

enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	struct smpboot_boot_args next = *args;
	enum smpboot_status status = SMPBOOT_OK;
	uint64_t switch_pa;
	uint64_t args_pa;

	if (!smpboot_arch_physical(smpboot_secondary_entry, &next.entry_pa) ||
	    !smpboot_arch_physical(smpboot_switch, &switch_pa) || !smpboot_arch_physical(args, &args_pa))
		return SMPBOOT_ERR_TRANSLATION;
	/* The entry code finds its arguments relative to itself, with the MMU on and off. */
	if (args_pa - next.entry_pa != (uintptr_t)args - (uintptr_t)smpboot_secondary_entry)
		return SMPBOOT_ERR_TRANSLATION;
	next.early_hook = 0;
	if (ops->early != NULL &&
	    !smpboot_arch_physical((const void *)(uintptr_t)ops->early, &next.early_hook))
		return SMPBOOT_ERR_TRANSLATION;
	next.target = target();
	capture_registers(&next);
	next.resume_va = (uintptr_t)smpboot_secondary_resume;
	/* The vector table begins where the entry code does. */
	next.vectors_va = (uintptr_t)smpboot_secondary_entry;
	next.tcr_idmap = next.tcr;
	next.ttbr0_idmap = next.ttbr0;
	if (switch_pa != (uintptr_t)smpboot_switch)
		status = give_idmap(&next, ops->idmap, ops->idmap_size, switch_pa);
	if (status == SMPBOOT_OK)
		publish(args, &next);
	return status;
}
