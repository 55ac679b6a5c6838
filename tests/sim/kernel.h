/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel on the simulated machine: its hooks, and a record of what it was
 * told.
 */
#ifndef SIM_KERNEL_H
#define SIM_KERNEL_H

#include "stacks.h"

/* How far the kernel thinks that a CPU is. */
enum sim_phase {
	SIM_PHASE_OFF,
	SIM_PHASE_PREPARED,
	SIM_PHASE_STARTING, /* ops.starting was called */
	SIM_PHASE_MAIN,
	SIM_PHASE_STOPPING, /* ops.stopping was called */
	SIM_PHASE_LATE,     /* given up while ops.starting ran, or was about to */
	SIM_PHASE_DONE,     /* refused, or given up before */
};

/* What the kernel knows of one CPU. */
struct sim_record {
	enum sim_phase phase;
	unsigned int prepares; /* calls of ops.prepare, ... */
	unsigned int attempts; /* but for those that no start came of */
	unsigned int tries;    /* in the present call */
	unsigned int outcomes; /* events ONLINE and FAILED since the last of these */
	unsigned int lates;    /* events LATE, likewise */
	unsigned int offlines; /* events OFFLINE, likewise */
	bool unwaited;         /* started without a deadline */
	unsigned int contexts, frequencies, differences;
	bool refused;            /* the last outcome was that ops.starting has refused */
	unsigned int call;       /* in which ops.prepare was called last */
	uint64_t ready_at;       /* when ops.starting returned */
	struct sim_stack *stack; /* the one that it runs on */
	struct sim_stack *left;  /* its boot stack, after it has moved */
	bool moved;              /* since its last start */
	bool released;           /* the library was told of that, and the kernel has not got it back */
	struct sim_cpu *runner;  /* the CPU that ran ops.starting */
};

extern struct sim_record sim_record[SIM_MAX_CPUS];
extern const struct smpboot_ops sim_ops;
extern unsigned int sim_strays_told;
extern uint64_t sim_last_prepare; /* when ops.prepare was called last */

void sim_kernel_reset(void);

/* The hook of this row of the table, on the CPU that it is about. */
struct sim_record *sim_hook_called(void *context, unsigned int id);
void sim_check_place(const struct sim_record *record, unsigned int id);

/* The kernel has the CPU's stack back. */
void sim_give_back(struct sim_record *record, enum sim_stack_state state);

/* The same for one that is nobody's any more. */
void sim_free_stack(struct sim_stack *stack);

/* ops.release_stack, and what it must have been called for by the end. */
void sim_release_stack(void *context, unsigned int id, void *stack_top);
void sim_check_boot_stacks(void);

/* ops.stopping, and the event OFFLINE. */
int sim_stopping(void *context, unsigned int id);
void sim_take_offline(const struct smpboot_cpu_info *info);

/* What a CPU does first in ops.main. */
extern void (*sim_in_main)(unsigned int id);

#endif
