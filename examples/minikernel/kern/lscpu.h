/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPUs as the library knows them, on the console.
 */
#ifndef MINIKERNEL_KERN_LSCPU_H
#define MINIKERNEL_KERN_LSCPU_H

/* Writes the table of CPUs, their caches and the tree they are in. Any thread. */
void lscpu_show(void);

/* The same where the bootargs have the word lscpu=, and not lscpu=off. */
void lscpu_show_if_wanted(void);

#endif
