/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One call of smpboot_bring_up_all(), with options that the seed chooses, and what
 * its answer must be.
 */
#include "kernel.h"
#include "machine.h"
#include "sched.h"

#define US 1000ull

/* ns between two looks at all CPUs that are awaited. */
#define LOOK_NS (1000 * US)

static const struct {
	const struct smpboot_order *order;
	const char *name;
} orders[] = {
	{ &smpboot_order_parallel, "parallel" },
	{ &smpboot_order_serial, "serial" },
	{ &smpboot_order_relay, "relay" },
	{ &smpboot_order_tree, "tree" },
};

static const char *order_name(const struct smpboot_order *order)
{
	unsigned int i = 0;

	while (orders[i].order != order)
		i++;
	return orders[i].name;
}

/* Who does not wait has no order and no window. */
static void choose_order(struct smpboot_options *options)
{
	options->order = orders[sim_random(4)].order;
	if (sim_chance(3))
		options->window = 1 + sim_random(4);
	if (sim_chance(4))
		options->policy = (enum smpboot_policy)(1 + sim_random(2));
}

static struct smpboot_options choose_options(void)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;

	options.timeout_us = (uint32_t)(sim.timeout / US);
	options.gate = sim.gate;
	if (sim_chance(4))
		options.retries = sim_random(3);
	if (sim_chance(6))
		options.max_cpus = 1 + sim_random(sim.cpus);
	if (sim_chance(6))
		options.timeout_us = 0;
	else
		choose_order(&options);
	options.min_online = 1 + sim_random(sim.cpus);
	if (sim_chance(5)) {
		options.total_timeout_us = 1 + sim_random(sim_chance(3) ? 30 : options.timeout_us + 100);
		sim.relaxed = true;
	}
	sim_note("bring_up_all: timeout %u, total %u, retries %u, max %u, order %s, window %u",
	         options.timeout_us, options.total_timeout_us, options.retries, options.max_cpus,
	         order_name(options.order), options.window);
	return options;
}

static void check_policy(const struct smpboot_options *options, const struct smpboot_report *report,
                         enum smpboot_status status)
{
	if (status != SMPBOOT_OK &&
	    (status != SMPBOOT_ERR_MISSING || options->policy == SMPBOOT_POLICY_GO_ON))
		sim_fail("smpboot_bring_up_all: %s", smpboot_strerror(status));
	if (options->policy == SMPBOOT_POLICY_MINIMUM && !sim.unwaited &&
	    (status == SMPBOOT_OK) != (report->counts.online >= options->min_online))
		sim_fail("%u CPUs are online of %u: %s", report->counts.online, options->min_online,
		         smpboot_strerror(status));
	if (options->policy == SMPBOOT_POLICY_ALL &&
	    (status == SMPBOOT_OK) != (report->counts.failed == 0 && report->came == report->started))
		sim_fail("policy ALL: %s", smpboot_strerror(status));
}

/* No CPU, whatever it does, keeps another from being started. */
static void check_all_tried(const struct smpboot_options *options)
{
	if (options->max_cpus != 0 || options->total_timeout_us != 0)
		return;
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim_info_of(id).state == SMPBOOT_STATE_PRESENT)
			sim_fail("CPU %u was not asked for", id);
}

/* A CPU that was refused by ops.starting once comes when it is tried again. */
static void check_retried(const struct smpboot_options *options)
{
	if (options->retries == 0 || options->total_timeout_us != 0 || options->timeout_us == 0)
		return;
	for (unsigned int id = 1; id < sim.cpus; id++) {
		const struct sim_record *record = &sim_record[id];

		if (record->call == sim.call && record->refused && record->tries == 1 && !sim_somebody_lags())
			sim_fail("CPU %u was refused, and not tried again", id);
	}
}

static uint64_t asked_at(unsigned int id)
{
	uint64_t ticks = sim_info_of(id).stamps.asked;

	return ticks / sim.frequency * 1000000000 + ticks % sim.frequency * 1000000000 / sim.frequency;
}

static bool shortly_before(uint64_t event, uint64_t ns)
{
	return event <= ns + sim.slack && ns <= event + sim.slack;
}

/*
 * By when a CPU that does not come is given up: at its deadline, for which the calling CPU
 * wakes up where it is the first that is open. It is not while one with a lower id is
 * still in the queue: somebody has taken that one, found the window full, and put it back
 * behind those who look for work, so that this one was asked for before it. Then the
 * calling CPU finds out when it looks at all of them, a millisecond after its last look
 * at the most (core/await.c).
 */
static bool given_up_before(unsigned int id, uint64_t ns)
{
	uint64_t deadline = asked_at(id) + sim.timeout;
	uint64_t late = 0;

	for (unsigned int lower = 1; lower < id; lower++)
		if (asked_at(lower) > deadline)
			late = LOOK_NS;
	return deadline <= ns + sim.slack && ns <= deadline + late + sim.slack;
}

/*
 * By when a CPU's outcome has made room for another. Where CPUs help and there is a window, two
 * may have taken one each and put both back: then the calling CPU goes on at its next look.
 */
static bool ready_before(const struct smpboot_options *options, unsigned int id, uint64_t ns)
{
	uint64_t ready = sim_record[id].ready_at;
	uint64_t late = options->window != 0 ? LOOK_NS : 0;

	return ready <= ns + sim.slack && ns <= ready + late + sim.slack;
}

/* Each CPU is asked for when the call begins, or when another that it had to wait for has an outcome. */
static void check_idle(const struct smpboot_options *options, uint64_t begin)
{
	/* Of a CPU that is tried again, the first try is not known any more. */
	if (options->retries != 0 || options->timeout_us == 0 || sim_somebody_lags())
		return;
	for (unsigned int id = 1; id < sim.cpus; id++) {
		uint64_t asked = asked_at(id);
		bool because = asked < begin || shortly_before(begin, asked);

		for (unsigned int other = 1; other < sim.cpus && !because; other++)
			because = other != id &&
			          (shortly_before(asked_at(other), asked) || given_up_before(other, asked) ||
			           ready_before(options, other, asked));
		if (!because)
			sim_fail(
				"CPU %u was asked for %llu us after the call began, and nothing was before that",
				id, (unsigned long long)((asked - begin) / US));
	}
}

void sim_call_all(void)
{
	struct smpboot_options options = choose_options();
	uint64_t begin = sim_now();
	struct smpboot_report report;
	enum smpboot_status status;
	bool others = sim.unwaited;
	bool waits = options.timeout_us != 0;

	sim.unwaited = others || !waits;
	sim.no_deadline = !waits;
	sim.window = options.order == &smpboot_order_serial ? 1 : options.window;
	sim.helpers = options.order == &smpboot_order_relay || options.order == &smpboot_order_tree;
	sim.total_end = options.total_timeout_us != 0 ? begin + options.total_timeout_us * US : SIM_NEVER / 2;
	sim.call++;
	status = smpboot_bring_up_all(&options, &report);
	sim.total_end = SIM_NEVER / 2;
	sim.no_deadline = false;
	sim.window = 0;
	sim.helpers = false;
	sim_check_time(begin, waits ? sim.timeout : 0, options.total_timeout_us * US, !others && waits);
	if (waits && options.total_timeout_us == 0)
		sim.unwaited = false;
	sim_check_report(&report);
	if (report.came > report.started)
		sim_fail("more CPUs came than were started");
	if (options.max_cpus != 0 && report.started + 1 > options.max_cpus && !others)
		sim_fail("%u CPUs were started with max_cpus %u", report.started, options.max_cpus);
	check_policy(&options, &report, status);
	check_all_tried(&options);
	check_retried(&options);
	if (!others)
		check_idle(&options, begin);
}
