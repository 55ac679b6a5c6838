/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel.h"

#include <string.h>

#include "machine.h"
#include "rounds.h"
#include "sched.h"

/* ns from the library's look at the clock to the hook. */
#define TOLERANCE 10000u

struct sim_record sim_record[SIM_MAX_CPUS];
unsigned int sim_strays_told;
uint64_t sim_last_prepare;
void (*sim_in_main)(unsigned int id);

void sim_kernel_reset(void)
{
	memset(sim_record, 0, sizeof(sim_record));
	sim_strays_told = 0;
	sim_last_prepare = 0;
	sim_stacks_reset();
}

static void give_back(struct sim_stack *stack, enum sim_stack_state state)
{
	stack->state = state;
	if (state == SIM_STACK_FREE && stack->occupant != NULL &&
	    (!stack->occupant->dead || stack->occupant->powerless))
		sim_fail("CPU %u runs on a stack that the kernel gets back", stack->occupant->id);
	if (stack->occupant == NULL && !sim_parallel)
		sim_stack_mark(stack);
	/* With threads, ThreadSanitizer sees whether it was the kernel's to use. */
	if (state == SIM_STACK_FREE)
		sim_stack_use(stack);
}

void sim_give_back(struct sim_record *record, enum sim_stack_state state)
{
	struct sim_stack *stack = record->stack;

	record->stack = NULL;
	if (stack != NULL)
		give_back(stack, state);
}

void sim_free_stack(struct sim_stack *stack)
{
	give_back(stack, SIM_STACK_FREE);
}

/* ---- Hooks ---------------------------------------------------------------- */

struct sim_record *sim_hook_called(void *context, unsigned int id)
{
	if (context != &sim || id >= sim.cpus || (id == 0 && sim.caller == 0))
		sim_fail("a hook is called with nonsense");
	return &sim_record[id];
}

/* One that was refused, and has not come yet, comes just while it is tried again. */
static void hurry(struct sim_cpu *cpu)
{
	if (cpu->fault == SIM_REFUSED_COMES && cpu->lives == 0 && SIM_GET(cpu->power) == SIM_POWER_PENDING)
		sim_power_on(cpu, sim_now() + sim_random(8000));
}

static int prepare_cpu(void *context, unsigned int id, struct smpboot_launch *launch)
{
	struct sim_record *record = sim_hook_called(context, id);
	enum sim_fault fault;

	if (sim_self()->id != sim.caller)
		sim_fail("ops.prepare runs on CPU %u", sim_self()->id);
	/* Prepared before, and the time was over before it could be started. */
	if (record->phase == SIM_PHASE_PREPARED && sim.relaxed && record->outcomes == 0) {
		sim_give_back(record, SIM_STACK_FREE);
		record->phase = SIM_PHASE_OFF;
		record->attempts--;
	}
	if (record->phase != SIM_PHASE_OFF && record->phase != SIM_PHASE_DONE &&
	    record->phase != SIM_PHASE_LATE)
		sim_fail("ops.prepare of CPU %u in phase %u", id, record->phase);
	if (sim_now() > sim.total_end + TOLERANCE)
		sim_fail("CPU %u is started after the time for all", id);
	sim_note("ops.prepare of CPU %u", id);
	if (sim_chance(8) && (smpboot_bring_up_all(NULL, NULL) != SMPBOOT_ERR_BUSY ||
	                      smpboot_wait(0, NULL) != SMPBOOT_ERR_BUSY))
		sim_fail("a call within a call is not refused");
	if (record->left != NULL || record->released)
		sim_fail("CPU %u is started, and its last boot stack is not back", id);
	/* Once more within a call only where it cannot come twice. */
	if (record->call == sim.call && !sim_waits_in(id) && !record->refused &&
	    (sim.cpu[id].method != SIM_PSCI || SIM_GET(sim.cpu[id].power) != SIM_POWER_OFF))
		sim_fail("CPU %u is tried again, and may be on its way", id);
	record->tries = record->call == sim.call ? record->tries + 1 : 1;
	record->refused = false;
	record->call = sim.call;
	sim_last_prepare = sim_now();
	__atomic_fetch_add(&record->attempts, 1, __ATOMIC_RELAXED);
	record->prepares++;
	record->outcomes = 0;
	record->lates = 0;
	record->offlines = 0;
	record->contexts = 0;
	record->frequencies = 0;
	record->differences = 0;
	record->unwaited = sim.no_deadline;
	record->moved = false;
	record->phase = SIM_PHASE_PREPARED;
	fault = sim_fault_now(&sim.cpu[id]);
	if (fault == SIM_PREPARE_REFUSES) {
		record->phase = SIM_PHASE_DONE;
		return (int)sim.cpu[id].code;
	}
	if (record->attempts > 1)
		hurry(&sim.cpu[id]);
	record->stack = sim_stack_take(id);
	launch->stack_top = sim_stack_top(record->stack);
	record->stack->size_told = !sim_chance(4);
	launch->stack_size = record->stack->size_told ? SIM_STACK_SIZE : 0;
	launch->tpidr = sim_stack_tpidr(record->stack);
	if (fault == SIM_BAD_STACK)
		launch->stack_top = sim_chance(2) ? NULL : (unsigned char *)launch->stack_top - 8;
	return 0;
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	int code;

	sim_lock();
	code = prepare_cpu(context, id, launch);
	sim_unlock();
	return code;
}

void sim_check_place(const struct sim_record *record, unsigned int id)
{
	struct sim_cpu *cpu = sim_self();

	if (cpu->slot != id || smpboot_this_cpu() != id)
		sim_fail("a hook of CPU %u runs on CPU %u", id, cpu->id);
	if (cpu->coherent != sim.coherent)
		sim_fail("CPU %u runs a hook with its caches off", id);
	/* The boot CPU came on a stack that nobody gave. */
	if (id == 0 && cpu->lives == 0)
		return;
	if (cpu->stack == NULL || cpu->stack->id != id)
		sim_fail("CPU %u runs a hook on another's stack", id);
	if (record->phase != SIM_PHASE_LATE && record->stack != cpu->stack)
		sim_fail("CPU %u runs a hook on an old stack", id);
}

/* ns in ops.starting. Some are through with it just when their time is over. */
static uint64_t time_in_starting(const struct sim_cpu *cpu)
{
	uint64_t asked = sim_info_of(cpu->id).stamps.asked;
	uint64_t deadline = asked / sim.frequency * 1000000000 +
	                    asked % sim.frequency * 1000000000 / sim.frequency + sim.timeout;

	if (sim_fault_now(cpu) == SIM_STARTING_SLOW)
		return cpu->slow;
	if (sim_fault_now(cpu) == SIM_NEAR && deadline > sim_now() && sim_chance(2))
		return deadline - sim_now() + sim_random(600);
	return sim_random(20000);
}

static int starting(void *context, unsigned int id)
{
	struct sim_record *record = sim_hook_called(context, id);
	struct sim_cpu *cpu = sim_self();
	bool own = cpu->id == id;
	enum sim_fault fault = sim_fault_now(cpu);

	sim_lock();
	sim_check_place(record, id);
	if (record->phase == SIM_PHASE_PREPARED)
		record->phase = SIM_PHASE_STARTING;
	else if (record->phase != SIM_PHASE_LATE)
		sim_fail("ops.starting of CPU %u in phase %u", id, record->phase);
	record->runner = cpu;
	sim_unlock();
	sim_rounds_note(id, SIM_MAY_COME);
	if (own && cpu->stage == SMPBOOT_STAGE_STARTING && fault == SIM_DIES)
		sim_die();
	if (own && cpu->stage == SMPBOOT_STAGE_STARTING && fault == SIM_FAULTS)
		sim_take_exception(cpu);
	if (sim_chance(16) && smpboot_release_boot_stack() != SMPBOOT_ERR_STATE)
		sim_fail("CPU %u gives its stack back in ops.starting", id);
	sim_sleep(time_in_starting(cpu));
	record->ready_at = sim_now();
	return fault == SIM_STARTING_REFUSES ? (int)cpu->code : 0;
}

static void enter_main(void *context, unsigned int id)
{
	struct sim_record *record = sim_hook_called(context, id);
	struct sim_cpu *cpu = sim_self();

	sim_lock();
	sim_check_place(record, id);
	if (record->phase != SIM_PHASE_STARTING || record->runner != cpu)
		sim_fail("ops.main of CPU %u in phase %u", id, record->phase);
	record->phase = SIM_PHASE_MAIN;
	sim_unlock();
	sim_rounds_note(id, SIM_MUST_COME);
	sim_note("CPU %u is in ops.main", id);
	if (id == 0)
		sim_cycle_on();
	if (sim_in_main != NULL)
		sim_in_main(id);
	if (sim_fault_now(cpu) == SIM_MAIN_RETURNS)
		return;
	sim_serve(cpu);
}

/* ---- Events --------------------------------------------------------------- */

static void failed(struct sim_record *record, const struct smpboot_cpu_info *info)
{
	bool late = info->reason == SMPBOOT_REASON_STARTING_TIMEOUT;

	if (record->phase == SIM_PHASE_MAIN)
		sim_fail("CPU %u is in ops.main and told as failed", info->id);
	if (info->state != SMPBOOT_STATE_FAILED && info->state != SMPBOOT_STATE_ABANDONED)
		sim_fail("CPU %u is told as failed in state %s", info->id, smpboot_state_name(info->state));
	record->phase = late ? SIM_PHASE_LATE : SIM_PHASE_DONE;
	if (info->state == SMPBOOT_STATE_FAILED && info->reason != SMPBOOT_REASON_STARTING_REFUSED)
		sim_give_back(record, SIM_STACK_FREE);
	else
		sim_give_back(record, SIM_STACK_LOST);
}

static void outcome(const struct smpboot_event *event)
{
	const struct smpboot_cpu_info *info = &event->cpu;
	struct sim_record *record = &sim_record[info->id];

	if (info->id == sim.caller || info->id >= sim.cpus)
		sim_fail("an outcome of CPU %u", info->id);
	/* Without a method ops.prepare is not called, which begins the count. */
	if (record->attempts == 0)
		record->outcomes = 0;
	if (++record->outcomes != 1)
		sim_fail("CPU %u has %u outcomes", info->id, record->outcomes);
	sim_note("CPU %u: %s, %s, %s", info->id, smpboot_state_name(info->state),
	         smpboot_stage_name(info->stage), smpboot_reason_name(info->reason));
	sim_check_outcome(&sim.cpu[info->id], info);
	record->refused = info->reason == SMPBOOT_REASON_STARTING_REFUSED;
	if (event->kind == SMPBOOT_EVENT_FAILED)
		failed(record, info);
}

static void late(const struct smpboot_cpu_info *info)
{
	struct sim_record *record = &sim_record[info->id];

	if (++record->lates != 1)
		sim_fail("CPU %u is told twice as late", info->id);
	if (info->state != SMPBOOT_STATE_ABANDONED || info->reason != SMPBOOT_REASON_LATE ||
	    info->stage != SMPBOOT_STAGE_PEN)
		sim_fail("CPU %u is told as late: %s", info->id, smpboot_state_name(info->state));
}

static void take_note(void *context, const struct smpboot_event *event)
{
	/* Any CPU may be the first that finds another off. */
	if (context != &sim || (sim_self()->id != sim.caller && event->kind != SMPBOOT_EVENT_OFFLINE))
		sim_fail("an event on CPU %u", sim_self()->id);
	switch (event->kind) {
	case SMPBOOT_EVENT_ONLINE:
	case SMPBOOT_EVENT_FAILED:
		outcome(event);
		break;
	case SMPBOOT_EVENT_LATE:
		late(&event->cpu);
		break;
	case SMPBOOT_EVENT_STRAY:
		sim_strays_told++;
		break;
	case SMPBOOT_EVENT_CONTEXT:
		sim_record[event->cpu.id].contexts++;
		break;
	case SMPBOOT_EVENT_FREQUENCY:
		sim_record[event->cpu.id].frequencies++;
		break;
	case SMPBOOT_EVENT_DIFFERENT:
		sim_record[event->cpu.id].differences++;
		break;
	case SMPBOOT_EVENT_OFFLINE:
		sim_take_offline(&event->cpu);
		break;
	default:
		sim_fail("an event of kind %u", event->kind);
	}
}

static void tell(void *context, const struct smpboot_event *event)
{
	sim_lock();
	take_note(context, event);
	sim_unlock();
}

static void *map(void *context, uint64_t pa, size_t size)
{
	/* On whichever CPU starts the one that the word is for. */
	if (context != &sim)
		sim_fail("ops.map is called with nonsense");
	sim_check_window();
	return sim_firmware_map(pa, size);
}

const struct smpboot_ops sim_ops = {
	.context = &sim,
	.prepare = prepare,
	.starting = starting,
	.main = enter_main,
	.stopping = sim_stopping,
	.release_stack = sim_release_stack,
	.call_off = sim_call_off,
	.event = tell,
	.map = map,
};
