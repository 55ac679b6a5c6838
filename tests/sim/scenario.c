/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's boot on the simulated machine: bring-up calls in an order that
 * the seed chooses, and what must hold after each.
 */
#include <string.h>

#include <smpboot/pen.h>
#include <smpboot/spin_table.h>

#include "core/machine.h"
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

#define US 1000ull

static _Alignas(2048) struct smpboot_cpu storage[SIM_CAPACITY];

static void must(enum smpboot_status status, const char *what)
{
	if (status != SMPBOOT_OK)
		sim_fail("%s: %s", what, smpboot_strerror(status));
}

/* ---- Set-up --------------------------------------------------------------- */

static void add_cpu(const struct sim_cpu *cpu)
{
	static const char *const methods[] = { "psci", "spin-table", "pen" };
	struct smpboot_cpu_desc desc = {
		.mpidr = cpu->described,
		.method = methods[cpu->method],
		.release_addr = cpu->method == SIM_SPIN_TABLE ? cpu->word : 0,
	};
	unsigned int id;

	if (cpu->fault == SIM_NO_METHOD)
		desc.method = NULL;
	if (cpu->fault == SIM_UNKNOWN_METHOD)
		desc.method = "unheard-of";
	if (cpu->fault == SIM_DISABLED)
		desc.reason = sim_chance(2) ? SMPBOOT_REASON_STATUS_FAIL : SMPBOOT_REASON_STATUS_DISABLED;
	must(smpboot_add_cpu(&desc, &id), "smpboot_add_cpu");
	if (id != cpu->id)
		sim_fail("CPU %u got the id %u", cpu->id, id);
}

/* A secondary may look, and may not call. */
static void from_secondary(unsigned int id)
{
	struct smpboot_cpu_info info;

	/* Once CPUs leave, the boot CPU may be about to go as well. */
	if (!sim.cycling && (smpboot_bring_up_all(NULL, NULL) != SMPBOOT_ERR_NOT_BOOT_CPU ||
	                     smpboot_bring_up(1) != SMPBOOT_ERR_NOT_BOOT_CPU ||
	                     smpboot_wait(1, NULL) != SMPBOOT_ERR_NOT_BOOT_CPU))
		sim_fail("CPU %u made a call that is the boot CPU's", id);
	must(smpboot_cpu(id, &info), "smpboot_cpu on a secondary");
	if (info.state != SMPBOOT_STATE_ACTIVE || info.stage != SMPBOOT_STAGE_MAIN)
		sim_fail("CPU %u is in ops.main and %s", id, smpboot_state_name(info.state));
	if (sim.gate && sim.coherent && sim_chance(8))
		sim_open_gate();
	for (unsigned int i = 0; sim_parallel && i < 4; i++) {
		sim_look();
		sim_sleep(sim_random(20000));
	}
}

void sim_set_up(void)
{
	unsigned int capacity = sim.cpus + sim_random(SIM_CAPACITY - sim.cpus + 1);
	struct smpboot_psci_config psci = {
		.conduit = sim.level == 1 && sim_chance(2) ? SMPBOOT_CONDUIT_HVC : SMPBOOT_CONDUIT_SMC,
		.version = sim.psci_0_1 ? SMPBOOT_PSCI_VERSION_OF(0, 1) : SMPBOOT_PSCI_VERSION_OF(1, 0),
		.cpu_on = sim.psci_0_1 ? 0x95c1ba60u : 0,
		.cpu_off = sim.psci_0_1_off ? 0x95c1ba5fu : 0,
		.cpu_suspend = sim.suspend ? 0x95c1ba5eu : 0,
	};

	sim_in_main = from_secondary;
	/* Few CPUs may be too little room for large granules. */
	if (sim.granule <= 256 || smpboot_init(storage, capacity) != SMPBOOT_OK)
		must(smpboot_init(storage, sim.granule <= 256 ? capacity : SIM_CAPACITY), "smpboot_init");
	/* Its own start counts as one. */
	SIM_SET(sim.cpu[0].started, 1ull << SMPBOOT_GENERATION_SHIFT);
	sim_storage_ready();
	must(smpboot_register_ops(&sim_ops), "smpboot_register_ops");
	must(smpboot_psci_init(&psci), "smpboot_psci_init");
	must(smpboot_spin_table_init(), "smpboot_spin_table_init");
	must(smpboot_pen_init(sim_word_pa(0) - SMPBOOT_PEN_RELEASE_WORD), "smpboot_pen_init");
	for (unsigned int id = sim.boot_described ? 0 : 1; id < sim.cpus; id++)
		add_cpu(&sim.cpu[id]);
}

/* ---- Calls ---------------------------------------------------------------- */

static bool startable(unsigned int id)
{
	enum smpboot_state state = sim_info_of(id).state;

	/* Not while an outcome is still to be told. */
	if (sim_record[id].unwaited && sim_record[id].outcomes == 0)
		return false;
	return state == SMPBOOT_STATE_PRESENT || state == SMPBOOT_STATE_FAILED ||
	       (state == SMPBOOT_STATE_ABANDONED && sim_waits_in(id));
}

static void call_one(void)
{
	unsigned int id = sim_random(sim.cpus + 1);
	bool can = id != 0 && id < sim.cpus && startable(id);
	unsigned int prepares = id < sim.cpus ? sim_record[id].prepares : 0;
	unsigned int asked = id < sim.cpus ? sim.cpu[id].asked : 0;
	bool waits = id < sim.cpus && sim_waits_in(id);
	uint64_t timeout = sim.timeout;
	enum smpboot_status status;

	/* The timeout is the default one here. */
	sim.timeout = SMPBOOT_DEFAULT_TIMEOUT_US * US;
	sim_note("bring_up: %u", id);
	sim.call++;
	status = smpboot_bring_up(id);
	sim.timeout = timeout;
	if (id >= sim.cpus) {
		if (status != SMPBOOT_ERR_ID)
			sim_fail("smpboot_bring_up(%u): %s", id, smpboot_strerror(status));
		return;
	}
	/* A CPU that was reset while it started this one has left it for good; one that stands still, so far. */
	can = can && !(status == SMPBOOT_ERR_STATE && sim_somebody_lags());
	if (can && sim_record[id].prepares != prepares + 1 &&
	    sim_info_of(id).reason != SMPBOOT_REASON_NO_METHOD &&
	    sim_info_of(id).reason != SMPBOOT_REASON_UNKNOWN_METHOD)
		sim_fail("smpboot_bring_up(%u): %s, and could be started", id, smpboot_strerror(status));
	if (waits && sim.cpu[id].asked != asked)
		sim_fail("CPU %u waited in the pen and was started by CPU_ON", id);
	if (status == SMPBOOT_OK && !sim_online(sim_info_of(id).state))
		sim_fail("smpboot_bring_up(%u) says that it is online", id);
	if (status == SMPBOOT_ERR_CPU_FAILED && sim_info_of(id).reason == SMPBOOT_REASON_NONE)
		sim_fail("smpboot_bring_up(%u) failed for no reason", id);
}

static void call_wait(bool at_all)
{
	uint32_t us = at_all && sim_chance(2) ? 1 + sim_random((uint32_t)(sim.timeout / US)) : 0;
	uint64_t begin = sim_now();
	struct smpboot_report report;

	if (us != 0 && us * US < sim.timeout)
		sim.relaxed = true;
	sim_note("wait: %u us", us);
	must(smpboot_wait(us, &report), "smpboot_wait");
	sim_check_time(begin, us * US, 0, us != 0);
	sim_check_report(&report);
}

/* Lets CPUs on that wait at the gate. */
static void call_gate(void)
{
	if (!sim.gate)
		return;
	if (sim_chance(3))
		sim_open_gate();
	else
		sim_transfer();
}

static void call_any(void)
{
	sim_send_to_sleep();
	switch (sim_random(6)) {
	case 0:
		sim_call_all();
		break;
	case 1:
	case 2:
		call_one();
		break;
	case 3:
		call_wait(true);
		break;
	case 4:
		call_gate();
		break;
	default:
		sim_sleep(sim_random((uint32_t)(sim.timeout * 2)));
		break;
	}
	sim_check_all();
}

void sim_scenario(void)
{
	unsigned int calls = 1 + sim_random(5);

	sim_set_up();
	sim_call_all();
	sim_check_all();
	while (--calls > 0)
		call_any();
	sim_settle();
	sim_cycle_all();
}

void sim_settle(void)
{
	sim_sleep(sim.timeout * 40);
	call_wait(false);
	if (sim.gate)
		sim_open_gate();
	/* Those that were granted ONLINE just now are on their way to ops.main, where nothing holds them up. */
	sim_sleep(sim.timeout * 8);
	sim_check_end();
}

void sim_power_up_memory(void)
{
	smpboot_machine = (struct smpboot_machine){ .count = 0 };
	memset(&smpboot_boot_args, 0, sizeof(smpboot_boot_args));
	sim_memory_reset();
	sim_memory_add(storage, sizeof(storage), NULL);
	sim_memory_add(&smpboot_boot_args, sizeof(smpboot_boot_args), NULL);
	sim_firmware_reset();
	sim_copy_reset();
}

void sim_spoil_memory(void)
{
	sim_memory_spoil(storage, sizeof(storage));
	sim_memory_spoil(&smpboot_boot_args, sizeof(smpboot_boot_args));
	smpboot_machine = (struct smpboot_machine){ .count = 0 };
}
