/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and texts of all codes.
 *
 * Switches, not tables: a table of pointers would need relocating in a
 * position-independent kernel, and the compiler warns of a code left out.
 */
#include <smpboot/status.h>

const char *smpboot_strerror(enum smpboot_status status)
{
	switch (status) {
	case SMPBOOT_OK:
		return "success";
	case SMPBOOT_ERR_NULL:
		return "a pointer that must be given is NULL";
	case SMPBOOT_ERR_STORAGE:
		return "storage unaligned, too small or not contiguous";
	case SMPBOOT_ERR_NOT_INIT:
		return "smpboot_init() has not been called";
	case SMPBOOT_ERR_NO_OPS:
		return "smpboot_register_ops() has not been called";
	case SMPBOOT_ERR_HOOK:
		return "a mandatory hook is missing";
	case SMPBOOT_ERR_BUSY:
		return "a bring-up is running, or CPUs have been started already";
	case SMPBOOT_ERR_NOT_BOOT_CPU:
		return "only the boot CPU may make this call";
	case SMPBOOT_ERR_ID:
		return "no CPU has this logical id";
	case SMPBOOT_ERR_STATE:
		return "the CPU's state does not allow this";
	case SMPBOOT_ERR_MPIDR:
		return "MPIDR with bits outside the affinity fields";
	case SMPBOOT_ERR_DUPLICATE:
		return "this MPIDR or method name is there already";
	case SMPBOOT_ERR_FULL:
		return "the table is full";
	case SMPBOOT_ERR_METHOD:
		return "unusable method, or a method name that is too long";
	case SMPBOOT_ERR_OPTION:
		return "an option is out of its range";
	case SMPBOOT_ERR_CPU_FAILED:
		return "the CPU did not come up";
	case SMPBOOT_ERR_MISSING:
		return "fewer CPUs are online than the policy asks for";
	case SMPBOOT_ERR_TRANSLATION:
		return "the boot CPU's translation regime cannot be handed on";
	case SMPBOOT_ERR_IDMAP:
		return "pages for the identity map missing, unaligned or too few";
	case SMPBOOT_ERR_LEVEL:
		return "the boot CPU runs neither at EL1 nor at EL2";
	case SMPBOOT_ERR_COUNTER:
		return "CNTFRQ_EL0 is zero";
	case SMPBOOT_ERR_CONDUIT:
		return "the conduit is neither smc nor hvc, or would call this kernel";
	case SMPBOOT_ERR_PSCI_VERSION:
		return "no PSCI of a usable version answered";
	case SMPBOOT_ERR_PSCI_FUNCTION:
		return "a PSCI function id is missing";
	case SMPBOOT_ERR_NOT_SUPPORTED:
		return "the firmware does not have this function";
	case SMPBOOT_ERR_FIRMWARE:
		return "the firmware refused";
	case SMPBOOT_ERR_FDT_HEADER:
		return "not a device tree of a known version";
	case SMPBOOT_ERR_FDT_STRUCTURE:
		return "the device tree is damaged";
	case SMPBOOT_ERR_FDT_NO_CPUS:
		return "the device tree has no /cpus node";
	case SMPBOOT_ERR_FDT_CELLS:
		return "#address-cells of /cpus is not 1 or 2";
	case SMPBOOT_ERR_FDT_PSCI:
		return "the device tree's PSCI node is unusable";
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
	}
	return "unknown";
}

/* Each reason's name and text, in one place. */
#define REASONS(X) \
	X(NONE, "none", "nothing is wrong") \
	X(STATUS_FAIL, "status-fail", "the device tree says that it is broken") \
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
	X(OTHER_MPIDR, "other-mpidr", "a CPU with another MPIDR came in its place")

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
