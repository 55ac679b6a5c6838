/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that fail on purpose. What a hook of the kernel can do wrong is done in
 * the hooks here; what happens before that, in fault_entry.S, where an enable
 * method of the kernel's own sends the CPU.
 */
#include "kern/fault.h"

#include <smpboot/psci.h>
#include <string.h>

#include "arch/cpu.h"
#include "boot/boot.h"
#include "kern/fault_list.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

#define METHOD "faulty-psci"
#define CODE   (-7) /* of what refuses */

void fault_entry(void);
void fault_early(void);

uint64_t fault_go; /* not 0: CPUs that wait go on */

static const struct smpboot_ops *kernel;

/* ---- The hooks and the method ---------------------------------------------------- */

/* What CPU `id` is to do wrong at this place, this time; 0: nothing. */
static uint64_t way_at(enum fault_place place, unsigned int id)
{
	const struct fault *fault = fault_of(id);

	return fault != NULL && fault->kind->place == place && fault->starts == 1 ? fault->kind->way : 0;
}

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	struct fault *fault = fault_of(id);
	int result = kernel->prepare(context, id, launch);

	if (fault != NULL)
		fault->starts++;
	switch (way_at(PLACE_PREPARE, id)) {
	case FAULT_REFUSE:
		return CODE;
	case FAULT_UNALIGNED:
		launch->stack_top = (char *)launch->stack_top - 8;
		break;
	case FAULT_UNMAPPED:
		launch->stack_top = (void *)0x10000; /* the low half of the address space is empty */
		break;
	}
	return result;
}

static int starting(void *context, unsigned int id)
{
	switch (way_at(PLACE_STARTING, id)) {
	case FAULT_REFUSE:
		return CODE;
	case FAULT_STOP:
		cpu_stop();
	case FAULT_UNDEFINED:
		__asm__ volatile(".inst 0");
		break;
	case FAULT_WAIT:
		while (__atomic_load_n(&fault_go, __ATOMIC_ACQUIRE) == 0)
			__asm__ volatile("yield");
		break;
	}
	return kernel->starting(context, id);
}

/* The id is not known yet: it is the next, unless this is the boot CPU. */
static void fixup(void *context, struct smpboot_cpu_desc *desc)
{
	const struct fault *fault = desc->mpidr == cpu_mpidr() ? NULL : fault_of(smpboot_counts().cpus);

	kernel->fixup(context, desc);
	if (fault != NULL && desc->method != NULL && strcmp(desc->method, "psci") == 0 &&
	    fault_by_method(fault))
		desc->method = METHOD;
}

static struct smpboot_start start_by_psci(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	struct smpboot_start answer = { .code = smpboot_psci_cpu_on(mpidr, entry, context) };

	if (answer.code != SMPBOOT_PSCI_SUCCESS)
		answer.reason = SMPBOOT_REASON_METHOD_REFUSED;
	return answer;
}

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	struct fault *fault = fault_of(target->id);

	switch (way_at(PLACE_START, target->id)) {
	case FAULT_REFUSE:
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_METHOD_REFUSED, .code = CODE };
	case FAULT_LOSE:
		return (struct smpboot_start){ .reason = SMPBOOT_REASON_NONE };
	}
	if (way_at(PLACE_DETOUR, target->id) == 0)
		return start_by_psci(target->mpidr, entry, context);
	fault->entry = entry;
	fault->context = context;
	cpu_clean(fault, sizeof(*fault));
	return start_by_psci(target->mpidr, mm_phys((const void *)fault_entry), mm_phys(fault));
}

static enum smpboot_power power(const struct smpboot_target *target)
{
	switch (smpboot_psci_affinity_info(target->mpidr)) {
	case 0:
		return SMPBOOT_POWER_ON;
	case 1:
		return SMPBOOT_POWER_OFF;
	case 2:
		return SMPBOOT_POWER_PENDING;
	default:
		return SMPBOOT_POWER_UNKNOWN;
	}
}

static enum smpboot_reason diagnose(const struct smpboot_target *target, uint64_t entry)
{
	(void)entry;
	switch (power(target)) {
	case SMPBOOT_POWER_ON:
		return SMPBOOT_REASON_ON_NO_ENTRY;
	case SMPBOOT_POWER_OFF:
		return SMPBOOT_REASON_LEFT_OFF;
	case SMPBOOT_POWER_PENDING:
		return SMPBOOT_REASON_FW_STILL_PENDING;
	default:
		return SMPBOOT_REASON_NONE;
	}
}

static const struct smpboot_method method = {
	.name = METHOD,
	.hands_context = true,
	.start = start,
	.power = power,
	.diagnose = diagnose,
};

/* ---- For kern/smp.c ---------------------------------------------------------------- */

bool fault_init(const struct smpboot_ops **ops)
{
	static struct smpboot_ops failing;
	char list[200];

	if (!machine_bootarg("fault", list, sizeof(list)))
		return true;
	if (!fault_parse(list) || smpboot_register_method(&method) != SMPBOOT_OK) {
		kprintf("fault=%s: cannot be understood\n", list);
		return false;
	}
	kernel = *ops;
	failing = *kernel;
	failing.prepare = prepare;
	failing.starting = starting;
	failing.fixup = fixup;
	failing.early = fault_early;
	*ops = &failing;
	return true;
}

bool fault_arm(void)
{
	struct smpboot_cpu_info info;

	for (unsigned int i = 0; i < fault_count; i++) {
		struct fault *fault = &fault_list[i];
		unsigned int level = fault->kind->kernel_el;

		if (smpboot_cpu(fault->id, &info) != SMPBOOT_OK ||
		    (fault_by_method(fault) && strcmp(info.method, METHOD) != 0) ||
		    (level != 0 && (level != cpu_level() || boot_info.entry_level != 2))) {
			kprintf("fault=%s:%u cannot be had here\n", fault->kind->name, fault->id);
			return false;
		}
		fault->mpidr = info.mpidr;
	}
	cpu_clean(fault_list, sizeof(fault_list));
	return true;
}

unsigned int fault_let_go(void)
{
	unsigned int waiting = 0;

	__atomic_store_n(&fault_go, 1, __ATOMIC_RELEASE);
	cpu_clean(&fault_go, sizeof(fault_go));
	for (unsigned int i = 0; i < fault_count; i++)
		waiting += fault_list[i].kind->way == FAULT_WAIT;
	return waiting;
}
