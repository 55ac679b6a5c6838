/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The deterministic scheduler: CPUs are coroutines, one of which runs at a
 * time. At each access that a CPU makes, the seed decides whether another goes
 * on. The clock moves by a little with each access, and where all CPUs sleep to
 * the next one's time.
 */
#include "sched.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <sanitizer/asan_interface.h>

#include "kernel.h"
#include "machine.h"
#include "memory.h"

/* What a CPU executes on until it has a stack of the kernel's. */
#define OWN_STACK_SIZE 131072u

struct sim_thread {
	void *jump[5]; /* where it goes on, once it has begun; ... */
	bool begun;
	ucontext_t context; /* ... and where it begins */
	void (*function)(struct sim_cpu *);
	unsigned char *own;
	unsigned char *spare; /* the same, while the other, or the kernel's, holds what it has kept */
	const void *bottom;   /* of the stack that it runs on now */
	size_t size;
	void *fake; /* AddressSanitizer's */
};

static struct sim_thread threads[SIM_MAX_CPUS];
static struct sim_thread outside;
static struct sim_cpu *self;
static uint64_t now;
const bool sim_parallel;

void sim_storage_ready(void)
{
}

/* One CPU runs at a time, and hands over in accesses that the library makes alone. */
void sim_lock(void)
{
}

void sim_unlock(void)
{
}

uint64_t *sim_dice(void)
{
	return &sim.random;
}

struct sim_cpu *sim_self(void)
{
	return self;
}

uint64_t sim_now(void)
{
	return now;
}

/* ---- Contexts ------------------------------------------------------------- */

static void arrive(void)
{
	struct sim_thread *thread = self->thread;

	__sanitizer_finish_switch_fiber(NULL, NULL, NULL);
	thread->function(self);
	abort();
}

/* The thread is to begin in `function`, on an empty stack. */
static void set_context(struct sim_thread *thread, unsigned char *bottom, size_t size,
                        void (*function)(struct sim_cpu *))
{
	ASAN_UNPOISON_MEMORY_REGION(bottom, size);
	getcontext(&thread->context);
	thread->context.uc_stack.ss_sp = bottom;
	thread->context.uc_stack.ss_size = size;
	thread->context.uc_link = NULL;
	thread->bottom = bottom;
	thread->size = size;
	thread->function = function;
	thread->begun = false;
	makecontext(&thread->context, arrive, 0);
}

/* Without what libc and AddressSanitizer do besides: this is what the run time goes into. */
__attribute__((noinline, no_sanitize("address"))) static void go_on(struct sim_thread *thread)
{
	if (thread->begun)
		__builtin_longjmp(thread->jump, 1);
	thread->begun = true;
	setcontext(&thread->context);
}

static void switch_to(struct sim_cpu *next)
{
	struct sim_thread *before = self->thread;

	if (next == self)
		return;
	self = next;
	__sanitizer_start_switch_fiber(&before->fake, next->thread->bottom, next->thread->size);
	if (__builtin_setjmp(before->jump) == 0)
		go_on(next->thread);
	__sanitizer_finish_switch_fiber(self->thread->fake, NULL, NULL);
}

_Noreturn void sim_continue(struct sim_stack *stack, void (*function)(struct sim_cpu *))
{
	static struct sim_thread next;
	struct sim_thread *thread = self->thread;

	sim_stack_leave(self);
	if (stack != NULL)
		sim_stack_enter(stack, self);
	/* Not on the stack that is given away: its new context is made in another's place. */
	next = *thread;
	set_context(&next, stack != NULL ? stack->bottom : thread->own,
	            stack != NULL ? SIM_STACK_SIZE : OWN_STACK_SIZE, function);
	thread->function = function;
	thread->bottom = next.bottom;
	thread->size = next.size;
	thread->begun = true;
	__sanitizer_start_switch_fiber(NULL, next.bottom, next.size);
	setcontext(&next.context);
	abort();
}

bool sim_keep(struct sim_place *place, void (*function)(void *argument), void *argument)
{
	if (__builtin_setjmp(place->jump) == 0) {
		function(argument);
		return false;
	}
	__sanitizer_finish_switch_fiber(NULL, NULL, NULL);
	return true;
}

__attribute__((noinline, no_sanitize("address"))) static void go_back(struct sim_place *place)
{
	__builtin_longjmp(place->jump, 1);
}

_Noreturn void sim_take_up(struct sim_place *place)
{
	struct sim_thread *thread = self->thread;
	unsigned char *bottom = self->stack != NULL ? self->stack->bottom : thread->own;

	thread->bottom = bottom;
	thread->size = self->stack != NULL ? SIM_STACK_SIZE : OWN_STACK_SIZE;
	/* What was called there never returned. */
	ASAN_UNPOISON_MEMORY_REGION(bottom, (size_t)((unsigned char *)place - bottom));
	__sanitizer_start_switch_fiber(NULL, thread->bottom, thread->size);
	go_back(place);
	abort();
}

_Noreturn void sim_forget(void (*function)(struct sim_cpu *))
{
	struct sim_thread *thread = self->thread;

	set_context(thread, thread->spare, OWN_STACK_SIZE, function);
	thread->begun = true;
	__sanitizer_start_switch_fiber(NULL, thread->bottom, thread->size);
	setcontext(&thread->context);
	abort();
}

/* ---- Choosing ------------------------------------------------------------- */

void sim_power_on(struct sim_cpu *cpu, uint64_t at)
{
	if (at == SIM_NEVER)
		return;
	cpu->dead = false;
	cpu->in_wfe = false;
	cpu->wake = at;
	set_context(cpu->thread, cpu->thread->own, OWN_STACK_SIZE, sim_boot_rom);
}

/* A reset that the plan has: whatever the CPU did, it begins anew. */
static void reset_due(struct sim_cpu *cpu)
{
	if (cpu->reset_at > now)
		return;
	sim_note("CPU %u is reset", cpu->id);
	cpu->reset_at = SIM_NEVER;
	cpu->waits_in = 0;
	cpu->listens = false;
	cpu->wake = now;
	cpu->dead = false;
	cpu->in_wfe = false;
	if (cpu == self)
		sim_continue(NULL, sim_boot_rom);
	sim_stack_leave(cpu);
	sim_power_on(cpu, now);
}

static uint64_t due(const struct sim_cpu *cpu)
{
	if (cpu->dead)
		return cpu->reset_at;
	if (cpu->in_wfe && cpu->event != 0)
		return 0;
	return cpu->wake < cpu->reset_at ? cpu->wake : cpu->reset_at;
}

/* Lets any CPU run that can; moves the clock when none can. */
static void schedule(void)
{
	struct sim_cpu *ready[SIM_MAX_CPUS];
	uint64_t next = SIM_NEVER;
	unsigned int count = 0;

	for (unsigned int i = 0; i < sim.cpus; i++)
		if (due(&sim.cpu[i]) < next)
			next = due(&sim.cpu[i]);
	if (next == SIM_NEVER)
		sim_fail("all CPUs wait for ever");
	if (next > now)
		now = next;
	for (unsigned int i = 0; i < sim.cpus; i++) {
		struct sim_cpu *cpu = &sim.cpu[i];

		reset_due(cpu);
		if (due(cpu) <= now)
			ready[count++] = cpu;
	}
	switch_to(ready[sim_random(count)]);
}

static void block(uint64_t until, bool wfe)
{
	struct sim_cpu *cpu = self;

	cpu->wake = until;
	cpu->in_wfe = wfe;
	do
		schedule();
	while (due(cpu) > now);
	cpu->wake = 0;
	cpu->in_wfe = false;
}

void sim_step(void)
{
	uint32_t dice;

	if (!sim.live)
		return;
	dice = sim_random(65536);
	now += 4 + dice % 16;
	dice >>= 8;
	if (dice < sim.switch_rate)
		schedule();
	else if (dice < sim.switch_rate + sim.cache_rate)
		sim_memory_disturb();
}

void sim_sleep(uint64_t ns)
{
	block(now + ns, false);
}

void sim_interrupt(struct sim_cpu *cpu)
{
	if (!cpu->dead && !cpu->in_wfe)
		cpu->wake = now;
}

void sim_sleep_event(uint64_t until)
{
	if (self->event == 0)
		block(until, true);
	self->event = 0;
}

void sim_send_event(void)
{
	for (unsigned int i = 0; i < sim.cpus; i++)
		sim.cpu[i].event = 1;
}

_Noreturn void sim_die(void)
{
	sim_note("CPU %u stops", self->id);
	self->dead = true;
	for (;;)
		schedule();
}

/* ---- Runs ----------------------------------------------------------------- */

_Noreturn void sim_end_machine(void)
{
	sim.live = false;
	__sanitizer_start_switch_fiber(NULL, outside.bottom, outside.size);
	setcontext(&outside.context);
	abort();
}

static void boot(struct sim_cpu *cpu)
{
	(void)cpu;
	sim_scenario();
	sim_end_machine();
}

static void power_up(struct sim_cpu *cpu)
{
	struct sim_thread *thread = &threads[cpu->id];

	if (thread->own == NULL) {
		thread->own = mmap(NULL, 2 * (size_t)OWN_STACK_SIZE, PROT_READ | PROT_WRITE,
		                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		thread->spare = thread->own + OWN_STACK_SIZE;
	}
	cpu->thread = thread;
	cpu->dead = true;
	cpu->wake = SIM_NEVER;
	cpu->reset_at = SIM_NEVER;
	set_context(thread, thread->own, OWN_STACK_SIZE, cpu->id == 0 ? boot : sim_boot_rom);
	/* Of release words, CPUs wait from the start. */
	if (cpu->id != 0 && cpu->method != SIM_PSCI)
		sim_power_on(cpu, now);
}

void sim_run_machine(void)
{
	static volatile bool back;

	now = 1000 + sim_random(1000000);
	for (unsigned int i = 0; i < sim.cpus; i++)
		power_up(&sim.cpu[i]);
	self = &sim.cpu[0];
	self->dead = false;
	self->wake = 0;
	back = false;
	getcontext(&outside.context);
	if (back) {
		__sanitizer_finish_switch_fiber(outside.fake, NULL, NULL);
		return;
	}
	back = true;
	sim.live = true;
	__sanitizer_start_switch_fiber(&outside.fake, threads[0].bottom, threads[0].size);
	go_on(&threads[0]);
}
