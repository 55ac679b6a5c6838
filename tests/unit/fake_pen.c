/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs at one release word.
 */
#include "fake_pen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <smpboot/pen.h>
#include <smpboot/spin_table.h>

#include "core/arch.h"
#include "core/machine.h"

/* Where the pen was copied to; its word is everybody's. */
static _Alignas(4096) unsigned char page[4096];

uint64_t *const fake_pen_word = (uint64_t *)(void *)&page[SMPBOOT_PEN_RELEASE_WORD];

void fake_pen_set_word(uint64_t value)
{
	*fake_pen_word = value;
	smpboot_arch_clean(fake_pen_word, sizeof(*fake_pen_word));
}

int fake_pen_boot(void **state)
{
	fake_boot_one_to_one(state);
	fake_memory_add(page, sizeof(page));
	fake_pen_set_word(0);
	assert_int_equal(smpboot_spin_table_init(), SMPBOOT_OK);
	assert_int_equal(smpboot_pen_init(fake_pa(page)), SMPBOOT_OK);
	return 0;
}

void fake_pen_add(const char *method)
{
	for (unsigned int id = 1; id <= FAKE_PEN_LAST; id++)
		fake_add_waiting_cpu(id, method, fake_pa(fake_pen_word));
}

const struct smpboot_early *fake_pen_early(unsigned int id)
{
	const struct smpboot_early *early = fake_memory(smpboot_boot_args.early_pa);

	return early + id;
}

void assert_came_from_pen(unsigned int id)
{
	assert_active(id);
	assert_int_equal(fake_calls(FAKE_STARTING, id), 1);
	assert_true(fake_cpus[id].reached_c);
	assert_false(fake_cpus[id].penned);
	assert_int_equal(fake_cpus[id].stack_top, fake_stack(id));
	assert_int_equal(fake_cpus[id].tpidr, fake_tpidr(id));
	for (unsigned int i = 0; i < fake_kernel.call_count; i++)
		if (fake_kernel.calls[i].hook != FAKE_PREPARE && fake_kernel.calls[i].id == id)
			assert_int_equal(fake_kernel.calls[i].mpidr, FAKE_MPIDR(id));
}
