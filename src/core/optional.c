/* SPDX-License-Identifier: BSD-2-Clause */
#include "optional.h"

#include "self.h"
#include "stack.h"

/*
 * Here alone, where none of them is defined: a weak reference takes nothing out of
 * an archive. In data, since code would reach a weak symbol through a GOT, which not
 * every kernel has.
 */
#pragma weak smpboot_self_boot
#pragma weak smpboot_self_identify
#pragma weak smpboot_self_reason
#pragma weak smpboot_self_kept_out
#pragma weak smpboot_gate_wait
#pragma weak smpboot_stack_collect

const struct smpboot_optional smpboot_optional = {
	.boot = smpboot_self_boot,
	.identify = smpboot_self_identify,
	.reason = smpboot_self_reason,
	.kept_out = smpboot_self_kept_out,
	.gate_wait = smpboot_gate_wait,
	.stack_collect = smpboot_stack_collect,
};
