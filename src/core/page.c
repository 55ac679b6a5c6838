/* SPDX-License-Identifier: BSD-2-Clause */
#include "page.h"

static void start_piece(struct smpboot_page *page)
{
	page->text = (struct smpboot_text){ page->line, sizeof(page->line), 0 };
}

void smpboot_page_begin(struct smpboot_page *page,
                        void (*write)(void *context, const char *text, size_t length), void *context)
{
	page->write = write;
	page->context = context;
	page->sent = 0;
	start_piece(page);
}

/* Nothing that is put at once is longer than this. */
#define LONGEST 48

static void make_room(struct smpboot_page *page)
{
	if (page->text.length + LONGEST < sizeof(page->line))
		return;
	page->write(page->context, page->line, page->text.length);
	page->sent += page->text.length;
	start_piece(page);
}

void smpboot_page_string(struct smpboot_page *page, const char *string)
{
	make_room(page);
	smpboot_text_string(&page->text, string);
}

void smpboot_page_decimal(struct smpboot_page *page, int64_t value)
{
	make_room(page);
	smpboot_text_decimal(&page->text, value);
}

void smpboot_page_hex(struct smpboot_page *page, uint64_t value)
{
	make_room(page);
	smpboot_text_hex(&page->text, value);
}

void smpboot_page_number(struct smpboot_page *page, int64_t value)
{
	if (value < 0)
		smpboot_page_string(page, "-");
	else
		smpboot_page_decimal(page, value);
}

void smpboot_page_column(struct smpboot_page *page, size_t column)
{
	do {
		smpboot_page_string(page, " ");
	} while (page->sent + page->text.length < column);
}

void smpboot_page_end_line(struct smpboot_page *page)
{
	smpboot_page_string(page, "\n");
	page->write(page->context, page->line, page->text.length);
	page->sent = 0;
	start_piece(page);
}
