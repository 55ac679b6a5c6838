/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE /* sched_yield(), clock_gettime() */

#include "threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/arch.h"
#include "core/claim.h"
#include "core/machine.h"
#include "core/registers.h"

static struct smpboot_cpu storage[MAX_CPUS];
static _Thread_local uint64_t mpidr;
static void (*body)(unsigned int id);

void fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

/* ---- What the core needs ---------------------------------------------------- */

uint64_t smpboot_arch_mpidr(void)
{
	return mpidr;
}

uintptr_t smpboot_arch_stack(void)
{
	return 0;
}

unsigned int smpboot_arch_level(void)
{
	return 1;
}

uint64_t smpboot_arch_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint32_t smpboot_arch_frequency(void)
{
	return 1000000000;
}

void smpboot_arch_wait(uint64_t deadline)
{
	(void)deadline;
	sched_yield();
}

void smpboot_arch_signal(void)
{
}

size_t smpboot_arch_granule(void)
{
	return 64;
}

bool smpboot_arch_coherent(void)
{
	return true;
}

void smpboot_arch_clean(const void *p, size_t size)
{
	(void)p;
	(void)size;
}

void smpboot_arch_clean_word(const uint64_t *word)
{
	smpboot_arch_clean(word, sizeof(*word));
}

void smpboot_arch_clean_invalidate(const void *p, size_t size)
{
	(void)p;
	(void)size;
}

void smpboot_arch_invalidate(const uint64_t *word)
{
	(void)word;
}

bool smpboot_arch_physical(const void *p, uint64_t *pa)
{
	*pa = (uintptr_t)p;
	return true;
}

enum smpboot_status smpboot_arch_capture(struct smpboot_boot_args *args, const struct smpboot_ops *ops)
{
	(void)args;
	(void)ops;
	return SMPBOOT_ERR_TRANSLATION;
}

bool smpboot_arch_read_registers(struct smpboot_registers *registers)
{
	(void)registers;
	return false;
}

bool smpboot_arch_same_registers(const struct smpboot_registers *boot)
{
	(void)boot;
	return true;
}

_Noreturn void smpboot_arch_park(void)
{
	fail("a CPU parked");
}

_Noreturn void smpboot_arch_return(struct smpboot_slot *slot, unsigned int level, uint64_t context)
{
	(void)slot;
	fail("a CPU went back to the pen, EL%u, %llx", level, (unsigned long long)context);
}

/* ---- The machine ------------------------------------------------------------- */

static int prepare(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	(void)launch;
	fail("CPU %u is prepared", id);
}

static void enter(void *context, unsigned int id)
{
	(void)context;
	fail("CPU %u comes", id);
}

const struct smpboot_ops machine_ops = { .prepare = prepare, .main = enter };

void machine_make(unsigned int cpus)
{
	if (cpus < 1 || cpus > MAX_CPUS || smpboot_init(storage, MAX_CPUS) != SMPBOOT_OK)
		fail("no machine of %u CPUs", cpus);
	for (unsigned int id = 1; id < cpus; id++) {
		struct smpboot_cpu_desc desc = { .mpidr = id, .method = "thread" };

		if (smpboot_add_cpu(&desc, NULL) != SMPBOOT_OK)
			fail("no CPU %u", id);
		machine_come_back(id);
	}
}

static void *run(void *id)
{
	mpidr = (uintptr_t)id;
	body((unsigned int)mpidr);
	return NULL;
}

void machine_run(unsigned int cpus, void (*work)(unsigned int id))
{
	pthread_t threads[MAX_CPUS];

	body = work;
	for (uintptr_t id = 1; id < cpus; id++)
		if (pthread_create(&threads[id], NULL, run, (void *)id) != 0)
			fail("no thread");
	work(0);
	for (unsigned int id = 1; id < cpus; id++)
		pthread_join(threads[id], NULL);
}

void machine_meet(unsigned int threads)
{
	static unsigned int arrived; /* in all meetings */
	unsigned int mine = __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
	unsigned int all = (mine + threads - 1) / threads * threads;

	while (__atomic_load_n(&arrived, __ATOMIC_ACQUIRE) < all)
		sched_yield();
}

void machine_go_off(unsigned int id)
{
	smpboot_claim_write(&smpboot_machine.slots[id], smpboot_claim_word(0, SMPBOOT_STATE_STOPPING));
}

void machine_come_back(unsigned int id)
{
	smpboot_claim_write(&smpboot_machine.slots[id], smpboot_claim_word(0, SMPBOOT_STATE_ACTIVE));
}
