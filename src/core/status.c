/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and texts of all codes.
 *
 * Switches, not tables: a table of pointers would need relocating in a
 * position-independent kernel, and the compiler warns of a code left out.
 */
#include <smpboot/status.h>

/* clang-format off */
#define STATUSES(X) \
	X(OK, "success") \
	X(ERR_NULL, "a pointer that must be given is NULL") \
	X(ERR_STORAGE, "storage unaligned, too small or not contiguous") \
	X(ERR_NOT_INIT, "smpboot_init() has not been called") \
	X(ERR_NO_OPS, "smpboot_register_ops() has not been called") \
	X(ERR_HOOK, "a mandatory hook is missing") \
	X(ERR_BUSY, "a bring-up is running, or CPUs have been started already") \
	X(ERR_NOT_BOOT_CPU, "only the boot CPU may make this call") \
	X(ERR_ID, "no CPU has this logical id") \
	X(ERR_STATE, "the CPU's state does not allow this") \
	X(ERR_MPIDR, "MPIDR with bits outside the affinity fields") \
	X(ERR_DUPLICATE, "this MPIDR or method name is there already") \
	X(ERR_FULL, "the table is full") \
	X(ERR_METHOD, "unusable method, or a method name that is too long") \
	X(ERR_OPTION, "an option is out of its range") \
	X(ERR_CPU_FAILED, "the CPU did not come up") \
	X(ERR_MISSING, "fewer CPUs are there than asked for") \
	X(ERR_GATE_OPEN, "the gate has been opened before") \
	X(ERR_TIMEOUT, "nothing happened before the deadline") \
	X(ERR_STACK, "the calling CPU still runs on the stack that it gives back") \
	X(ERR_TRANSLATION, "the boot CPU's translation regime cannot be handed on") \
	X(ERR_IDMAP, "pages for the identity map missing, unaligned or too few") \
	X(ERR_LEVEL, "the boot CPU runs neither at EL1 nor at EL2") \
	X(ERR_COUNTER, "CNTFRQ_EL0 is zero") \
	X(ERR_STOPPING, "the kernel's stopping hook refused") \
	X(ERR_CONDUIT, "the conduit is neither smc nor hvc, or would call this kernel") \
	X(ERR_PSCI_VERSION, "no PSCI of a usable version answered") \
	X(ERR_PSCI_FUNCTION, "a PSCI function id is missing") \
	X(ERR_NOT_SUPPORTED, "the firmware does not have this function") \
	X(ERR_FIRMWARE, "the firmware refused") \
	X(ERR_TRUSTED_OS, "a trusted OS lives on this CPU") \
	X(ERR_FDT_HEADER, "not a device tree of a known version") \
	X(ERR_FDT_STRUCTURE, "the device tree is damaged") \
	X(ERR_FDT_NO_CPUS, "the device tree has no /cpus node") \
	X(ERR_FDT_CELLS, "#address-cells of /cpus is not 1 or 2") \
	X(ERR_FDT_PSCI, "the device tree's PSCI node is unusable") \
	X(ERR_FDT_ROOM, "the device tree has no room for what is to be written") \
	X(ERR_UNKNOWN, "neither registers nor description tell this") \
	X(ERR_DIFFERENT, "a CPU differs from the boot CPU more than the policy allows")
/* clang-format on */

const char *smpboot_strerror(enum smpboot_status status)
{
	switch (status) {
#define X(name, text) \
	case SMPBOOT_##name: \
		return text;
		STATUSES(X)
#undef X
	}
	return "unknown status";
}

const char *smpboot_state_name(enum smpboot_state state)
{
	switch (state) {
	case SMPBOOT_STATE_PRESENT:
		return "present";
	case SMPBOOT_STATE_STARTING:
		return "starting";
	case SMPBOOT_STATE_ARRIVED:
		return "arrived";
	case SMPBOOT_STATE_ONLINE:
		return "online";
	case SMPBOOT_STATE_ACTIVE:
		return "active";
	case SMPBOOT_STATE_FAILED:
		return "failed";
	case SMPBOOT_STATE_ABANDONED:
		return "abandoned";
	case SMPBOOT_STATE_OFFLINE:
		return "offline";
	case SMPBOOT_STATE_DISABLED:
		return "disabled";
	case SMPBOOT_STATE_STOPPING:
		return "stopping";
	case SMPBOOT_STATE_SUSPENDED:
		return "suspended";
	case SMPBOOT_STATE_PARKING:
		return "parking";
	}
	return "unknown";
}

const char *smpboot_stage_name(enum smpboot_stage stage)
{
	switch (stage) {
	case SMPBOOT_STAGE_NONE:
		return "none";
	case SMPBOOT_STAGE_PREPARE:
		return "prepare";
	case SMPBOOT_STAGE_START:
		return "start";
	case SMPBOOT_STAGE_ENTRY:
		return "entry";
	case SMPBOOT_STAGE_LEVEL:
		return "level";
	case SMPBOOT_STAGE_REGIME:
		return "regime";
	case SMPBOOT_STAGE_C:
		return "c";
	case SMPBOOT_STAGE_STARTING:
		return "starting";
	case SMPBOOT_STAGE_ONLINE:
		return "online";
	case SMPBOOT_STAGE_MAIN:
		return "main";
	case SMPBOOT_STAGE_RETURNED:
		return "returned";
	case SMPBOOT_STAGE_PEN:
		return "pen";
	case SMPBOOT_STAGE_GATE:
		return "gate";
	case SMPBOOT_STAGE_STOPPING:
		return "stopping";
	case SMPBOOT_STAGE_OFF:
		return "off";
	case SMPBOOT_STAGE_PARKED:
		return "parked";
	}
	return "unknown";
}

/* Each reason's name and text, in one place. */
#define REASONS(X) \
	X(NONE, "none", "nothing is wrong") \
	X(STATUS_FAIL, "status-fail", "the device tree says that it must not be used") \
	X(STATUS_DISABLED, "status-disabled", "the device tree says disabled, and the kernel skips those") \
	X(NO_METHOD, "no-method", "no enable method is named for it") \
	X(UNKNOWN_METHOD, "unknown-method", "no enable method of that name is registered") \
	X(PREPARE_REFUSED, "prepare-refused", "the kernel's prepare hook refused") \
	X(BAD_STACK, "bad-stack", "the kernel's prepare hook gave no stack, or an unaligned one") \
	X(NO_RELEASE_ADDR, "no-release-address", "it has no release address, or an unaligned one") \
	X(RELEASE_UNMAPPED, "release-unmapped", "the kernel cannot reach its release address") \
	X(RELEASE_OCCUPIED, "release-occupied", "its release word holds another address already") \
	X(METHOD_REFUSED, "method-refused", "its enable method refused") \
	X(FW_NOT_SUPPORTED, "fw-not-supported", "the firmware cannot start CPUs") \
	X(FW_INVALID_PARAMS, "fw-invalid-parameters", "the firmware knows no CPU with this MPIDR") \
	X(FW_DENIED, "fw-denied", "the firmware denied it") \
	X(FW_ALREADY_ON, "fw-already-on", "the firmware says that it is on already, running other code") \
	X(FW_ON_PENDING, "fw-on-pending", "the firmware was still starting it when the deadline passed") \
	X(FW_INTERNAL_FAILURE, "fw-internal-failure", "the firmware cannot power it up") \
	X(FW_NOT_PRESENT, "fw-not-present", "the firmware says that it is not present") \
	X(FW_DISABLED, "fw-disabled", "the firmware says that it is disabled") \
	X(FW_INVALID_ADDRESS, "fw-invalid-address", "the firmware will not enter the kernel at its address") \
	X(FW_UNKNOWN, "fw-unknown", "the firmware gave an answer that PSCI does not define") \
	X(NEVER_ARRIVED, "never-arrived", \
	  "its start was accepted, and it never reached our first instruction") \
	X(STUCK, "stuck", "it reached our code and stopped there") \
	X(STARTING_TIMEOUT, "starting-timeout", "the kernel's starting hook did not return in time") \
	X(FAULT, "fault", "an exception stopped it before the kernel's own vectors") \
	X(FW_STILL_PENDING, "fw-still-pending", "its start was accepted, and the firmware is still at it") \
	X(ON_NO_ENTRY, "on-no-entry", "the firmware says that it is on, and it never reached our entry") \
	X(LEFT_OFF, "left-off", "its start was accepted, and the firmware says that it is off") \
	X(RELEASE_LOST, "release-lost", "something else was written over its release word") \
	X(LATE, "late", "it came after its deadline, and waits to be let in") \
	X(WRONG_LEVEL, "wrong-level", "it entered below the boot CPU's exception level") \
	X(STARTING_REFUSED, "starting-refused", "the kernel's starting hook refused") \
	X(OTHER_MPIDR, "other-mpidr", "a CPU with another MPIDR came in its place") \
	X(DIFFERENT, "different", "it differs from the boot CPU more than the policy allows")

const char *smpboot_reason_name(enum smpboot_reason reason)
{
	switch (reason) {
#define NAME(code, name, text) \
	case SMPBOOT_REASON_##code: \
		return name;
		REASONS(NAME)
#undef NAME
	}
	return "unknown";
}

const char *smpboot_reason_text(enum smpboot_reason reason)
{
	switch (reason) {
#define TEXT(code, name, text) \
	case SMPBOOT_REASON_##code: \
		return text;
		REASONS(TEXT)
#undef TEXT
	}
	return "unknown";
}
