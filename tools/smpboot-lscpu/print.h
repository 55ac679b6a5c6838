/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing a board: for a person, and for a program.
 */
#ifndef LSCPU_PRINT_H
#define LSCPU_PRINT_H

#include <stdio.h>

#include "board.h"

/* Several lines, the first with the file's name. Bytes of the tree that are not printable come out as "?". */
void print_text(const struct board *board, const char *file);

/* The warnings' lines alone. */
void print_warnings(const struct board *board, FILE *out);

/* One JSON object on one line. Bytes of the tree from 0x7f on are taken for Latin-1. */
void print_json(const struct board *board);

#endif
