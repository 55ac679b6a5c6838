/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's page tables after boot. Entries only ever go from invalid to
 * valid, so nothing has to be invalidated in any TLB.
 */
#include "mm/map.h"

#include <stdbool.h>
#include <stddef.h>

#include "arch/cpu.h"
#include "arch/mmu.h"
#include "boot/boot.h"
#include "kern/spinlock.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

/* Until the page allocator works: four for each bank of memory, at the worst, and some for devices. */
#define EARLY_TABLES 48

static _Alignas(PAGE_SIZE) uint64_t early_tables[EARLY_TABLES][MMU_ENTRIES];
static unsigned int early_used;
static bool have_pages;
static struct spinlock lock;

uint64_t mm_phys(const void *va)
{
	uint64_t address = (uint64_t)va;

	return address >= KERNEL_BASE ? address - KERNEL_BASE + boot_info.image_pa : address - LINEAR_BASE;
}

static uint64_t *new_table(void)
{
	uint64_t *table = NULL;

	if (have_pages)
		table = mm_pages_alloc(1);
	else if (early_used < EARLY_TABLES)
		table = early_tables[early_used++];
	if (table == NULL)
		panic("no page for a page table");
	return table;
}

static uint64_t *table_at(uint64_t pa)
{
	uint64_t offset = pa - boot_info.image_pa;
	bool in_image = offset < (uint64_t)(image_end - image_start);

	return in_image ? (uint64_t *)(image_start + offset) : mm_virt(pa);
}

static uint64_t *next_table(uint64_t *entry)
{
	uint64_t *table;

	if (*entry & MMU_VALID)
		return table_at(*entry & MMU_ADDRESS);
	table = new_table();
	/* The zeros must be visible before the entry: another CPU's walker may follow it at once. */
	__asm__ volatile("dmb ishst" ::: "memory");
	*(volatile uint64_t *)entry = mm_phys(table) | MMU_TABLE;
	return table;
}

static void check_same(uint64_t entry, uint64_t pa, uint64_t attributes)
{
	if ((entry ^ attributes) & MMU_INDEX(7))
		panic("0x%llx is mapped as memory and as a device", (unsigned long long)pa);
}

/* The addresses of the linear map and physical ones have the same table indexes. */
static void map_in(uint64_t *table, unsigned int level, struct machine_range range, uint64_t attributes)
{
	uint64_t span = 1ul << mmu_level_shift(level);
	uint64_t end = range_end(range);

	for (uint64_t pa = range.base, next; pa < end; pa = next) {
		uint64_t *entry = &table[mmu_level_index(pa, level)];
		bool is_table = level < 3 && (*entry & 3) == MMU_TABLE;

		next = (pa & ~(span - 1)) + span;
		if (next > end)
			next = end;
		if ((*entry & MMU_VALID) && !is_table)
			check_same(*entry, pa, attributes);
		else if (level > 0 && next - pa == span && !is_table)
			*(volatile uint64_t *)entry = pa | attributes | (level == 3 ? MMU_PAGE : MMU_BLOCK);
		else
			map_in(next_table(entry), level + 1, (struct machine_range){ pa, next - pa },
			       attributes);
	}
}

void map_range(struct machine_range range, uint64_t attributes)
{
	uint64_t irq = spin_lock_irq(&lock);

	map_in(kernel_root, 0, range, attributes);
	/* The entries must be visible to the walker before the first access that needs them. */
	__asm__ volatile("dsb ishst\n\tisb" ::: "memory");
	spin_unlock_irq(&lock, irq);
}

void map_use_pages(void)
{
	have_pages = true;
}

static void *map_bytes(uint64_t pa, size_t size, uint64_t attributes)
{
	uint64_t base = pa & ~(uint64_t)(PAGE_SIZE - 1);
	uint64_t end = (pa + size + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);

	if (end < base || end > LINEAR_SIZE)
		panic("0x%llx is out of reach", (unsigned long long)pa);
	map_range((struct machine_range){ base, end - base }, attributes);
	return mm_virt(pa);
}

volatile void *mm_map_device(uint64_t pa, size_t size)
{
	return map_bytes(pa, size, MMU_DEVICE);
}

void *mm_map_ram(uint64_t pa, size_t size)
{
	return map_bytes(pa, size, MMU_DATA);
}

static bool is_memory(uint64_t pa)
{
	for (unsigned int i = 0; i < machine.memory_count; i++)
		if (pa >= machine.memory[i].base && pa < range_end(machine.memory[i]))
			return true;
	return false;
}

void *mm_map_any(uint64_t pa, size_t size)
{
	if (pa > LINEAR_SIZE - PAGE_SIZE || size > LINEAR_SIZE - PAGE_SIZE - pa)
		return NULL;
	return is_memory(pa) ? mm_map_ram(pa, size) : (void *)mm_map_device(pa, size);
}
