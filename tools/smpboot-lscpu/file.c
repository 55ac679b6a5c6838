/* SPDX-License-Identifier: BSD-2-Clause */
#include "file.h"

#include <errno.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A blob in memory, as far as it has been read. */
struct content {
	char *bytes;
	size_t size;
	size_t room;
};

static int make_room(struct content *content)
{
	size_t room = content->room != 0 ? content->room * 2 : 1 << 16;
	char *bytes = realloc(content->bytes, room);

	if (bytes == NULL)
		return 0;
	content->bytes = bytes;
	content->room = room;
	return 1;
}

/* Without asking for the size first, so that a pipe will do. Gives 0, or an errno. */
static int read_all(const char *name, struct content *content)
{
	FILE *file = fopen(name, "rb");
	int error = 0;

	if (file == NULL)
		return errno;
	while (error == 0 && !feof(file)) {
		if (content->size == content->room && !make_room(content)) {
			error = ENOMEM;
			break;
		}
		errno = 0;
		content->size +=
			fread(content->bytes + content->size, 1, content->room - content->size, file);
		if (ferror(file))
			error = errno != 0 ? errno : EIO;
	}
	fclose(file);
	return error;
}

static const char *check(const struct content *content)
{
	if (content->size < sizeof(struct fdt_header) || fdt_magic(content->bytes) != FDT_MAGIC)
		return "this is no device tree blob";
	if (fdt_totalsize(content->bytes) > content->size)
		return "the file is cut off: its header tells of more bytes than there are";
	return NULL;
}

void *file_read_tree(const char *name, const char **problem)
{
	struct content content = { .bytes = NULL };
	int error = read_all(name, &content);

	*problem = error != 0 ? strerror(error) : check(&content);
	if (*problem == NULL)
		return content.bytes;
	free(content.bytes);
	return NULL;
}
