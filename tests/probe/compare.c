/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a CPU in ops.main has found of itself, against what the boot CPU has.
 */
#include <smpboot/aarch64.h>

#include "kernel.h"

void print_cpu(unsigned int id, const struct smpboot_cpu_info *info)
{
	char line[320];

	smpboot_format_cpu(info, line, sizeof(line));
	put_text(line);
	put_text("\n");
	check(info->id == id, "id in the info table");
}

static void fail_property(unsigned int id, enum property which, uint64_t expected)
{
	put_text("cpu ");
	put_hex(id);
	put_text(" has ");
	put_hex(kernel.seen[id].property[which]);
	put_text(", expected ");
	put_hex(expected);
	put_text("\n");
	check(false, property_name[which]);
}

unsigned int own_level(void)
{
	return probe_config.target == SMPBOOT_TARGET_EL1 ? 1 : 2;
}

/* What a CPU must see, from what the boot CPU sees. */
static struct observation expected_of(unsigned int id)
{
	struct observation expected = kernel.reference;
	uint64_t *p = expected.property;

	p[PROPERTY_LEVEL] = own_level();
	p[PROPERTY_MPIDR] = mpidr_of(id);
	p[PROPERTY_TPIDR] = TPIDR + id;
	p[PROPERTY_TPIDR_EL0] = 0;
	p[PROPERTY_TPIDRRO_EL0] = 0;
	p[PROPERTY_DAIF] = 0x3c0;
	p[PROPERTY_SPSEL] = 1;
	p[PROPERTY_STACK] = 1;
	p[PROPERTY_CNTVOFF] = 0;
	p[PROPERTY_ID] = id;
	p[PROPERTY_IDENTITY] = probe_config.map != MAP_HIGH;
	__asm__("ldr %0, =image_begin" : "=r"(p[PROPERTY_PC]));
	if (probe_config.spoil != 0)
		p[probe_config.spoil - 1] ^= 1;
	return expected;
}

static void check_registers(unsigned int id)
{
	const struct observation expected = expected_of(id);

	for (enum property which = 0; which < PROPERTY_COUNT; which++)
		if (kernel.seen[id].property[which] != expected.property[which])
			fail_property(id, which, expected.property[which]);
}

static void check_stamps(const struct smpboot_stamps *at, uint64_t begin, uint64_t end)
{
	/* From a pen they all come at once: one may have entered before it was asked for. */
	check(begin <= at->asked && (probe_config.entry_level == 3 ? begin : at->asked) <= at->entered &&
	              at->entered <= at->mmu_on && at->mmu_on <= at->in_c && at->in_c <= at->online &&
	              at->online <= at->main && at->main <= end,
	      "order of the stamps");
}

void check_cpu(unsigned int id, const struct smpboot_cpu_info *info, uint64_t context, uint64_t begin,
               uint64_t end)
{
	/* Without firmware nobody but the kernel knows where the boot CPU was entered: for the library it was here. */
	bool unseen = id == 0 && probe_config.entry_level == 3;

	check(info->state == SMPBOOT_STATE_ACTIVE && info->stage == SMPBOOT_STAGE_MAIN,
	      "a CPU is not active");
	check(info->entry_el == (unseen ? own_level() : probe_config.entry_level), "a CPU's level of entry");
	check(info->context == context, "context");
	check_registers(id);
	check(kernel.seen[id].clock >= begin && kernel.seen[id].clock <= end, "a CPU's clock");
	check(kernel.seen[id].physical >= begin && kernel.seen[id].physical <= end, "a CPU's physical clock");
	check_stamps(&info->stamps, begin, end);
}
