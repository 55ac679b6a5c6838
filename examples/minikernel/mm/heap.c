/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The heap is the C library's: malloc() and free(), for any thread on any CPU
 * (its lock is in lib/libc.c). This gives it pages. Blocks are 8-byte aligned:
 * what needs more takes aligned_alloc() or whole pages.
 */
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "mm/mm.h"

/* How much is taken at a time, unless more is asked for at once. */
#define ARENA_SIZE 0x100000

static char *arena;
static size_t arena_left;

/*
 * Called under the heap's lock, never with a negative increment. The library
 * copes with memory that does not join on to the last piece.
 */
void *sbrk(ptrdiff_t increment)
{
	size_t size = (size_t)increment;
	char *memory;

	if (size > arena_left) {
		size_t pages = ((size > ARENA_SIZE ? size : ARENA_SIZE) + PAGE_SIZE - 1) / PAGE_SIZE;
		char *next = mm_pages_alloc(pages);

		if (next == NULL) {
			errno = ENOMEM;
			return (void *)-1;
		}
		arena = next;
		arena_left = pages * PAGE_SIZE;
	}
	memory = arena;
	arena += size;
	arena_left -= size;
	return memory;
}
