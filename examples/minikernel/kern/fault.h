/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that fail on purpose, as the bootarg fault=KIND:CPU[,KIND:CPU...] asks:
 * so that one sees on any machine what the library says of a CPU that does not
 * come. README.md lists the kinds. A kernel that is copied from this one does
 * without the files fault*.
 *
 * A fault happens at the CPU's first start: a later one goes well.
 */
#ifndef MINIKERNEL_KERN_FAULT_H
#define MINIKERNEL_KERN_FAULT_H

#include <smpboot/smpboot.h>
#include <stdbool.h>

/*
 * Boot CPU, after smpboot_init(): reads the bootarg. Where there is one, `ops`
 * is replaced by hooks that do what it says and else call those given. False:
 * it cannot be understood.
 */
bool fault_init(const struct smpboot_ops **ops);

/* When the CPUs are known. False: a fault cannot be had on this machine. */
bool fault_arm(void);

/* After the bring-up: CPUs that wait on purpose go on. Returns how many there are. */
unsigned int fault_let_go(void);

#endif
