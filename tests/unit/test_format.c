/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events and CPUs as lines of text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/machine.h"
#include "fake_kernel.h"

#define LINE_SIZE 512
#define EPOCH     1000u
#define US(us)    (EPOCH + (uint64_t)(us)*FAKE_TICKS_PER_US)

static int set_epoch(void **state)
{
	fake_power_on(state);
	fake_arch.now = EPOCH - fake_arch.step;
	assert_int_equal(smpboot_init(fake_storage, 2), SMPBOOT_OK);
	return 0;
}

/* The event's text, in one piece and cut at every length. */
static void assert_event_text(const struct smpboot_event *event, const char *expected)
{
	size_t length = strlen(expected);
	char line[LINE_SIZE];

	assert_int_equal(smpboot_format_event(event, line, sizeof(line)), length);
	assert_string_equal(line, expected);
	for (size_t size = 1; size <= length + 1; size++) {
		memset(line, '#', sizeof(line));
		assert_int_equal(smpboot_format_event(event, line, size), length);
		assert_memory_equal(line, expected, size - 1);
		assert_int_equal(line[size - 1], '\0');
		assert_int_equal(line[size], '#');
	}
	assert_int_equal(smpboot_format_event(event, NULL, 0), length);
}

static void assert_cpu_text(const struct smpboot_cpu_info *info, const char *expected)
{
	size_t length = strlen(expected);
	char line[LINE_SIZE];

	assert_int_equal(smpboot_format_cpu(info, line, sizeof(line)), length);
	assert_string_equal(line, expected);
	for (size_t size = 1; size <= length + 1; size++) {
		memset(line, '#', sizeof(line));
		assert_int_equal(smpboot_format_cpu(info, line, size), length);
		assert_memory_equal(line, expected, size - 1);
		assert_int_equal(line[size - 1], '\0');
		assert_int_equal(line[size], '#');
	}
	assert_int_equal(smpboot_format_cpu(info, NULL, 0), length);
}

static void an_online_cpu(void **state)
{
	struct smpboot_event event = {
		.kind = SMPBOOT_EVENT_ONLINE,
		.cpu = { .id = 12, .mpidr = 0x0100000203, .method = "psci", .state = SMPBOOT_STATE_ACTIVE },
	};

	(void)state;
	event.cpu.stamps.asked = US(100);
	event.cpu.stamps.online = US(1334);
	assert_event_text(&event, "cpu 12 (mpidr 0x100000203) online after 1234 us");
}

static void a_cpu_that_went_off(void **state)
{
	struct smpboot_event event = { .kind = SMPBOOT_EVENT_OFFLINE,
		                       .cpu = { .id = 3, .mpidr = 0x3, .stage = SMPBOOT_STAGE_OFF } };

	(void)state;
	assert_event_text(&event, "cpu 3 (mpidr 0x3) is off");
	event.cpu.stage = SMPBOOT_STAGE_PEN;
	assert_event_text(&event, "cpu 3 (mpidr 0x3) is off: it waits in the entry code");
}

static void a_failed_cpu(void **state)
{
	struct smpboot_event event = {
		.kind = SMPBOOT_EVENT_FAILED,
		.cpu = {
			.id = 1,
			.mpidr = 0x1,
			.method = "psci",
			.state = SMPBOOT_STATE_FAILED,
			.stage = SMPBOOT_STAGE_START,
			.reason = SMPBOOT_REASON_FW_INVALID_PARAMS,
			.code = -2,
		},
	};

	(void)state;
	assert_event_text(&event,
	                  "cpu 1 (mpidr 0x1) failed at stage start: the firmware knows no CPU with this "
	                  "MPIDR (fw-invalid-parameters, method psci, code -2)");
}

static void a_cpu_that_was_given_up(void **state)
{
	struct smpboot_event event = {
		.kind = SMPBOOT_EVENT_FAILED,
		.cpu = {
			.id = 3,
			.mpidr = 0,
			.method = "none",
			.state = SMPBOOT_STATE_ABANDONED,
			.stage = SMPBOOT_STAGE_LEVEL,
			.reason = SMPBOOT_REASON_STUCK,
		},
	};

	(void)state;
	assert_event_text(&event,
	                  "cpu 3 (mpidr 0x0) given up at stage level: it reached our code and stopped "
	                  "there (stuck, method none)");
}

static void each_warning(void **state)
{
	static const struct {
		enum smpboot_event_kind kind;
		const char *text;
	} all[] = {
		{ SMPBOOT_EVENT_DROPPED, "warning: cpu (mpidr 0x81000001) left out: the table is full" },
		{ SMPBOOT_EVENT_DUPLICATE,
		  "warning: cpu (mpidr 0x81000001) is described twice: the second is ignored" },
		{ SMPBOOT_EVENT_BAD_CPU,
		  "warning: cpu (mpidr 0x81000001) left out: its description cannot be used" },
		{ SMPBOOT_EVENT_BOOT_CPU_MISSING,
		  "warning: cpu (mpidr 0x81000001) is the boot CPU, and the device tree does not list it" },
		{ SMPBOOT_EVENT_CONTEXT,
		  "warning: cpu (mpidr 0x81000001) was entered with another x0 than the firmware was given" },
		{ SMPBOOT_EVENT_STRAY,
		  "warning: cpu (mpidr 0x81000001) came and is not in the table: it is parked" },
		{ SMPBOOT_EVENT_OUTSIDE,
		  "warning: cpu (mpidr 0x81000001) has a release address outside memory" },
		{ SMPBOOT_EVENT_UNRESERVED, "warning: cpu (mpidr 0x81000001) has a release address that the "
		                            "device tree does not reserve" },
		{ SMPBOOT_EVENT_LATE,
		  "warning: cpu (mpidr 0x81000001) came after its deadline, and waits to be let in" },
		{ SMPBOOT_EVENT_FREQUENCY,
		  "warning: cpu (mpidr 0x81000001) has another CNTFRQ_EL0 than the boot CPU" },
		{ SMPBOOT_EVENT_DIFFERENT,
		  "warning: cpu (mpidr 0x81000001) has other features than the boot CPU" },
		{ (enum smpboot_event_kind)99, "warning: cpu (mpidr 0x81000001) has an unknown event" },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct smpboot_event event = {
			.kind = all[i].kind,
			.cpu = { .id = SMPBOOT_NO_CPU, .mpidr = 0x81000001 },
		};

		assert_event_text(&event, all[i].text);
	}
}

static void a_warning_names_its_place(void **state)
{
	struct smpboot_event event = {
		.kind = SMPBOOT_EVENT_DUPLICATE,
		.cpu = { .id = 0, .mpidr = 0x80 },
		.node = "cpu@80",
	};

	(void)state;
	assert_event_text(
		&event, "warning: cpu 0 (mpidr 0x80) is described twice: the second is ignored, node cpu@80");
	event.property = "reg";
	assert_event_text(
		&event, "warning: cpu 0 (mpidr 0x80) is described twice: the second is ignored, node cpu@80, "
			"property reg");
}

static void a_cpu_that_has_been_everywhere(void **state)
{
	struct smpboot_cpu_info info = {
		.id = 4294967294u,
		.mpidr = 0xff00ffffff,
		.method = "spin-table",
		.state = SMPBOOT_STATE_ACTIVE,
		.stage = SMPBOOT_STAGE_MAIN,
		.entry_el = 2,
		.stamps = { US(1), US(20), US(300), US(4000), US(50000), US(600000), US(7000000) },
	};

	(void)state;
	assert_cpu_text(&info,
	                "cpu: id=4294967294 mpidr=0xff00ffffff method=spin-table state=active stage=main "
	                "reason=none entry_el=2 code=0 asked_us=1.000 started_us=20.000 entered_us=300.000 "
	                "mmu_on_us=4000.000 in_c_us=50000.000 online_us=600000.000 main_us=7000000.000");
}

static void a_cpu_that_has_been_nowhere(void **state)
{
	struct smpboot_cpu_info info = {
		.id = 1,
		.mpidr = 0x1,
		.method = "none",
		.state = SMPBOOT_STATE_FAILED,
		.stage = SMPBOOT_STAGE_PREPARE,
		.reason = SMPBOOT_REASON_PREPARE_REFUSED,
		.code = INT64_MIN,
		.stamps = { .asked = EPOCH },
	};

	(void)state;
	assert_cpu_text(&info,
	                "cpu: id=1 mpidr=0x1 method=none state=failed stage=prepare reason=prepare-refused "
	                "entry_el=0 code=-9223372036854775808 asked_us=0.000 started_us=- entered_us=- "
	                "mmu_on_us=- in_c_us=- online_us=- main_us=-");
}

static void less_than_a_microsecond_counts(void **state)
{
	struct smpboot_cpu_info info = { .method = "none", .stamps = { .asked = EPOCH, .started = EPOCH } };
	char line[LINE_SIZE];

	(void)state;
	fake_arch.frequency = 62500000;
	smpboot_machine.frequency = 62500000;
	info.stamps.started += 1;
	info.stamps.entered = EPOCH + 62500001;
	info.stamps.mmu_on = EPOCH + 62500000ull * 1000000 + 62;
	smpboot_format_cpu(&info, line, sizeof(line));
	assert_non_null(strstr(line, " asked_us=0.000 started_us=0.016 entered_us=1000000.016 "
	                             "mmu_on_us=1000000000000.992 "));
}

/* Times are from smpboot_init() on. */
static void a_real_cpu(void **state)
{
	struct smpboot_cpu_info info;
	char line[LINE_SIZE];

	fake_boot(state);
	fake_arch.step = 0;
	fake_add_cpus(1);
	fake_firmware_run(500);
	fake_bring_up(0);
	info = fake_info(1);
	smpboot_format_cpu(&info, line, sizeof(line));
	assert_string_equal(
		line,
		"cpu: id=1 mpidr=0x300000201 method=fake state=active stage=main reason=none "
		"entry_el=1 code=0 asked_us=500.000 started_us=500.000 entered_us=510.000 mmu_on_us=510.000 "
		"in_c_us=510.000 online_us=510.000 main_us=510.000");
	fake_power_off(state);
}

#define TEST(function) cmocka_unit_test_setup(function, set_epoch)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(an_online_cpu),
		TEST(a_cpu_that_went_off),
		TEST(a_failed_cpu),
		TEST(a_cpu_that_was_given_up),
		TEST(each_warning),
		TEST(a_warning_names_its_place),
		TEST(a_cpu_that_has_been_everywhere),
		TEST(a_cpu_that_has_been_nowhere),
		TEST(less_than_a_microsecond_counts),
		TEST(a_real_cpu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
