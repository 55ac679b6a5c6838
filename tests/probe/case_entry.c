/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a CPU comes in: at which level, with which counter frequency, and what
 * ops.early may do.
 */
#include "cases.h"

int case_level_below(void);
int case_level_mixed(void);
int case_frequency(void);
int case_early(void);

/* Below the boot CPU's level, which is EL2: it cannot be let in. */
int case_level_below(void)
{
	struct smpboot_cpu_info info;

	set_up_all("detour");
	detours[mpidr_of(2)].what = 1 << DETOUR_DROP_BIT;
	bring_up_all(CPUS - 1);
	info = expect_failed(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_ENTRY, SMPBOOT_REASON_WRONG_LEVEL);
	check(info.entry_el == 1, "level of entry");
	expect_online(1);
	expect_online(3);
	return pass();
}

/* At another level than the others, and not below the boot CPU's, which is EL1. */
int case_level_mixed(void)
{
	set_up_all("detour");
	detours[mpidr_of(2)].what = 1 << DETOUR_DROP_BIT;
	bring_up_all(CPUS);
	for (unsigned int id = 1; id < CPUS; id++)
		check(info_of(id).entry_el == (id == 2 ? 1 : probe_config.entry_level), "level of entry");
	return pass();
}

/* Another CNTFRQ_EL0 is repaired where that can be done, at EL3, and else reported. */
int case_frequency(void)
{
	bool repaired = probe_config.entry_level == 3;
	const uint64_t *own = kernel.reference.property;

	observe(&kernel.reference, kernel.stack[0]);
	set_up_all("detour");
	detours[mpidr_of(1)].what = 1 << DETOUR_FREQUENCY_BIT;
	bring_up_all(CPUS);
	check(kernel.events[SMPBOOT_EVENT_FREQUENCY] == (repaired ? 0 : 1), "event FREQUENCY");
	for (unsigned int id = 1; id < CPUS; id++)
		check(kernel.seen[id].property[PROPERTY_FREQUENCY] ==
		              (id == 1 && !repaired ? WRONG_FREQUENCY : own[PROPERTY_FREQUENCY]),
		      "frequency");
	return pass();
}

int case_early(void)
{
	probe_ops.early = early_hook;
	set_up_all(native_method());
	bring_up_all(CPUS);
	check(early_level[mpidr_of(0)] == 0, "ops.early on the boot CPU");
	for (unsigned int id = 1; id < CPUS; id++)
		check(early_level[mpidr_of(id)] == probe_config.entry_level, "ops.early");
	return pass();
}
