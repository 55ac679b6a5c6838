/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a boot loader does: the image in the initrd at its place, and a device
 * tree that says what has changed.
 */
#include "kern/loader.h"

#include <libfdt.h>
#include <smpboot/fdt.h>
#include <smpboot/smpboot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/cpu.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

/* The header of an arm64 Image (Linux, booting.rst), as boot/head.S has one. */
#define IMAGE_MAGIC 0x644d5241
#define IMAGE_ALIGN 0x200000ul

struct image_header {
	uint32_t code[2];
	uint64_t text_offset; /* from the 2 MiB boundary */
	uint64_t image_size;  /* in memory, with what is not in the file */
	uint64_t flags;
	uint64_t reserved[3];
	uint32_t magic;
	uint32_t reserved_2;
};

/* What the tree may grow by: the bootargs, and for each CPU a method and a release address. */
#define TREE_ROOM 0x4000

#define GENERATION "generation="

static bool refuse(const char *why)
{
	kprintf("next: %s\n", why);
	return false;
}

/* ---- The image ------------------------------------------------------------------------ */

static const struct image_header *find_image(void)
{
	const struct image_header *header = mm_virt(machine.initrd.base);

	if (machine.initrd.size < sizeof(*header) || header->magic != IMAGE_MAGIC || header->image_size == 0)
		return NULL;
	return header;
}

/* Blocks of whole 2 MiB are aligned to that. The pages beyond what is in the file are zero. */
bool loader_place_image(uint64_t *entry)
{
	const struct image_header *header = find_image();
	uint64_t size;
	char *place;

	if (header == NULL)
		return refuse("there is no kernel in the initrd");
	size = (header->text_offset + header->image_size + IMAGE_ALIGN - 1) & ~(IMAGE_ALIGN - 1);
	if (size < header->text_offset + machine.initrd.size)
		return refuse("the kernel in the initrd is larger than it says");
	place = mm_pages_alloc(size / PAGE_SIZE);
	if (place == NULL)
		return refuse("no memory for the image");
	place += header->text_offset;
	memcpy(place, header, machine.initrd.size);
	/* In memory before it is run and read past the caches; and no older instructions from there. */
	cpu_clean(place, header->image_size);
	__asm__ volatile("ic ialluis\n\tdsb ish\n\tisb" ::: "memory");
	*entry = mm_phys(place);
	return true;
}

/* ---- The device tree -------------------------------------------------------------------- */

/* This kernel's bootargs with another generation; the caller frees it. */
static char *next_bootargs(unsigned int generation)
{
	char *args = malloc(strlen(machine.bootargs) + sizeof(" " GENERATION "4294967295"));
	const char *word = machine.bootargs;
	char *end = args;

	if (args == NULL)
		return NULL;
	while (*(word += strspn(word, " ")) != '\0') {
		size_t length = strcspn(word, " ");

		if (strncmp(word, GENERATION, strlen(GENERATION)) != 0)
			end += sprintf(end, "%.*s ", (int)length, word);
		word += length;
	}
	sprintf(end, GENERATION "%u", generation);
	return args;
}

static bool set_bootargs(void *tree, unsigned int generation)
{
	char *args = next_bootargs(generation);
	int chosen = fdt_path_offset(tree, "/chosen");
	bool set;

	if (chosen < 0)
		chosen = fdt_add_subnode(tree, 0, "chosen");
	set = args != NULL && chosen >= 0 && fdt_setprop_string(tree, chosen, "bootargs", args) == 0;
	free(args);
	return set;
}

static bool describe_cpus(void *tree, uint64_t pen)
{
	enum smpboot_status status;

	if (pen == 0)
		return true;
	status = smpboot_fdt_describe_pen(tree, pen);
	return status == SMPBOOT_OK || refuse(smpboot_strerror(status));
}

bool loader_make_tree(uint64_t pen, unsigned int generation, uint64_t *address)
{
	size_t pages = (fdt_totalsize(machine.dtb) + TREE_ROOM + PAGE_SIZE - 1) / PAGE_SIZE;
	void *tree = mm_pages_alloc(pages);

	if (tree == NULL)
		return refuse("no memory for the device tree");
	if (fdt_open_into(machine.dtb, tree, (int)(pages * PAGE_SIZE)) != 0 ||
	    !set_bootargs(tree, generation))
		return refuse("the device tree has no room");
	if (!describe_cpus(tree, pen))
		return false;
	fdt_pack(tree);
	cpu_clean(tree, fdt_totalsize(tree));
	*address = mm_phys(tree);
	return true;
}
