/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that start CPUs: what the kernel asks for, as a run of the engine,
 * and what came of it, as a report.
 */
#include "arch.h"
#include "claim.h"
#include "engine.h"
#include "machine.h"
#include "optional.h"
#include "order.h"
#include "start.h"

static enum smpboot_status check_call(void)
{
	enum smpboot_status status = smpboot_check_caller();

	if (status != SMPBOOT_OK)
		return status;
	return smpboot_machine.ops != NULL ? SMPBOOT_OK : SMPBOOT_ERR_NO_OPS;
}

static const struct smpboot_order *order_of(const struct smpboot_options *options)
{
	return options->order != NULL ? options->order : &smpboot_order_parallel;
}

static enum smpboot_status check_options(const struct smpboot_options *options)
{
	/* Who does not wait cannot know how many are in flight. */
	if (options->timeout_us == 0 &&
	    (order_of(options) != &smpboot_order_parallel || options->window != 0))
		return SMPBOOT_ERR_OPTION;
	/* A gate that this kernel has no call to open. */
	if (options->gate && smpboot_optional.gate_wait == NULL)
		return SMPBOOT_ERR_OPTION;
	switch (options->policy) {
	case SMPBOOT_POLICY_GO_ON:
		return SMPBOOT_OK;
	case SMPBOOT_POLICY_ALL:
	case SMPBOOT_POLICY_MINIMUM:
		/* Nobody can be missing before anybody was waited for. */
		return options->timeout_us != 0 ? SMPBOOT_OK : SMPBOOT_ERR_OPTION;
	default:
		return SMPBOOT_ERR_OPTION;
	}
}

/* How many CPUs may be started so that no more than `max_cpus` come to be online; 0: all. */
static unsigned int limit_of(unsigned int max_cpus)
{
	unsigned int taken;

	if (max_cpus == 0)
		return smpboot_machine.count;
	taken = smpboot_counts().online;
	/* Those on their way from an earlier call will be online, too. */
	for (unsigned int id = 0; id < smpboot_machine.count; id++) {
		enum smpboot_state state =
			smpboot_claim_state(smpboot_claim_read(&smpboot_machine.slots[id]));

		taken += state == SMPBOOT_STATE_STARTING || state == SMPBOOT_STATE_ARRIVED;
	}
	return max_cpus > taken ? max_cpus - taken : 0;
}

static struct smpboot_run plan(const struct smpboot_options *options, uint64_t begin)
{
	const struct smpboot_order *order = order_of(options);

	return (struct smpboot_run){
		.end = smpboot_machine.count,
		.limit = limit_of(options->max_cpus),
		.timeout = options->timeout_us != 0 ? smpboot_us_to_ticks(options->timeout_us) :
		                                      SMPBOOT_NO_DEADLINE,
		.total_end = options->total_timeout_us != 0 ?
		                     begin + smpboot_us_to_ticks(options->total_timeout_us) :
		                     SMPBOOT_NO_DEADLINE,
		.retries = options->retries,
		.order = order,
		.window = order->window != 0 ? order->window : options->window,
		.gate = options->gate,
	};
}

static void make_report(const struct smpboot_run *run, uint64_t begin, struct smpboot_report *report)
{
	*report = (struct smpboot_report){
		.counts = smpboot_counts(),
		.started = run->started,
		.came = smpboot_engine_came(run),
		.elapsed_us = smpboot_ticks_to_us(smpboot_arch_now() - begin),
	};
}

static bool met(const struct smpboot_options *options, const struct smpboot_report *report)
{
	switch (options->policy) {
	case SMPBOOT_POLICY_ALL:
		return report->counts.failed == 0 && report->came == report->started;
	case SMPBOOT_POLICY_MINIMUM:
		return report->counts.online >= options->min_online;
	default:
		return true;
	}
}

/* A CPU that differs was kept out, and the kernel has said that a bring-up fails for it. */
static bool kept_out(const struct smpboot_run *run)
{
	return smpboot_optional.kept_out != NULL && smpboot_optional.kept_out(run->first, run->end);
}

enum smpboot_status smpboot_bring_up_all(const struct smpboot_options *options, struct smpboot_report *report)
{
	static const struct smpboot_options defaults = SMPBOOT_OPTIONS_DEFAULT;
	uint64_t begin = smpboot_arch_now();
	enum smpboot_status status = check_call();
	struct smpboot_report own;
	struct smpboot_run run;

	if (options == NULL)
		options = &defaults;
	if (report == NULL)
		report = &own;
	if (status == SMPBOOT_OK)
		status = check_options(options);
	if (status != SMPBOOT_OK)
		return status;
	if (!smpboot_engine_enter())
		return SMPBOOT_ERR_BUSY;
	run = plan(options, begin);
	status = smpboot_engine_start(&run);
	if (status == SMPBOOT_OK) {
		make_report(&run, begin, report);
		status = met(options, report) ? SMPBOOT_OK : SMPBOOT_ERR_MISSING;
		if (report->counts.failed != 0 && kept_out(&run))
			status = SMPBOOT_ERR_DIFFERENT;
	}
	smpboot_engine_leave();
	return status;
}

enum smpboot_status smpboot_wait(uint32_t timeout_us, struct smpboot_report *report)
{
	uint64_t begin = smpboot_arch_now();
	enum smpboot_status status = check_call();
	struct smpboot_run run;

	if (status != SMPBOOT_OK)
		return status;
	if (!smpboot_engine_enter())
		return SMPBOOT_ERR_BUSY;
	run = (struct smpboot_run){
		.end = smpboot_machine.count,
		.total_end = timeout_us != 0 ? begin + smpboot_us_to_ticks(timeout_us) : 0,
	};
	smpboot_engine_wait(&run);
	if (report != NULL)
		make_report(&run, begin, report);
	smpboot_engine_leave();
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_bring_up(unsigned int id)
{
	enum smpboot_status status = check_call();
	struct smpboot_run run;

	if (status != SMPBOOT_OK)
		return status;
	if (id >= smpboot_machine.count)
		return SMPBOOT_ERR_ID;
	if (!smpboot_engine_enter())
		return SMPBOOT_ERR_BUSY;
	run = (struct smpboot_run){
		.first = id,
		.end = id + 1,
		.limit = 1,
		.timeout = smpboot_us_to_ticks(SMPBOOT_DEFAULT_TIMEOUT_US),
		.total_end = SMPBOOT_NO_DEADLINE,
		.order = &smpboot_order_parallel,
		/* Where the others went through the gate, it goes there as well. */
		.gate = smpboot_machine.gate.used != 0,
	};
	status = smpboot_engine_can_start(id) ? smpboot_engine_start(&run) : SMPBOOT_ERR_STATE;
	smpboot_engine_leave();
	if (status != SMPBOOT_OK)
		return status;
	if (kept_out(&run))
		return SMPBOOT_ERR_DIFFERENT;
	return smpboot_engine_came(&run) == 1 ? SMPBOOT_OK : SMPBOOT_ERR_CPU_FAILED;
}
