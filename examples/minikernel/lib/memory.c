/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory in the device tree: where RAM is, and what in it is somebody else's.
 */
#include "lib/memory.h"

#include <libfdt.h>

#include "boot/boot.h"
#include "lib/console.h"
#include "lib/dt.h"
#include "lib/machine.h"
#include "mm/mm.h"

static void add(struct machine_range *list, unsigned int *count, unsigned int most,
                struct machine_range range)
{
	if (range.size == 0)
		return;
	if (*count == most)
		panic("the device tree has more than %u memory ranges of a kind", most);
	list[(*count)++] = range;
}

static void reserve(struct machine_range range)
{
	add(machine.reserved, &machine.reserved_count, MACHINE_MAX_RESERVED, range);
}

static void add_bank(struct machine_range bank)
{
	if (range_end(bank) < bank.base || range_end(bank) > LINEAR_SIZE)
		kprintf("memory: 0x%llx bytes at 0x%llx are out of reach\n", (unsigned long long)bank.size,
		        (unsigned long long)bank.base);
	else
		add(machine.memory, &machine.memory_count, MACHINE_MAX_MEMORY, bank);
}

static void read_banks(void)
{
	static const char type[] = "memory";
	const void *dtb = machine.dtb;
	struct machine_range bank;
	int node = -1;

	while ((node = fdt_node_offset_by_prop_value(dtb, node, "device_type", type, sizeof(type))) >= 0)
		if (dt_available(dtb, node))
			for (unsigned int i = 0; dt_reg(dtb, node, i, &bank); i++)
				add_bank(bank);
	if (machine.memory_count == 0)
		panic("no memory in the device tree");
}

/* The header's list: kept away from, but no reason not to map it. */
static void read_reservation_list(void)
{
	struct machine_range range;

	for (int i = 0; i < fdt_num_mem_rsv(machine.dtb); i++)
		if (fdt_get_mem_rsv(machine.dtb, i, &range.base, &range.size) == 0)
			reserve(range);
}

/* Children with a place of their own; those with only a size are for drivers that we do not have. */
static void read_reserved_nodes(void)
{
	int parent = fdt_path_offset(machine.dtb, "/reserved-memory");
	struct machine_range range;
	int node;

	if (parent < 0)
		return;
	fdt_for_each_subnode (node, machine.dtb, parent) {
		for (unsigned int i = 0; dt_reg(machine.dtb, node, i, &range); i++) {
			reserve(range);
			if (fdt_getprop(machine.dtb, node, "no-map", NULL) != NULL)
				add(machine.hidden, &machine.hidden_count, MACHINE_MAX_RESERVED, range);
		}
	}
}

static void read_initrd(int chosen)
{
	uint64_t start, end;

	if (dt_number(machine.dtb, chosen, "linux,initrd-start", &start) &&
	    dt_number(machine.dtb, chosen, "linux,initrd-end", &end) && start < end) {
		machine.initrd = (struct machine_range){ start, end - start };
		reserve(machine.initrd);
	}
}

void memory_read(int chosen)
{
	read_banks();
	reserve((struct machine_range){ boot_info.image_pa, (uint64_t)(image_end - image_start) });
	read_reservation_list();
	read_reserved_nodes();
	read_initrd(chosen);
}
