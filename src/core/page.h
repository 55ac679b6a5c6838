/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text of any length, line by line through a small buffer, for smpboot_lscpu().
 */
#ifndef SMPBOOT_CORE_PAGE_H
#define SMPBOOT_CORE_PAGE_H

#include "text.h"

/* A longer line goes out in pieces. */
#define SMPBOOT_PAGE_LINE 160

struct smpboot_page {
	void (*write)(void *context, const char *text, size_t length);
	void *context;
	struct smpboot_text text;
	size_t sent; /* characters of this line that are out already */
	char line[SMPBOOT_PAGE_LINE];
};

void smpboot_page_begin(struct smpboot_page *page,
                        void (*write)(void *context, const char *text, size_t length), void *context);

void smpboot_page_string(struct smpboot_page *page, const char *string);
void smpboot_page_decimal(struct smpboot_page *page, int64_t value);
void smpboot_page_hex(struct smpboot_page *page, uint64_t value);

/* A number, or "-" for a negative one. */
void smpboot_page_number(struct smpboot_page *page, int64_t value);

/* Spaces up to this column, counted from 0; at least one. */
void smpboot_page_column(struct smpboot_page *page, size_t column);

/* Ends the line, and hands it out. */
void smpboot_page_end_line(struct smpboot_page *page);

/* The parts of smpboot_lscpu() behind the table. */
void smpboot_lscpu_caches(struct smpboot_page *page);
void smpboot_lscpu_differences(struct smpboot_page *page);
void smpboot_lscpu_tree(struct smpboot_page *page);

#endif
