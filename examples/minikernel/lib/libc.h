/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the C library (picolibc) expects of the system under it.
 */
#ifndef MINIKERNEL_LIB_LIBC_H
#define MINIKERNEL_LIB_LIBC_H

/* Boot CPU, once, before anything else of C: runs the constructors. */
void libc_init(void);

/* Each CPU for itself: the thread pointer. */
void libc_init_cpu(void);

#endif
