/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPU table from inside the library. Names here are internal.
 */
#ifndef SMPBOOT_CORE_TABLE_H
#define SMPBOOT_CORE_TABLE_H

#include <stdbool.h>

#include <smpboot/method.h>

/* What adding CPUs changes, so that a reader of CPU descriptions can take all back. */
struct smpboot_table_mark {
	unsigned int count;
	unsigned int dropped;
	bool boot_described;
};

/* SMPBOOT_OK when the calling CPU may add CPUs now, else why not. */
enum smpboot_status smpboot_table_check_open(void);

struct smpboot_table_mark smpboot_table_mark(void);

/* Forgets every CPU added, dropped or described since `mark` was taken. */
void smpboot_table_rollback(const struct smpboot_table_mark *mark);

/* A description with the kernel's correction, where it has one. */
struct smpboot_cpu_desc smpboot_table_fix_up(const struct smpboot_cpu_desc *desc);

/* True when the boot CPU has been described by smpboot_add_cpu(). */
bool smpboot_table_boot_described(void);

/* What smpboot_register_method() would say of this method now. */
enum smpboot_status smpboot_method_check(const struct smpboot_method *method);

#endif
