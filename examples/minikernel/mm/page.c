/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page allocator: a buddy system for each bank of memory. A free block of
 * order n is 2^n pages, aligned to its size; two of a size that make up an
 * aligned block of twice the size are always joined. Blocks are linked through
 * their own first page.
 */
#include "mm/page.h"

#include <stdbool.h>
#include <string.h>

#include "kern/list.h"
#include "kern/spinlock.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

#define ORDERS   20 /* up to 2 GiB in one piece */
#define NOT_FREE 0xff

/* Pages by number: physical address / PAGE_SIZE. */
struct zone {
	uint64_t first;
	uint64_t end;
	uint8_t *order; /* of the free block that begins at the page; else NOT_FREE */
	struct list free[ORDERS];
};

static struct zone zones[MACHINE_MAX_MEMORY];
static unsigned int zone_count;
static size_t available;
static struct spinlock lock;

static struct list *node_of(uint64_t page)
{
	return mm_virt(page * PAGE_SIZE);
}

static uint64_t page_of(const void *va)
{
	return mm_phys(va) / PAGE_SIZE;
}

static struct zone *zone_of(uint64_t page)
{
	for (struct zone *zone = zones; zone < zones + zone_count; zone++)
		if (page >= zone->first && page < zone->end)
			return zone;
	panic("page 0x%llx is in no bank of memory", (unsigned long long)page);
}

static bool is_free(const struct zone *zone, uint64_t page, unsigned int order)
{
	return page >= zone->first && page < zone->end && zone->order[page - zone->first] == order;
}

static void link(struct zone *zone, uint64_t page, unsigned int order)
{
	zone->order[page - zone->first] = (uint8_t)order;
	list_prepend(&zone->free[order], node_of(page));
}

static void unlink(struct zone *zone, uint64_t page)
{
	zone->order[page - zone->first] = NOT_FREE;
	list_remove(node_of(page));
}

static void free_block(struct zone *zone, uint64_t page, unsigned int order)
{
	for (; order < ORDERS - 1; order++) {
		uint64_t buddy = page ^ (1ul << order);

		if (!is_free(zone, buddy, order))
			break;
		unlink(zone, buddy);
		page &= ~(1ul << order);
	}
	link(zone, page, order);
}

/* The largest block that may begin at the page and has no more than so many pages. */
static unsigned int order_for(uint64_t page, uint64_t count)
{
	unsigned int order = 63 - (unsigned int)__builtin_clzl(count);

	if (page != 0 && (unsigned int)__builtin_ctzl(page) < order)
		order = (unsigned int)__builtin_ctzl(page);
	return order < ORDERS ? order : ORDERS - 1;
}

/* Any number of pages, as the blocks that they are made of. */
static void free_pages(struct zone *zone, uint64_t page, uint64_t count)
{
	available += count;
	while (count > 0) {
		unsigned int order = order_for(page, count);

		free_block(zone, page, order);
		page += 1ul << order;
		count -= 1ul << order;
	}
}

/* The smallest block of at least this order. */
static bool take_block(unsigned int least, struct zone **from, uint64_t *page, unsigned int *order)
{
	for (*order = least; *order < ORDERS; ++*order)
		for (struct zone *zone = zones; zone < zones + zone_count; zone++)
			if (!list_empty(&zone->free[*order])) {
				*from = zone;
				*page = page_of(zone->free[*order].next);
				unlink(zone, *page);
				available -= 1ul << *order;
				return true;
			}
	return false;
}

void *mm_pages_alloc(size_t pages)
{
	unsigned int least, order;
	struct zone *zone;
	uint64_t page, irq;
	bool found;

	if (pages == 0)
		return NULL;
	least = pages == 1 ? 0 : 64 - (unsigned int)__builtin_clzl(pages - 1);
	irq = spin_lock_irq(&lock);
	found = take_block(least, &zone, &page, &order);
	if (found)
		free_pages(zone, page + pages, (1ul << order) - pages); /* what is too much */
	spin_unlock_irq(&lock, irq);
	return found ? memset(mm_virt(page * PAGE_SIZE), 0, pages * PAGE_SIZE) : NULL;
}

void mm_pages_free(void *pages, size_t count)
{
	uint64_t page = page_of(pages);
	uint64_t irq;

	if (count == 0)
		return;
	irq = spin_lock_irq(&lock);
	free_pages(zone_of(page), page, count);
	spin_unlock_irq(&lock, irq);
}

size_t mm_pages_available(void)
{
	return available;
}

void page_add_zone(struct machine_range bank, uint8_t *order)
{
	struct zone *zone = &zones[zone_count++];

	zone->first = bank.base / PAGE_SIZE;
	zone->end = range_end(bank) / PAGE_SIZE;
	zone->order = order;
	memset(order, NOT_FREE, zone->end - zone->first);
	for (unsigned int i = 0; i < ORDERS; i++)
		list_init(&zone->free[i]);
}

void page_add(struct machine_range range)
{
	uint64_t page = range.base / PAGE_SIZE;

	free_pages(zone_of(page), page, range.size / PAGE_SIZE);
}
