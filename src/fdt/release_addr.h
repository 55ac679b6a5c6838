/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that wait for their release words: their method, and whether the words
 * are where nobody else writes. Names here are internal.
 */
#ifndef SMPBOOT_FDT_RELEASE_ADDR_H
#define SMPBOOT_FDT_RELEASE_ADDR_H

#include "scan.h"

/*
 * Registers the method "spin-table" where one of the CPUs from logical id
 * `first` on has it, and nobody has registered that name before.
 *
 * returns: SMPBOOT_OK; or what smpboot_spin_table_init() says
 */
enum smpboot_status smpboot_fdt_spin_table_connect(unsigned int first, struct smpboot_fdt_error *error);

/*
 * Warns of each CPU from logical id `first` on whose release word lies outside
 * the tree's memory, or is not reserved there. Reads the tree, which has been
 * read to its end without an error, once more if there is such a word at all.
 */
void smpboot_fdt_warn_of_release_addrs(const void *dtb, unsigned int first);

#endif
