/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"

/* A name that was looked up: where it lies, plus 1, and which it is. A later one may take its place. */
#define PLACES_LOG2 7
static struct place {
	uint32_t offset;
	uint32_t name;
} places[1u << PLACES_LOG2];

void smpboot_fdt_names_start(void)
{
	for (unsigned int i = 0; i < 1u << PLACES_LOG2; i++)
		places[i].offset = 0;
}

/* One after another, each with its NUL: an array of pointers would be of twice the size, and to be relocated. */
static const char texts[] =
#define X(name, text) text "\0"
	SMPBOOT_FDT_NAMES(X);
#undef X

static unsigned int compare(const struct smpboot_fdt_cursor *cursor)
{
	const char *text = texts;
	unsigned int name = SMPBOOT_FDT_NAME_OTHER + 1;

	while (*text != '\0' && !smpboot_fdt_named(cursor, text)) {
		while (*text++ != '\0')
			continue;
		name++;
	}
	return *text != '\0' ? name : SMPBOOT_FDT_NAME_OTHER;
}

enum smpboot_fdt_name smpboot_fdt_name_of(const struct smpboot_fdt_cursor *cursor)
{
	uint32_t offset = cursor->name_offset + 1;
	/* Spreads what lies close together (Knuth's multiplicative hash). */
	struct place *place = &places[offset * 2654435769u >> (32 - PLACES_LOG2)];

	if (place->offset != offset)
		*place = (struct place){ offset, compare(cursor) };
	return (enum smpboot_fdt_name)place->name;
}
