/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault of CPU 1 at each point up to the kernel's own vectors: it must be
 * reported with its registers, and the others come up.
 */
#include "cases.h"

#define EC_INSTRUCTION_ABORT 0x21u /* of the level itself */
#define EC_DATA_ABORT        0x25u

int case_fault_early(void);
int case_fault_idmap(void);
int case_fault_stack(void);
int case_fault_starting(void);

void set_vectors(void);

static bool contains(const char *text, const char *part)
{
	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (part[i] != '\0' && text[i] == part[i])
			i++;
		if (part[i] == '\0')
			return true;
	}
	return false;
}

static struct smpboot_fault expect_fault(enum smpboot_stage stage, uint64_t ec)
{
	struct smpboot_cpu_info info = expect_failed(1, SMPBOOT_STATE_ABANDONED, stage, SMPBOOT_REASON_FAULT);

	check(info.fault.esr >> 26 == ec, "ESR");
	check(contains(kernel.failure, "cpu 1 ") && contains(kernel.failure, "(fault, "),
	      "text of the event");
	check(contains(kernel.failure, "esr 0x") && contains(kernel.failure, "elr 0x") &&
	              contains(kernel.failure, "far 0x"),
	      "registers in the text of the event");
	expect_online(2);
	expect_online(3);
	return info.fault;
}

/* Before the level is set up, MMU off. */
int case_fault_early(void)
{
	struct smpboot_fault fault;

	probe_ops.early = early_fault;
	set_up_all(native_method());
	early_faulting = mpidr_of(1);
	bring_up_all(CPUS - 1);
	fault = expect_fault(SMPBOOT_STAGE_START, EC_DATA_ABORT);
	check(fault.far == NO_MEMORY, "FAR");
	check(fault.elr == physical(early_fault_here), "ELR");
	return pass();
}

/* The identity map has gone by the time it is used. */
static struct smpboot_start start_without_idmap(const struct smpboot_target *target, uint64_t entry,
                                                uint64_t context)
{
	for (size_t i = 0; i < IDMAP_WORDS; i++)
		kernel.idmap[i] = 0;
	__asm__ volatile("dsb sy" ::: "memory");
	return native_start(target->mpidr, entry, context);
}

static const struct smpboot_method without_idmap = { .name = "no-idmap", .start = start_without_idmap };

/* At the instruction after the one that turns the MMU on. */
int case_fault_idmap(void)
{
	struct smpboot_fault fault;

	set_up();
	register_method(&without_idmap);
	for (unsigned int id = 1; id < CPUS; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = id, .method = id == 1 ? "no-idmap" : "psci" };

		add_cpu(&desc, id);
	}
	check_status(smpboot_bring_up(1), SMPBOOT_ERR_CPU_FAILED, "smpboot_bring_up");
	bring_up_all(CPUS - 1);
	fault = expect_fault(SMPBOOT_STAGE_REGIME, EC_INSTRUCTION_ABORT);
	check(fault.elr == fault.far, "FAR");
	check(map_image_memory(NULL, fault.elr, 4) != NULL, "ELR");
	return pass();
}

static int prepare_bad_stack(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = id == 1 ? (void *)NO_MEMORY : kernel.stack[id] + STACK;
	return 0;
}

/* In the library's first C function. */
int case_fault_stack(void)
{
	struct smpboot_fault fault;

	probe_ops.prepare = prepare_bad_stack;
	set_up_all("psci");
	bring_up_all(CPUS - 1);
	fault = expect_fault(SMPBOOT_STAGE_REGIME, EC_DATA_ABORT);
	check(fault.far < NO_MEMORY && fault.far >= NO_MEMORY - 512, "FAR");
	check(map_image_memory(NULL, fault.elr, 4) != NULL, "ELR");
	return pass();
}

static int starting_fault(void *context, unsigned int id)
{
	(void)context;
	if (id == 1)
		return (int)*(volatile uint64_t *)NO_MEMORY;
	set_vectors();
	return 0;
}

/* In ops.starting, before it has set the kernel's vectors. */
int case_fault_starting(void)
{
	struct smpboot_fault fault;
	uintptr_t hook = (uintptr_t)starting_fault;

	probe_ops.starting = starting_fault;
	set_up_all("psci");
	bring_up_all(CPUS - 1);
	fault = expect_fault(SMPBOOT_STAGE_STARTING, EC_DATA_ABORT);
	check(fault.far == NO_MEMORY, "FAR");
	check(fault.elr >= hook && fault.elr < hook + 256, "ELR");
	return pass();
}
