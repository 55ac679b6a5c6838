/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must hold after each call, whatever went wrong.
 */
#include <smpboot/topology.h>

#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

struct smpboot_cpu_info sim_info_of(unsigned int id)
{
	struct smpboot_cpu_info info;

	if (smpboot_cpu(id, &info) != SMPBOOT_OK)
		sim_fail("smpboot_cpu(%u)", id);
	return info;
}

bool sim_waits_in(unsigned int id)
{
	for (unsigned int i = 0; i < sim.cpus; i++)
		if (SIM_GET(sim.cpu[i].waits_in) == id + 1)
			return true;
	return false;
}

bool sim_online(enum smpboot_state state)
{
	return state == SMPBOOT_STATE_ONLINE || state == SMPBOOT_STATE_ACTIVE ||
	       state == SMPBOOT_STATE_SUSPENDED;
}

void sim_look(void)
{
	struct smpboot_counts counts = smpboot_counts();

	for (unsigned int id = 0; id < counts.cpus; id++) {
		/* Before another CPU is online, nobody but the boot CPU looks anything up. */
		if (counts.online > 1 && smpboot_cpu_by_mpidr(sim.cpu[id].described) != id)
			sim_fail("CPU %u is not found", id);
		if (sim_info_of(id).mpidr != sim.cpu[id].described)
			sim_fail("CPU %u has another's row", id);
	}
	if (counts.online + counts.failed + counts.disabled > counts.cpus || counts.online == 0)
		sim_fail("the table counts wrong");
}

/* The table agrees with what the kernel was told and with where the CPU is. */
static void check_row(unsigned int id)
{
	const struct sim_record *record = &sim_record[id];
	struct smpboot_cpu_info info = sim_info_of(id);

	switch (info.state) {
	case SMPBOOT_STATE_PRESENT:
		/* Prepared, and the time for all was over before anybody could start it. */
		if (record->outcomes != 0 || (record->attempts != 0 && !sim.relaxed))
			sim_fail("CPU %u was started and is present", id);
		return;
	case SMPBOOT_STATE_DISABLED:
		if (record->attempts != 0 || record->outcomes != 0)
			sim_fail("CPU %u was started and is %s", id, smpboot_state_name(info.state));
		return;
	case SMPBOOT_STATE_STARTING:
	case SMPBOOT_STATE_ARRIVED:
		if (record->outcomes != 0)
			sim_fail("CPU %u has an outcome and is on its way", id);
		return;
	case SMPBOOT_STATE_ONLINE:
	case SMPBOOT_STATE_ACTIVE:
		break;
	case SMPBOOT_STATE_SUSPENDED:
		if (record->phase != SIM_PHASE_MAIN ||
		    (SIM_GET(sim.cpu[id].order) != SIM_ORDER_SLEEP && !sim_meets()))
			sim_fail("CPU %u sleeps, and was not told to", id);
		break;
	case SMPBOOT_STATE_STOPPING:
		if (record->phase != SIM_PHASE_STOPPING)
			sim_fail("CPU %u is stopping in phase %u", id, record->phase);
		break;
	case SMPBOOT_STATE_OFFLINE:
		if (record->phase != SIM_PHASE_OFF || record->offlines != 1)
			sim_fail("CPU %u is offline in phase %u", id, record->phase);
		break;
	case SMPBOOT_STATE_FAILED:
	case SMPBOOT_STATE_ABANDONED:
		if (record->phase == SIM_PHASE_MAIN)
			sim_fail("CPU %u is in ops.main and %s", id, smpboot_state_name(info.state));
		break;
	default:
		sim_fail("CPU %u is in state %s", id, smpboot_state_name(info.state));
	}
	if (record->outcomes > 1)
		sim_fail("CPU %u has %u outcomes", id, record->outcomes);
}

void sim_check_report(const struct smpboot_report *report)
{
	struct smpboot_counts counts = { .cpus = sim.cpus, .online = 1 };
	struct smpboot_counts told = report->counts;

	for (unsigned int id = 1; id < sim.cpus; id++) {
		enum smpboot_state state = sim_info_of(id).state;

		counts.online += sim_online(state);
		counts.failed += state == SMPBOOT_STATE_FAILED || state == SMPBOOT_STATE_ABANDONED;
		counts.disabled += state == SMPBOOT_STATE_DISABLED;
	}
	if (counts.cpus != told.cpus || counts.disabled != told.disabled)
		sim_fail("the report counts other CPUs");
	/* CPUs that nobody waited for may have come since. */
	if (!sim.unwaited && (counts.online != told.online || counts.failed != told.failed))
		sim_fail("the report has %u online and %u failed, the table %u and %u", told.online,
		         told.failed, counts.online, counts.failed);
}

/* No CPU was waited for until its deadline. */
static bool all_decided(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++) {
		struct smpboot_cpu_info info = sim_info_of(id);

		/* Its reset, or its halt, may have come before its signal. */
		if (sim.cpu[id].fault == SIM_TWICE || sim.cpu[id].fault == SIM_HELD_UP)
			return false;
		if (info.state == SMPBOOT_STATE_ABANDONED || info.state == SMPBOOT_STATE_STARTING ||
		    info.state == SMPBOOT_STATE_ARRIVED || info.reason == SMPBOOT_REASON_LEFT_OFF)
			return false;
	}
	return true;
}

/* When the last CPU of this call was asked for: from then on each has its time. */
static uint64_t last_asked(uint64_t begin)
{
	uint64_t last = begin > sim_last_prepare ? begin : sim_last_prepare;

	for (unsigned int id = 1; id < sim.cpus; id++) {
		uint64_t asked = sim_info_of(id).stamps.asked;
		uint64_t ns = asked / sim.frequency * 1000000000 +
		              asked % sim.frequency * 1000000000 / sim.frequency;

		/* Whoever was to start it may have left it undone: then it is asked for once more. */
		if (sim_somebody_lags())
			ns += sim.timeout;
		if (ns > last)
			last = ns;
	}
	return last;
}

void sim_check_window(void)
{
	struct sim_cpu *self = sim_self();
	unsigned int still = self->still;
	unsigned int on_way = 0;

	/* One look, over which nobody stands still. */
	self->still = 0;

	for (unsigned int id = 1; id < sim.cpus; id++) {
		enum smpboot_state state = sim_info_of(id).state;

		on_way += state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
	}
	self->still = still;
	if (sim.window != 0 && on_way > sim.window)
		sim_fail("%u CPUs are on their way, with a window of %u", on_way, sim.window);
}

void sim_check_time(uint64_t begin, uint64_t timeout, uint64_t total, bool waited)
{
	uint64_t end = sim_now();
	uint64_t last = last_asked(begin);
	uint64_t allowed = last + timeout;
	uint64_t came = begin;

	if (total != 0 && allowed > begin + total)
		allowed = begin + total;
	if (end > allowed && end - allowed > sim.overrun)
		sim.overrun = end - allowed;
	if (end > allowed + sim.slack)
		sim_fail("a call ends %llu us after its deadline",
		         (unsigned long long)((end - allowed) / US));
	if (!waited || !all_decided())
		return;
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim_record[id].ready_at > came)
			came = sim_record[id].ready_at;
	came = came > last ? came : last;
	if (end > came && end - came > sim.slack)
		sim_fail("a call ends %llu us after the last CPU has decided",
		         (unsigned long long)((end - came) / US));
}

void sim_check_all(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		check_row(id);
}

static void check_stamps(const struct smpboot_cpu_info *info)
{
	const struct smpboot_stamps *stamps = &info->stamps;

	/* Those of a shared word, and those that are let in again, may have come before they were asked for. */
	if ((sim.cpu[info->id].method == SIM_PSCI && sim_record[info->id].attempts == 1 &&
	     stamps->asked > stamps->entered) ||
	    stamps->entered > stamps->mmu_on || stamps->mmu_on > stamps->in_c ||
	    stamps->in_c > stamps->online || stamps->online > stamps->main)
		sim_fail("the stamps of CPU %u are out of order", info->id);
}

static void check_active(const struct sim_cpu *cpu, const struct smpboot_cpu_info *info)
{
	const struct sim_record *record = &sim_record[cpu->id];

	check_stamps(info);
	/* A reset may have come just before it. */
	if (record->phase != SIM_PHASE_MAIN && cpu->fault != SIM_TWICE)
		sim_fail("CPU %u is active, and not in ops.main", cpu->id);
	if (record->outcomes == 0)
		return;
	if (record->contexts != (cpu->fault == SIM_CONTEXT))
		sim_fail("CPU %u: %u warnings of x0", cpu->id, record->contexts);
	if (record->frequencies != (cpu->fault == SIM_FREQUENCY))
		sim_fail("CPU %u: %u warnings of its counter", cpu->id, record->frequencies);
	if (record->differences != cpu->id % 2)
		sim_fail("CPU %u: %u warnings of its features", cpu->id, record->differences);
}

/* Features of CPUs that came in are common to all of them only, however they came at once. */
static void check_common(void)
{
	uint64_t lacking = 0;
	uint64_t common;

	for (unsigned int id = 1; id < sim.cpus; id += 2)
		if (sim_info_of(id).state == SMPBOOT_STATE_ACTIVE)
			lacking |= 0xfull << id * 4;
	if (smpboot_common_register(SMPBOOT_REGISTER_ISAR0, &common) != SMPBOOT_OK) {
		if (sim.coherent)
			sim_fail("no common value of the features");
		return;
	}
	if ((common & lacking) != 0 || (common & SIM_ISAR0) != common)
		sim_fail("common features 0x%llx", (unsigned long long)common);
	for (unsigned int id = 0; id < sim.cpus; id += 2)
		if ((common >> id * 4 & 0xf) == 0)
			sim_fail("CPU %u has the feature that is said to be nobody's", id);
}

/* Everything that can still come has come, and was told. */
void sim_check_end(void)
{
	unsigned int strays = 0;

	sim_check_all();
	sim_check_gate();
	sim_check_sleepers();
	sim_check_boot_stacks();
	sim_stacks_check();
	check_common();
	for (unsigned int id = 1; id < sim.cpus; id++) {
		struct smpboot_cpu_info info = sim_info_of(id);
		const struct sim_cpu *cpu = &sim.cpu[id];

		if (info.state == SMPBOOT_STATE_ABANDONED && sim_waits_in(id) &&
		    (info.reason != SMPBOOT_REASON_LATE || sim_record[id].lates != 1))
			sim_fail("CPU %u waits in the pen, and nobody was told: %s", id,
			         smpboot_reason_name(info.reason));
		if (info.state == SMPBOOT_STATE_ACTIVE)
			check_active(cpu, &info);
		strays += cpu->fault == SIM_STRAY && cpu->lives > 0;
	}
	if (sim_strays_told != strays)
		sim_fail("%u strays came, %u were told", strays, sim_strays_told);
}
