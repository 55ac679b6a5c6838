/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hooks that the kernel gives the library.
 */
#ifndef MINIKERNEL_KERN_HOOKS_H
#define MINIKERNEL_KERN_HOOKS_H

#include <smpboot/smpboot.h>
#include <stdbool.h>

extern const struct smpboot_ops smp_ops;

/* Whether to leave out lines about CPUs that come and go, but not about those that fail. */
void hooks_be_quiet(bool on);

#endif
