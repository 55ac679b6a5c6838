/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the cases have in common.
 */
#include "cases.h"

#include <smpboot/pen.h>
#include <smpboot/psci.h>

extern const char detour[];

unsigned int detour_asked[CPUS];

struct smpboot_start native_start(uint64_t mpidr, uint64_t address, uint64_t context)
{
	volatile uint64_t *word =
		map_image_memory(NULL, kernel.pen + SMPBOOT_PEN_RELEASE_WORD, sizeof(*word));
	int32_t result;

	if (probe_config.entry_level == 3) {
		*word = address;
		__asm__ volatile("dsb sy\n\tsev" ::: "memory");
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
	}
	result = smpboot_psci_cpu_on(mpidr, address, context);
	check(result == SMPBOOT_PSCI_SUCCESS, "CPU_ON");
	return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE, .code = result };
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	for (unsigned int i = 0; i < CPUS; i++)
		detours[i].entry = entry;
	detour_asked[target->mpidr % CPUS]++;
	return native_start(target->mpidr, physical(detour), context);
}

const struct smpboot_method detour_method = { .name = "detour", .start = start };

void register_method(const struct smpboot_method *method)
{
	check_status(smpboot_register_method(method), SMPBOOT_OK, "smpboot_register_method");
}

void set_up_all(const char *method)
{
	set_up();
	register_method(&detour_method);
	for (unsigned int id = 0; id < CPUS; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = mpidr_of(id), .method = method };

		add_cpu(&desc, id);
	}
}

void bring_up_all(unsigned int online)
{
	struct smpboot_options options = SMPBOOT_OPTIONS_DEFAULT;
	struct smpboot_report report;
	char line[LINE_SIZE];

	/* Where nobody fails, nobody waits that long: the host may be busy. */
	if (online == CPUS)
		options.timeout_us = 10000000;
	check_status(smpboot_bring_up_all(&options, &report), SMPBOOT_OK, "smpboot_bring_up_all");
	for (unsigned int id = 0; id < report.counts.cpus; id++) {
		struct smpboot_cpu_info info = info_of(id);

		smpboot_format_cpu(&info, line, sizeof(line));
		put_text(line);
		put_text("\n");
	}
	check(report.counts.online == online, "number of CPUs online");
}

struct smpboot_cpu_info info_of(unsigned int id)
{
	struct smpboot_cpu_info info;

	check_status(smpboot_cpu(id, &info), SMPBOOT_OK, "smpboot_cpu");
	return info;
}

void expect_online(unsigned int id)
{
	struct smpboot_cpu_info info = info_of(id);

	check(info.state == SMPBOOT_STATE_ONLINE || info.state == SMPBOOT_STATE_ACTIVE,
	      "a CPU is not online");
	check(info.reason == SMPBOOT_REASON_NONE && info.code == 0, "an online CPU has a reason");
}

struct smpboot_cpu_info expect_failed(unsigned int id, enum smpboot_state state, enum smpboot_stage stage,
                                      enum smpboot_reason reason)
{
	struct smpboot_cpu_info info = info_of(id);

	check(info.state == state, "state of a CPU that failed");
	check(info.stage == stage, "stage of a CPU that failed");
	check(info.reason == reason, "reason of a CPU that failed");
	return info;
}

int pass(void)
{
	put_text("probe: pass\n");
	return 0;
}
