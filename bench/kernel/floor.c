/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library is measured against: the least code that starts all CPUs,
 * and the least that also gives each what the library gives it. Neither would
 * do for a kernel: they trust x0, wait for ever, and know this one machine. The
 * secondaries' side is in floor.S.
 */
#include "bench.h"

#include "probe.h"

#define PSCI_CPU_ON 0xc4000003ull

/* 4 KiB granule, 39 bits, as the kernel's own half; ATTR_NORMAL, read-only because of SCTLR.WXN. */
#define TCR_LOW_HALF 0xffffull
#define TCR_IDMAP    ((64 - 39) | (1 << 8) | (1 << 10) | (3 << 12))
#define BLOCK        (ATTR_NORMAL << 2 | 1 << 0 | 1 << 7 | 3 << 8 | 1 << 10)

#define READ(register) \
	({ \
		uint64_t value_; \
		__asm__ volatile("mrs %0, " #register : "=r"(value_)); \
		value_; \
	})

struct floor_slot {
	uint64_t stack_top;
	uint64_t tpidr;
	uint32_t online; /* atomic */
	_Alignas(1 << FLOOR_SLOT_SHIFT) char end[];
};

struct floor_regime {
	uint64_t mair;
	uint64_t ttbr1;
	uint64_t tcr;
	uint64_t ttbr0;
	uint64_t sctlr;
	uint64_t cpacr;
	uint64_t final[2];
	uint64_t resume;
	uint64_t slots;
};

_Static_assert(sizeof(struct floor_slot) == 1 << FLOOR_SLOT_SHIFT, "slot size");
_Static_assert(offsetof(struct floor_slot, tpidr) == FLOOR_TPIDR, "tpidr");
_Static_assert(offsetof(struct floor_regime, tcr) == FLOOR_TCR, "tcr");
_Static_assert(offsetof(struct floor_regime, final) == FLOOR_FINAL, "final");
_Static_assert(offsetof(struct floor_regime, resume) == FLOOR_RESUME, "resume");
_Static_assert(offsetof(struct floor_regime, slots) == FLOOR_SLOTS, "slots");

uint32_t bare_count; /* CPUs that have come; atomic */
struct floor_regime full_regime;
static struct floor_slot slots[BENCH_MAX_CPUS];
static char stacks[BENCH_MAX_CPUS][BENCH_STACK] __attribute__((aligned(16)));
static uint64_t idmap[512] __attribute__((aligned(1 << 12)));

extern char bare_entry[];
extern char full_entry[];
extern char full_resume[];
_Noreturn void full_main(struct floor_slot *slot, unsigned int id);

static uint64_t physical(const void *p)
{
	return probe_image_pa + (uint64_t)((const char *)p - image_begin);
}

static int64_t cpu_on(uint64_t mpidr, uint64_t entry, uint64_t context)
{
	register uint64_t x0 __asm__("x0") = PSCI_CPU_ON;
	register uint64_t x1 __asm__("x1") = mpidr;
	register uint64_t x2 __asm__("x2") = entry;
	register uint64_t x3 __asm__("x3") = context;

	/* SMCCC 1.0 leaves x4 to x17 to the firmware. */
	__asm__ volatile("hvc #0"
	                 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
	                 :
	                 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
	                   "x16", "x17", "memory");
	return (int64_t)x0;
}

int bench_bare(void)
{
	unsigned int cpus = (unsigned int)bench_params.cpus;
	uint64_t entry = physical(bare_entry);

	bench_begin();
	for (unsigned int i = 1; i < cpus; i++)
		cpu_on(bench_mpidr(i), entry, i);
	while (__atomic_load_n(&bare_count, __ATOMIC_ACQUIRE) != cpus - 1)
		__asm__ volatile("wfe");
	bench_end();
	return 0;
}

static void full_capture(void)
{
	uint64_t tcr = READ(tcr_el1);

	idmap[probe_image_pa >> 30] = (probe_image_pa & ~((1ull << 30) - 1)) | BLOCK;
	full_regime = (struct floor_regime){
		.mair = READ(mair_el1),
		.ttbr1 = READ(ttbr1_el1),
		.tcr = (tcr & ~TCR_LOW_HALF) | TCR_IDMAP,
		.ttbr0 = physical(idmap),
		.sctlr = READ(sctlr_el1),
		.cpacr = READ(cpacr_el1),
		.final = { tcr, READ(ttbr0_el1) },
		.resume = (uintptr_t)full_resume,
		.slots = (uintptr_t)slots,
	};
}

_Noreturn void full_main(struct floor_slot *slot, unsigned int id)
{
	__atomic_store_n(&slot->online, 1, __ATOMIC_RELEASE);
	__asm__ volatile("dsb ish; sev" ::: "memory");
	bench_enter(NULL, id);
}

int bench_full(void)
{
	unsigned int cpus = (unsigned int)bench_params.cpus;
	uint64_t entry = physical(full_entry);

	bench_begin();
	full_capture();
	for (unsigned int i = 1; i < cpus; i++) {
		slots[i].stack_top = (uintptr_t)stacks[i] + BENCH_STACK;
		slots[i].tpidr = 0;
		__asm__ volatile("dc cvac, %0; dsb sy" : : "r"(&slots[i]) : "memory");
		cpu_on(bench_mpidr(i), entry, i);
	}
	for (unsigned int i = 1; i < cpus; i++)
		while (__atomic_load_n(&slots[i].online, __ATOMIC_ACQUIRE) == 0)
			__asm__ volatile("wfe");
	bench_end();
	bench_wait_for(cpus - 1);
	return 0;
}
