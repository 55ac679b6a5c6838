/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel on the made-up machine.
 */
#include "fake_kernel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"

struct fake_kernel fake_kernel;
/* The slots have its first page to themselves, for fake_meanwhile(). */
_Alignas(4096) struct smpboot_cpu fake_storage[FAKE_MAX_CPUS];

uintptr_t fake_stack(unsigned int id)
{
	return 0x10000 + id * 0x1000;
}

uint64_t fake_tpidr(unsigned int id)
{
	return 0xabc0000 + id;
}

/* On secondaries no assertion can be made: what is too much ends the program. */
static void record_call(enum fake_hook hook, void *context, unsigned int id)
{
	if (fake_kernel.call_count == FAKE_MAX_RECORDS || id >= FAKE_MAX_CPUS)
		abort();
	fake_kernel.calls[fake_kernel.call_count++] = (struct fake_call){
		.hook = hook,
		.id = id,
		.context = context,
		.mpidr = fake_arch.mpidr,
	};
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	record_call(FAKE_PREPARE, context, id);
	assert_null(launch->stack_top);
	assert_int_equal(launch->tpidr, 0);
	if (fake_kernel.plan[id].in_prepare != NULL)
		fake_kernel.plan[id].in_prepare(id);
	launch->stack_top = (void *)fake_kernel.plan[id].stack_top;
	launch->tpidr = fake_tpidr(id);
	return fake_kernel.plan[id].prepare;
}

static int starting(void *context, unsigned int id)
{
	record_call(FAKE_STARTING, context, id);
	if (fake_kernel.plan[id].in_starting != NULL)
		fake_kernel.plan[id].in_starting(id);
	if (fake_kernel.plan[id].starting_us != 0)
		fake_cpu_sleep(fake_kernel.plan[id].starting_us);
	return fake_kernel.plan[id].starting;
}

static void enter_scheduler(void *context, unsigned int id)
{
	record_call(FAKE_MAIN, context, id);
	if (!fake_kernel.plan[id].main_returns)
		fake_cpu_rest();
}

static void keep_event(void *context, const struct smpboot_event *event)
{
	assert_ptr_equal(context, &fake_kernel);
	assert_true(fake_kernel.event_count < FAKE_MAX_RECORDS);
	fake_kernel.events[fake_kernel.event_count++] = *event;
	if (fake_kernel.in_event != NULL)
		fake_kernel.in_event(event);
}

const struct smpboot_ops fake_ops = {
	.context = &fake_kernel,
	.prepare = prepare,
	.starting = starting,
	.main = enter_scheduler,
	.event = keep_event,
};

int fake_power_on(void **state)
{
	(void)state;
	fake_arch_reset(FAKE_MPIDR(0));
	fake_firmware_reset();
	fake_memory_add(fake_storage, sizeof(fake_storage));
	fake_memory_add(&smpboot_boot_args, sizeof(smpboot_boot_args));
	fake_kernel = (struct fake_kernel){ .call_count = 0 };
	for (unsigned int id = 0; id < FAKE_MAX_CPUS; id++)
		fake_kernel.plan[id].stack_top = fake_stack(id);
	/* The library itself never forgets that it has started CPUs. */
	smpboot_machine = (struct smpboot_machine){ .count = 0 };
	return 0;
}

static void boot(void)
{
	assert_int_equal(smpboot_init(fake_storage, FAKE_MAX_CPUS), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&fake_ops), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_method), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_mute_method), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_probed_method), SMPBOOT_OK);
	assert_int_equal(smpboot_register_method(&fake_powered_method), SMPBOOT_OK);
}

int fake_boot(void **state)
{
	fake_power_on(state);
	boot();
	return 0;
}

int fake_boot_one_to_one(void **state)
{
	fake_power_on(state);
	fake_arch.phys_offset = 0;
	boot();
	return 0;
}

int fake_boot_uncached(void **state)
{
	fake_power_on(state);
	fake_arch.coherent = false;
	boot();
	return 0;
}

int fake_power_off(void **state)
{
	(void)state;
	fake_firmware_stop();
	return 0;
}

void fake_add_cpu(unsigned int id, const char *method)
{
	fake_add_waiting_cpu(id, method, 0);
}

void fake_add_waiting_cpu(unsigned int id, const char *method, uint64_t release_addr)
{
	struct smpboot_cpu_desc desc = {
		.mpidr = FAKE_MPIDR(id),
		.method = method,
		.release_addr = release_addr,
	};
	unsigned int got;

	assert_int_equal(smpboot_add_cpu(&desc, &got), SMPBOOT_OK);
	assert_int_equal(got, id);
	fake_cpus[id].mpidr = desc.mpidr;
	fake_cpus[id].word = release_addr;
}

void fake_add_cpus(unsigned int last)
{
	for (unsigned int id = 1; id <= last; id++)
		fake_add_cpu(id, "fake");
}

void fake_add_powered_cpus(const char *method, unsigned int last)
{
	for (unsigned int id = 1; id <= last; id++) {
		fake_add_cpu(id, method);
		fake_cpus[id].power = SMPBOOT_POWER_ON;
	}
}

struct smpboot_report fake_bring_up(uint32_t timeout_us)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;

	if (timeout_us != 0)
		options.timeout_us = timeout_us;
	assert_int_equal(smpboot_bring_up_all(&options, &report), SMPBOOT_OK);
	return report;
}

uint64_t fake_us_since(uint64_t begin)
{
	return smpboot_ticks_to_us(smpboot_now() - begin);
}

struct smpboot_cpu_info fake_info(unsigned int id)
{
	struct smpboot_cpu_info info;

	assert_int_equal(smpboot_cpu(id, &info), SMPBOOT_OK);
	return info;
}

void fake_row(unsigned int id, char row[FAKE_ROW_SIZE])
{
	struct smpboot_cpu_info info = fake_info(id);

	assert_in_range(smpboot_format_cpu(&info, row, FAKE_ROW_SIZE), 1, FAKE_ROW_SIZE - 1);
}

unsigned int fake_calls(enum fake_hook hook, unsigned int id)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < fake_kernel.call_count; i++)
		count += fake_kernel.calls[i].hook == hook && fake_kernel.calls[i].id == id;
	return count;
}

unsigned int fake_events(enum smpboot_event_kind kind)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < fake_kernel.event_count; i++)
		count += fake_kernel.events[i].kind == kind;
	return count;
}

unsigned int fake_events_of(enum smpboot_event_kind kind, unsigned int id)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < fake_kernel.event_count; i++)
		count += fake_kernel.events[i].kind == kind && fake_kernel.events[i].cpu.id == id;
	return count;
}

void assert_outcome(unsigned int id, enum smpboot_state state, enum smpboot_stage stage,
                    enum smpboot_reason reason)
{
	struct smpboot_cpu_info info = fake_info(id);

	assert_string_equal(smpboot_state_name(info.state), smpboot_state_name(state));
	assert_string_equal(smpboot_stage_name(info.stage), smpboot_stage_name(stage));
	assert_string_equal(smpboot_reason_name(info.reason), smpboot_reason_name(reason));
}

void assert_active(unsigned int id)
{
	assert_outcome(id, SMPBOOT_STATE_ACTIVE, SMPBOOT_STAGE_MAIN, SMPBOOT_REASON_NONE);
	assert_int_equal(fake_calls(FAKE_MAIN, id), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_ONLINE, id), 1);
	assert_int_equal(fake_events_of(SMPBOOT_EVENT_FAILED, id), 0);
	assert_false(fake_cpus[id].parked);
}
