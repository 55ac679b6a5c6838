/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes into a device tree how the next kernel gets the CPUs that wait in a pen.
 *
 * All that can be wrong is found before anything is written: the tree is passed to
 * its end, with the cursor of the scan, and its room is compared with the most that
 * will be needed. This file alone needs the writing part of libfdt.
 */
#include <smpboot/fdt.h>

#include <libfdt.h>

#include <smpboot/pen.h>

#include "core/arch.h"
#include "core/machine.h"
#include "pen_node.h"
#include "scan.h"

static const char method_property[] = "enable-method";
static const char address_property[] = "cpu-release-addr";
static const char method_name[] = "spin-table";

#define NAME_PREFIX "smpboot-pen@"
#define NAME_SIZE   (sizeof(NAME_PREFIX) + 16) /* with 64 bits in hex */

/* Bytes of a property with a value of this size, and of its name. */
#define PROPERTY_SIZE(size) (3 * FDT_TAGSIZE + ((size) + 3) / 4 * 4)
#define CPU_SIZE            (PROPERTY_SIZE(sizeof(method_name)) + PROPERTY_SIZE(sizeof(uint64_t)))
#define CHILD_SIZE          (2 * FDT_TAGSIZE + NAME_SIZE + 3 + PROPERTY_SIZE(2 * sizeof(uint64_t)) + PROPERTY_SIZE(0))
#define NAMES_SIZE          (sizeof(method_property) + sizeof(address_property) + sizeof("reg") + sizeof("no-map"))
#define COMMON_SIZE         (NAMES_SIZE + sizeof(struct fdt_reserve_entry) + CHILD_SIZE)

/* What is written. */
struct pen {
	uint64_t word;
	uint64_t base; /* of its memory */
	uint64_t size;
};

/* ---- Before anything is written --------------------------------------------- */

/* As libfdt leaves a tree that it has opened for writing: list, structure, strings, and room behind them. */
static bool writable(const void *dtb)
{
	const uint32_t list = fdt_off_mem_rsvmap(dtb);
	const uint32_t structure = fdt_off_dt_struct(dtb);
	const uint32_t end = structure + fdt_size_dt_struct(dtb);

	return list % sizeof(uint64_t) == 0 && list >= sizeof(struct fdt_header) && list < structure &&
	       end <= fdt_off_dt_strings(dtb);
}

/* Looks for a range of the list. False: the list does not end before the structure. */
static bool search_list(const void *dtb, const struct pen *pen, bool *there)
{
	const char *entry = (const char *)dtb + fdt_off_mem_rsvmap(dtb);
	const char *end = (const char *)dtb + fdt_off_dt_struct(dtb);

	*there = false;
	for (; (size_t)(end - entry) >= sizeof(struct fdt_reserve_entry);
	     entry += sizeof(struct fdt_reserve_entry)) {
		uint64_t base = smpboot_fdt_number(entry, 2);
		uint64_t size = smpboot_fdt_number(entry + sizeof(base), 2);

		if (base == 0 && size == 0)
			return true;
		*there |= base <= pen->base && size >= pen->size && pen->base - base <= size - pen->size;
	}
	return false;
}

static enum smpboot_status check_nodes(const void *dtb, unsigned int *count)
{
	unsigned int penned = 0;
	int node = -1;

	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		penned += smpboot_fdt_in_pen(id);
	for (*count = 0;; ++*count) {
		enum smpboot_status status = smpboot_fdt_next_in_pen(dtb, node, &node);

		if (status != SMPBOOT_OK)
			return status;
		if (node < 0)
			return *count >= penned ? SMPBOOT_OK : SMPBOOT_ERR_MISSING;
	}
}

static enum smpboot_status check_room(const void *dtb, unsigned int nodes)
{
	uint64_t used = (uint64_t)fdt_off_dt_strings(dtb) + fdt_size_dt_strings(dtb);
	uint64_t needed = (uint64_t)nodes * CPU_SIZE + COMMON_SIZE;

	return used + needed <= fdt_totalsize(dtb) ? SMPBOOT_OK : SMPBOOT_ERR_FDT_ROOM;
}

/* ---- Writing ------------------------------------------------------------------ */

static uint32_t cells_of(const void *dtb, int node, const char *name)
{
	struct smpboot_fdt_value value;
	uint32_t cells = 0;
	int size = 0;

	value.bytes = fdt_getprop(dtb, node, name, &size);
	value.size = (uint32_t)size;
	return value.bytes != NULL && smpboot_fdt_read_cell(&value, &cells) ? cells : 0;
}

/* Writes a number of one or two cells, and says where the next one goes. */
static char *put(char *to, uint64_t number, uint32_t cells)
{
	if (cells == 2)
		fdt32_st(to, (uint32_t)(number >> 32));
	fdt32_st(to + (cells - 1) * sizeof(fdt32_t), (uint32_t)number);
	return to + cells * sizeof(fdt32_t);
}

static void make_name(char name[NAME_SIZE], uint64_t address)
{
	static const char prefix[] = NAME_PREFIX;
	unsigned int digits = 1;
	size_t length = sizeof(prefix) - 1;

	for (size_t i = 0; i < length; i++)
		name[i] = prefix[i];
	while (digits < 16 && address >> (4 * digits) != 0)
		digits++;
	while (digits > 0)
		name[length++] = "0123456789abcdef"[address >> (4 * --digits) & 0xf];
	name[length] = '\0';
}

/* Where the node's numbers are such that the range can be said; /memreserve/ says it in any case. */
static int add_child(void *dtb, const struct pen *pen)
{
	int parent = fdt_path_offset(dtb, "/reserved-memory");
	uint32_t address_cells;
	uint32_t size_cells;
	char name[NAME_SIZE];
	char reg[2 * sizeof(uint64_t)];
	int child;
	int result;

	if (parent < 0)
		return 0;
	address_cells = cells_of(dtb, parent, "#address-cells");
	size_cells = cells_of(dtb, parent, "#size-cells");
	if (size_cells < 1 || size_cells > 2 || address_cells < 1 || address_cells > 2 ||
	    (address_cells == 1 && pen->base > UINT32_MAX))
		return 0;
	make_name(name, pen->base);
	child = fdt_add_subnode(dtb, parent, name);
	if (child < 0)
		return child == -FDT_ERR_EXISTS ? 0 : child;
	result = fdt_setprop(dtb, child, "reg", reg,
	                     (int)(put(put(reg, pen->base, address_cells), pen->size, size_cells) - reg));
	return result != 0 ? result : fdt_setprop(dtb, child, "no-map", "", 0);
}

static int write_cpu(void *dtb, int node, const struct pen *pen)
{
	char word[sizeof(uint64_t)];
	int result = fdt_setprop(dtb, node, method_property, method_name, sizeof(method_name));

	(void)put(word, pen->word, 2);
	return result != 0 ? result : fdt_setprop(dtb, node, address_property, word, sizeof(word));
}

/* Nothing fails here any more, as far as libfdt keeps to what is known of it. */
static enum smpboot_status write_tree(void *dtb, const struct pen *pen, bool reserved)
{
	int node = -1;

	if ((!reserved && fdt_add_mem_rsv(dtb, pen->base, pen->size) != 0) || add_child(dtb, pen) != 0)
		return SMPBOOT_ERR_FDT_STRUCTURE;
	/* A node stays where it is when something is added to it; those behind it move on. */
	for (;;) {
		enum smpboot_status status = smpboot_fdt_next_in_pen(dtb, node, &node);

		if (status != SMPBOOT_OK || node < 0)
			return status;
		if (write_cpu(dtb, node, pen) != 0)
			return SMPBOOT_ERR_FDT_STRUCTURE;
	}
}

enum smpboot_status smpboot_fdt_describe_pen(void *dtb, uint64_t address)
{
	const uint64_t granule = smpboot_arch_granule();
	struct pen pen = { .word = address + SMPBOOT_PEN_RELEASE_WORD, .base = address & ~(granule - 1) };
	enum smpboot_status status;
	unsigned int nodes;
	bool reserved;

	/* Whole granules: what the next kernel writes beside the pen must not be written back over the word. */
	pen.size = ((address + SMPBOOT_PEN_SIZE + granule - 1) & ~(granule - 1)) - pen.base;
	if (dtb == NULL)
		return SMPBOOT_ERR_NULL;
	if (smpboot_machine.count == 0)
		return SMPBOOT_ERR_NOT_INIT;
	if (address == 0 || address % sizeof(uint64_t) != 0)
		return SMPBOOT_ERR_STORAGE;
	status = check_nodes(dtb, &nodes);
	if (status != SMPBOOT_OK || nodes == 0)
		return status;
	if (!writable(dtb))
		return SMPBOOT_ERR_FDT_HEADER;
	if (!search_list(dtb, &pen, &reserved))
		return SMPBOOT_ERR_FDT_STRUCTURE;
	status = check_room(dtb, nodes);
	return status == SMPBOOT_OK ? write_tree(dtb, &pen, reserved) : status;
}
