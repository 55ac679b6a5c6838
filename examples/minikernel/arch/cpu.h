/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel needs of the processor itself: system registers, interrupt
 * masking, hints and the per-CPU pointer.
 *
 * The kernel runs at EL1, or at EL2 with E2H, where the EL1 names reach the
 * EL2 registers; only the per-CPU pointer's register differs.
 */
#ifndef MINIKERNEL_ARCH_CPU_H
#define MINIKERNEL_ARCH_CPU_H

#include <stdint.h>

#define cpu_read(reg) \
	({ \
		uint64_t value_; \
		__asm__ volatile("mrs %0, " #reg : "=r"(value_)); \
		value_; \
	})

#define cpu_write(reg, value) __asm__ volatile("msr " #reg ", %0" : : "r"((uint64_t)(value)) : "memory")

static inline void cpu_isb(void)
{
	__asm__ volatile("isb" ::: "memory");
}

static inline void cpu_wfi(void)
{
	/* Stores before the sleep must be out before other CPUs are waited for. */
	__asm__ volatile("dsb sy\n\twfi" ::: "memory");
}

/* Cleans memory to the point of coherency: seen by who reads it with its caches off. */
static inline void cpu_clean(const void *p, uint64_t size)
{
	uint64_t line = 4u << (cpu_read(ctr_el0) >> 16 & 0xf);

	for (uint64_t at = (uint64_t)p & ~(line - 1); at < (uint64_t)p + size; at += line)
		__asm__ volatile("dc cvac, %0" : : "r"(at) : "memory");
	/* All of it has reached memory before the reader is told. */
	__asm__ volatile("dsb sy" ::: "memory");
}

/* The calling CPU does nothing any more. */
static inline _Noreturn void cpu_stop(void)
{
	__asm__ volatile("msr daifset, #0xf" ::: "memory");
	for (;;)
		cpu_wfi();
}

/* Masks IRQs and returns what to give to cpu_irq_restore(). */
static inline uint64_t cpu_irq_save(void)
{
	uint64_t daif = cpu_read(daif);

	__asm__ volatile("msr daifset, #2" ::: "memory");
	return daif;
}

static inline void cpu_irq_restore(uint64_t daif)
{
	cpu_write(daif, daif);
}

static inline void cpu_irq_enable(void)
{
	__asm__ volatile("msr daifclr, #2" ::: "memory");
}

static inline unsigned int cpu_level(void)
{
	return (unsigned int)(cpu_read(CurrentEL) >> 2) & 3;
}

/* The affinity fields of the calling CPU's MPIDR: its hardware id. */
static inline uint64_t cpu_mpidr(void)
{
	return cpu_read(mpidr_el1) & 0xff00ffffff;
}

/*
 * The per-CPU area of the calling CPU. Only meaningful with IRQs masked or in
 * a thread pinned to its CPU: otherwise the thread may be elsewhere at once.
 */
struct percpu;

static inline struct percpu *this_cpu(void)
{
	return (struct percpu *)(cpu_level() == 2 ? cpu_read(tpidr_el2) : cpu_read(tpidr_el1));
}

static inline void this_cpu_set(struct percpu *cpu)
{
	if (cpu_level() == 2)
		cpu_write(tpidr_el2, (uintptr_t)cpu);
	else
		cpu_write(tpidr_el1, (uintptr_t)cpu);
}

#endif
