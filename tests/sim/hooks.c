/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The deterministic build compiles the library with the instrumentation of
 * -fsanitize=thread, whose calls come here: so the simulation sees each access
 * just before it is made, and carries out the atomic ones itself.
 */
#include "kernel.h"
#include "machine.h"
#include "memory.h"
#include "sched.h"

static void touch_now(const void *p, size_t size, bool write)
{
	if (!sim.live)
		return;
	sim_stack_check(p);
	sim_memory_touch(p, size, write);
}

static void touch(const void *p, size_t size, bool write)
{
	sim_step();
	sim_hold_up();
	touch_now(p, size, write);
}

/* The end of CPUs that the plan stops in C, before they have claimed their slot. */
static void touch_atomic(const volatile void *p, size_t size, bool write)
{
	struct sim_cpu *cpu = sim_self();

	if (sim.live && cpu->doomed && size == 8 && write) {
		cpu->doomed = false;
		if (sim_fault_now(cpu) == SIM_FAULTS)
			sim_take_exception(cpu);
		sim_die();
	}
	touch((const void *)(uintptr_t)p, size, write);
}

/* Exclusives and compare-and-swap may fault, or never succeed, without caches. */
static void need_caches(void)
{
	if (sim.live && !sim.coherent)
		sim_fail("CPU %u uses an exclusive access with its MMU off", sim_self()->id);
}

#define ACCESS(size) \
	void __tsan_read##size(void *p); \
	void __tsan_write##size(void *p); \
	void __tsan_unaligned_read##size(void *p); \
	void __tsan_unaligned_write##size(void *p); \
	void __tsan_read##size(void *p) \
	{ \
		touch(p, size, false); \
	} \
	void __tsan_write##size(void *p) \
	{ \
		touch(p, size, true); \
	} \
	void __tsan_unaligned_read##size(void *p) \
	{ \
		touch(p, size, false); \
	} \
	void __tsan_unaligned_write##size(void *p) \
	{ \
		touch(p, size, true); \
	}

ACCESS(1)
ACCESS(2)
ACCESS(4)
ACCESS(8)
ACCESS(16)

void __tsan_init(void);
void __tsan_read_range(void *p, size_t size);
void __tsan_write_range(void *p, size_t size);

void __tsan_init(void)
{
}

/* Both of a struct's copy are announced before it is made, so that no time may pass between them. */
void __tsan_read_range(void *p, size_t size)
{
	touch_now(p, size, false);
}

void __tsan_write_range(void *p, size_t size)
{
	touch_now(p, size, true);
}

#define ATOMIC(bits) \
	uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *p, int order); \
	void __tsan_atomic##bits##_store(volatile uint##bits##_t *p, uint##bits##_t value, int order); \
	uint##bits##_t __tsan_atomic##bits##_exchange(volatile uint##bits##_t *p, uint##bits##_t value, \
	                                              int order); \
	uint##bits##_t __tsan_atomic##bits##_fetch_add(volatile uint##bits##_t *p, uint##bits##_t value, \
	                                               int order); \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile uint##bits##_t *p, \
	                                                  uint##bits##_t *expected, uint##bits##_t value, \
	                                                  int order, int order_else); \
	uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *p, int order) \
	{ \
		(void)order; \
		touch_atomic(p, sizeof(*p), false); \
		return *p; \
	} \
	void __tsan_atomic##bits##_store(volatile uint##bits##_t *p, uint##bits##_t value, int order) \
	{ \
		(void)order; \
		touch_atomic(p, sizeof(*p), true); \
		*p = value; \
	} \
	uint##bits##_t __tsan_atomic##bits##_exchange(volatile uint##bits##_t *p, uint##bits##_t value, \
	                                              int order) \
	{ \
		uint##bits##_t old; \
		(void)order; \
		need_caches(); \
		touch_atomic(p, sizeof(*p), true); \
		old = *p; \
		*p = value; \
		return old; \
	} \
	uint##bits##_t __tsan_atomic##bits##_fetch_add(volatile uint##bits##_t *p, uint##bits##_t value, \
	                                               int order) \
	{ \
		uint##bits##_t old; \
		(void)order; \
		need_caches(); \
		touch_atomic(p, sizeof(*p), true); \
		old = *p; \
		*p = old + value; \
		return old; \
	} \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile uint##bits##_t *p, \
	                                                  uint##bits##_t *expected, uint##bits##_t value, \
	                                                  int order, int order_else) \
	{ \
		(void)order; \
		(void)order_else; \
		need_caches(); \
		touch_atomic(p, sizeof(*p), true); \
		if (*p != *expected) { \
			*expected = *p; \
			return 0; \
		} \
		*p = value; \
		return 1; \
	}

ATOMIC(8)
ATOMIC(32)
ATOMIC(64)
