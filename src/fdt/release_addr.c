/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares the release words of spin-table CPUs with what the tree says of
 * memory. A pass of its own, since memory nodes may stand before /cpus.
 */
#include "release_addr.h"

#include <libfdt.h>

#include <smpboot/spin_table.h>

#include "core/machine.h"
#include "cpu_node.h"

/*
 * What was found of a CPU's word: bits of its slot's scratch word, which is the
 * method's from the first start on, and free, and 0, until then. So there may
 * be any number of CPUs, and of ranges of memory.
 */
#define IN_MEMORY   1u
#define IS_RESERVED 2u

/* How many cells an address and a size have in the reg of a node's children. 0: it cannot be told. */
struct cells {
	uint32_t address;
	uint32_t size;
};

struct pass {
	struct smpboot_fdt_cursor at;
	unsigned int first; /* CPUs before this one are of no interest */

	struct cells root;
	struct cells reserved; /* of /reserved-memory */
	bool in_reserved;

	/* The node that was begun last; its depth is 0 when its properties are over. */
	unsigned int depth;
	struct smpboot_fdt_value device_type;
	struct smpboot_fdt_value status;
	struct smpboot_fdt_value reg;
};

static bool is_spin_table(const struct smpboot_slot *slot)
{
	const struct smpboot_fdt_value name = { slot->method_name, sizeof(slot->method_name) };

	/* A slot that has a reason already is of a CPU that will never be started. */
	return slot->reason == SMPBOOT_REASON_NONE && smpboot_fdt_equals(&name, "spin-table");
}

/* The first CPU from `id` on that has the method, or the count. */
static unsigned int next_cpu(unsigned int id)
{
	while (id < smpboot_machine.count && !is_spin_table(&smpboot_machine.slots[id]))
		id++;
	return id;
}

enum smpboot_status smpboot_fdt_spin_table_connect(unsigned int first, struct smpboot_fdt_error *error)
{
	enum smpboot_status status;

	if (next_cpu(first) == smpboot_machine.count)
		return SMPBOOT_OK;
	status = smpboot_spin_table_init();
	if (status == SMPBOOT_OK || status == SMPBOOT_ERR_DUPLICATE)
		return SMPBOOT_OK;
	return smpboot_fdt_fail(error, status, "cpus", "enable-method");
}

/* Marks the CPUs whose whole word lies in [base, base + size). */
static void mark_range(unsigned int first, uint64_t base, uint64_t size, uint64_t mark)
{
	if (size < sizeof(uint64_t))
		return;
	for (unsigned int id = next_cpu(first); id < smpboot_machine.count; id = next_cpu(id + 1)) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];

		if (slot->release_addr >= base && slot->release_addr - base <= size - sizeof(uint64_t))
			slot->scratch |= mark;
	}
}

/* The list ends with a pair of zeros; one that does not ends with the blob. */
static void mark_memreserve(const void *dtb, unsigned int first)
{
	const uint64_t pair = 2 * sizeof(fdt64_t);
	const uint64_t total = fdt_totalsize(dtb);

	for (uint64_t offset = fdt_off_mem_rsvmap(dtb); offset + pair <= total; offset += pair) {
		const fdt64_t *entry = (const void *)((const char *)dtb + offset);
		uint64_t base = fdt64_ld(entry);
		uint64_t size = fdt64_ld(entry + 1);

		if (base == 0 && size == 0)
			return;
		mark_range(first, base, size, IS_RESERVED);
	}
}

static bool usable(uint32_t cells)
{
	return cells == 1 || cells == 2;
}

static void mark_reg(const struct pass *pass, const struct cells *cells, uint64_t mark)
{
	const uint32_t address = cells->address * sizeof(fdt32_t);
	const uint32_t entry = address + cells->size * sizeof(fdt32_t);
	struct smpboot_fdt_value rest = pass->reg;

	if (!usable(cells->address) || !usable(cells->size))
		return;
	for (; rest.size >= entry; rest.bytes += entry, rest.size -= entry) {
		uint64_t base = smpboot_fdt_number(rest.bytes, cells->address);
		uint64_t size = smpboot_fdt_number(rest.bytes + address, cells->size);

		mark_range(pass->first, base, size, mark);
	}
}

/* To be called when all properties of the node that was begun last are known. */
static void close_node(struct pass *pass)
{
	unsigned int depth = pass->depth;

	pass->depth = 0;
	if (smpboot_fdt_read_status(&pass->status) != SMPBOOT_FDT_OKAY)
		return;
	if (depth == 2 && smpboot_fdt_equals(&pass->device_type, "memory"))
		mark_reg(pass, &pass->root, IN_MEMORY);
	else if (depth == 3 && pass->in_reserved)
		mark_reg(pass, &pass->reserved, IS_RESERVED);
}

static void open_node(struct pass *pass)
{
	const struct smpboot_fdt_value none = { .bytes = NULL };

	pass->depth = pass->at.depth;
	pass->device_type = none;
	pass->status = none;
	pass->reg = none;
	if (pass->depth != 2)
		return;
	pass->in_reserved = smpboot_fdt_node_named(&pass->at, "reserved-memory");
	pass->reserved = pass->root; /* the binding wants them to be the same; they are said again there */
}

static void take_cells(struct cells *cells, const struct smpboot_fdt_cursor *at)
{
	uint32_t *place = NULL;

	if (smpboot_fdt_named(at, "#address-cells"))
		place = &cells->address;
	else if (smpboot_fdt_named(at, "#size-cells"))
		place = &cells->size;
	if (place != NULL && !smpboot_fdt_read_cell(&at->value, place))
		*place = 0;
}

static void take_property(struct pass *pass)
{
	if (pass->depth == 1)
		take_cells(&pass->root, &pass->at);
	else if (pass->depth == 2 && pass->in_reserved)
		take_cells(&pass->reserved, &pass->at);
	else if (smpboot_fdt_named(&pass->at, "device_type"))
		pass->device_type = pass->at.value;
	else if (smpboot_fdt_named(&pass->at, "status"))
		pass->status = pass->at.value;
	else if (smpboot_fdt_named(&pass->at, "reg"))
		pass->reg = pass->at.value;
}

static void mark_nodes(struct pass *pass)
{
	while (smpboot_fdt_next(&pass->at) == SMPBOOT_OK && pass->at.tag != FDT_END) {
		if (pass->at.tag == FDT_PROP)
			take_property(pass);
		else if (pass->at.tag != FDT_NOP)
			close_node(pass);
		if (pass->at.tag == FDT_BEGIN_NODE)
			open_node(pass);
	}
}

static void warn(unsigned int first)
{
	for (unsigned int id = next_cpu(first); id < smpboot_machine.count; id = next_cpu(id + 1)) {
		struct smpboot_slot *slot = &smpboot_machine.slots[id];
		uint64_t marks = slot->scratch;

		slot->scratch = 0;
		if (slot->release_addr == 0 || marks == (IN_MEMORY | IS_RESERVED))
			continue; /* none: its start will say so */
		smpboot_fdt_warn((marks & IN_MEMORY) != 0 ? SMPBOOT_EVENT_UNRESERVED : SMPBOOT_EVENT_OUTSIDE,
		                 id, smpboot_mpidr_of(id), NULL, "cpu-release-addr");
	}
}

void smpboot_fdt_warn_of_release_addrs(const void *dtb, unsigned int first)
{
	/* The Devicetree Specification (2.3.5) gives these numbers to a root without them. */
	struct pass pass = { .first = first, .root = { .address = 2, .size = 1 } };

	if (next_cpu(first) == smpboot_machine.count || smpboot_fdt_open(&pass.at, dtb) != SMPBOOT_OK)
		return;
	mark_memreserve(dtb, first);
	mark_nodes(&pass);
	warn(first);
}
