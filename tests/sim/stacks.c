/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stacks that the kernel gives to CPUs: whose each is, and who is on it.
 */
#include "stacks.h"

#include <string.h>
#include <sys/mman.h>

#include <sanitizer/asan_interface.h>

#include "memory.h"
#include "sched.h"

#define STACKS       96
#define PATTERN      0xc3
#define PATTERN_SIZE 512u

static struct sim_stack stacks[STACKS];
static unsigned char *memory;

void sim_stacks_reset(void)
{
	if (memory == NULL)
		memory = mmap(NULL, (size_t)STACKS * SIM_STACK_SIZE, PROT_READ | PROT_WRITE,
		              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (unsigned int i = 0; i < STACKS; i++)
		stacks[i] = (struct sim_stack){ .bottom = memory + (size_t)i * SIM_STACK_SIZE };
}

uint64_t sim_stack_tpidr(const struct sim_stack *stack)
{
	return 0x7000u + (uint64_t)(stack - stacks);
}

unsigned char *sim_stack_top(const struct sim_stack *stack)
{
	return stack->bottom + SIM_STACK_SIZE;
}

void sim_stack_use(struct sim_stack *stack)
{
	sim_memory_use(sim_stack_top(stack) - PATTERN_SIZE, PATTERN_SIZE);
}

/* The first that is free, so that a CPU that is still on it meets the next one there. */
struct sim_stack *sim_stack_take(unsigned int id)
{
	for (unsigned int i = 0; i < STACKS; i++) {
		if (stacks[i].state != SIM_STACK_FREE)
			continue;
		stacks[i].state = SIM_STACK_GIVEN;
		stacks[i].id = id;
		sim_stack_use(&stacks[i]);
		return &stacks[i];
	}
	sim_fail("too many stacks are lost");
}

unsigned int sim_stacks_given(unsigned int id)
{
	unsigned int given = 0;

	for (unsigned int i = 0; i < STACKS; i++)
		given += stacks[i].state == SIM_STACK_GIVEN && stacks[i].id == id;
	return given;
}

void sim_stack_mark(struct sim_stack *stack)
{
	/* What was left there never returned. */
	ASAN_UNPOISON_MEMORY_REGION(stack->bottom, SIM_STACK_SIZE);
	memset(sim_stack_top(stack) - PATTERN_SIZE, PATTERN, PATTERN_SIZE);
	stack->marked = true;
}

static void check_mark(struct sim_stack *stack)
{
	for (unsigned int i = 1; stack->marked && i <= PATTERN_SIZE; i++)
		if (sim_stack_top(stack)[-(int)i] != PATTERN)
			sim_fail("a stack of CPU %u was written after it was left", stack->id);
	stack->marked = false;
}

void sim_stacks_check(void)
{
	for (unsigned int i = 0; i < STACKS; i++)
		check_mark(&stacks[i]);
}

struct sim_stack *sim_stack_at(uint64_t top)
{
	uint64_t offset = top - (uintptr_t)memory;

	if (top == 0 || offset % SIM_STACK_SIZE != 0 || offset / SIM_STACK_SIZE - 1 >= STACKS)
		sim_fail("CPU %u goes on with the stack %#llx", sim_self()->id, (unsigned long long)top);
	return &stacks[offset / SIM_STACK_SIZE - 1];
}

void sim_stack_enter(struct sim_stack *stack, struct sim_cpu *cpu)
{
	if (stack->state == SIM_STACK_FREE)
		sim_fail("CPU %u runs on a stack that the kernel has back", cpu->id);
	if (stack->occupant != NULL)
		sim_fail("CPU %u runs on the stack of CPU %u", cpu->id, stack->occupant->id);
	if (stack->id != cpu->slot)
		sim_fail("CPU %u runs on a stack that was given for slot %u", cpu->id, stack->id);
	if (cpu->tpidr != sim_stack_tpidr(stack))
		sim_fail("CPU %u has another TPIDR than was given", cpu->id);
	check_mark(stack);
	sim_stack_use(stack);
	stack->occupant = cpu;
	cpu->stack = stack;
}

void sim_stack_leave(struct sim_cpu *cpu)
{
	struct sim_stack *stack = cpu->stack;

	if (stack == NULL)
		return;
	sim_stack_use(stack);
	cpu->stack = NULL;
	stack->occupant = NULL;
}

void sim_stack_check(const void *p)
{
	uint64_t offset = (uint64_t)((uintptr_t)p - (uintptr_t)memory);

	if (offset >= (uint64_t)STACKS * SIM_STACK_SIZE)
		return;
	if (stacks[offset / SIM_STACK_SIZE].occupant != sim_self())
		sim_fail("CPU %u accesses a stack that is not its own", sim_self()->id);
}
