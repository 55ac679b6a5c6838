/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the machine's memory into use: first all of it is mapped, then all of
 * it that nobody else has goes to the page allocator.
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "arch/mmu.h"
#include "boot/boot.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/map.h"
#include "mm/mm.h"
#include "mm/page.h"

/* The whole pages of a range. */
static struct machine_range whole_pages(struct machine_range range)
{
	uint64_t base = (range.base + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
	uint64_t end = range_end(range) & ~(uint64_t)(PAGE_SIZE - 1);

	return (struct machine_range){ base, base < end ? end - base : 0 };
}

static void map_piece(struct machine_range piece, void *unused)
{
	(void)unused;
	map_range(whole_pages(piece), MMU_DATA);
}

/*
 * The linear map leaves out what must not be mapped, and the image's code and
 * constants: they would be writable there.
 */
static void map_memory(void)
{
	struct machine_range holes[MACHINE_MAX_RESERVED + 1];
	unsigned int count = machine.hidden_count;

	memcpy(holes, machine.hidden, count * sizeof(holes[0]));
	holes[count++] = (struct machine_range){ boot_info.image_pa, (uint64_t)(rodata_end - image_start) };
	for (unsigned int i = 0; i < machine.memory_count; i++)
		range_without(machine.memory[i], holes, count, map_piece, NULL);
}

/* A place of `size` bytes, in the first piece that has room. */
struct place {
	uint64_t size;
	uint64_t base;
	bool found;
};

static void find_place(struct machine_range piece, void *context)
{
	struct place *place = context;
	struct machine_range pages = whole_pages(piece);

	if (!place->found && pages.size >= place->size) {
		place->found = true;
		place->base = pages.base;
	}
}

static void add_piece(struct machine_range piece, void *unused)
{
	struct machine_range pages = whole_pages(piece);

	(void)unused;
	if (pages.size > 0)
		page_add(pages);
}

/* The allocator's own table comes from the bank that it describes. */
static void add_bank(struct machine_range bank)
{
	struct machine_range holes[MACHINE_MAX_RESERVED + 1];
	unsigned int count = machine.reserved_count;
	struct place table = { .size = bank.size / PAGE_SIZE };

	memcpy(holes, machine.reserved, count * sizeof(holes[0]));
	range_without(bank, holes, count, find_place, &table);
	if (!table.found) {
		kprintf("memory: the bank at 0x%llx has no room left\n", (unsigned long long)bank.base);
		return;
	}
	holes[count++] = (struct machine_range){ table.base, table.size };
	page_add_zone(bank, mm_virt(table.base));
	range_without(bank, holes, count, add_piece, NULL);
}

void mm_init(void)
{
	map_memory();
	for (unsigned int i = 0; i < machine.memory_count; i++)
		add_bank(whole_pages(machine.memory[i]));
	map_use_pages();
}
