/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What firmware, device trees and hooks do that they should not.
 */
#include <smpboot/psci.h>

#include "cases.h"

int case_conduit(void);
int case_context(void);
int case_other(void);
int case_unasked(void);
int case_stray(void);
int case_fixup(void);
int case_refused(void);
int case_late(void);
int case_own_method(void);

/* Every CPU with its own MPIDR, by `method`, but for `special`, which has another method. */
static void set_up_special(unsigned int special, const struct smpboot_method *other, const char *method)
{
	set_up();
	register_method(&detour_method);
	register_method(other);
	for (unsigned int id = 1; id < CPUS; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = mpidr_of(id) };

		desc.method = id == special ? other->name : method;
		add_cpu(&desc, id);
	}
}

/* ---- The wrong conduit ------------------------------------------------------------- */

/* A kernel that came down to EL1 calls for a hypervisor that is not there. */
int case_conduit(void)
{
	static const struct smpboot_psci_config psci = {
		.conduit = SMPBOOT_CONDUIT_HVC,
		.version = SMPBOOT_PSCI_VERSION_OF(0, 2),
	};

	static struct smpboot_cpu storage[65];

	check_status(smpboot_init(storage, 65), SMPBOOT_OK, "smpboot_init");
	check_status(smpboot_psci_init(&psci), SMPBOOT_ERR_PSCI_VERSION, "smpboot_psci_init");
	set_up_all(native_method());
	bring_up_all(CPUS);
	return pass();
}

/* ---- Rubbish in x0 ------------------------------------------------------------- */

static const struct smpboot_method *own;

static struct smpboot_start start_as_own(const struct smpboot_target *target, uint64_t entry,
                                         uint64_t context)
{
	return own->start(target, entry, context);
}

static const struct smpboot_method hands_context = { .name = "x0",
	                                             .start = start_as_own,
	                                             .hands_context = true };

/* Comes up all the same, and it is told. */
int case_context(void)
{
	own = &detour_method;
	set_up_special(1, &hands_context, "psci");
	detours[mpidr_of(1)].what = 1 << DETOUR_CONTEXT_BIT;
	bring_up_all(CPUS);
	check(kernel.events[SMPBOOT_EVENT_CONTEXT] == 1, "event CONTEXT");
	check(info_of(1).context == RUBBISH, "context");
	return pass();
}

/* ---- Another CPU than was asked for ---------------------------------------------- */

/* Asked for CPU 1, starts CPU 2. */
static struct smpboot_start start_other(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)target;
	return native_start(mpidr_of(2), entry, context);
}

static const struct smpboot_method other_told = { .name = "other",
	                                          .start = start_other,
	                                          .hands_context = true };
static const struct smpboot_method other = { .name = "other", .start = start_other };

/* CPU 2 waits until it is asked for, and is let in without being started again. */
static void bring_in_other(const struct smpboot_method *method, enum smpboot_reason reason, int64_t code)
{
	struct smpboot_cpu_info info;

	set_up_special(1, method, "detour");
	check_status(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED, "smpboot_bring_up");
	info = expect_failed(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, reason);
	check(info.code == code, "code");
	check(info_of(2).state == SMPBOOT_STATE_PRESENT, "a CPU that came unasked was let in");
	check_status(smpboot_bring_up(2), SMPBOOT_OK, "smpboot_bring_up");
	check(detour_asked[mpidr_of(2)] == 0, "a CPU that had come was started again");
	check_status(smpboot_bring_up(1), SMPBOOT_ERR_STATE, "smpboot_bring_up");
	bring_up_all(CPUS - 1);
}

/* x0 tells for whom it came. */
int case_other(void)
{
	bring_in_other(&other_told, SMPBOOT_REASON_OTHER_MPIDR, (int64_t)mpidr_of(2));
	return pass();
}

int case_unasked(void)
{
	bring_in_other(&other, SMPBOOT_REASON_NEVER_ARRIVED, 0);
	return pass();
}

static struct smpboot_start start_low_byte(const struct smpboot_target *target, uint64_t entry,
                                           uint64_t context)
{
	return native_start(target->mpidr & 0xff, entry, context);
}

static const struct smpboot_method low_byte = { .name = "low-byte",
	                                        .start = start_low_byte,
	                                        .hands_context = true };

static void add_wrong(void)
{
	for (unsigned int id = 1; id < CPUS; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = mpidr_of(id) + 0x100, .method = "low-byte" };

		add_cpu(&desc, id);
	}
}

/* Described by another MPIDR than the CPU has: it comes, and nobody knows it. */
int case_stray(void)
{
	struct smpboot_cpu_info info;

	set_up();
	register_method(&low_byte);
	add_wrong();
	check_status(smpboot_bring_up(2), SMPBOOT_ERR_CPU_FAILED, "smpboot_bring_up");
	info = expect_failed(2, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_OTHER_MPIDR);
	check(info.code == (int64_t)mpidr_of(2), "code");
	check(kernel.events[SMPBOOT_EVENT_STRAY] == 1, "event STRAY");
	return pass();
}

static void fix_up(void *context, struct smpboot_cpu_desc *desc)
{
	(void)context;
	desc->mpidr &= 0xff;
	desc->method = "psci";
}

int case_fixup(void)
{
	probe_ops.fixup = fix_up;
	set_up();
	add_wrong();
	bring_up_all(CPUS);
	for (unsigned int id = 1; id < CPUS; id++)
		check(info_of(id).mpidr == mpidr_of(id), "mpidr");
	return pass();
}

/* ---- Hooks that refuse ------------------------------------------------------------ */

static int prepare_refuses(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = kernel.stack[id] + STACK;
	return id == 1 ? -5 : 0;
}

static int starting_refuses(void *context, unsigned int id)
{
	(void)context;
	return id == 2 ? -7 : 0;
}

int case_refused(void)
{
	struct smpboot_cpu_info info;

	probe_ops.prepare = prepare_refuses;
	probe_ops.starting = starting_refuses;
	set_up_all(native_method());
	bring_up_all(CPUS - 2);
	info = expect_failed(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_PREPARE, SMPBOOT_REASON_PREPARE_REFUSED);
	check(info.code == -5, "code of ops.prepare");
	info = expect_failed(2, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_STARTING,
	                     SMPBOOT_REASON_STARTING_REFUSED);
	check(info.code == -7, "code of ops.starting");
	check(kernel.in_main[2] == 0, "ops.main of a refused CPU");
	expect_online(3);
	return pass();
}

/* ---- Late -------------------------------------------------------------------------- */

/* Given up, it comes after all; then it is let in without being started again. */
int case_late(void)
{
	struct smpboot_options options = { .timeout_us = 10000, .max_cpus = 2 };
	struct smpboot_report report;
	uint64_t begin;
	enum smpboot_status status;

	set_up_all("detour");
	detours[mpidr_of(1)].what = 1 << DETOUR_WAIT_BIT;
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	check(report.started == 1 && report.came == 0, "number of CPUs started");
	expect_failed(1, SMPBOOT_STATE_ABANDONED, SMPBOOT_STAGE_START, SMPBOOT_REASON_NEVER_ARRIVED);
	check_status(smpboot_bring_up(1), SMPBOOT_ERR_STATE, "bring-up of a CPU that is on its way");

	*(volatile uint64_t *)&detour_go = 1;
	begin = smpboot_now();
	/* Ends: when it has come, or after 10 s. */
	do
		status = smpboot_bring_up(1);
	while (status == SMPBOOT_ERR_STATE && smpboot_ticks_to_us(smpboot_now() - begin) < 10000000);
	check_status(status, SMPBOOT_OK, "bring-up of a CPU that came late");
	expect_online(1);
	check(detour_asked[mpidr_of(1)] == 1, "a late CPU was started again");
	bring_up_all(CPUS);
	return pass();
}

/* ---- The kernel's own method --------------------------------------------------------- */

#define MARK 0x4d41524bull

static unsigned int probed;
static bool refuses;

static enum smpboot_reason probe_board(void)
{
	probed++;
	return refuses ? SMPBOOT_REASON_FW_NOT_SUPPORTED : SMPBOOT_REASON_NONE;
}

/* The request gets lost. */
static struct smpboot_start start_board(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)entry;
	(void)context;
	check(*target->scratch == 0, "scratch word before the first start");
	check(target->mpidr == mpidr_of(target->id) && target->release_addr == 0x1000 + target->id, "target");
	*target->scratch = MARK + target->id;
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
}

/* The second one does not; there must be no third. */
static void nudge_board(const struct smpboot_target *target, uint64_t entry)
{
	if (*target->scratch == 0)
		return;
	check(*target->scratch == MARK + target->id, "scratch word");
	*target->scratch = 0;
	native_start(target->mpidr, entry, 0);
}

static const struct smpboot_method board = {
	.name = "board,release-register",
	.start = start_board,
	.nudge = nudge_board,
	.probe = probe_board,
};

int case_own_method(void)
{
	set_up();
	for (unsigned int id = 1; id < CPUS; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = mpidr_of(id), .release_addr = 0x1000 + id };

		desc.method = "board,release-register";
		add_cpu(&desc, id);
	}
	bring_up_all(1);
	expect_failed(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_UNKNOWN_METHOD);
	register_method(&board);
	refuses = true;
	bring_up_all(1);
	expect_failed(1, SMPBOOT_STATE_FAILED, SMPBOOT_STAGE_NONE, SMPBOOT_REASON_FW_NOT_SUPPORTED);
	refuses = false;
	bring_up_all(CPUS);
	check(probed == 2, "calls of the method's probe");
	return pass();
}
