/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot loader for the kernel in the initrd. All that it makes is in memory,
 * for a CPU with its caches off. False: a message says why not.
 */
#ifndef MINIKERNEL_KERN_LOADER_H
#define MINIKERNEL_KERN_LOADER_H

#include <stdbool.h>
#include <stdint.h>

/* Copies the image to memory of its own; `entry` gets the physical address of its first instruction. */
bool loader_place_image(uint64_t *entry);

/*
 * Makes a device tree of this machine's; `address` gets where it is. Its bootargs have
 * generation=`generation`; with a `pen`, a page, its CPUs wait there.
 */
bool loader_make_tree(uint64_t pen, unsigned int generation, uint64_t *address);

#endif
