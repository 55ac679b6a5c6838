/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Meetings: CPUs that come to one round after another, late, not at all, or after a sleep,
 * while some go off and come back. rounds.c compares what they are told.
 */
#include "core/machine.h"
#include "kernel.h"
#include "machine.h"
#include "rounds.h"
#include "sched.h"

#define US 1000ull

static bool meeting;
static bool halts; /* a CPU may stand still in the library */
static bool hasty; /* CPUs do not wait for each other, and so go through many rounds */

bool sim_meets(void)
{
	return meeting;
}

/* ---- One call ------------------------------------------------------------- */

static uint32_t choose_patience(void)
{
	if (hasty)
		return 0;
	switch (sim_random(6)) {
	case 0:
		return 0;
	case 1:
		return 1 + sim_random(100);
	default:
		return 1000 + sim_random(2000);
	}
}

/*
 * The round that the CPU was in: it has missed all that are decided for it since
 * (core/rendezvous.h). SIM_NEVER: too many to tell.
 */
static uint64_t round_of(unsigned int id)
{
	uint64_t rounds = smpboot_machine.slots[id].rounds;
	unsigned int since = 0;

	while (since < SMPBOOT_MEETING_HISTORY && (rounds >> since & 1) != 0)
		since++;
	if (since == SMPBOOT_MEETING_HISTORY)
		return SIM_NEVER;
	return (rounds >> SMPBOOT_MEETING_HISTORY) - 1 - since;
}

static void check_call(const struct sim_meeting_call *call, bool halted)
{
	/* The list says the same as the status, and names nobody who is not there. */
	if (call->status != (call->missing != 0 ? SMPBOOT_ERR_MISSING : SMPBOOT_OK) ||
	    call->missing >> sim.cpus != 0)
		sim_fail("CPU %u meets, %#llx are missing: %s", call->id, (unsigned long long)call->missing,
		         smpboot_strerror(call->status));
	/* It helps to end what is closed before it; others begin no more rounds than they have calls left. */
	if (!halted && call->patience >= 1000 * US && (call->missing >> call->id & 1) != 0)
		sim_fail("CPU %u was in no round for %llu us", call->id,
		         (unsigned long long)(call->patience / US));
	if (!halted && call->end > call->begin + call->patience + sim.slack)
		sim_fail("CPU %u waited %llu us more for others than it wanted", call->id,
		         (unsigned long long)((call->end - call->begin - call->patience) / US));
}

static void call(struct sim_cpu *cpu)
{
	uint32_t us = choose_patience();
	uint64_t missing[2] = { UINT64_MAX, UINT64_MAX };
	struct sim_meeting_call call = { .id = cpu->id, .patience = us * US };
	bool halted = false;

	if (halts && sim_chance(4)) {
		cpu->still = 1 + sim_random(120);
		cpu->slow = sim_random(4000 * US);
		halted = true;
	}
	call.begin = sim_now();
	call.status = smpboot_rendezvous(us, missing, 2);
	call.end = sim_now();
	cpu->still = 0;
	call.missing = missing[0];
	call.round = (call.missing >> cpu->id & 1) != 0 ? SIM_NEVER : round_of(cpu->id);
	sim_note("CPU %u was in round %llu: %#llx are missing", cpu->id, (unsigned long long)call.round,
	         (unsigned long long)call.missing);
	if (missing[1] != 0)
		sim_fail("a list of CPUs that there are not");
	check_call(&call, halted);
	sim_rounds_take_down(&call);
}

/* ---- A CPU's part --------------------------------------------------------- */

static void be_elsewhere(struct sim_cpu *cpu)
{
	switch (sim_random(8)) {
	case 0:
		sim_sleep(sim_random(300 * US));
		break;
	case 1:
		sim_sleep(sim_random(4000 * US));
		break;
	case 2:
		/* Not one from which it does not come back: the others would have nobody to meet. */
		sim_nap_once(cpu, SIM_NAP_POWER_DOWN);
		if (sim_chance(2))
			sim_sleep(sim_random(300 * US));
		break;
	default:
		sim_sleep(sim_random(5000));
		break;
	}
}

void sim_meet(struct sim_cpu *cpu)
{
	unsigned int times = hasty ? 20 : 1 + sim_random(5);

	for (unsigned int i = 0; i < times; i++) {
		if (hasty)
			sim_sleep(sim_random(20 * US));
		else
			be_elsewhere(cpu);
		call(cpu);
	}
}

/* ---- The whole ------------------------------------------------------------ */

static enum sim_coming coming(unsigned int id)
{
	enum smpboot_state state = sim_info_of(id).state;

	switch (state) {
	case SMPBOOT_STATE_ACTIVE:
		/* One that does what it was told before may do anything by now. */
		return SIM_GET(sim.cpu[id].order) != SIM_ORDER_NONE ? SIM_MAY_COME : SIM_MUST_COME;
	case SMPBOOT_STATE_PRESENT:
	case SMPBOOT_STATE_FAILED:
	case SMPBOOT_STATE_OFFLINE:
	case SMPBOOT_STATE_DISABLED:
		return SIM_CANNOT_COME;
	default:
		return SIM_MAY_COME;
	}
}

/* One goes off, and comes back into the meeting. */
static void cycle_one(void)
{
	unsigned int id = sim_choose(0);

	if (id == 0)
		return;
	sim_plan_parting(&sim.cpu[id]);
	sim_tell(&sim.cpu[id], SIM_ORDER_LEAVE, 0);
	sim_bring_back(id);
}

static bool all_done(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (SIM_GET(sim.cpu[id].order) == SIM_ORDER_MEET && !SIM_GET(sim.cpu[id].dead))
			return false;
	return true;
}

/* Without caches there is no rendezvous. */
static void stay_apart(void)
{
	uint64_t missing;

	if (smpboot_rendezvous(1, &missing, 1) != SMPBOOT_ERR_STATE)
		sim_fail("a rendezvous without caches");
}

void sim_hold_meeting(void)
{
	struct sim_cpu *boot = &sim.cpu[0];
	unsigned int who_goes = sim_random(3);

	if (!sim.coherent) {
		stay_apart();
		return;
	}
	halts = sim_chance(3);
	hasty = halts && sim_chance(4);
	meeting = true;
	sim_rounds_begin(smpboot_machine.meeting.word >> 2);
	for (unsigned int id = 0; id < sim.cpus; id++)
		sim_rounds_note(id, coming(id));
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim_listens(id) && (who_goes != 1 || !sim_chance(3)))
			sim_tell(&sim.cpu[id], SIM_ORDER_MEET, 0);
	if (sim_chance(2))
		sim_meet(boot);
	if (who_goes == 1)
		cycle_one();
	sim_meet(boot);
	meeting = false;
	while (!all_done())
		sim_sleep(100 * US);
	sim_rounds_end(halts);
	halts = false;
	hasty = false;
}
