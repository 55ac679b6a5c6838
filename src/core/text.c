/* SPDX-License-Identifier: BSD-2-Clause */
#include "text.h"

static void put(struct smpboot_text *text, char c)
{
	if (text->length < text->size)
		text->buffer[text->length] = c;
	text->length++;
}

void smpboot_text_string(struct smpboot_text *text, const char *string)
{
	while (*string != '\0')
		put(text, *string++);
}

static void put_number(struct smpboot_text *text, uint64_t value, unsigned int base)
{
	char digits[20];
	unsigned int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (count > 0)
		put(text, digits[--count]);
}

void smpboot_text_decimal(struct smpboot_text *text, int64_t value)
{
	uint64_t magnitude = (uint64_t)value;

	if (value < 0) {
		put(text, '-');
		magnitude = 0 - magnitude;
	}
	put_number(text, magnitude, 10);
}

void smpboot_text_hex(struct smpboot_text *text, uint64_t value)
{
	smpboot_text_string(text, "0x");
	put_number(text, value, 16);
}

size_t smpboot_text_end(struct smpboot_text *text)
{
	if (text->size > 0)
		text->buffer[text->length < text->size ? text->length : text->size - 1] = '\0';
	return text->length;
}
