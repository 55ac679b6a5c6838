/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The heap is the C library's: malloc() and free(), for any thread on any CPU
 * (its lock is in lib/libc.c). This gives it memory. Blocks are 8-byte aligned:
 * what needs more takes aligned_alloc() or whole pages.
 */
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "mm/mm.h"

/* The most that the heap can have. What is large comes as pages, not from the heap. */
#define HEAP_PAGES 1024

static char *heap;
static size_t heap_left;

/*
 * All in one piece: the library counts on it that each call goes on where the
 * last one ended. With little memory the heap is smaller.
 */
static void take_heap(void)
{
	for (size_t pages = HEAP_PAGES; pages > 0 && heap == NULL; pages /= 2) {
		heap = mm_pages_alloc(pages);
		heap_left = heap != NULL ? pages * PAGE_SIZE : 0;
	}
}

/* Called under the heap's lock, never with a negative increment. */
void *sbrk(ptrdiff_t increment)
{
	char *memory;

	if (heap == NULL)
		take_heap();
	if ((size_t)increment > heap_left) {
		errno = ENOMEM;
		return (void *)-1;
	}
	memory = heap;
	heap += increment;
	heap_left -= (size_t)increment;
	return memory;
}
