/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a flattened device tree from front to back, once: the cursor that
 * all of src/fdt shares. Names here are internal.
 *
 * libfdt's calls by node offset each search the tree from its start, which
 * makes a scan of n CPUs cost n times the tree. Here fdt_next_tag() alone
 * moves, and what it has checked is then read in place.
 */
#ifndef SMPBOOT_FDT_SCAN_H
#define SMPBOOT_FDT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/fdt.h>

/* A property's value inside the tree; `bytes` is NULL where there is no such property. */
struct smpboot_fdt_value {
	const char *bytes;
	uint32_t size;
};

struct smpboot_fdt_cursor {
	const void *dtb;
	const char *structure;
	const char *strings;
	uint32_t strings_size;
	int next; /* offset of the tag after this one */

	/* The tag that smpboot_fdt_next() has read. */
	uint32_t tag;
	unsigned int depth; /* of open nodes, after this tag: 1 in the root */
	bool properties;    /* the last node begun is open and has no subnode yet */
	const char *node;   /* name of the last node begun, NULL before the root */
	int node_offset;    /* and its place, for smpboot_fdt_reopen() */

	/* Of a FDT_PROP. */
	uint32_t name_offset;
	struct smpboot_fdt_value value;
};

/* Checks the header and stands before the first tag. SMPBOOT_OK or SMPBOOT_ERR_FDT_HEADER. */
enum smpboot_status smpboot_fdt_open(struct smpboot_fdt_cursor *cursor, const void *dtb);

/*
 * Reads the next tag, and checks that it is whole and may stand there. The
 * name and the value it finds lie inside the structure block, and each call
 * goes forward, so that a loop up to FDT_END ends.
 *
 * returns: SMPBOOT_OK or SMPBOOT_ERR_FDT_STRUCTURE
 */
enum smpboot_status smpboot_fdt_next(struct smpboot_fdt_cursor *cursor);

/* A second cursor that stands before a node that `cursor` has passed, to read its properties again. */
struct smpboot_fdt_cursor smpboot_fdt_reopen(const struct smpboot_fdt_cursor *cursor, int node_offset);

/*
 * The next tag of a part of the tree that smpboot_fdt_next() has been through
 * once, and found good: without looking at any of that again.
 */
void smpboot_fdt_step(struct smpboot_fdt_cursor *cursor);

/* True when the node that was begun last has exactly this name. */
bool smpboot_fdt_node_named(const struct smpboot_fdt_cursor *cursor, const char *name);

/* True when the property that the cursor stands on has this name. */
bool smpboot_fdt_named(const struct smpboot_fdt_cursor *cursor, const char *name);

/* Length of the string at `bytes`, or `size` where it does not end within `size` bytes. */
uint32_t smpboot_fdt_length(const char *bytes, uint32_t size);

/* True when the value begins with a whole string. */
bool smpboot_fdt_is_string(const struct smpboot_fdt_value *value);

/* True when the value begins with the string `text`, its NUL included. */
bool smpboot_fdt_equals(const struct smpboot_fdt_value *value, const char *text);

/* Reads a value of one cell. False: there is none, or it has another size. */
bool smpboot_fdt_read_cell(const struct smpboot_fdt_value *value, uint32_t *cell);

/* The number in one or two cells, of which there are at least as many at `bytes`. */
uint64_t smpboot_fdt_number(const char *bytes, uint32_t cells);

/* What a status property says (Devicetree Specification, 2.3.4). None at all, and any other, is OKAY. */
enum smpboot_fdt_power {
	SMPBOOT_FDT_OKAY,
	SMPBOOT_FDT_DISABLED,
	SMPBOOT_FDT_FAIL,
};

enum smpboot_fdt_power smpboot_fdt_read_status(const struct smpboot_fdt_value *value);

/* Fills `error` and returns `status`, for the caller to return it in turn. `node`, `property`: or NULL. */
enum smpboot_status smpboot_fdt_fail(struct smpboot_fdt_error *error, enum smpboot_status status,
                                     const char *node, const char *property);

#endif
