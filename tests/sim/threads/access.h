/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The accesses outside the library that ThreadSanitizer sees. All but those for
 * the kernel's stacks stand for instructions of entry.S.
 */
#ifndef SIM_ACCESS_H
#define SIM_ACCESS_H

#include <stddef.h>
#include <stdint.h>

/* A claim that is followed by DMB before anything is made of it. */
uint64_t sim_acquire64(const uint64_t *p);

/* A crumb, and what is after a DMB besides. */
void sim_release64(uint64_t *p, uint64_t value);

/* What an early record holds. */
void sim_plain_store64(uint64_t *p, uint64_t value);

/* A stack: by the CPU that runs on it, and by the kernel when it has it back. */
void sim_plain_use(unsigned char *p, size_t size);

#endif
