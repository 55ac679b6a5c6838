/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PSCI (Arm DEN0022) over either conduit, and the method "psci".
 */
#include <smpboot/psci.h>

#include "core/arch.h"
#include "core/table.h"

#include "smccc.h"

/* Function ids from version 0.2 on. The 64-bit ones are those that take an address or an MPIDR. */
#define PSCI_VERSION           0x84000000u
#define PSCI_CPU_SUSPEND       0xc4000001u
#define PSCI_CPU_OFF           0x84000002u
#define PSCI_CPU_ON            0xc4000003u
#define PSCI_AFFINITY_INFO     0xc4000004u
#define PSCI_MIGRATE_INFO_TYPE 0x84000006u
#define PSCI_MIGRATE_UP_CPU    0xc4000007u
#define PSCI_SYSTEM_OFF        0x84000008u
#define PSCI_SYSTEM_RESET      0x84000009u
#define PSCI_FEATURES          0x8400000au

#define SMC64 (1u << 30) /* of a function id: its arguments are 64 bits wide (DEN0028) */

static struct {
	uint64_t (*call)(uint64_t function, uint64_t a1, uint64_t a2, uint64_t a3); /* NULL: not connected */
	uint64_t lost;   /* the bits of arguments that the firmware does not take; ... */
	uint32_t narrow; /* ... and then SMC64, which its function ids do not have */
	uint64_t cpu_on;
	uint32_t version;
	uint32_t cpu_off; /* 0: none */
	uint32_t cpu_suspend;
} psci;

static int32_t call(uint32_t function, uint64_t a1, uint64_t a2, uint64_t a3)
{
	if (psci.call == NULL || function == 0)
		return SMPBOOT_PSCI_NOT_SUPPORTED;
	/* A 32-bit call would lose the upper half, and ask for another CPU, or another address. */
	if (((a1 | a2 | a3) & psci.lost) != 0)
		return SMPBOOT_PSCI_INVALID_ADDRESS;
	/* Results are signed 32-bit; the upper half of x0 means nothing. */
	return (int32_t)(uint32_t)psci.call(function & ~psci.narrow, a1, a2, a3);
}

/* The same, for a function that only versions from `since` on have. */
static int32_t call_since(uint32_t since, uint32_t function, uint64_t a1, uint64_t a2)
{
	return psci.version >= since ? call(function, a1, a2, 0) : SMPBOOT_PSCI_NOT_SUPPORTED;
}

uint32_t smpboot_psci_version(void)
{
	return psci.version;
}

int32_t smpboot_psci_features(uint32_t function_id)
{
	return call_since(SMPBOOT_PSCI_VERSION_OF(1, 0), PSCI_FEATURES, function_id, 0);
}

/* Once connected; in line, since each start comes through here. */
__attribute__((always_inline)) static inline int32_t cpu_on(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	if (((mpidr | entry) & psci.lost) != 0)
		return SMPBOOT_PSCI_INVALID_ADDRESS;
	return (int32_t)(uint32_t)psci.call(psci.cpu_on, mpidr, entry, context);
}

int32_t smpboot_psci_cpu_on(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	return psci.call != NULL ? cpu_on(mpidr, entry, context) : SMPBOOT_PSCI_NOT_SUPPORTED;
}

int32_t smpboot_psci_affinity_info(uint64_t mpidr)
{
	return call_since(SMPBOOT_PSCI_VERSION_OF(0, 2), PSCI_AFFINITY_INFO, mpidr, 0);
}

int32_t smpboot_psci_migrate_info_type(void)
{
	return call_since(SMPBOOT_PSCI_VERSION_OF(0, 2), PSCI_MIGRATE_INFO_TYPE, 0, 0);
}

uint64_t smpboot_psci_migrate_info_up_cpu(void)
{
	if (psci.call == NULL || psci.version < SMPBOOT_PSCI_VERSION_OF(0, 2))
		return UINT64_MAX;
	return psci.call(PSCI_MIGRATE_UP_CPU & ~psci.narrow, 0, 0, 0);
}

int32_t smpboot_psci_cpu_off(void)
{
	return call(psci.cpu_off, 0, 0, 0);
}

int32_t smpboot_psci_cpu_suspend(uint32_t power_state, uint64_t entry, uint64_t context)
{
	return call(psci.cpu_suspend, power_state, entry, context);
}

int32_t smpboot_psci_system_off(void)
{
	return call_since(SMPBOOT_PSCI_VERSION_OF(0, 2), PSCI_SYSTEM_OFF, 0, 0);
}

int32_t smpboot_psci_system_reset(void)
{
	return call_since(SMPBOOT_PSCI_VERSION_OF(0, 2), PSCI_SYSTEM_RESET, 0, 0);
}

/* Of a refusal: out of line, so that no table is gone through where there is none. */
__attribute__((noinline)) static enum smpboot_reason reason_of(int32_t result)
{
	switch (result) {
	case SMPBOOT_PSCI_NOT_SUPPORTED:
		return SMPBOOT_REASON_FW_NOT_SUPPORTED;
	case SMPBOOT_PSCI_INVALID_PARAMETERS:
		return SMPBOOT_REASON_FW_INVALID_PARAMS;
	case SMPBOOT_PSCI_DENIED:
		return SMPBOOT_REASON_FW_DENIED;
	case SMPBOOT_PSCI_ALREADY_ON:
		return SMPBOOT_REASON_FW_ALREADY_ON;
	case SMPBOOT_PSCI_ON_PENDING:
		return SMPBOOT_REASON_FW_ON_PENDING;
	case SMPBOOT_PSCI_INTERNAL_FAILURE:
		return SMPBOOT_REASON_FW_INTERNAL_FAILURE;
	case SMPBOOT_PSCI_NOT_PRESENT:
		return SMPBOOT_REASON_FW_NOT_PRESENT;
	case SMPBOOT_PSCI_DISABLED:
		return SMPBOOT_REASON_FW_DISABLED;
	case SMPBOOT_PSCI_INVALID_ADDRESS:
		return SMPBOOT_REASON_FW_INVALID_ADDRESS;
	default:
		return SMPBOOT_REASON_FW_UNKNOWN;
	}
}

static struct smpboot_start method_start(const struct smpboot_target *target, uint64_t entry,
                                         uint64_t context)
{
	int32_t result = cpu_on(target->mpidr, entry, context);

	if (result == SMPBOOT_PSCI_SUCCESS)
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
	return (struct smpboot_start){ .reason = reason_of(result), .code = result };
}

static enum smpboot_power method_power(const struct smpboot_target *target)
{
	switch (smpboot_psci_affinity_info(target->mpidr)) {
	case 0:
		return SMPBOOT_POWER_ON;
	case 1:
		return SMPBOOT_POWER_OFF;
	case 2:
		return SMPBOOT_POWER_PENDING;
	default:
		return SMPBOOT_POWER_UNKNOWN;
	}
}

static enum smpboot_reason method_diagnose(const struct smpboot_target *target, uint64_t entry)
{
	(void)entry;
	switch (method_power(target)) {
	case SMPBOOT_POWER_ON:
		return SMPBOOT_REASON_ON_NO_ENTRY;
	case SMPBOOT_POWER_OFF:
		return SMPBOOT_REASON_LEFT_OFF;
	case SMPBOOT_POWER_PENDING:
		return SMPBOOT_REASON_FW_STILL_PENDING;
	default:
		return SMPBOOT_REASON_NONE;
	}
}

/* Where a trusted OS lives on one CPU, the firmware cannot let that CPU go (DEN0022, MIGRATE_INFO_TYPE). */
static enum smpboot_status method_may_stop(const struct smpboot_target *target)
{
	int32_t type = smpboot_psci_migrate_info_type();

	if (type != SMPBOOT_PSCI_MIGRATE_UP && type != SMPBOOT_PSCI_MIGRATE_UP_FIXED)
		return SMPBOOT_OK;
	return smpboot_psci_migrate_info_up_cpu() == target->mpidr ? SMPBOOT_ERR_TRUSTED_OS : SMPBOOT_OK;
}

static enum smpboot_status method_stop_self(void)
{
	return smpboot_psci_cpu_off() == SMPBOOT_PSCI_NOT_SUPPORTED ? SMPBOOT_ERR_NOT_SUPPORTED :
	                                                              SMPBOOT_ERR_FIRMWARE;
}

static const struct smpboot_method method = {
	.name = "psci",
	.hands_context = true,
	.start = method_start,
	.power = method_power,
	.diagnose = method_diagnose,
	.may_stop = method_may_stop,
	.stop_self = method_stop_self,
};

/* Asks the firmware for its version, or takes version 0.1 and its ids from the config. */
static enum smpboot_status connect(const struct smpboot_psci_config *config)
{
	int32_t version;

	if (config->version < SMPBOOT_PSCI_VERSION_OF(0, 1))
		return SMPBOOT_ERR_PSCI_VERSION;
	if (config->version < SMPBOOT_PSCI_VERSION_OF(0, 2)) {
		if (config->cpu_on == 0)
			return SMPBOOT_ERR_PSCI_FUNCTION;
		psci.version = config->version;
		psci.cpu_on = config->cpu_on;
		psci.cpu_off = config->cpu_off;
		psci.cpu_suspend = config->cpu_suspend;
		return SMPBOOT_OK;
	}
	version = call(PSCI_VERSION, 0, 0, 0);
	if (version < (int32_t)SMPBOOT_PSCI_VERSION_OF(0, 2))
		return SMPBOOT_ERR_PSCI_VERSION;
	psci.version = (uint32_t)version;
	/* 32-bit firmware says so, where it can be asked. */
	if (smpboot_psci_features(PSCI_CPU_ON) == SMPBOOT_PSCI_NOT_SUPPORTED &&
	    smpboot_psci_features(PSCI_CPU_ON & ~SMC64) >= 0)
		psci.narrow = SMC64;
	psci.cpu_on = PSCI_CPU_ON & ~psci.narrow;
	psci.cpu_off = PSCI_CPU_OFF;
	psci.cpu_suspend = PSCI_CPU_SUSPEND;
	return SMPBOOT_OK;
}

static enum smpboot_status check(const struct smpboot_psci_config *config)
{
	if (config == NULL)
		return SMPBOOT_ERR_NULL;
	switch (config->conduit) {
	case SMPBOOT_CONDUIT_SMC:
		return SMPBOOT_OK;
	case SMPBOOT_CONDUIT_HVC:
		/* At EL2 an HVC would come to the kernel's own vectors. */
		return smpboot_arch_level() == 2 ? SMPBOOT_ERR_CONDUIT : SMPBOOT_OK;
	default:
		return SMPBOOT_ERR_CONDUIT;
	}
}

enum smpboot_status smpboot_psci_init(const struct smpboot_psci_config *config)
{
	enum smpboot_status status = check(config);

	if (status == SMPBOOT_OK)
		status = smpboot_method_check(&method);
	if (status != SMPBOOT_OK)
		return status;
	psci.call = config->conduit == SMPBOOT_CONDUIT_SMC ? smpboot_smccc_smc : smpboot_smccc_hvc;
	psci.lost = 0;
	psci.narrow = 0;
	status = connect(config);
	if (psci.cpu_on == (PSCI_CPU_ON & ~SMC64))
		psci.lost = ~0ull << 32;
	if (status == SMPBOOT_OK)
		return smpboot_register_method(&method);
	psci.call = NULL;
	psci.version = 0;
	return status;
}
