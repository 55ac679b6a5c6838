/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output, exceptions, and the memory functions that every compiler expects.
 */
#include "probe.h"

#define UART 0x09000000ull /* PL011 of QEMU's virt machine; it needs no set-up there */

_Noreturn void probe_exception(uint64_t esr, uint64_t elr, uint64_t far);
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);

void put_text(const char *text)
{
	volatile uint32_t *data = (volatile uint32_t *)(probe_config.base + UART);

	while (*text != '\0')
		*data = (unsigned char)*text++;
}

void put_hex(uint64_t value)
{
	char digits[] = "0x0000000000000000";

	for (size_t i = sizeof(digits) - 2; i > 1; i--, value >>= 4)
		digits[i] = "0123456789abcdef"[value & 0xf];
	put_text(digits);
}

_Noreturn void probe_exception(uint64_t esr, uint64_t elr, uint64_t far)
{
	put_text("probe: FAIL exception esr=");
	put_hex(esr);
	put_text(" elr=");
	put_hex(elr);
	put_text(" far=");
	put_hex(far);
	put_text("\n");
	probe_exit(EXIT_EXCEPTION);
}

/* Volatile, or the compiler would see a memcpy in the loop and call it. */
void *memcpy(void *to, const void *from, size_t size)
{
	volatile char *out = to;
	const char *in = from;

	while (size-- > 0)
		*out++ = *in++;
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	volatile char *out = to;

	while (size-- > 0)
		*out++ = (char)byte;
	return to;
}
