/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the boot code leaves for the rest of the kernel, and the edges of the
 * image (kernel.ld).
 */
#ifndef MINIKERNEL_BOOT_BOOT_H
#define MINIKERNEL_BOOT_BOOT_H

/* struct boot_info */
#define BOOT_INFO_IMAGE_PA    0
#define BOOT_INFO_ENTRY_LEVEL 8

#define BOOT_STACK_SIZE 16384

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

struct boot_info {
	uint64_t image_pa;    /* where the loader put the image */
	uint64_t entry_level; /* exception level at _start */
};

_Static_assert(offsetof(struct boot_info, image_pa) == BOOT_INFO_IMAGE_PA, "head.S writes it");
_Static_assert(offsetof(struct boot_info, entry_level) == BOOT_INFO_ENTRY_LEVEL, "head.S writes it");

extern struct boot_info boot_info;

extern char image_start[], text_end[], rodata_end[], image_end[];
extern char early_start[], early_end[];

/* Where the other CPUs wait on a machine without firmware: the library's pen, copied by head.S. */
extern unsigned char kernel_pen[];

/* Root of the kernel's half of the address space, and the table in it that the switch to it needs. */
extern uint64_t kernel_root[512];
extern uint64_t switch_root[512];

/*
 * Fills both. Called once by head.S with the MMU off, on the physical address
 * of the image.
 */
void early_map(void);

#endif /* __ASSEMBLER__ */

#endif
