/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's stacks. Each access to one is checked.
 */
#ifndef SIM_STACKS_H
#define SIM_STACKS_H

#include "sim.h"

#define SIM_STACK_SIZE 65536u

enum sim_stack_state {
	SIM_STACK_FREE,  /* the kernel's own */
	SIM_STACK_GIVEN, /* to a CPU that is being started, or runs */
	SIM_STACK_LOST,  /* given to a CPU that was given up: never used again */
};

struct sim_stack {
	unsigned char *bottom;
	enum sim_stack_state state;
	unsigned int id;          /* the slot that it was given for */
	struct sim_cpu *occupant; /* the CPU that runs on it */
	bool size_told;           /* to the library */
	bool marked;              /* nobody may write it: its top holds a pattern */
};

void sim_stacks_reset(void);

/* A stack for the CPU in this slot, its top, and the TPIDR that goes with it. */
struct sim_stack *sim_stack_take(unsigned int id);
unsigned char *sim_stack_top(const struct sim_stack *stack);
uint64_t sim_stack_tpidr(const struct sim_stack *stack);

/* Who has it to itself uses it. */
void sim_stack_use(struct sim_stack *stack);

/* How many are given to the CPU of this slot. */
unsigned int sim_stacks_given(unsigned int id);

/* From now on nobody may write to it. */
void sim_stack_mark(struct sim_stack *stack);

/* The stack of this top; none: a CPU runs on memory that nobody gave to it. */
struct sim_stack *sim_stack_at(uint64_t top);

/* A CPU begins, and ceases, to run on a stack. */
void sim_stack_enter(struct sim_stack *stack, struct sim_cpu *cpu);
void sim_stack_leave(struct sim_cpu *cpu);

/* Whoever accesses p may do so. */
void sim_stack_check(const void *p);

/* No stack that must not be touched was. */
void sim_stacks_check(void);

#endif
