/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the device tree says about the machine: the tree itself, the chosen
 * console and boot arguments, the interrupt controller and the timer. Memory
 * is in memory.c.
 */
#include "lib/machine.h"

#include <libfdt.h>
#include <string.h>

#include "arch/cpu.h"
#include "lib/console.h"
#include "lib/dt.h"
#include "lib/memory.h"
#include "mm/mm.h"

/* Some 150 bytes a CPU and some thousands for the rest: enough for more than 1000 CPUs. */
#define TREE_SIZE 0x40000

/* The boot protocol allows no more. */
#define TREE_LIMIT 0x200000

struct machine machine = { .model = "unknown machine", .bootargs = "" };

/* Where libfdt may look at it: 8-byte aligned. */
static _Alignas(8) char tree[TREE_SIZE];

/* How much of the tree is in use: QEMU pads its trees to 1 MiB. */
static size_t used_size(const void *dtb)
{
	size_t structure = fdt_off_dt_struct(dtb) + fdt_size_dt_struct(dtb);
	size_t strings = fdt_off_dt_strings(dtb) + fdt_size_dt_strings(dtb);

	return structure > strings ? structure : strings;
}

static void copy_tree(uint64_t dtb_pa)
{
	const void *dtb;
	size_t size;

	if (dtb_pa == 0 || dtb_pa % 8 != 0)
		panic("the boot loader gave no device tree: x0 was 0x%llx", (unsigned long long)dtb_pa);
	dtb = mm_map_ram(dtb_pa, sizeof(struct fdt_header));
	if (fdt_check_header(dtb) != 0 || fdt_version(dtb) < 17 || fdt_totalsize(dtb) > TREE_LIMIT)
		panic("no device tree of version 17 at 0x%llx", (unsigned long long)dtb_pa);
	size = used_size(dtb);
	if (size > fdt_totalsize(dtb) || size > TREE_SIZE)
		panic("a device tree of %zu bytes, and room for %u", size, TREE_SIZE);
	mm_map_ram(dtb_pa, size);
	memcpy(tree, dtb, size);
	fdt_set_totalsize(tree, (uint32_t)size);
	machine.dtb = tree;
}

static void read_names(int chosen)
{
	const char *model = dt_string(machine.dtb, 0, "model");
	const char *bootargs = dt_string(machine.dtb, chosen, "bootargs");

	if (model == NULL)
		model = dt_string(machine.dtb, 0, "compatible");
	if (model != NULL)
		machine.model = model;
	if (bootargs != NULL)
		machine.bootargs = bootargs;
}

/* The device that stdout-path names, as a path or an alias, with options behind a colon. */
static int stdout_node(int chosen)
{
	const char *path = dt_string(machine.dtb, chosen, "stdout-path");

	if (path == NULL)
		return -FDT_ERR_NOTFOUND;
	return fdt_path_offset_namelen(machine.dtb, path, (int)strcspn(path, ":"));
}

/* stdout-path, or where that is nothing we can drive the first UART of our kind. */
static void find_console(int chosen)
{
	static const char *const pl011[] = { "arm,pl011", NULL };
	int node = stdout_node(chosen);

	if (node < 0 || fdt_node_check_compatible(machine.dtb, node, pl011[0]) != 0)
		node = dt_find(machine.dtb, pl011);
	if (node >= 0 && !dt_reg(machine.dtb, node, 0, &machine.uart))
		machine.uart.size = 0;
}

static void read_gicv3(int node)
{
	uint64_t regions = 1;

	dt_number(machine.dtb, node, "#redistributor-regions", &regions);
	dt_number(machine.dtb, node, "redistributor-stride", &machine.gic_redist_stride);
	if (regions > MACHINE_MAX_REDIST)
		panic("a GIC with %llu redistributor regions", (unsigned long long)regions);
	while (machine.gic_redist_count < regions && dt_reg(machine.dtb, node, 1 + machine.gic_redist_count,
	                                                    &machine.gic_redist[machine.gic_redist_count]))
		machine.gic_redist_count++;
	if (machine.gic_redist_count == regions)
		machine.gic = MACHINE_GIC_V3;
}

/* Returns the node, which says how interrupts are written down, or a negative number. */
static int find_gic(void)
{
	static const char *const gicv3[] = { "arm,gic-v3", NULL };
	static const char *const gicv2[] = {
		"arm,gic-400", "arm,cortex-a15-gic", "arm,cortex-a7-gic", "arm,cortex-a9-gic", NULL,
	};
	int node = dt_find(machine.dtb, gicv3);

	if (node >= 0 && dt_reg(machine.dtb, node, 0, &machine.gic_dist)) {
		read_gicv3(node);
		return node;
	}
	node = dt_find(machine.dtb, gicv2);
	if (node >= 0 && dt_reg(machine.dtb, node, 0, &machine.gic_dist) &&
	    dt_reg(machine.dtb, node, 1, &machine.gic_cpu))
		machine.gic = MACHINE_GIC_V2;
	return node;
}

/* Which of the timer's interrupts: by name, or else in the order that the binding fixes. */
static unsigned int timer_index(int node, const char *name, unsigned int position)
{
	int index = fdt_stringlist_search(machine.dtb, node, "interrupt-names", name);

	return index >= 0 ? (unsigned int)index : position;
}

static void find_timer(int gic_node)
{
	static const char *const timer[] = { "arm,armv8-timer", NULL };
	int node = dt_find(machine.dtb, timer);
	uint32_t cells = 3;
	uint32_t kind, number;
	unsigned int index;

	if (node < 0 || gic_node < 0)
		return;
	dt_cell(machine.dtb, gic_node, "#interrupt-cells", 0, &cells);
	index = cpu_level() == 2 ? timer_index(node, "hyp-phys", 3) : timer_index(node, "virt", 2);
	if (dt_cell(machine.dtb, node, "interrupts", index * cells, &kind) &&
	    dt_cell(machine.dtb, node, "interrupts", index * cells + 1, &number))
		machine.timer_intid = (kind == 0 ? 32 : 16) + number; /* else 1: a PPI */
}

void machine_init(uint64_t dtb_pa)
{
	int chosen;

	copy_tree(dtb_pa);
	chosen = fdt_path_offset(machine.dtb, "/chosen");
	read_names(chosen);
	find_console(chosen);
	memory_read(chosen);
	find_timer(find_gic());
}
