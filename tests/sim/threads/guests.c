/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads of the kernel besides the one that calls: one that looks at the table
 * from its first row on, and one that calls as well.
 */
#include "../kernel.h"
#include "../machine.h"
#include "../sched.h"
#include "access.h"
#include "threads.h"

#define US    1000ull
#define CALLS 8

static uint64_t ready; /* to be called */
static bool done;

static void observe(struct sim_cpu *cpu)
{
	(void)cpu;
	for (unsigned int i = 1; i < 40; i++) {
		sim_look();
		sim_sleep(sim_random(1000 * i));
	}
}

/* ---- Two callers ---------------------------------------------------------- */

static enum smpboot_status call(void)
{
	static const struct smpboot_order *const orders[] = { &smpboot_order_parallel, &smpboot_order_serial,
		                                              &smpboot_order_relay, &smpboot_order_tree };
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	enum smpboot_status status = SMPBOOT_OK;

	__atomic_fetch_add(&sim.call, 1, __ATOMIC_RELAXED);
	options.timeout_us = sim_chance(4) ? 0 : (uint32_t)(sim.timeout / US);
	options.retries = sim_random(2);
	options.gate = sim.gate;
	if (options.timeout_us != 0)
		options.order = orders[sim_random(4)];
	switch (sim_random(6)) {
	case 0:
	case 1:
		return smpboot_bring_up_all(&options, &report);
	case 2:
		return smpboot_wait(sim_chance(2) ? 0 : options.timeout_us, &report);
	case 3:
	case 4:
		status = smpboot_bring_up(1 + sim_random(sim.cpus - 1));
		return status == SMPBOOT_ERR_STATE || status == SMPBOOT_ERR_CPU_FAILED ? SMPBOOT_OK : status;
	default:
		sim_sleep(sim_random((uint32_t)sim.timeout));
		return SMPBOOT_OK;
	}
}

static void make_calls(void)
{
	for (unsigned int i = 0; i < CALLS; i++) {
		enum smpboot_status status = call();

		if (status == SMPBOOT_ERR_BUSY)
			__atomic_fetch_add(&sim_busy, 1, __ATOMIC_RELAXED);
		else if (status != SMPBOOT_OK)
			sim_fail("one of two callers: %s", smpboot_strerror(status));
	}
}

static void second_caller(struct sim_cpu *cpu)
{
	(void)cpu;
	if (!sim.callers)
		return;
	/* The kernel's own order: it does not call before it has set the library up. */
	while (sim_acquire64(&ready) == 0)
		sim_sleep(1000);
	make_calls();
	SIM_SET(done, true);
}

void sim_two_callers(void)
{
	sim_set_up();
	/* A deadline is that of whoever called, so each start may end in more than one way. */
	sim.relaxed = true;
	sim.no_deadline = true;
	sim.unwaited = true;
	sim_release64(&ready, 1);
	make_calls();
	while (!SIM_GET(done))
		sim_sleep(1000);
	SIM_SET(done, false);
	ready = 0;
	sim_settle();
}

void (*const sim_guests[SIM_GUESTS])(struct sim_cpu *) = { observe, second_caller };
