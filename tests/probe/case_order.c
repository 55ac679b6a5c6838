/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who starts whom, and the gate. CPUs that have come go off again, so that the next
 * bring-up has something to do.
 */
#include "cases.h"
#include "crew.h"

int case_order(void);
int case_gate(void);

static bool shared; /* with the MMU on: CPUs take part in starting others, and can be sent on alone */

static void go_off(unsigned int id)
{
	(void)id;
	check_status(smpboot_cpu_off_self(), SMPBOOT_OK, "smpboot_cpu_off_self");
	check(false, "a CPU came back from going off");
}

static void send_all_off(void)
{
	for (unsigned int id = 1; id < CPUS; id++) {
		crew_tell(id, go_off);
		check_status(smpboot_wait_off(id, LONG), SMPBOOT_OK, "smpboot_wait_off");
		forget_main(id);
	}
}

static struct smpboot_report bring_up_as(const struct smpboot_order *order, unsigned int window, bool gate)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	options.order = order;
	options.window = window;
	options.gate = gate;
	options.timeout_us = LONG;
	options.policy = SMPBOOT_POLICY_ALL;
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	check(report.started == CPUS - 1 && report.came == CPUS - 1, "number of CPUs that came");
	return report;
}

static void set_up_crew(void)
{
	shared = probe_config.map != MAP_OFF;
	probe_ops.main = crew_main;
	observe(&kernel.reference, kernel.stack[0]);
	set_up_all(native_method());
}

/* ---- Orders ----------------------------------------------------------------------- */

/* All of them are what they are in any order. */
static void check_crew(uint64_t since)
{
	struct smpboot_cpu_info info;

	for (unsigned int id = 1; id < CPUS; id++) {
		wait_for_main(id);
		info = info_of(id);
		print_cpu(id, &info);
		check_cpu(id, &info, probe_config.entry_level == 3 ? 0 : id, since, smpboot_now());
	}
}

/* Whether each is asked for when the last one is there. Without caches, a relay is the calling CPU's own work. */
static bool one_by_one(const struct smpboot_order *order, unsigned int window)
{
	return window == 1 || order == &smpboot_order_serial || (order == &smpboot_order_relay && shared);
}

static void check_chain(void)
{
	for (unsigned int id = 2; id < CPUS; id++)
		check(info_of(id).stamps.asked >= info_of(id - 1).stamps.online, "order of the starts");
}

int case_order(void)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_serial,
		                                              &smpboot_order_relay, &smpboot_order_tree };
	static const unsigned int windows[] = { 0, 1, 2 };
	uint64_t since;

	set_up_crew();
	for (unsigned int o = 0; o < sizeof(orders) / sizeof(orders[0]); o++)
		for (unsigned int i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
			since = smpboot_now();
			(void)bring_up_as(orders[o], windows[i], false);
			check_crew(since);
			if (one_by_one(orders[o], windows[i]))
				check_chain();
			send_all_off();
		}
	return pass();
}

/* ---- The gate ---------------------------------------------------------------------- */

static unsigned int alone; /* the CPU that was sent on alone */

static void expect_at_gate(unsigned int id)
{
	uint64_t begin = smpboot_now();

	/* It is online before it gets there. */
	while (info_of(id).stage != SMPBOOT_STAGE_GATE)
		check(smpboot_ticks_to_us(smpboot_now() - begin) < LONG, "a CPU is not at the gate");
	check(info_of(id).state == SMPBOOT_STATE_ONLINE && kernel.in_main[id] == 0,
	      "state of a CPU at the gate");
}

/* Where they go on. */
static void on_alone(void *arg, unsigned int id)
{
	check(arg == &alone && smpboot_this_cpu() == id, "what a CPU is sent on with");
	alone = id;
	crew_main(NULL, id);
}

static void on_together(void *arg, unsigned int id)
{
	check(arg == &kernel && smpboot_this_cpu() == id, "what CPUs go through the gate with");
	crew_main(NULL, id);
}

static void transfer_one(void)
{
	unsigned int id;

	if (!shared) {
		check_status(smpboot_transfer(on_alone, &alone, LONG, &id), SMPBOOT_ERR_STATE,
		             "smpboot_transfer without caches");
		return;
	}
	check_status(smpboot_transfer(on_alone, &alone, LONG, &id), SMPBOOT_OK, "smpboot_transfer");
	check(id > 0 && id < CPUS, "id of the CPU that was sent on");
	wait_for_main(id);
	check(alone == id, "another CPU was sent on");
	for (unsigned int other = 1; other < CPUS; other++)
		if (other != id)
			expect_at_gate(other);
}

static void main_without_gate(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	check(false, "a CPU did not stop at the gate");
}

int case_gate(void)
{
	set_up_crew();
	probe_ops.main = main_without_gate;
	(void)bring_up_as(&smpboot_order_tree, 0, true);
	for (unsigned int id = 1; id < CPUS; id++)
		expect_at_gate(id);
	transfer_one();
	check_status(smpboot_open_gate(on_together, &kernel), SMPBOOT_OK, "smpboot_open_gate");
	check_status(smpboot_open_gate(on_alone, &alone), SMPBOOT_ERR_GATE_OPEN, "smpboot_open_gate");
	for (unsigned int id = 1; id < CPUS; id++)
		wait_for_main(id);
	/* Those that come later go straight through. */
	send_all_off();
	(void)bring_up_as(&smpboot_order_relay, 0, true);
	for (unsigned int id = 1; id < CPUS; id++)
		wait_for_main(id);
	check(kernel.counted == (shared ? 2 * (CPUS - 1) * ROUNDS : 0), "exclusives");
	return pass();
}
