/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs in ops.main that do what they are told, and how they leave.
 */
#include "kernel.h"
#include "machine.h"
#include "rounds.h"
#include "sched.h"

/* ---- Hooks ---------------------------------------------------------------- */

int sim_stopping(void *context, unsigned int id)
{
	struct sim_record *record = sim_hook_called(context, id);
	struct sim_cpu *cpu = sim_self();

	sim_lock();
	sim_check_place(record, id);
	if (record->phase != SIM_PHASE_MAIN)
		sim_fail("ops.stopping of CPU %u in phase %u", id, record->phase);
	record->phase = SIM_PHASE_STOPPING;
	sim_unlock();
	if (sim_info_of(id).state != SMPBOOT_STATE_STOPPING ||
	    sim_info_of(id).stage != SMPBOOT_STAGE_STOPPING)
		sim_fail("CPU %u is in ops.stopping and %s", id, smpboot_state_name(sim_info_of(id).state));
	sim_rounds_note(id, SIM_CANNOT_COME);
	if (cpu->parting == SIM_STOPPING_HANGS)
		sim_die();
	sim_sleep(cpu->parting == SIM_STOPPING_SLOW ? cpu->takes : sim_random(20000));
	if (cpu->parting == SIM_STOPPING_REFUSES || cpu->parting == SIM_OFF_DENIED)
		sim_rounds_note(id, SIM_MAY_COME);
	return cpu->parting == SIM_STOPPING_REFUSES ? (int)cpu->code : 0;
}

/* The library is certain that nothing of the CPU is left: is it so? */
void sim_take_offline(const struct smpboot_cpu_info *info)
{
	struct sim_record *record = &sim_record[info->id];
	const struct sim_cpu *cpu = &sim.cpu[info->id];
	bool off = SIM_GET(cpu->power) == SIM_POWER_OFF && cpu->stack == NULL;

	if (record->phase != SIM_PHASE_STOPPING || ++record->offlines != 1)
		sim_fail("CPU %u is told as off in phase %u", info->id, record->phase);
	if (info->state != SMPBOOT_STATE_OFFLINE)
		sim_fail("CPU %u is told as off in state %s", info->id, smpboot_state_name(info->state));
	if (info->stage == SMPBOOT_STAGE_OFF ? !off : !sim_waits_in(info->id))
		sim_fail("CPU %u is told as off, stage %s, and is not there", info->id,
		         smpboot_stage_name(info->stage));
	if ((info->stage == SMPBOOT_STAGE_PEN) != sim_goes_to_pen(cpu))
		sim_fail("CPU %u is off in stage %s", info->id, smpboot_stage_name(info->stage));
	sim_note("CPU %u is off, %s", info->id, smpboot_stage_name(info->stage));
	record->phase = SIM_PHASE_OFF;
	sim_give_back(record, SIM_STACK_FREE);
	/* Of what it has not given back nothing is left either. */
	if (record->left != NULL && !record->released) {
		sim_free_stack(record->left);
		record->left = NULL;
	}
}

/* ---- Orders --------------------------------------------------------------- */

void sim_tell(struct sim_cpu *cpu, enum sim_order order, unsigned int whom)
{
	cpu->whom = whom;
	/* What was left of its start's fault is over. */
	cpu->still = 0;
	SIM_SET(cpu->order, order);
	sim_interrupt(cpu);
}

/* What smpboot_cpu_off_self() must return where the CPU stays. */
static enum smpboot_status refusal(const struct sim_cpu *cpu)
{
	switch (cpu->parting) {
	case SIM_STOPPING_REFUSES:
		return SMPBOOT_ERR_STOPPING;
	case SIM_OFF_DENIED:
		return SMPBOOT_ERR_FIRMWARE;
	default:
		return SMPBOOT_OK;
	}
}

void sim_leave(struct sim_cpu *cpu)
{
	enum smpboot_status status;
	struct smpboot_cpu_info info;

	sim_rounds_note(cpu->id, SIM_MAY_COME);
	status = smpboot_cpu_off_self();
	sim_rounds_note(cpu->id, SIM_MUST_COME);
	info = sim_info_of(cpu->id);
	if (status == SMPBOOT_OK || status != refusal(cpu))
		sim_fail("CPU %u does not go off: %s", cpu->id, smpboot_strerror(status));
	if (info.state != SMPBOOT_STATE_ACTIVE || info.stage != SMPBOOT_STAGE_MAIN)
		sim_fail("CPU %u stays, and is %s", cpu->id, smpboot_state_name(info.state));
	sim_record[cpu->id].phase = SIM_PHASE_MAIN;
}

static void wait_besides(unsigned int id)
{
	enum smpboot_status status = smpboot_wait_off(id, SIM_WAIT_OFF_US);

	/* It may be on its way back before this CPU looks. */
	if (status != SMPBOOT_OK && status != SMPBOOT_ERR_TIMEOUT && status != SMPBOOT_ERR_STATE)
		sim_fail("smpboot_wait_off(%u) besides: %s", id, smpboot_strerror(status));
}

static void obey(struct sim_cpu *cpu)
{
	switch (SIM_GET(cpu->order)) {
	case SIM_ORDER_SLEEP:
		sim_nap(cpu);
		break;
	case SIM_ORDER_MOVE:
		sim_move(cpu, sim_serve_moved);
		break;
	case SIM_ORDER_MEET:
		sim_meet(cpu);
		break;
	case SIM_ORDER_LEAVE:
		sim_leave(cpu);
		break;
	case SIM_ORDER_WAIT:
		wait_besides(cpu->whom);
		break;
	case SIM_ORDER_BRING_BACK:
		sim_bring_back(cpu->whom);
		break;
	default:
		return;
	}
	SIM_SET(cpu->order, SIM_ORDER_NONE);
	if (sim_chance(4))
		sim_collect();
}

_Noreturn void sim_serve(struct sim_cpu *cpu)
{
	SIM_SET(cpu->order, sim_meets() ? SIM_ORDER_MEET : SIM_ORDER_NONE);
	SIM_SET(cpu->listens, true);
	for (;;) {
		if (SIM_GET(cpu->parks))
			sim_park(cpu);
		/* It may have been told since it has obeyed. */
		if (SIM_GET(cpu->order) == SIM_ORDER_NONE && !SIM_GET(cpu->parks))
			sim_sleep(SIM_NEVER / 2);
		obey(cpu);
	}
}
