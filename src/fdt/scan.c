/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cursor over a flattened device tree, and the reading of names and
 * strings, all within the bounds of the blob.
 */
#include "scan.h"

#include <libfdt.h>

/* The only version the Devicetree Specification knows; it brought the structure block's size. */
#define FDT_VERSION_WITH_BOUNDS 17

/* True when [offset, offset + size) lies behind the header and inside the blob. */
static bool block_fits(const void *dtb, uint32_t offset, uint32_t size)
{
	uint32_t total = fdt_totalsize(dtb);

	return offset >= sizeof(struct fdt_header) && offset <= total && size <= total - offset;
}

/* Some versions of fdt_check_header() look at magic and version only, so the bounds are checked here. */
static bool header_fits(const void *dtb)
{
	if (fdt_magic(dtb) != FDT_MAGIC || fdt_version(dtb) < FDT_VERSION_WITH_BOUNDS)
		return false;
	/* libfdt counts offsets in int. */
	if (fdt_totalsize(dtb) > INT32_MAX)
		return false;
	/* libfdt loads tags as words; with the MMU off, an unaligned load faults. */
	if (fdt_off_dt_struct(dtb) % FDT_TAGSIZE != 0)
		return false;
	return block_fits(dtb, fdt_off_dt_struct(dtb), fdt_size_dt_struct(dtb)) &&
	       block_fits(dtb, fdt_off_dt_strings(dtb), fdt_size_dt_strings(dtb));
}

enum smpboot_status smpboot_fdt_open(struct smpboot_fdt_cursor *cursor, const void *dtb)
{
	if ((uintptr_t)dtb % 8 != 0 || fdt_check_header(dtb) != 0 || !header_fits(dtb))
		return SMPBOOT_ERR_FDT_HEADER;
	*cursor = (struct smpboot_fdt_cursor){
		.dtb = dtb,
		.structure = (const char *)dtb + fdt_off_dt_struct(dtb),
		.strings = (const char *)dtb + fdt_off_dt_strings(dtb),
		.strings_size = fdt_size_dt_strings(dtb),
	};
	return SMPBOOT_OK;
}

static enum smpboot_status begin_node(struct smpboot_fdt_cursor *cursor, int offset)
{
	if (cursor->depth == 0 && cursor->node != NULL)
		return SMPBOOT_ERR_FDT_STRUCTURE; /* a second root */
	cursor->depth++;
	cursor->properties = true;
	cursor->node = cursor->structure + offset + FDT_TAGSIZE;
	cursor->node_offset = offset;
	return SMPBOOT_OK;
}

static enum smpboot_status end_node(struct smpboot_fdt_cursor *cursor)
{
	if (cursor->depth == 0)
		return SMPBOOT_ERR_FDT_STRUCTURE;
	cursor->depth--;
	cursor->properties = false;
	return SMPBOOT_OK;
}

/*
 * A length near 2^32 overflows inside fdt_next_tag() of libfdt before 1.7, and
 * comes back as a property that is shorter than its own head: so what was
 * passed over is compared with the length again.
 */
static enum smpboot_status property(struct smpboot_fdt_cursor *cursor, int offset)
{
	const struct fdt_property *head = (const void *)(cursor->structure + offset);
	uint32_t passed = (uint32_t)(cursor->next - offset);

	if (!cursor->properties || passed < sizeof(*head))
		return SMPBOOT_ERR_FDT_STRUCTURE;
	cursor->value.bytes = head->data;
	cursor->value.size = fdt32_ld(&head->len);
	cursor->name_offset = fdt32_ld(&head->nameoff);
	if (cursor->value.size > passed - sizeof(*head) || cursor->name_offset >= cursor->strings_size)
		return SMPBOOT_ERR_FDT_STRUCTURE;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_fdt_next(struct smpboot_fdt_cursor *cursor)
{
	int offset = cursor->next;

	cursor->tag = fdt_next_tag(cursor->dtb, offset, &cursor->next);
	/* Negative where the block is cut off; no step where a length overflowed. */
	if (cursor->next <= offset)
		return SMPBOOT_ERR_FDT_STRUCTURE;
	switch (cursor->tag) {
	case FDT_BEGIN_NODE:
		return begin_node(cursor, offset);
	case FDT_PROP:
		return property(cursor, offset);
	case FDT_END_NODE:
		return end_node(cursor);
	case FDT_END:
		return cursor->depth == 0 && cursor->node != NULL ? SMPBOOT_OK : SMPBOOT_ERR_FDT_STRUCTURE;
	default:
		return SMPBOOT_OK; /* FDT_NOP: fdt_next_tag() lets no other through */
	}
}

static uint32_t read_word(const struct smpboot_fdt_cursor *cursor, int offset)
{
	return fdt32_ld((const fdt32_t *)(const void *)(cursor->structure + offset));
}

void smpboot_fdt_step(struct smpboot_fdt_cursor *cursor)
{
	int offset = cursor->next;
	size_t size = FDT_TAGSIZE;

	cursor->tag = read_word(cursor, offset);
	switch (cursor->tag) {
	case FDT_BEGIN_NODE:
		(void)begin_node(cursor, offset);
		for (const char *name = cursor->node; *name != '\0'; name++)
			size++;
		size++;
		break;
	case FDT_PROP:
		cursor->value.size = read_word(cursor, offset + (int)offsetof(struct fdt_property, len));
		cursor->value.bytes = cursor->structure + offset + sizeof(struct fdt_property);
		cursor->name_offset = read_word(cursor, offset + (int)offsetof(struct fdt_property, nameoff));
		size = sizeof(struct fdt_property) + cursor->value.size;
		break;
	case FDT_END_NODE:
		(void)end_node(cursor);
		break;
	default:
		break; /* FDT_NOP, or the end */
	}
	cursor->next += (int)((size + FDT_TAGSIZE - 1) & ~(size_t)(FDT_TAGSIZE - 1));
}

struct smpboot_fdt_cursor smpboot_fdt_reopen(const struct smpboot_fdt_cursor *cursor, int node_offset)
{
	struct smpboot_fdt_cursor copy = *cursor;

	copy.next = node_offset;
	copy.node = NULL; /* as before a root: any node may begin there */
	return copy;
}

/* Compares up to and with the NUL of `text`, and never beyond `size`. */
static bool starts_with_string(const char *bytes, uint32_t size, const char *text)
{
	for (uint32_t i = 0; i < size && bytes[i] == text[i]; i++) {
		if (text[i] == '\0')
			return true;
	}
	return false;
}

bool smpboot_fdt_node_named(const struct smpboot_fdt_cursor *cursor, const char *name)
{
	uint32_t i = 0;

	/* fdt_next_tag() has found the NUL that ends the node's name. */
	while (name[i] != '\0' && cursor->node[i] == name[i])
		i++;
	return cursor->node[i] == name[i];
}

bool smpboot_fdt_named(const struct smpboot_fdt_cursor *cursor, const char *name)
{
	return starts_with_string(cursor->strings + cursor->name_offset,
	                          cursor->strings_size - cursor->name_offset, name);
}

uint32_t smpboot_fdt_length(const char *bytes, uint32_t size)
{
	uint32_t length = 0;

	while (length < size && bytes[length] != '\0')
		length++;
	return length;
}

bool smpboot_fdt_is_string(const struct smpboot_fdt_value *value)
{
	return smpboot_fdt_length(value->bytes, value->size) < value->size;
}

bool smpboot_fdt_equals(const struct smpboot_fdt_value *value, const char *text)
{
	return starts_with_string(value->bytes, value->size, text);
}

bool smpboot_fdt_read_cell(const struct smpboot_fdt_value *value, uint32_t *cell)
{
	if (value->bytes == NULL || value->size != sizeof(fdt32_t))
		return false;
	*cell = fdt32_ld((const fdt32_t *)(const void *)value->bytes);
	return true;
}

uint64_t smpboot_fdt_number(const char *bytes, uint32_t cells)
{
	const fdt32_t *cell = (const void *)bytes;
	uint64_t first = fdt32_ld(cell);

	return cells == 1 ? first : first << 32 | fdt32_ld(cell + 1);
}

static bool starts_with(const struct smpboot_fdt_value *value, const char *text)
{
	uint32_t i = 0;

	while (i < value->size && text[i] != '\0' && value->bytes[i] == text[i])
		i++;
	return text[i] == '\0';
}

enum smpboot_fdt_power smpboot_fdt_read_status(const struct smpboot_fdt_value *value)
{
	if (smpboot_fdt_equals(value, "disabled"))
		return SMPBOOT_FDT_DISABLED;
	if (starts_with(value, "fail") || smpboot_fdt_equals(value, "reserved"))
		return SMPBOOT_FDT_FAIL;
	return SMPBOOT_FDT_OKAY;
}

/* Cut to fit; "/" for the root, whose name in the blob is empty. */
enum smpboot_status smpboot_fdt_fail(struct smpboot_fdt_error *error, enum smpboot_status status,
                                     const char *node, const char *property)
{
	const char *name = node != NULL && node[0] == '\0' ? "/" : node;
	size_t length = 0;

	error->status = status;
	error->property = property;
	while (name != NULL && name[length] != '\0' && length < sizeof(error->node) - 1) {
		error->node[length] = name[length];
		length++;
	}
	error->node[length] = '\0';
	return status;
}
