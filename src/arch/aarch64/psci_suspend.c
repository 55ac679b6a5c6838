/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU_SUSPEND of PSCI (Arm DEN0022), standby and power-down.
 */
#include <smpboot/psci.h>

#include "core/machine.h"
#include "core/suspend.h"

/* StateType in power_state, in the original and in the extended format (DEN0022, CPU_SUSPEND). */
#define POWER_DOWN          (1u << 16)
#define POWER_DOWN_EXTENDED (1u << 30)

/* What PSCI_FEATURES says of CPU_SUSPEND: power_state is in the extended format. */
#define PSCI_CPU_SUSPEND    0xc4000001u
#define PSCI_CPU_SUSPEND_32 0x84000001u
#define FEATURE_EXTENDED    (1 << 1)

static bool loses_power(uint32_t power_state)
{
	int32_t features = smpboot_psci_features(PSCI_CPU_SUSPEND);

	if (features == SMPBOOT_PSCI_NOT_SUPPORTED)
		features = smpboot_psci_features(PSCI_CPU_SUSPEND_32);
	if (features > 0 && (features & FEATURE_EXTENDED) != 0)
		return (power_state & POWER_DOWN_EXTENDED) != 0;
	return (power_state & POWER_DOWN) != 0;
}

/* The context id is compared with the logical id, as at a start. */
static int64_t enter(uint64_t power_state)
{
	return smpboot_psci_cpu_suspend((uint32_t)power_state, smpboot_boot_args.entry_pa,
	                                smpboot_this_cpu());
}

static enum smpboot_status status_of(int64_t answer)
{
	switch (answer) {
	case SMPBOOT_PSCI_SUCCESS:
		return SMPBOOT_OK;
	case SMPBOOT_PSCI_NOT_SUPPORTED:
		return SMPBOOT_ERR_NOT_SUPPORTED;
	case SMPBOOT_PSCI_INVALID_PARAMETERS:
		return SMPBOOT_ERR_OPTION;
	default:
		return SMPBOOT_ERR_FIRMWARE;
	}
}

enum smpboot_status smpboot_cpu_suspend(uint32_t power_state)
{
	enum smpboot_status status;
	int64_t answer;

	if (smpboot_psci_version() == 0)
		return SMPBOOT_ERR_NOT_SUPPORTED;
	/* In standby the CPU keeps all that it has, and comes back as from any call. */
	if (!loses_power(power_state))
		return status_of(smpboot_psci_cpu_suspend(power_state, 0, 0));
	status = smpboot_suspend(enter, power_state, &answer);
	return status == SMPBOOT_OK ? status_of(answer) : status;
}
