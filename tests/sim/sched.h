/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who runs, and when it is.
 */
#ifndef SIM_SCHED_H
#define SIM_SCHED_H

#include "sim.h"

struct sim_stack;

/* CPUs run at the same time, so that nothing here happens twice in the same way. */
extern const bool sim_parallel;

/* The library has its storage: other CPUs may be there from now on. */
void sim_storage_ready(void);

/* The kernel's own data is this CPU's alone in between. Not to be held over a sleep. */
void sim_lock(void);
void sim_unlock(void);

/* State of sim_random() for who asks. */
uint64_t *sim_dice(void);

/* The CPU that executes. */
struct sim_cpu *sim_self(void);

/* ns since the machine was switched on. */
uint64_t sim_now(void);

/* A moment passes on this CPU: others may run, cache lines may move. */
void sim_step(void);

/* This CPU sleeps for a while, whatever happens. */
void sim_sleep(uint64_t ns);

/* The same, or until a signal, which may have come already. */
void sim_sleep_event(uint64_t until);

/* SEV. */
void sim_send_event(void);

/* The CPU's first instruction is at this time. */
void sim_power_on(struct sim_cpu *cpu, uint64_t at);

/* An interrupt: the CPU's sleep ends. */
void sim_interrupt(struct sim_cpu *cpu);

/* The run is over, on whatever stack the boot CPU is. */
_Noreturn void sim_end_machine(void);

/* This CPU stops for good, or until it is reset. */
_Noreturn void sim_die(void);

/* This CPU goes on in `function`, on a stack of the kernel's, or with NULL on none. */
_Noreturn void sim_continue(struct sim_stack *stack, void (*function)(struct sim_cpu *));

/* Where a CPU goes on that forgets what it does: on its stack. */
struct sim_place {
	void *jump[5];
};

/* Calls function(argument). True: it did not return, and the CPU is back by sim_take_up(). */
bool sim_keep(struct sim_place *place, void (*function)(void *argument), void *argument);
_Noreturn void sim_take_up(struct sim_place *place);

/* This CPU forgets what it does and goes on in `function`; its stack stays as it is, and its own. */
_Noreturn void sim_forget(void (*function)(struct sim_cpu *));

/* Runs the kernel on the boot CPU, on a machine whose plan is made; ends all CPUs when it returns. */
void sim_run_machine(void);

#endif
