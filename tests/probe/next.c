/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the next kernel looks at. Nothing outside of its own part of the image may be
 * used from here, and no absolute address: it runs where it is loaded.
 */
#include "next.h"

#define UART 0x09000000ull /* PL011 of QEMU's virt machine */

#define SCTLR_M (1u << 0)
#define SCTLR_C (1u << 2)
#define MASKED  0x3c0u /* D, A, I, F */

_Static_assert(sizeof(struct next_seen) == 1u << NEXT_SEEN_SHIFT, "next_seen");
_Static_assert(offsetof(struct next_seen, here) == NEXT_SEEN_HERE, "here");

static void put(const char *text)
{
	while (*text != '\0')
		*(volatile uint32_t *)UART = (unsigned char)*text++;
}

static void want(bool right, const char *what)
{
	if (right)
		return;
	put("probe: FAIL next kernel: ");
	put(what);
	put("\n");
	next_exit(1);
}

/* Volatile, or the compiler would call memset(), which has just gone. */
static void wipe(uint64_t begin, uint64_t end)
{
	for (volatile uint64_t *word = (volatile uint64_t *)begin; word < (volatile uint64_t *)end; word++)
		*word = RUBBISH;
}

/* Whoever is left in the old kernel goes astray now. */
static void take_memory(const struct next_config *config)
{
	wipe(config->image, config->begin);
	wipe(config->end, config->image_end);
	__asm__ volatile("ic ialluis\n\tdsb sy\n\tisb" ::: "memory");
}

static void call_others(const struct next_config *config)
{
	for (unsigned int cpu = 0; cpu < CPUS; cpu++)
		want(cpu == config->self || next_seen[cpu].here == 0, "a CPU came that was not called");
	*(volatile uint64_t *)config->release_word = config->entry;
	__asm__ volatile("dsb sy\n\tsev" ::: "memory");
	if (config->off < CPUS)
		next_cpu_on(config->off, config->entry, config->firmware);
}

static uint64_t clock(void)
{
	uint64_t value;

	__asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(value));
	return value;
}

static void wait_for(unsigned int cpu)
{
	uint64_t frequency;
	uint64_t begin = clock();

	__asm__("mrs %0, cntfrq_el0" : "=r"(frequency));
	while (__atomic_load_n(&next_seen[cpu].here, __ATOMIC_ACQUIRE) == 0)
		want(clock() - begin < 20 * frequency, "a CPU does not come");
}

static void look_at(const struct next_config *config, unsigned int cpu)
{
	const struct next_seen *seen = &next_seen[cpu];

	want(seen->level == config->level << 2, "level");
	want((seen->sctlr & SCTLR_M) == 0, "MMU is on");
	want((seen->sctlr & SCTLR_C) == 0, "caches are on");
	want(seen->daif == MASKED, "interrupts are not masked");
}

_Noreturn void next_main(struct next_config *config)
{
	const struct next_seen *own = &next_seen[config->self];

	want(config == &next_config && own->x[0] == (uintptr_t)config, "x0");
	want(own->x[1] == 0 && own->x[2] == 0 && own->x[3] == 0, "x1 to x3");
	look_at(config, (unsigned int)config->self);
	take_memory(config);
	call_others(config);
	for (unsigned int cpu = 0; cpu < CPUS; cpu++) {
		wait_for(cpu);
		look_at(config, cpu);
		want(cpu == config->self || next_seen[cpu].x[0] == 0, "x0 of a CPU that was called");
	}
	put("probe: pass\n");
	next_exit(0);
}
