/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the kernel's storage is divided: no cache writeback granule holds both
 * early records and anything that is written through a cache.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/machine.h"
#include "core/storage.h"
#include "fake_kernel.h"

#define MAX_COUNT 200u
#define PAGE      4096u

/* Room for MAX_COUNT CPUs at any alignment that the interface allows. */
static _Alignas(PAGE) struct smpboot_cpu room[MAX_COUNT + PAGE / sizeof(struct smpboot_cpu)];

static uintptr_t round_up(uintptr_t value, size_t to)
{
	return (value + to - 1) / to * to;
}

static struct smpboot_cpu *storage_at(size_t offset)
{
	return (struct smpboot_cpu *)((uintptr_t)room + offset);
}

/* The table as smpboot_init() has divided it. */
static void assert_divided(size_t count, size_t granule, size_t offset)
{
	const struct smpboot_machine *machine = &smpboot_machine;
	uintptr_t start = (uintptr_t)room + offset;
	uintptr_t end = start + count * sizeof(struct smpboot_cpu);
	uintptr_t early = (uintptr_t)machine->early;
	uintptr_t early_end = early + (count + 1) * sizeof(struct smpboot_early);

	assert_int_equal((uintptr_t)machine->slots, start);
	assert_true((uintptr_t)machine->map.hwids >= (uintptr_t)(machine->slots + count));
	assert_true((uintptr_t)machine->map.ids >= (uintptr_t)(machine->map.hwids + count));
	assert_true((uintptr_t)machine->selves >=
	            (uintptr_t)(machine->map.ids + SMPBOOT_MAP_IDS_PER_CPU * count));
	/* Granules of its own, inside the storage, so that they hold nothing of the kernel's either. */
	assert_int_equal(early % granule, 0);
	assert_true(early >= (uintptr_t)(machine->selves + count));
	assert_true(round_up(early_end, granule) <= end);
}

/* Every count from `first` on can be divided, however it is aligned. */
static void assert_can_divide(size_t granule, size_t first)
{
	fake_arch.granule = granule;
	for (size_t count = first; count <= MAX_COUNT; count++) {
		for (size_t offset = 0; offset < 2048; offset += 256) {
			assert_int_equal(smpboot_init(storage_at(offset), count), SMPBOOT_OK);
			assert_divided(count, granule, offset);
		}
	}
}

static void any_count_will_do_up_to_256_byte_granules(void **state)
{
	(void)state;
	for (size_t granule = 64; granule <= 256; granule *= 2)
		assert_can_divide(granule, 2);
}

static void some_more_will_do_for_larger_granules(void **state)
{
	(void)state;
	assert_can_divide(512, 17);
	assert_can_divide(1024, 33);
	assert_can_divide(2048, 65);
}

static void the_boot_cpu_alone_will_always_do(void **state)
{
	(void)state;
	for (size_t granule = 64; granule <= 2048; granule *= 2) {
		fake_arch.granule = granule;
		assert_int_equal(smpboot_init(storage_at(256), 1), SMPBOOT_OK);
		assert_null(smpboot_machine.early);
	}
}

/* What does not fit is refused, and what is not refused fits. */
static void too_little_for_the_granule_is_refused(void **state)
{
	unsigned int refused = 0;

	(void)state;
	fake_arch.granule = 2048;
	for (size_t count = 2; count < 65; count++) {
		for (size_t offset = 0; offset < 2048; offset += 256) {
			enum smpboot_status status = smpboot_init(storage_at(offset), count);

			if (status == SMPBOOT_OK)
				assert_divided(count, 2048, offset);
			else
				assert_int_equal(status, SMPBOOT_ERR_STORAGE);
			refused += status != SMPBOOT_OK;
		}
	}
	assert_true(refused > 0);
	assert_int_equal(smpboot_init(storage_at(0), 2), SMPBOOT_ERR_STORAGE);
}

/*
 * A dirty line anywhere in the granules of the early records could be written
 * back over them: the kernel has cleared this memory through its caches.
 */
static void no_dirty_line_is_left_in_the_granules_of_early_records(void **state)
{
	(void)state;
	for (size_t granule = 64; granule <= 2048; granule *= 2) {
		uintptr_t early;
		uintptr_t early_end;

		fake_arch.granule = granule;
		assert_int_equal(smpboot_init(storage_at(0), 70), SMPBOOT_OK);
		early = (uintptr_t)smpboot_machine.early;
		early_end = early + 71 * sizeof(struct smpboot_early);
		assert_true(fake_arch.emptied <= early);
		assert_true(fake_arch.emptied + fake_arch.emptied_size >= round_up(early_end, granule));
	}
}

static void all_pages_must_be_mapped(void **state)
{
	(void)state;
	for (size_t page = 0; page < 4 * PAGE; page += PAGE) {
		fake_arch.hole = (uintptr_t)room + page;
		assert_int_equal(smpboot_init(storage_at(0), 4 * PAGE / sizeof(*room)), SMPBOOT_ERR_STORAGE);
	}
	fake_arch.hole = (uintptr_t)room + 4 * PAGE;
	assert_int_equal(smpboot_init(storage_at(0), 4 * PAGE / sizeof(*room)), SMPBOOT_OK);
}

static void all_pages_must_be_contiguous_in_memory(void **state)
{
	(void)state;
	for (size_t page = 0; page < 4 * PAGE; page += PAGE) {
		fake_arch.moved = (uintptr_t)room + page;
		assert_int_equal(smpboot_init(storage_at(256), 4 * PAGE / sizeof(*room)),
		                 SMPBOOT_ERR_STORAGE);
	}
	/* A single page may be anywhere. */
	fake_arch.moved = (uintptr_t)room;
	assert_int_equal(smpboot_init(storage_at(0), PAGE / sizeof(*room)), SMPBOOT_OK);
}

static void the_entry_code_gets_physical_addresses(void **state)
{
	(void)state;
	assert_int_equal(smpboot_init(storage_at(256), 20), SMPBOOT_OK);
	assert_int_equal(smpboot_boot_args.slots_pa, fake_pa(smpboot_machine.slots));
	assert_int_equal(smpboot_boot_args.map_pa, fake_pa(smpboot_machine.map.ids));
	assert_int_equal(smpboot_boot_args.hwids_pa, fake_pa(smpboot_machine.map.hwids));
	assert_int_equal(smpboot_boot_args.early_pa, fake_pa(smpboot_machine.early));
	assert_int_equal(smpboot_boot_args.slots_va, (uintptr_t)smpboot_machine.slots);
}

static void a_count_that_no_memory_can_hold_is_refused(void **state)
{
	static const size_t counts[] = {
		SIZE_MAX,
		SIZE_MAX / sizeof(struct smpboot_cpu),
		SIZE_MAX / sizeof(struct smpboot_cpu) + 2,
		SMPBOOT_NO_CPU,
		(size_t)SMPBOOT_NO_CPU + 1,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		assert_int_equal(smpboot_init(storage_at(0), counts[i]), SMPBOOT_ERR_STORAGE);
}

/* Only reads addresses: they need not be memory of this program. */
static void storage_that_ends_at_the_last_address_is_refused_or_right(void **state)
{
	struct smpboot_storage storage;

	(void)state;
	for (size_t granule = 64; granule <= 2048; granule *= 2) {
		for (size_t count = 1; count < 40; count++) {
			uintptr_t start = (uintptr_t)0 - 256 - count * sizeof(struct smpboot_cpu);
			struct smpboot_cpu *cpus = (struct smpboot_cpu *)start;

			if (smpboot_storage_divide(cpus, count, granule, &storage) == SMPBOOT_OK && count > 1)
				assert_true((uintptr_t)storage.early > start);
		}
	}
}

#define TEST(function) cmocka_unit_test_setup(function, fake_power_on)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(any_count_will_do_up_to_256_byte_granules),
		TEST(some_more_will_do_for_larger_granules),
		TEST(the_boot_cpu_alone_will_always_do),
		TEST(too_little_for_the_granule_is_refused),
		TEST(no_dirty_line_is_left_in_the_granules_of_early_records),
		TEST(all_pages_must_be_mapped),
		TEST(all_pages_must_be_contiguous_in_memory),
		TEST(the_entry_code_gets_physical_addresses),
		TEST(a_count_that_no_memory_can_hold_is_refused),
		TEST(storage_that_ends_at_the_last_address_is_refused_or_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
