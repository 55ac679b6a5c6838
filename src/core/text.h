/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Builds one line of text in a caller's buffer, without a libc.
 */
#ifndef SMPBOOT_CORE_TEXT_H
#define SMPBOOT_CORE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* `length` counts what the whole text needs, `size` what there is room for. */
struct smpboot_text {
	char *buffer;
	size_t size;
	size_t length;
};

void smpboot_text_string(struct smpboot_text *text, const char *string);
void smpboot_text_decimal(struct smpboot_text *text, int64_t value);
void smpboot_text_hex(struct smpboot_text *text, uint64_t value);

/* Ends the text with a NUL, where there is room for any, and returns its whole length. */
size_t smpboot_text_end(struct smpboot_text *text);

#endif
