/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the C library (picolibc) expects of the system under it: thread-local
 * storage, locks, constructors and ways to give up. sbrk() is in mm/heap.c,
 * stdout in lib/console.c.
 */
#include "lib/libc.h"

#include <sys/lock.h>
#include <unistd.h>

#include "arch/cpu.h"
#include "kern/spinlock.h"
#include "lib/console.h"

/* kernel.ld */
extern char tls_start[];
extern void (*const init_array_start[])(void);
extern void (*const init_array_end[])(void);

/*
 * The library's lock around its heap, which the CPU that has it may take again.
 * IRQs stay masked meanwhile, so that the holder is not moved to another CPU.
 */
struct __lock {
	struct spinlock spin;
	atomic_ullong owner; /* the holder's hardware id + 1, or 0 */
	unsigned int depth;
	uint64_t irq;
};

struct __lock __lock___libc_recursive_mutex;

void libc_init(void)
{
	for (void (*const *constructor)(void) = init_array_start; constructor < init_array_end; constructor++)
		(*constructor)();
}

/*
 * The thread pointer lies two words before the thread-local block (ELF for the
 * Arm 64-bit Architecture, "Thread Local Storage"). All threads share one
 * block: errno is all that is in it, and nobody reads that.
 */
void libc_init_cpu(void)
{
	cpu_write(tpidr_el0, (uintptr_t)tls_start - 2 * sizeof(uint64_t));
}

void __retarget_lock_acquire_recursive(struct __lock *lock)
{
	uint64_t irq = cpu_irq_save();
	uint64_t self = cpu_mpidr() + 1;

	/* Relaxed: the value can only be `self` when this CPU has stored it. */
	if (atomic_load_explicit(&lock->owner, memory_order_relaxed) == self) {
		lock->depth++;
		return;
	}
	spin_lock(&lock->spin);
	atomic_store_explicit(&lock->owner, self, memory_order_relaxed);
	lock->depth = 1;
	lock->irq = irq;
}

void __retarget_lock_release_recursive(struct __lock *lock)
{
	uint64_t irq = lock->irq;

	if (--lock->depth > 0)
		return;
	atomic_store_explicit(&lock->owner, 0, memory_order_relaxed);
	spin_unlock(&lock->spin);
	cpu_irq_restore(irq);
}

/* libfdt is compiled with a stack protector. */
_Noreturn void __stack_chk_fail(void);

void __stack_chk_fail(void)
{
	panic("a stack was overwritten");
}

void _exit(int status)
{
	panic("the C library gives up, status %d", status);
}
