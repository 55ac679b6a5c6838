/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A row of the info table, for whoever in the library tells of a CPU.
 */
#ifndef SMPBOOT_CORE_INFO_H
#define SMPBOOT_CORE_INFO_H

#include <smpboot/smpboot.h>

/* Writes every field of `info` for a CPU that is in the table. */
void smpboot_info_fill(unsigned int id, struct smpboot_cpu_info *info);

#endif
