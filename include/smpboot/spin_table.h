/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The method "spin-table" (Devicetree Specification, enable-method; Linux,
 * booting.rst): a CPU waits in firmware until a word in memory, its release
 * address, is not 0, and jumps to the address found there.
 *
 * Several CPUs may share one word, as U-Boot arranges it: all of them then come
 * at once, and those that were not meant wait in the library's entry code, with
 * their MMU off, until they are.
 *
 * The word must be writable as ops.map gives it, or as it is mapped 1:1.
 */
#ifndef SMPBOOT_SPIN_TABLE_H
#define SMPBOOT_SPIN_TABLE_H

#include <smpboot/method.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * smpboot_spin_table_init - registers the method "spin-table"
 *
 * Boot CPU, after smpboot_init(). smpboot_fdt_add_cpus() does it for a tree
 * that has such CPUs. Each CPU's description must have a release_addr.
 *
 * returns: as smpboot_register_method()
 */
enum smpboot_status smpboot_spin_table_init(void);

#ifdef __cplusplus
}
#endif

#endif
