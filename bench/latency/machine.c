/* SPDX-License-Identifier: BSD-2-Clause */
#include "machine.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

#define STACK (64u << 10)

/* A CPU's turn. A later one of the same CPU makes it void. */
struct turn {
	uint64_t at;
	uint64_t number;
	unsigned int cpu;
};

struct cpu {
	ucontext_t context;
	char *stack;
	uint64_t at;   /* its clock */
	uint64_t turn; /* number of the turn that counts; 0: none */
	uint64_t seen; /* signals that its waits have taken */
	bool waits;
};

static struct cpu cpus[MACHINE_MAX_CPUS];
static unsigned int self;
static uint64_t signals;

/* The CPUs in machine_wait(). */
static unsigned int waiting[MACHINE_MAX_CPUS];
static unsigned int waiting_count;

/* All turns, the earliest first: a binary heap. */
static struct turn *turns;
static size_t turn_count;
static size_t turn_room;
static uint64_t turn_number;

static ucontext_t outside;
static void (*boot_function)(void);
static void (*entry_function)(unsigned int cpu);

/* ---- Turns ---------------------------------------------------------------- */

static bool earlier(const struct turn *a, const struct turn *b)
{
	return a->at != b->at ? a->at < b->at : a->number < b->number;
}

static void swap(size_t a, size_t b)
{
	struct turn turn = turns[a];

	turns[a] = turns[b];
	turns[b] = turn;
}

static void push(unsigned int cpu, uint64_t at)
{
	size_t i = turn_count++;

	if (turn_count > turn_room) {
		turn_room = turn_room != 0 ? turn_room * 2 : 4096;
		turns = realloc(turns, turn_room * sizeof(*turns));
		if (turns == NULL)
			abort();
	}
	turns[i] = (struct turn){ .at = at, .number = ++turn_number, .cpu = cpu };
	cpus[cpu].turn = turn_number;
	for (; i > 0 && earlier(&turns[i], &turns[(i - 1) / 2]); i = (i - 1) / 2)
		swap(i, (i - 1) / 2);
}

static void drop_first(void)
{
	size_t i = 0;

	turns[0] = turns[--turn_count];
	for (;;) {
		size_t first = i;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < turn_count; child++)
			if (earlier(&turns[child], &turns[first]))
				first = child;
		if (first == i)
			return;
		swap(i, first);
		i = first;
	}
}

/* NULL: no CPU will ever do anything again. */
static const struct turn *first_turn(void)
{
	while (turn_count > 0 && cpus[turns[0].cpu].turn != turns[0].number)
		drop_first();
	return turn_count > 0 ? &turns[0] : NULL;
}

/* Goes on with whose turn it is. */
static void hand_over(void)
{
	const struct turn *turn = first_turn();
	unsigned int from = self;

	if (turn == NULL) {
		fputs("latency: all CPUs wait for ever\n", stderr);
		abort();
	}
	self = turn->cpu;
	cpus[self].at = turn->at;
	cpus[self].turn = 0;
	drop_first();
	if (self != from)
		swapcontext(&cpus[from].context, &cpus[self].context);
}

/* ---- What CPUs do --------------------------------------------------------- */

unsigned int machine_self(void)
{
	return self;
}

uint64_t machine_now(void)
{
	return cpus[self].at;
}

void machine_spend(uint64_t ns)
{
	const struct turn *next;

	cpus[self].at += ns;
	next = first_turn();
	if (next == NULL || next->at > cpus[self].at)
		return;
	push(self, cpus[self].at);
	hand_over();
}

void machine_wait(uint64_t until)
{
	struct cpu *cpu = &cpus[self];

	if (cpu->seen == signals) {
		cpu->waits = true;
		waiting[waiting_count++] = self;
		push(self, until > cpu->at ? until : cpu->at);
		hand_over();
		if (cpu->waits) {
			/* The time was over before a signal came. */
			unsigned int i = 0;

			while (waiting[i] != self)
				i++;
			waiting[i] = waiting[--waiting_count];
			cpu->waits = false;
		}
	}
	cpu->seen = signals;
}

void machine_signal(void)
{
	signals++;
	for (unsigned int i = 0; i < waiting_count; i++) {
		cpus[waiting[i]].waits = false;
		push(waiting[i], cpus[self].at);
	}
	waiting_count = 0;
}

static void begin_secondary(void)
{
	entry_function(self);
	abort();
}

static void begin_boot(void)
{
	boot_function();
	setcontext(&outside);
	abort();
}

static void make_context(unsigned int cpu, void (*function)(void))
{
	if (cpus[cpu].stack == NULL)
		cpus[cpu].stack = malloc(STACK);
	if (cpus[cpu].stack == NULL)
		abort();
	getcontext(&cpus[cpu].context);
	cpus[cpu].context.uc_stack.ss_sp = cpus[cpu].stack;
	cpus[cpu].context.uc_stack.ss_size = STACK;
	makecontext(&cpus[cpu].context, function, 0);
}

void machine_power_on(unsigned int cpu, uint64_t at)
{
	make_context(cpu, begin_secondary);
	push(cpu, at);
}

_Noreturn void machine_stop(void)
{
	hand_over();
	abort();
}

void machine_run(void (*boot)(void), void (*entry)(unsigned int cpu))
{
	boot_function = boot;
	entry_function = entry;
	turn_count = 0;
	waiting_count = 0;
	signals = 0;
	for (unsigned int i = 0; i < MACHINE_MAX_CPUS; i++) {
		cpus[i].at = 0;
		cpus[i].turn = 0;
		cpus[i].seen = 0;
		cpus[i].waits = false;
	}
	self = 0;
	make_context(0, begin_boot);
	swapcontext(&outside, &cpus[0].context);
}
