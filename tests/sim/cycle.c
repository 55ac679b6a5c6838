/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that leave and come back: the part of the CPU that makes the calls, which is
 * another one while the boot CPU is away.
 */
#include "core/machine.h"
#include "core/start.h"
#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

/* Cycles of this run that are still to come. */
static unsigned int left;

/* ---- Off ------------------------------------------------------------------ */

/* Whether it can be known at all that the CPU is off. */
static bool leaves(const struct sim_cpu *cpu)
{
	switch (cpu->parting) {
	case SIM_STOPPING_HANGS:
	case SIM_STOPPING_REFUSES:
	case SIM_OFF_DENIED:
	case SIM_OFF_STAYS_ON:
	case SIM_OFF_STAYS_PENDING:
		return false;
	default:
		return sim_goes_to_pen(cpu) || !sim.psci_0_1;
	}
}

static bool slow(const struct sim_cpu *cpu)
{
	return cpu->parting == SIM_GOES_LATE || cpu->parting == SIM_STOPPING_SLOW;
}

static void wait_off(unsigned int id, uint32_t us, enum smpboot_status expected)
{
	uint64_t end = sim_now() + us * US;
	enum smpboot_status status = smpboot_wait_off(id, us);

	/* Another CPU that waits has found it, and is about to tell. */
	if (status == SMPBOOT_ERR_TIMEOUT && sim_info_of(id).state == SMPBOOT_STATE_OFFLINE) {
		end = sim_now() + us * US;
		status = smpboot_wait_off(id, us);
	}
	sim_note("wait_off: CPU %u, %s", id, smpboot_strerror(status));
	if (status != expected)
		sim_fail("smpboot_wait_off(%u), which leaves with %s: %s", id,
		         sim_parting_name(sim.cpu[id].parting), smpboot_strerror(status));
	if (sim_now() > end + sim.slack)
		sim_fail("smpboot_wait_off(%u) ends %llu us after its time", id,
		         (unsigned long long)((sim_now() - end) / US));
	if (status == SMPBOOT_OK &&
	    (sim_info_of(id).state != SMPBOOT_STATE_OFFLINE || sim_record[id].phase != SIM_PHASE_OFF))
		sim_fail("smpboot_wait_off(%u) says that it is off", id);
}

/* It stays in this kernel for good, in the one way or the other. */
static void check_stays(unsigned int id)
{
	const struct sim_cpu *cpu = &sim.cpu[id];
	bool refused = cpu->parting == SIM_STOPPING_REFUSES || cpu->parting == SIM_OFF_DENIED;
	enum smpboot_state expected = refused ? SMPBOOT_STATE_ACTIVE : SMPBOOT_STATE_STOPPING;

	if (sim_info_of(id).state != expected)
		sim_fail("CPU %u, which left with %s, is %s", id, sim_parting_name(cpu->parting),
		         smpboot_state_name(sim_info_of(id).state));
	/* The calls are the boot CPU's again as soon as it stays. */
	if (smpboot_bring_up(id) != (id == 0 ? SMPBOOT_ERR_NOT_BOOT_CPU : SMPBOOT_ERR_STATE))
		sim_fail("CPU %u may run, and is started", id);
}

static bool get_off(unsigned int id)
{
	const struct sim_cpu *cpu = &sim.cpu[id];

	if (!leaves(cpu)) {
		wait_off(id, SIM_WAIT_OFF_US, SMPBOOT_ERR_TIMEOUT);
		check_stays(id);
		return false;
	}
	if (slow(cpu)) {
		/* Unless it has had the time in which another was waited for. */
		if (sim_now() - cpu->told < SIM_WAIT_OFF_US * US / 4)
			wait_off(id, SIM_WAIT_OFF_US, SMPBOOT_ERR_TIMEOUT);
		/* The hook and the firmware may take two and a half times that each. */
		sim_sleep(8 * SIM_WAIT_OFF_US * US);
		wait_off(id, 1, SMPBOOT_OK);
	} else {
		wait_off(id, SIM_WAIT_OFF_US, SMPBOOT_OK);
	}
	/* Once more changes nothing. */
	if (sim_chance(4))
		wait_off(id, 0, SMPBOOT_OK);
	return true;
}

/* ---- On again ------------------------------------------------------------- */

static bool can_come(unsigned int id)
{
	enum smpboot_state state = sim_info_of(id).state;

	return state == SMPBOOT_STATE_FAILED || (state == SMPBOOT_STATE_ABANDONED && sim_waits_in(id));
}

static enum smpboot_status bring_up(unsigned int id)
{
	uint64_t timeout = sim.timeout;
	enum smpboot_status status;

	sim.timeout = SMPBOOT_DEFAULT_TIMEOUT_US * US;
	sim.call++;
	status = smpboot_bring_up(id);
	sim.timeout = timeout;
	sim_note("bring_up: CPU %u again, %s", id, smpboot_strerror(status));
	if (status != SMPBOOT_OK && status != SMPBOOT_ERR_CPU_FAILED)
		sim_fail("smpboot_bring_up(%u), which is off: %s", id, smpboot_strerror(status));
	return status;
}

static uint32_t generation_of(unsigned int id)
{
	return (uint32_t)(sim.cpu[id].started >> SMPBOOT_GENERATION_SHIFT);
}

/* A CPU that was reset while it started this one may be anywhere in that: nobody starts it any more. */
static bool blocked(unsigned int id)
{
	if (smpboot_start_done(&smpboot_machine.slots[id]))
		return false;
	if (smpboot_bring_up(id) != SMPBOOT_ERR_STATE)
		sim_fail("CPU %u is started while another is starting it", id);
	return true;
}

static void get_on(unsigned int id)
{
	struct sim_cpu *cpu = &sim.cpu[id];
	uint32_t generation = generation_of(id);
	unsigned int prepares = sim_record[id].prepares;
	enum smpboot_status status = bring_up(id);

	if (status != SMPBOOT_OK) {
		sim_cycles.returns++;
		/* Those that are late come, and are told. */
		sim_sleep(SMPBOOT_DEFAULT_TIMEOUT_US * US * 40);
		(void)smpboot_wait(0, NULL);
		if (!can_come(id))
			return;
		sim_plan_start(cpu, SIM_FINE);
		status = bring_up(id);
	}
	if (status != SMPBOOT_OK)
		sim_fail("CPU %u cannot be brought back", id);
	/* Granted ONLINE, it is on its way to ops.main. */
	for (unsigned int i = 0; sim_record[id].phase != SIM_PHASE_MAIN; i++) {
		if (i == 1000)
			sim_fail("CPU %u is online, and does not come to ops.main", id);
		sim_sleep(1000);
	}
	if (generation_of(id) - generation != sim_record[id].prepares - prepares)
		sim_fail("CPU %u came with generation %u, after %u", id, generation_of(id), generation);
	sim_cycles.done++;
}

void sim_bring_back(unsigned int id)
{
	struct sim_cpu *cpu = &sim.cpu[id];
	unsigned int given = sim_stacks_given(id);

	sim_cycles.begun++;
	sim_cycles.partings[cpu->parting]++;
	if (get_off(id)) {
		/* The boot CPU came on a stack of its own. */
		if (id != 0 || cpu->lives != 0)
			if (sim_stacks_given(id) >= given && sim_record[id].stack != NULL)
				sim_fail("CPU %u is off, and its stack is not back", id);
		sim_plan_return(cpu, sim_goes_to_pen(cpu));
		if (!blocked(id))
			get_on(id);
	}
	if (sim_stacks_given(id) > given + (id == 0))
		sim_fail("CPU %u went off and on, and %u stacks are in use after %u", id,
		         sim_stacks_given(id), given);
}

/* ---- Who goes ------------------------------------------------------------- */

bool sim_listens(unsigned int id)
{
	const struct sim_cpu *cpu = &sim.cpu[id];

	return id != 0 && id < sim.cpus && cpu->id == cpu->slot && SIM_GET(cpu->listens) &&
	       !SIM_GET(cpu->dead) && SIM_GET(cpu->order) == SIM_ORDER_NONE &&
	       sim_info_of(id).state == SMPBOOT_STATE_ACTIVE;
}

unsigned int sim_choose(unsigned int but)
{
	unsigned int first = sim_random(sim.cpus);

	for (unsigned int i = 0; i < sim.cpus; i++) {
		unsigned int id = (first + i) % sim.cpus;

		if (id != but && sim_listens(id))
			return id;
	}
	return 0;
}

static void cycle_other(void)
{
	unsigned int id = sim_choose(0);
	unsigned int another = sim_choose(id);
	/* Who leaves at the same time, and is waited for after the first one. */
	bool both = another != 0 && sim_chance(3);

	if (id == 0)
		return;
	sim_plan_parting(&sim.cpu[id]);
	sim_tell(&sim.cpu[id], SIM_ORDER_LEAVE, 0);
	if (both) {
		sim_plan_parting(&sim.cpu[another]);
		sim_tell(&sim.cpu[another], SIM_ORDER_LEAVE, 0);
	} else if (another != 0 && sim.coherent && sim_chance(2)) {
		/* Without caches it is one CPU's to decide. */
		sim_tell(&sim.cpu[another], SIM_ORDER_WAIT, id);
	}
	sim_bring_back(id);
	if (both)
		sim_bring_back(another);
}

/* Nobody is to come under the boot CPU's id but the boot CPU, and it must be known to be off. */
static bool boot_can_leave(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim.cpu[id].fault == SIM_ALIAS)
			return false;
	return sim_goes_to_pen(&sim.cpu[0]) || !sim.psci_0_1;
}

static void wait_for_deputy(void)
{
	while (SIM_GET(sim.cpu[sim.caller].order) != SIM_ORDER_NONE)
		sim_sleep(100 * US);
	sim.caller = 0;
}

static bool alone(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim_info_of(id).state == SMPBOOT_STATE_ACTIVE)
			return false;
	return true;
}

/* Nobody would be left who can make calls; or nobody knows how to start it again. */
static void stay(void)
{
	enum smpboot_status expected = alone() ? SMPBOOT_ERR_STATE : SMPBOOT_ERR_METHOD;
	enum smpboot_status status;

	/* CPUs whose ops.main does not listen would not bring it back; and one that sleeps may be awake, or not. */
	if ((!alone() && sim.boot_described) || sim_somebody_sleeps())
		return;
	status = smpboot_cpu_off_self();
	if (status != expected)
		sim_fail("the boot CPU goes off: %s", smpboot_strerror(status));
}

/* Comes back by sim_cycle_on(), or here where it is refused. */
static void cycle_boot(void)
{
	struct sim_cpu *boot = &sim.cpu[0];
	unsigned int deputy = sim_choose(0);

	sim_plan_parting(boot);
	if (deputy == 0 || !sim.boot_described) {
		stay();
		return;
	}
	if (!boot_can_leave())
		return;
	sim_note("the boot CPU leaves, CPU %u makes the calls", deputy);
	sim_record[0].phase = SIM_PHASE_MAIN;
	sim_cycles.of_boot_cpu++;
	sim.caller = deputy;
	sim_tell(&sim.cpu[deputy], SIM_ORDER_BRING_BACK, 0);
	sim_leave(boot);
	wait_for_deputy();
}

static void go_on_moved(struct sim_cpu *cpu);

static void go_on(void)
{
	while (left > 0) {
		left--;
		sim_send_to_sleep();
		if (sim_chance(6))
			sim_nap(&sim.cpu[0]);
		if (sim_chance(4))
			sim_hold_meeting();
		else if (sim_chance(4))
			cycle_boot();
		else
			cycle_other();
		sim_check_all();
		sim_send_to_move();
		sim_collect();
		if (sim_chance(6))
			sim_move(&sim.cpu[0], go_on_moved);
	}
	sim_settle();
	sim_hand_over();
}

/* The boot CPU, on a stack that the kernel gave it. */
static void go_on_moved(struct sim_cpu *cpu)
{
	sim_release(cpu);
	go_on();
	sim_end_machine();
}

_Noreturn void sim_cycle_on(void)
{
	sim_note("the boot CPU is back");
	wait_for_deputy();
	sim_check_all();
	go_on();
	sim_end_machine();
}

void sim_cycle_all(void)
{
	left = sim_parallel ? 0 : sim_random(6);
	sim.cycling = left > 0;
	if (left > 0)
		go_on();
	else
		sim_hand_over();
}
