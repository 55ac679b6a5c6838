/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own translation tables, for any granule and number of address
 * bits. Runs with the MMU off, at the physical address. Text is read-only, all
 * else never executed, and SCTLR.WXN is on: an identity map that is writable
 * would be seen.
 */
#include <smpboot/aarch64.h>

#include "probe.h"

#define UART 0x09000000ull /* PL011 of QEMU's virt machine */

#define ATTR_DEVICE   0u
#define MAIR_DEVICE   0x04ull
#define MAIR_UNCACHED 0x44ull
#define MAIR_NORMAL   0xffull
#define MAIR          (MAIR_DEVICE << (8 * ATTR_DEVICE) | MAIR_UNCACHED << 8 | MAIR_NORMAL << (8 * ATTR_NORMAL))

#define DESC_TABLE    0x3ull
#define DESC_PAGE     0x3ull
#define DESC_AP1      (1ull << 6) /* RES1 in a regime of one privilege level, else access for EL0 */
#define DESC_RO       (1ull << 7)
#define DESC_INNER    (3ull << 8)
#define DESC_ACCESSED (1ull << 10)
#define DESC_PXN      (1ull << 53)
#define DESC_UXN      (1ull << 54) /* XN in a regime of one privilege level */
#define DESC_ADDRESS  0x0000fffffffff000ull

#define TCR_CACHED   ((1ull << 0) | (1ull << 2) | (3ull << 4)) /* IRGN, ORGN: write-back; SH: inner */
#define TCR_EPD0     (1ull << 7)
#define TCR_EPD1     (1ull << 23)
#define TCR_DS       (1ull << 59)
#define TCR_EL2_RES1 ((1ull << 31) | (1ull << 23))

#define SCTLR_EL1_RES1 0x30d00800ull
#define SCTLR_EL2_RES1 0x30c50830ull
#define SCTLR_ON       ((1u << 19) | (1u << 12) | (1u << 3) | (1u << 2) | (1u << 0)) /* WXN, I, SA, C, M */

#define TABLES 16

/* What start.S loads. */
struct regime {
	uint64_t mair;
	uint64_t boot_tcr; /* while the MMU goes on */
	uint64_t boot_ttbr0;
	uint64_t sctlr;
	uint64_t ttbr1;
	uint64_t tcr; /* the kernel's */
	uint64_t ttbr0;
};

_Static_assert(offsetof(struct regime, mair) == REGIME_MAIR, "mair");
_Static_assert(offsetof(struct regime, boot_tcr) == REGIME_BOOT, "boot tcr");
_Static_assert(offsetof(struct regime, sctlr) == REGIME_SCTLR, "sctlr");
_Static_assert(offsetof(struct regime, ttbr1) == REGIME_TTBR1, "ttbr1");
_Static_assert(offsetof(struct regime, tcr) == REGIME_FINAL, "tcr");
_Static_assert(offsetof(struct probe_config, map) == CONFIG_MAP, "map");

/* One half of the address space. */
struct space {
	uint64_t *root;
	uint64_t va_bits;
};

static char pool[TABLES << 16] __attribute__((aligned(1 << 16)));
static size_t pool_used;

const struct regime *tables_build(void);

static uint64_t *new_table(void)
{
	size_t size = (size_t)1 << probe_config.page_shift;
	char *table = pool + pool_used;

	if (pool_used + size > sizeof(pool))
		return NULL;
	pool_used += size; /* BSS: zero already */
	return (uint64_t *)table;
}

static bool own_shareability(void)
{
	return probe_config.va_bits <= 48 || probe_config.page_shift == 16;
}

static uint64_t attributes(unsigned int memory, bool text)
{
	bool one_level = probe_config.target == SMPBOOT_TARGET_EL2;
	uint64_t bits = DESC_PAGE | DESC_ACCESSED | (uint64_t)memory << 2;

	if (own_shareability())
		bits |= DESC_INNER;
	if (one_level)
		bits |= DESC_AP1 | (text ? DESC_RO : DESC_UXN);
	else
		bits |= DESC_UXN | (text ? DESC_RO : DESC_PXN);
	return bits;
}

static bool map_page(const struct space *space, uint64_t va, uint64_t page)
{
	uint64_t shift = probe_config.page_shift;
	uint64_t index_bits = shift - 3;
	uint64_t mask = ((uint64_t)1 << index_bits) - 1;
	uint64_t level = (space->va_bits - shift + index_bits - 1) / index_bits;
	uint64_t *table = space->root;

	va &= ((uint64_t)1 << space->va_bits) - 1;
	while (--level > 0) {
		uint64_t *entry = &table[(va >> (shift + level * index_bits)) & mask];

		if (*entry == 0) {
			table = new_table();
			if (table == NULL)
				return false;
			*entry = (uintptr_t)table | DESC_TABLE;
		}
		table = (uint64_t *)(*entry & DESC_ADDRESS);
	}
	table[(va >> shift) & mask] = page;
	return true;
}

static bool map_range(const struct space *space, uint64_t va, const char *begin, const char *end,
                      uint64_t bits)
{
	uint64_t step = (uint64_t)1 << probe_config.page_shift;

	for (; begin < end; begin += step, va += step)
		if (!map_page(space, va, (uintptr_t)begin | bits))
			return false;
	return true;
}

static bool map_image(const struct space *space, uint64_t va)
{
	return map_range(space, va, image_begin, text_end, attributes(ATTR_NORMAL, true)) &&
	       map_range(space, va + (size_t)(text_end - image_begin), text_end, image_end,
	                 attributes(ATTR_NORMAL, false));
}

/* The granule as TG0 and TG1 of a TCR have it. */
static uint64_t tg0(uint64_t page_shift)
{
	return (page_shift == 12 ? 0ull : page_shift == 14 ? 2ull : 1ull) << 14;
}

static uint64_t tg1(uint64_t page_shift)
{
	return (page_shift == 12 ? 2ull : page_shift == 14 ? 1ull : 3ull) << 30;
}

/* What the CPU can address, as IPS has it: with 52-bit virtual addresses up to 52 bits, else up to 48. */
static uint64_t physical_size(void)
{
	uint64_t limit = probe_config.va_bits > 48 ? 6 : 5;
	uint64_t range;

	__asm__("mrs %0, id_aa64mmfr0_el1" : "=r"(range));
	range &= 0xf;
	return range < limit ? range : limit;
}

static uint64_t tcr(uint64_t t0sz, uint64_t page_shift0, uint64_t t1sz, uint64_t page_shift1)
{
	if (probe_config.target == SMPBOOT_TARGET_EL2)
		return t0sz | TCR_CACHED << 8 | tg0(page_shift0) | physical_size() << 16 | TCR_EL2_RES1;
	return t0sz | TCR_CACHED << 8 | tg0(page_shift0) | t1sz << 16 | TCR_CACHED << 24 | tg1(page_shift1) |
	       physical_size() << 32 | (own_shareability() ? 0 : TCR_DS);
}

/* The kernel, where it is linked, and its one device. */
static bool map_kernel(const struct space *space)
{
	uint64_t va;

	__asm__("ldr %0, =image_begin" : "=r"(va));
	return map_image(space, va) &&
	       map_page(space, probe_config.base + UART, UART | attributes(ATTR_DEVICE, false));
}

/* Through TTBR1; TTBR0 has nothing, and a granule of its own; and a map of its own to turn the MMU on. */
static bool build_high(struct regime *regime, const struct space *kernel)
{
	struct space identity = { .root = new_table(), .va_bits = 48 };
	uint64_t t1sz = 64 - kernel->va_bits;
	uint64_t shift = probe_config.page_shift;

	regime->ttbr1 = (uintptr_t)kernel->root;
	regime->boot_ttbr0 = (uintptr_t)identity.root;
	regime->boot_tcr = tcr(64 - identity.va_bits, shift, t1sz, shift);
	regime->ttbr0 = (uintptr_t)new_table();
	regime->tcr = tcr(probe_config.t0sz, shift == 12 ? 16 : 12, t1sz, shift);
	if (probe_config.epd0)
		regime->tcr |= TCR_EPD0;
	return identity.root != NULL && regime->ttbr0 != 0 && map_image(&identity, (uintptr_t)image_begin);
}

/* Through TTBR0; TTBR1 is off, but has a value to be handed on. */
static bool build_low(struct regime *regime, const struct space *kernel)
{
	regime->ttbr0 = (uintptr_t)kernel->root;
	regime->ttbr1 = (uintptr_t)new_table();
	regime->tcr = tcr(64 - kernel->va_bits, probe_config.page_shift, 25, 12);
	if (probe_config.target != SMPBOOT_TARGET_EL2)
		regime->tcr |= TCR_EPD1;
	regime->boot_tcr = regime->tcr;
	regime->boot_ttbr0 = regime->ttbr0;
	return regime->ttbr1 != 0 &&
	       (probe_config.map == MAP_FLAT || map_image(kernel, (uintptr_t)image_begin));
}

/* Out: NULL when there is no room. */
const struct regime *tables_build(void)
{
	static struct regime regime;
	struct space kernel = { .root = new_table(), .va_bits = probe_config.va_bits };

	if (kernel.root == NULL || !map_kernel(&kernel))
		return NULL;
	if (!(probe_config.map == MAP_HIGH ? build_high : build_low)(&regime, &kernel))
		return NULL;
	regime.mair = MAIR;
	regime.sctlr =
		SCTLR_ON | (probe_config.target == SMPBOOT_TARGET_EL2 ? SCTLR_EL2_RES1 : SCTLR_EL1_RES1);
	return &regime;
}
