/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A made-up machine whose CPUs all wait at one release word: that of a pen, or of
 * a spin table that they share.
 */
#ifndef FAKE_PEN_H
#define FAKE_PEN_H

#include "core/record.h"
#include "fake_kernel.h"

/* Logical id of the last CPU. */
#define FAKE_PEN_LAST 5u

/* The word; physical and virtual addresses are the same. */
extern uint64_t *const fake_pen_word;

/* What fake_boot() does, and the methods "pen" and "spin-table". */
int fake_pen_boot(void **state);

/* Adds the CPUs, with this method. */
void fake_pen_add(const char *method);

/* Writes the word, for kernel and CPUs alike. */
void fake_pen_set_word(uint64_t value);

/* What a CPU has left in memory. */
const struct smpboot_early *fake_pen_early(unsigned int id);

/* The CPU came, once, as itself, and on the stack that was meant for it. */
void assert_came_from_pen(unsigned int id);

#endif
