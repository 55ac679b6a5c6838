/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the bootargs say of the bring-up.
 */
#ifndef MINIKERNEL_KERN_SMP_OPTIONS_H
#define MINIKERNEL_KERN_SMP_OPTIONS_H

#include <smpboot/smpboot.h>
#include <stdbool.h>

/* False: a word makes no sense, and a message says which. */
bool smp_options_read(struct smpboot_options *options);

#endif
