/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the interrupt controller in a flattened device tree (Devicetree
 * Specification, chapter 5) with the MMU off, where libfdt as Debian builds it
 * cannot run: it uses vector registers and unaligned loads. The same rules as
 * for early_map.c.
 *
 * One pass, front to back. Where the tree is not as it should be nothing is
 * found, and the kernel then says so.
 */
#include <stdbool.h>

#include "boot/el3.h"

#define MAGIC      0xd00dfeed
#define SIZE_LIMIT 0x200000 /* the boot protocol allows no more */

/* The header's cells. */
enum { H_MAGIC, H_SIZE, H_STRUCTURE, H_STRINGS, H_STRINGS_SIZE = 8, H_STRUCTURE_SIZE, H_CELLS };

enum { T_BEGIN_NODE = 1, T_END_NODE, T_PROPERTY, T_NOP };

#define MAX_DEPTH 16
#define MAX_CELLS 3 /* of an address or a size: PCI's addresses have as many */

/* What a node says about its children's addresses. */
struct bus {
	uint32_t address_cells;
	uint32_t size_cells;
	const uint32_t *ranges; /* to its parent's; NULL: there is no way */
	uint32_t ranges_size;   /* 0: they are the same */
};

struct scan {
	const uint32_t *at, *end;
	const char *strings;
	uint32_t strings_size;
	unsigned int depth; /* of the node that was begun last and not ended; the root has 1 */
	struct bus bus[MAX_DEPTH + 1];

	/* That node, as long as its properties are read. */
	uint32_t version;
	uint32_t regions;
	uint64_t stride;
	const uint32_t *reg;
	uint32_t reg_size;
	bool off;
};

static uint32_t cell(const uint32_t *at)
{
	return __builtin_bswap32(*at);
}

static uint64_t number(const uint32_t *at, uint32_t cells)
{
	uint64_t value = 0;

	while (cells-- > 0)
		value = value << 32 | cell(at++);
	return value;
}

/* Whether `size` bytes at `text` begin with the string, its NUL included. */
static bool is_string(const char *text, uint32_t size, const char *string)
{
	for (uint32_t i = 0; i < size; i++) {
		if (text[i] != string[i])
			return false;
		if (text[i] == '\0')
			return true;
	}
	return false;
}

static bool lists(const char *list, uint32_t size, const char *string)
{
	for (uint32_t i = 0; i < size; i++)
		if ((i == 0 || list[i - 1] == '\0') && is_string(list + i, size - i, string))
			return true;
	return false;
}

static uint32_t gic_version(const char *compatible, uint32_t size)
{
	if (lists(compatible, size, "arm,gic-v3"))
		return 3;
	if (lists(compatible, size, "arm,gic-400") || lists(compatible, size, "arm,cortex-a15-gic") ||
	    lists(compatible, size, "arm,cortex-a7-gic") || lists(compatible, size, "arm,cortex-a9-gic"))
		return 2;
	return 0;
}

static void begin_node(struct scan *scan)
{
	struct bus *bus = &scan->bus[++scan->depth];

	/* As it is without properties. */
	bus->address_cells = 2;
	bus->size_cells = 1;
	bus->ranges = NULL;
	scan->version = 0;
	scan->regions = 1;
	scan->stride = 0;
	scan->reg_size = 0;
	scan->off = false;
}

static void take_property(struct scan *scan, const char *name, uint32_t left, const uint32_t *value,
                          uint32_t size)
{
	struct bus *bus = &scan->bus[scan->depth];
	const char *text = (const char *)value;

	if (is_string(name, left, "#address-cells") && size == 4)
		bus->address_cells = cell(value);
	else if (is_string(name, left, "#size-cells") && size == 4)
		bus->size_cells = cell(value);
	else if (is_string(name, left, "ranges")) {
		bus->ranges = value;
		bus->ranges_size = size;
	} else if (is_string(name, left, "compatible"))
		scan->version = gic_version(text, size);
	else if (is_string(name, left, "status"))
		scan->off = !is_string(text, size, "okay") && !is_string(text, size, "ok");
	else if (is_string(name, left, "#redistributor-regions") && size == 4)
		scan->regions = cell(value);
	else if (is_string(name, left, "redistributor-stride") && (size == 4 || size == 8))
		scan->stride = number(value, size / 4);
	else if (is_string(name, left, "reg")) {
		scan->reg = value;
		scan->reg_size = size;
	}
}

/* From an address on this bus to one on its parent's. */
static bool one_up(const struct bus *bus, uint64_t *address)
{
	uint32_t child = bus->address_cells, parent = bus[-1].address_cells, size = bus->size_cells;
	uint32_t entry = child + parent + size;
	const uint32_t *at = bus->ranges;

	if (at == NULL || child > MAX_CELLS || parent > MAX_CELLS || size > MAX_CELLS || entry == 0)
		return false;
	if (bus->ranges_size == 0)
		return true;
	for (uint32_t left = bus->ranges_size / 4; left >= entry; left -= entry, at += entry) {
		uint64_t offset = *address - number(at, child);

		if (offset < number(at + child + parent, size)) {
			*address = number(at + child, parent) + offset;
			return true;
		}
	}
	return false;
}

/* The address and the size of an entry of reg, as the CPUs see it. */
static bool read_reg(const struct scan *scan, uint32_t index, struct el3_region *region)
{
	const struct bus *bus = &scan->bus[scan->depth - 1];
	const uint32_t *at = scan->reg + index * (bus->address_cells + bus->size_cells);

	region->base = number(at, bus->address_cells);
	region->size = number(at + bus->address_cells, bus->size_cells);
	for (unsigned int depth = scan->depth - 1; depth > 1; depth--)
		if (!one_up(&scan->bus[depth], &region->base))
			return false;
	return true;
}

/* All properties of the node that was begun last are known: fills `gic` when that is one. */
static void end_properties(struct scan *scan, struct el3_gic *gic)
{
	const struct bus *bus = &scan->bus[scan->depth - 1];
	uint32_t count = scan->version == 3 ? scan->regions : 1;
	struct el3_region distributor;

	if (scan->version == 0 || scan->off || bus->address_cells > MAX_CELLS ||
	    bus->size_cells > MAX_CELLS || count > EL3_GIC_MAX_REGIONS ||
	    scan->reg_size < (1 + count) * (bus->address_cells + bus->size_cells) * 4)
		return;
	if (!read_reg(scan, 0, &distributor))
		return;
	for (uint32_t i = 0; i < count; i++)
		if (!read_reg(scan, 1 + i, &gic->regions[i]))
			return;
	gic->version = scan->version;
	gic->count = count;
	gic->distributor = distributor.base;
	gic->stride = scan->stride;
}

/* Passes over `bytes` and what fills the last cell; false: there are not as many. */
static bool skip(struct scan *scan, uint32_t bytes)
{
	if (bytes > (uint64_t)((const char *)scan->end - (const char *)scan->at))
		return false;
	scan->at += (bytes + 3) / 4;
	return true;
}

static bool read_property(struct scan *scan)
{
	const uint32_t *header = scan->at;
	uint32_t size, name;

	if (!skip(scan, 8))
		return false;
	size = cell(header);
	name = cell(header + 1);
	if (!skip(scan, size) || name >= scan->strings_size)
		return false;
	take_property(scan, scan->strings + name, scan->strings_size - name, header + 2, size);
	return true;
}

static bool skip_name(struct scan *scan)
{
	const char *name = (const char *)scan->at;
	uint32_t length = 0;

	while (name + length < (const char *)scan->end && name[length] != '\0')
		length++;
	return skip(scan, length + 1);
}

/* Reads one token; false at the end of the tree, of what can be made of it, and of the search. */
static bool step(struct scan *scan, struct el3_gic *gic)
{
	uint32_t token;

	if (scan->at >= scan->end)
		return false;
	token = cell(scan->at++);
	if (token == T_NOP)
		return true;
	if (token == T_PROPERTY)
		return scan->depth > 0 && read_property(scan);
	if (scan->depth > 0)
		end_properties(scan, gic);
	scan->version = 0;
	if (gic->version != 0)
		return false;
	if (token == T_BEGIN_NODE && scan->depth < MAX_DEPTH) {
		begin_node(scan);
		return skip_name(scan);
	}
	return token == T_END_NODE && scan->depth-- > 1;
}

/* Whether all parts that the header tells of lie inside the tree, on whole cells. */
static bool sound(const uint32_t *header)
{
	uint32_t size = cell(header + H_SIZE);
	uint64_t structure_end = (uint64_t)cell(header + H_STRUCTURE) + cell(header + H_STRUCTURE_SIZE);
	uint64_t strings_end = (uint64_t)cell(header + H_STRINGS) + cell(header + H_STRINGS_SIZE);

	return cell(header + H_MAGIC) == MAGIC && size <= SIZE_LIMIT && structure_end <= size &&
	       strings_end <= size && (cell(header + H_STRUCTURE) | cell(header + H_STRUCTURE_SIZE)) % 4 == 0;
}

void el3_find_gic(const void *tree, struct el3_gic *gic)
{
	const uint32_t *header = tree;
	struct scan scan;

	gic->version = 0;
	if (tree == NULL || (uintptr_t)tree % 8 != 0 || !sound(header))
		return;
	scan.at = header + cell(header + H_STRUCTURE) / 4;
	scan.end = scan.at + cell(header + H_STRUCTURE_SIZE) / 4;
	scan.strings = (const char *)tree + cell(header + H_STRINGS);
	scan.strings_size = cell(header + H_STRINGS_SIZE);
	scan.depth = 0;
	scan.version = 0;
	/* The root has no parent; a controller would be at its own address there. */
	scan.bus[0].address_cells = 2;
	scan.bus[0].size_cells = 2;
	while (step(&scan, gic))
		continue;
}
