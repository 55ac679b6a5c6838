/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the device tree says about the machine: the tree itself, the chosen
 * console and boot arguments, and which timer there is. Memory is in memory.c.
 */
#include "lib/machine.h"

#include <libfdt.h>
#include <string.h>

#include "drivers/uart.h"
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

/* stdout-path, or where that is nothing we can drive the first UART that we can. */
static void find_console(int chosen)
{
	int node = stdout_node(chosen);

	if (node < 0 || uart_of_node(machine.dtb, node) == NULL)
		node = uart_find(machine.dtb);
	if (node >= 0 && dt_reg(machine.dtb, node, 0, &machine.uart_registers))
		machine.uart = uart_of_node(machine.dtb, node);
}

/* A 32-bit Arm tree that serves 64-bit kernels as well has the older name. */
static void find_timer(void)
{
	static const char *const timer[] = { "arm,armv8-timer", "arm,armv7-timer", NULL };

	machine.timer_node = dt_find(machine.dtb, timer);
}

void machine_init(uint64_t dtb_pa)
{
	int chosen;

	copy_tree(dtb_pa);
	chosen = fdt_path_offset(machine.dtb, "/chosen");
	read_names(chosen);
	find_console(chosen);
	memory_read(chosen);
	find_timer();
}
