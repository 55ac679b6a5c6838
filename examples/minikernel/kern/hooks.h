/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hooks that the kernel gives the library.
 */
#ifndef MINIKERNEL_KERN_HOOKS_H
#define MINIKERNEL_KERN_HOOKS_H

#include <smpboot/smpboot.h>

extern const struct smpboot_ops smp_ops;

#endif
