/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libfdt leaves to its users: properties as numbers and addresses.
 */
#include "lib/dt.h"

#include <libfdt.h>
#include <stddef.h>
#include <string.h>

#include "mm/mm.h"

/* How addresses look on the bus that a node is. */
struct bus {
	int address_cells;
	int size_cells;
};

static bool bus_of(const void *dtb, int node, struct bus *bus)
{
	bus->address_cells = fdt_address_cells(dtb, node);
	bus->size_cells = fdt_size_cells(dtb, node);
	return bus->address_cells >= 0 && bus->size_cells >= 0;
}

/* A number in `cells` cells; of those, all but the last two must be 0 to fit. */
static bool read_cells(const fdt32_t *cell, int cells, uint64_t *value)
{
	*value = 0;
	for (int i = 0; i < cells; i++) {
		if (*value >> 32 != 0)
			return false;
		*value = *value << 32 | fdt32_ld(&cell[i]);
	}
	return true;
}

bool dt_number(const void *dtb, int node, const char *property, uint64_t *value)
{
	int length;
	const fdt32_t *cells = fdt_getprop(dtb, node, property, &length);

	if (cells == NULL || (length != 4 && length != 8))
		return false;
	return read_cells(cells, length / 4, value);
}

bool dt_cell(const void *dtb, int node, const char *property, unsigned int index, uint32_t *cell)
{
	int length;
	const fdt32_t *cells = fdt_getprop(dtb, node, property, &length);

	if (cells == NULL || (unsigned int)length / 4 <= index)
		return false;
	*cell = fdt32_ld(&cells[index]);
	return true;
}

/* Translates an address on the bus `node` to one on the bus above it. */
static bool translate(const void *dtb, int node, int parent, uint64_t *address)
{
	struct bus child, above;
	int length;
	const fdt32_t *cells = fdt_getprop(dtb, node, "ranges", &length);
	int entry;

	if (cells == NULL || !bus_of(dtb, node, &child) || !bus_of(dtb, parent, &above))
		return false;
	if (length == 0)
		return true; /* the same addresses on both */
	entry = child.address_cells + above.address_cells + child.size_cells;
	for (; length >= entry * 4; length -= entry * 4, cells += entry) {
		uint64_t from, to, size;

		if (read_cells(cells, child.address_cells, &from) &&
		    read_cells(cells + child.address_cells, above.address_cells, &to) &&
		    read_cells(cells + child.address_cells + above.address_cells, child.size_cells, &size) &&
		    *address >= from && *address - from < size) {
			*address = *address - from + to;
			return true;
		}
	}
	return false;
}

bool dt_reg(const void *dtb, int node, unsigned int index, struct machine_range *range)
{
	int bus = fdt_parent_offset(dtb, node);
	struct bus cells;
	int length, entry;
	const fdt32_t *reg = fdt_getprop(dtb, node, "reg", &length);

	if (reg == NULL || bus < 0 || !bus_of(dtb, bus, &cells))
		return false;
	entry = cells.address_cells + cells.size_cells;
	if ((uint64_t)length < (index + 1ull) * (unsigned int)entry * 4)
		return false;
	reg += (size_t)index * (unsigned int)entry;
	if (!read_cells(reg, cells.address_cells, &range->base) ||
	    !read_cells(reg + cells.address_cells, cells.size_cells, &range->size))
		return false;
	for (int above; (above = fdt_parent_offset(dtb, bus)) >= 0; bus = above)
		if (!translate(dtb, bus, above, &range->base))
			return false;
	return true;
}

volatile void *dt_map_device(const void *dtb, int node, unsigned int index)
{
	struct machine_range range;

	return dt_reg(dtb, node, index, &range) ? mm_map_device(range.base, range.size) : NULL;
}

const char *dt_string(const void *dtb, int node, const char *property)
{
	return fdt_stringlist_get(dtb, node, property, 0, NULL);
}

bool dt_available(const void *dtb, int node)
{
	const char *status = dt_string(dtb, node, "status");

	return status == NULL || strcmp(status, "okay") == 0 || strcmp(status, "ok") == 0;
}

bool dt_compatible(const void *dtb, int node, const char *const *names)
{
	for (; *names != NULL; names++)
		if (fdt_node_check_compatible(dtb, node, *names) == 0)
			return true;
	return false;
}

int dt_find(const void *dtb, const char *const *names)
{
	int node = fdt_next_node(dtb, -1, NULL);

	while (node >= 0 && !(dt_compatible(dtb, node, names) && dt_available(dtb, node)))
		node = fdt_next_node(dtb, node, NULL);
	return node;
}

/* Said of the node itself, or of all nodes below one that contains it. */
int dt_interrupt_parent(const void *dtb, int node)
{
	uint32_t phandle;

	for (; node >= 0; node = fdt_parent_offset(dtb, node))
		if (dt_cell(dtb, node, "interrupt-parent", 0, &phandle))
			return fdt_node_offset_by_phandle(dtb, phandle);
	return node;
}
