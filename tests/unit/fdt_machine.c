/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine under the tests of src/fdt.
 */
#include "fdt_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "fdt_tree.h"

#define MAX_EVENTS 16
#define MAX_CPUS   4096

struct machine_psci machine_psci;

static struct smpboot_cpu storage[MAX_CPUS];
static uint64_t first_mpidr;
static struct machine_event events[MAX_EVENTS];
static unsigned int event_count;

enum smpboot_status smpboot_psci_init(const struct smpboot_psci_config *config)
{
	machine_psci.calls++;
	machine_psci.config = *config;
	return machine_psci.answer;
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	(void)id;
	(void)launch;
	return 0;
}

static void enter(void *context, unsigned int id)
{
	(void)context;
	(void)id;
}

static void keep_event(void *context, const struct smpboot_event *event)
{
	(void)context;
	if (event_count < MAX_EVENTS) {
		struct machine_event *kept = &events[event_count];

		*kept = (struct machine_event){
			.kind = event->kind,
			.id = event->cpu.id,
			.mpidr = event->cpu.mpidr,
			.property = event->property,
		};
		if (event->node != NULL)
			snprintf(kept->node, sizeof(kept->node), "%s", event->node);
	}
	event_count++;
}

static const struct smpboot_ops ops = { .prepare = prepare, .main = enter, .event = keep_event };

void machine_start(uint64_t boot_mpidr, unsigned int capacity)
{
	fake_arch_reset(boot_mpidr);
	first_mpidr = boot_mpidr;
	event_count = 0;
	machine_psci = (struct machine_psci){ .answer = SMPBOOT_OK };
	assert_true(capacity <= MAX_CPUS);
	assert_int_equal(smpboot_init(storage, capacity), SMPBOOT_OK);
	assert_int_equal(smpboot_register_ops(&ops), SMPBOOT_OK);
}

void machine_run_on(uint64_t mpidr)
{
	fake_arch.mpidr = mpidr;
}

unsigned int machine_event_count(void)
{
	return event_count;
}

const struct machine_event *machine_event(unsigned int index)
{
	assert_true(index < event_count && index < MAX_EVENTS);
	return &events[index];
}

static void assert_text(const char *got, const char *expected)
{
	if (expected == NULL)
		assert_null(got);
	else
		assert_string_equal(got, expected);
}

void assert_one_event(enum smpboot_event_kind kind, const char *node, const char *property)
{
	assert_int_equal(event_count, 1);
	assert_int_equal(events[0].kind, kind);
	assert_string_equal(events[0].node, node);
	assert_text(events[0].property, property);
}

void assert_cpu(unsigned int id, uint64_t mpidr, const char *method)
{
	struct smpboot_cpu_info info;

	assert_int_equal(smpboot_cpu(id, &info), SMPBOOT_OK);
	assert_int_equal(info.mpidr, mpidr);
	assert_string_equal(info.method, method);
	assert_int_equal(smpboot_cpu_by_mpidr(mpidr), id);
}

void assert_nothing_added(void)
{
	struct smpboot_counts counts = smpboot_counts();

	assert_int_equal(counts.cpus, 1);
	assert_int_equal(counts.dropped, 0);
	assert_cpu(0, first_mpidr, "none");
}

void assert_scan_fails(const void *tree, enum smpboot_status status, const char *node, const char *property)
{
	struct smpboot_fdt_error error;

	assert_int_equal(smpboot_fdt_scan(tree, NULL, &error), status);
	assert_int_equal(error.status, status);
	assert_string_equal(error.node, node);
	assert_text(error.property, property);
	assert_nothing_added();
	/* What is wrong with the tree as such is wrong for this, too. */
	if (status <= SMPBOOT_ERR_FDT_HEADER && status >= SMPBOOT_ERR_FDT_CELLS)
		assert_int_equal(smpboot_fdt_add_topology(tree), status);
}

void assert_scan(const void *tree, unsigned int expected_events)
{
	struct smpboot_fdt_error error;

	assert_int_equal(smpboot_fdt_scan(tree, NULL, &error), SMPBOOT_OK);
	assert_int_equal(error.status, SMPBOOT_OK);
	assert_string_equal(error.node, "");
	assert_null(error.property);
	assert_int_equal(event_count, expected_events);
}

void assert_built_fails(enum smpboot_status status, const char *node, const char *property)
{
	void *tree = tree_finish();

	assert_scan_fails(tree, status, node, property);
	free(tree);
}

void assert_built(unsigned int expected_events)
{
	void *tree = tree_finish();

	assert_scan(tree, expected_events);
	free(tree);
}

void assert_built_warns(enum smpboot_event_kind kind)
{
	assert_built(1);
	assert_one_event(kind, "", "cpu-release-addr");
	assert_int_equal(events[0].id, 1);
	assert_int_equal(events[0].mpidr, 1);
}
