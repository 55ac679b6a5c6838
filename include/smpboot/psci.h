/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PSCI, Arm's Power State Coordination Interface (DEN0022): the built-in
 * method "psci", and the calls that a kernel needs besides.
 *
 * A kernel with a device tree need not call smpboot_psci_init():
 * smpboot_fdt_add_cpus() does it from the tree's PSCI node.
 *
 * Function ids and SMCCC are from DEN0022 and DEN0028. All calls may be made
 * on any CPU that runs kernel code, at EL1 or EL2, once smpboot_psci_init()
 * has returned SMPBOOT_OK.
 */
#ifndef SMPBOOT_PSCI_H
#define SMPBOOT_PSCI_H

#include <stdint.h>

#include <smpboot/method.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The instruction that reaches the firmware. */
enum smpboot_conduit {
	SMPBOOT_CONDUIT_NONE = 0,
	SMPBOOT_CONDUIT_SMC = 1,
	SMPBOOT_CONDUIT_HVC = 2,
};

/* A PSCI version as PSCI_VERSION gives it: major in bits 31:16, minor in 15:0. */
#define SMPBOOT_PSCI_VERSION_OF(major, minor) (((uint32_t)(major) << 16) | (uint32_t)(minor))

/* PSCI return values (DEN0022, "Return error codes"): signed 32-bit. */
enum smpboot_psci_result {
	SMPBOOT_PSCI_SUCCESS = 0,
	SMPBOOT_PSCI_NOT_SUPPORTED = -1,
	SMPBOOT_PSCI_INVALID_PARAMETERS = -2,
	SMPBOOT_PSCI_DENIED = -3,
	SMPBOOT_PSCI_ALREADY_ON = -4,
	SMPBOOT_PSCI_ON_PENDING = -5,
	SMPBOOT_PSCI_INTERNAL_FAILURE = -6,
	SMPBOOT_PSCI_NOT_PRESENT = -7,
	SMPBOOT_PSCI_DISABLED = -8,
	SMPBOOT_PSCI_INVALID_ADDRESS = -9,
};

/* Where the firmware is, and what it understands. Zero what is not used. */
struct smpboot_psci_config {
	enum smpboot_conduit conduit;

	/*
	 * What was promised: SMPBOOT_PSCI_VERSION_OF(0, 1) (device tree:
	 * "arm,psci") or later. From 0.2 on the function ids are the standard's
	 * and the firmware is asked for its version; 0.1 has neither, and its
	 * ids are given here.
	 */
	uint32_t version;

	/* For 0.1 only; 0: the firmware does not have it. */
	uint32_t cpu_on;
	uint32_t cpu_off;
	uint32_t cpu_suspend;
	uint32_t migrate;
};

/*
 * smpboot_psci_init - connects to the firmware and registers the method "psci"
 * @config: read during the call only
 *
 * Boot CPU, after smpboot_init(). A second call with the same name registered
 * is refused.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_CONDUIT: not smc or hvc; or hvc while this kernel runs at EL2,
 *     where the call would come back to the kernel itself;
 *   SMPBOOT_ERR_PSCI_VERSION: `version` is below 0.1; or it is 0.2 or later, and
 *     PSCI_VERSION answered with an error or with less than 0.2. Of the wrong conduit
 *     there is no answer as a rule: an SMC where there is no EL3 is an undefined
 *     instruction, an HVC goes to whoever has EL2;
 *   SMPBOOT_ERR_PSCI_FUNCTION: version 0.1 without a cpu_on id;
 *   SMPBOOT_ERR_DUPLICATE, SMPBOOT_ERR_FULL, SMPBOOT_ERR_BUSY,
 *   SMPBOOT_ERR_NOT_BOOT_CPU: as smpboot_register_method()
 */
enum smpboot_status smpboot_psci_init(const struct smpboot_psci_config *config);

/* The version that the firmware answered with, 0.1 where that was promised; 0 before smpboot_psci_init(). */
uint32_t smpboot_psci_version(void);

/*
 * PSCI_FEATURES: 0 or flags when the function exists, else a negative
 * enum smpboot_psci_result. NOT_SUPPORTED before PSCI 1.0.
 */
int32_t smpboot_psci_features(uint32_t function_id);

/*
 * The raw calls; each returns the firmware's answer, NOT_SUPPORTED where its
 * version does not have the function. Firmware that says by PSCI_FEATURES that it has
 * CPU_ON as a 32-bit function only gets 32-bit calls, and INVALID_ADDRESS is the answer to
 * an argument that these cannot hold. mpidr: affinity fields; entry: a physical address, where
 * the CPU begins with its MMU off; context: what it has in x0 there.
 */
int32_t smpboot_psci_cpu_on(uint64_t mpidr, uint64_t entry, uint64_t context);

/* AFFINITY_INFO at level 0: 0 on, 1 off, 2 on pending, or an error. */
int32_t smpboot_psci_affinity_info(uint64_t mpidr);

/* Answers of MIGRATE_INFO_TYPE (DEN0022): is there a trusted OS that runs on one CPU only? */
#define SMPBOOT_PSCI_MIGRATE_UP       0 /* yes, and it can be moved with MIGRATE */
#define SMPBOOT_PSCI_MIGRATE_UP_FIXED 1 /* yes, and it cannot */
#define SMPBOOT_PSCI_MIGRATE_NONE     2 /* none, or one that need not be moved */

/* MIGRATE_INFO_TYPE: one of these, or an error. */
int32_t smpboot_psci_migrate_info_type(void);

/*
 * MIGRATE_INFO_UP_CPU: MPIDR of the CPU that the trusted OS runs on, where
 * MIGRATE_INFO_TYPE says that there is one; UINT64_MAX before PSCI 0.2.
 */
uint64_t smpboot_psci_migrate_info_up_cpu(void);

/*
 * CPU_OFF for the calling CPU; with interrupts masked and nothing left to do
 * there. Returns only when the firmware refuses, with its answer.
 */
int32_t smpboot_psci_cpu_off(void);

/*
 * CPU_SUSPEND as it is: without keeping anything, so for standby states. Returns when
 * the CPU has woken up, or with the firmware's refusal.
 */
int32_t smpboot_psci_cpu_suspend(uint32_t power_state, uint64_t entry, uint64_t context);

/*
 * smpboot_cpu_suspend - lets the calling CPU sleep until an interrupt wakes it
 * @power_state: as DEN0022 has it for CPU_SUSPEND; which ones a machine knows is in its
 *               device tree (/cpus/idle-states, arm,psci-suspend-param)
 *
 * From a standby state the CPU comes back as from any call. In a power-down state it
 * loses all that it has. Kept on its stack are x18 to x30, sp, DAIF; TPIDR_EL0, TPIDRRO_EL0,
 * SP_EL0, MDSCR_EL1; of its level TPIDR, VBAR, CPACR or CPTR, CNTKCTL or CNTHCTL, TTBR0, TCR,
 * and TTBR1 and CONTEXTIDR but at EL2 without E2H; and, where SCTLR enables any, the pointer
 * authentication keys. It comes back through the library's entry code, at its level and with
 * its MMU on, and the call returns. All else is the kernel's to keep: its interrupt
 * interface, timer, vector registers, and what PSTATE has besides (PAN, UAO, DIT, SSBS, TCO).
 *
 * Context: any CPU that runs kernel code; interrupts masked in the CPU, enabled in its
 * interrupt interface, of which one that is pending wakes it.
 * returns: SMPBOOT_OK: it has slept, or something was pending already;
 *   SMPBOOT_ERR_NOT_SUPPORTED: no PSCI, or none with CPU_SUSPEND;
 *   SMPBOOT_ERR_OPTION: the firmware does not know this power_state;
 *   SMPBOOT_ERR_FIRMWARE: it refused for another reason;
 *   of power-down states also SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID: the CPU is not in
 *     the table; SMPBOOT_ERR_STATE: it is not ACTIVE, or no bring-up has been called
 */
enum smpboot_status smpboot_cpu_suspend(uint32_t power_state);

/* SYSTEM_OFF and SYSTEM_RESET. Return only when the firmware has none: NOT_SUPPORTED. */
int32_t smpboot_psci_system_off(void);
int32_t smpboot_psci_system_reset(void);

#ifdef __cplusplus
}
#endif

#endif
