/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Spinlocks. Held with IRQs masked and for a few instructions only: a thread
 * that holds one is never preempted, and an interrupt never meets a lock that
 * its own CPU holds.
 */
#ifndef MINIKERNEL_KERN_SPINLOCK_H
#define MINIKERNEL_KERN_SPINLOCK_H

#include <stdatomic.h>

#include "arch/cpu.h"

/* All zero is an open lock. */
struct spinlock {
	atomic_uint held;
};

/* In every loop that waits for another CPU: an emulator, or a second hardware thread, can use the time. */
static inline void spin_hint(void)
{
	__asm__ volatile("yield" ::: "memory");
}

/* IRQs are masked already. */
static inline void spin_lock(struct spinlock *lock)
{
	/* Acquire: what the last holder wrote must be visible before anything the lock guards is read. */
	while (atomic_exchange_explicit(&lock->held, 1, memory_order_acquire)) {
		while (atomic_load_explicit(&lock->held, memory_order_relaxed))
			spin_hint();
	}
}

static inline void spin_unlock(struct spinlock *lock)
{
	/* Release: all that was written under the lock must be visible before the next holder gets it. */
	atomic_store_explicit(&lock->held, 0, memory_order_release);
}

/* Masks IRQs and takes the lock; the result goes to spin_unlock_irq(). */
static inline uint64_t spin_lock_irq(struct spinlock *lock)
{
	uint64_t irq = cpu_irq_save();

	spin_lock(lock);
	return irq;
}

static inline void spin_unlock_irq(struct spinlock *lock, uint64_t irq)
{
	spin_unlock(lock);
	cpu_irq_restore(irq);
}

#endif
