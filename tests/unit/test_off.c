/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that go off and come back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/claim.h"
#include "core/machine.h"
#include "fake_kernel.h"

#define TIMEOUT_US 1000u

/* What a CPU does in ops.main, and what came of it. */
static struct {
	uint64_t after_us;          /* goes off so long after it came; FAKE_NEVER: stays */
	enum smpboot_status status; /* of smpboot_cpu_off_self() */
	bool stayed;
	unsigned int stopping; /* how often ops.stopping was called */
	int refuses;           /* what it returns */
	enum smpboot_state state_in_stopping;
	enum smpboot_status again; /* of another smpboot_cpu_off_self() there */
} plan[FAKE_MAX_CPUS];

/* What the method "stoppable" says. */
static enum smpboot_status may_stop_answer;
static enum smpboot_status stop_answer;
static bool stop_works;
static unsigned int stops;

static void live(void *context, unsigned int id)
{
	(void)context;
	if (plan[id].after_us == FAKE_NEVER)
		fake_cpu_rest();
	if (plan[id].after_us != 0)
		fake_cpu_sleep(plan[id].after_us);
	plan[id].status = smpboot_cpu_off_self();
	plan[id].stayed = true;
	fake_cpu_rest();
}

static int stopping(void *context, unsigned int id)
{
	assert_ptr_equal(context, &fake_kernel);
	plan[id].stopping++;
	plan[id].state_in_stopping = fake_info(id).state;
	plan[id].again = smpboot_cpu_off_self();
	return plan[id].refuses;
}

static enum smpboot_status may_stop(const struct smpboot_target *target)
{
	assert_int_equal(target->mpidr, fake_arch.mpidr);
	return may_stop_answer;
}

static enum smpboot_status stop_self(void)
{
	stops++;
	return stop_works ? fake_powered_method.stop_self() : stop_answer;
}

static struct smpboot_ops ops;
static struct smpboot_method stoppable;

static int boot(void **state)
{
	fake_boot(state);
	ops = fake_ops;
	ops.main = live;
	ops.stopping = stopping;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	stoppable = fake_powered_method;
	stoppable.name = "stoppable";
	stoppable.may_stop = may_stop;
	stoppable.stop_self = stop_self;
	assert_int_equal(smpboot_register_method(&stoppable), SMPBOOT_OK);
	may_stop_answer = SMPBOOT_OK;
	stop_answer = SMPBOOT_ERR_FIRMWARE;
	stop_works = true;
	stops = 0;
	for (unsigned int id = 0; id < FAKE_MAX_CPUS; id++) {
		plan[id].after_us = FAKE_NEVER;
		plan[id].stayed = false;
		plan[id].stopping = 0;
		plan[id].refuses = 0;
	}
	return 0;
}

static void a_cpu_goes_off_by_its_method(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 100;
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_OFF, SMPBOOT_REASON_NONE);
	assert_int_equal(plan[1].stopping, 1);
	assert_int_equal(plan[1].state_in_stopping, SMPBOOT_STATE_STOPPING);
	assert_int_equal(plan[1].again, SMPBOOT_ERR_STATE);
	assert_int_equal(stops, 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_OFFLINE, 1), 1);
	assert_int_equal(smpboot_counts().online, 2);
	/* Known already: at once, and told once. */
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_OFFLINE, 1), 1);
}

static enum smpboot_status besides;

/* Another CPU, which waits as well, looks while the kernel is being told. */
static void look_besides(const struct smpboot_event *event)
{
	uint64_t teller = fake_arch.mpidr;

	if (event->kind != SMPBOOT_EVENT_OFFLINE)
		return;
	assert_int_equal(event->cpu.state, SMPBOOT_STATE_OFFLINE);
	assert_int_equal(event->cpu.stage, SMPBOOT_STAGE_OFF);
	fake_arch.mpidr = FAKE_MPIDR(3);
	besides = smpboot_wait_off(1, 0);
	fake_arch.mpidr = teller;
}

/* Else it could start the CPU again, and the kernel be told that it is off. */
static void nobody_knows_before_the_kernel_was_told(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 100;
	fake_bring_up(0);
	besides = SMPBOOT_OK;
	fake_kernel.in_event = look_besides;
	fake_arch.idle = NULL;
	fake_firmware_run(200);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(besides, SMPBOOT_ERR_TIMEOUT);
}

static enum smpboot_status waited[FAKE_MAX_CPUS];

static void wait_for_one(void *context, unsigned int id)
{
	if (id == 1)
		live(context, id);
	fake_cpu_sleep(200);
	waited[id] = smpboot_wait_off(1, TIMEOUT_US);
	fake_cpu_rest();
}

/* The boot CPU's answer from the firmware takes so long that CPU 2 has noted it by then. */
static enum smpboot_power slow_power(const struct smpboot_target *target)
{
	(void)target;
	if (fake_arch.mpidr == FAKE_MPIDR(0))
		fake_firmware_run(300);
	return fake_cpus[1].power;
}

static void of_two_that_wait_one_tells_the_kernel(void **state)
{
	(void)state;
	ops.main = wait_for_one;
	stoppable.power = slow_power;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 100;
	waited[2] = SMPBOOT_ERR_STATE;
	fake_bring_up(0);
	fake_firmware_run(150);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(waited[2], SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_OFF, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_OFFLINE, 1), 1);
}

static void without_a_way_off_it_goes_to_the_pen(void **state)
{
	(void)state;
	fake_add_powered_cpus("fake", 2);
	plan[1].after_us = 100;
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_outcome(1, SMPBOOT_STATE_OFFLINE, SMPBOOT_STAGE_PEN, SMPBOOT_REASON_NONE);
	assert_true(fake_cpus[1].penned);
	assert_int_equal(fake_cpus[1].returned_level, 1);
}

static void firmware_without_cpu_off_leaves_it_to_the_pen(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 1);
	fake_add_cpu(2, "fake");
	stop_works = false;
	stop_answer = SMPBOOT_ERR_NOT_SUPPORTED;
	plan[1].after_us = 0;
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_true(fake_cpus[1].penned);
}

static void it_comes_back_as_often_as_wanted(const char *method)
{
	fake_add_powered_cpus(method, 2);
	plan[1].after_us = 10;
	fake_bring_up(0);
	for (unsigned int i = 1; i <= 50; i++) {
		fake_kernel.call_count = 0;
		fake_kernel.event_count = 0;
		assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
		assert_int_equal(plan[1].stopping, i);
		assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
		assert_int_equal(fake_calls(FAKE_PREPARE, 1), 1);
		assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, 1), 1);
	}
}

static void through_its_method_it_comes_back(void **state)
{
	(void)state;
	it_comes_back_as_often_as_wanted("stoppable");
	assert_int_equal(fake_cpus[1].starts, 51);
}

static void from_the_pen_it_comes_back_without_its_method(void **state)
{
	(void)state;
	it_comes_back_as_often_as_wanted("fake");
	assert_int_equal(fake_cpus[1].starts, 1);
}

static void bring_up_all_takes_those_that_are_off(void **state)
{
	struct smpboot_report report;

	(void)state;
	fake_add_powered_cpus("stoppable", 3);
	plan[1].after_us = 1;
	plan[3].after_us = 1;
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
	assert_int_equal(smpboot_wait_off(3, TIMEOUT_US), SMPBOOT_OK);
	plan[1].after_us = FAKE_NEVER;
	plan[3].after_us = FAKE_NEVER;
	report = fake_bring_up(0);
	assert_int_equal(report.started, 2);
	assert_int_equal(report.counts.online, 4);
}

/* What keeps a CPU from going, by name; then it goes on as before. */
static void assert_stays(unsigned int id, enum smpboot_status status)
{
	fake_firmware_run(200);
	assert_true(plan[id].stayed);
	assert_int_equal(plan[id].status, status);
	assert_outcome(id, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(smpboot_wait_off(id, 100), SMPBOOT_ERR_TIMEOUT);
	assert_int_equal(fake_events(SMPBOOT_EVENT_OFFLINE), 0);
}

static void the_kernel_may_refuse(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 1;
	plan[1].refuses = 7;
	fake_bring_up(0);
	assert_stays(1, SMPBOOT_ERR_STOPPING);
	assert_int_equal(stops, 0);
}

static void the_firmware_may_refuse(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 1;
	stop_works = false;
	fake_bring_up(0);
	assert_stays(1, SMPBOOT_ERR_FIRMWARE);
	assert_int_equal(stops, 1);
}

static void a_trusted_os_keeps_its_cpu(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 1;
	may_stop_answer = SMPBOOT_ERR_TRUSTED_OS;
	fake_bring_up(0);
	assert_stays(1, SMPBOOT_ERR_TRUSTED_OS);
	assert_int_equal(plan[1].stopping, 0);
}

static void the_boot_cpu_without_a_method_stays(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 1);
	fake_bring_up(0);
	assert_int_equal(smpboot_cpu_off_self(), SMPBOOT_ERR_METHOD);
	assert_int_equal(fake_info(0).state, SMPBOOT_STATE_ACTIVE);
}

static void the_last_cpu_stays(void **state)
{
	struct smpboot_cpu_desc boot_cpu = { .mpidr = FAKE_MPIDR(0), .method = "stoppable" };

	(void)state;
	assert_int_equal(smpboot_add_cpu(&boot_cpu, NULL), SMPBOOT_OK);
	fake_add_powered_cpus("stoppable", 1);
	fake_cpus[1].delay = FAKE_NEVER;
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_cpu_off_self(), SMPBOOT_ERR_STATE);
	assert_int_equal(stops, 0);
}

static void nobody_goes_before_the_first_bring_up(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 1);
	assert_int_equal(smpboot_cpu_off_self(), SMPBOOT_ERR_STATE);
}

static void wrong_calls_are_refused(void **state)
{
	fake_power_on(state);
	assert_int_equal(smpboot_cpu_off_self(), SMPBOOT_ERR_NOT_INIT);
	assert_int_equal(smpboot_wait_off(1, 10), SMPBOOT_ERR_NOT_INIT);
	boot(state);
	fake_add_powered_cpus("stoppable", 2);
	fake_cpus[2].delay = FAKE_NEVER;
	assert_int_equal(smpboot_wait_off(1, 10), SMPBOOT_ERR_STATE);
	fake_bring_up(TIMEOUT_US);
	assert_int_equal(smpboot_wait_off(3, 10), SMPBOOT_ERR_ID);
	assert_int_equal(smpboot_wait_off(0, 10), SMPBOOT_ERR_STATE);
	assert_int_equal(smpboot_wait_off(2, 10), SMPBOOT_ERR_STATE);
	fake_arch.mpidr = 0x77;
	assert_int_equal(smpboot_cpu_off_self(), SMPBOOT_ERR_ID);
}

static void the_wait_ends_when_the_power_stays_on(void **state)
{
	uint64_t begin;

	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[1].after_us = 1;
	fake_bring_up(0);
	fake_firmware_run(100);
	fake_cpus[1].power = SMPBOOT_POWER_PENDING;
	begin = smpboot_now();
	assert_int_equal(smpboot_wait_off(1, 5000), SMPBOOT_ERR_TIMEOUT);
	assert_in_range(fake_us_since(begin), 5000, 5020);
	assert_outcome(1, SMPBOOT_STATE_STOPPING, SMPBOOT_STAGE_STOPPING, SMPBOOT_REASON_NONE);
	assert_int_equal(smpboot_bring_up(1), SMPBOOT_ERR_STATE);
	fake_cpus[1].power = SMPBOOT_POWER_OFF;
	assert_int_equal(smpboot_wait_off(1, 5000), SMPBOOT_OK);
}

static void it_works_without_caches(void **state)
{
	fake_boot_uncached(state);
	ops = fake_ops;
	ops.main = live;
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
	fake_add_powered_cpus("fake", 2);
	plan[1].after_us = 10;
	plan[2].after_us = FAKE_NEVER;
	fake_bring_up(0);
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(smpboot_wait_off(1, TIMEOUT_US), SMPBOOT_OK);
		assert_true(fake_cpus[1].penned);
		assert_int_equal(smpboot_bring_up(1), SMPBOOT_OK);
	}
}

/* Another CPU makes the calls for the boot CPU only while that is away. */
static void any_cpu_stands_in_for_the_boot_cpu_when_it_is_away(void **state)
{
	(void)state;
	fake_add_powered_cpus("stoppable", 2);
	plan[2].after_us = 10;
	fake_bring_up(0);
	assert_int_equal(smpboot_wait_off(2, TIMEOUT_US), SMPBOOT_OK);
	fake_arch.mpidr = FAKE_MPIDR(1);
	assert_int_equal(smpboot_bring_up(2), SMPBOOT_ERR_NOT_BOOT_CPU);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_ERR_NOT_BOOT_CPU);
	smpboot_machine.slots[0].claim = smpboot_claim_word(0, SMPBOOT_STATE_OFFLINE);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_OK);
	fake_arch.mpidr = FAKE_MPIDR(2);
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_ERR_NOT_BOOT_CPU);
	fake_arch.mpidr = 0x77;
	assert_int_equal(smpboot_wait(0, NULL), SMPBOOT_ERR_NOT_BOOT_CPU);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, boot, fake_power_off)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_cpu_goes_off_by_its_method),
		TEST(nobody_knows_before_the_kernel_was_told),
		TEST(of_two_that_wait_one_tells_the_kernel),
		TEST(without_a_way_off_it_goes_to_the_pen),
		TEST(firmware_without_cpu_off_leaves_it_to_the_pen),
		TEST(through_its_method_it_comes_back),
		TEST(from_the_pen_it_comes_back_without_its_method),
		TEST(bring_up_all_takes_those_that_are_off),
		TEST(the_kernel_may_refuse),
		TEST(the_firmware_may_refuse),
		TEST(a_trusted_os_keeps_its_cpu),
		TEST(the_boot_cpu_without_a_method_stays),
		TEST(the_last_cpu_stays),
		TEST(nobody_goes_before_the_first_bring_up),
		TEST(wrong_calls_are_refused),
		TEST(the_wait_ends_when_the_power_stays_on),
		TEST(it_works_without_caches),
		TEST(any_cpu_stands_in_for_the_boot_cpu_when_it_is_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
