/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The simulated machine: its CPUs, its clock and its seed.
 *
 * Each CPU runs on its own, on a clock that only the scheduler moves. With
 * sched.c one CPU runs at a time, so a seed always gives the same run; with
 * threads/sched.c all run at once.
 */
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/psci.h>

#include "core/record.h"

#define SIM_MAX_CPUS 8  /* in the table, the boot CPU included */
#define SIM_CAPACITY 24 /* of the storage: enough for the largest writeback granule */
#define SIM_NEVER    UINT64_MAX

#define SIM_WAIT_OFF_US 1000u /* for a CPU to be off */

/* ID_AA64ISAR0_EL1 of the boot CPU: CPU `id` lacks the feature in nibble `id` where id is odd. */
#define SIM_ISAR0 0x1111111111111111ull

/* Physical addresses: memory is mapped this much lower; the entry code, where nothing is looked at. */
#define SIM_PHYS_OFFSET 0x10000000u
#define SIM_ENTRY_PA    0x40081000u

/* What goes wrong with a CPU. The table in expect.c says what must come of each. */
enum sim_fault {
	SIM_FINE,
	SIM_REFUSED,         /* the firmware answers with `code` */
	SIM_REFUSED_COMES,   /* the same, and the CPU comes */
	SIM_PENDING_COMES,   /* the firmware answers ON_PENDING, and the CPU comes */
	SIM_PENDING_NEVER,   /* the same, and it does not */
	SIM_NEVER_PENDING,   /* accepted; AFFINITY_INFO says ON_PENDING for ever */
	SIM_NEVER_ON,        /* ... ON ... */
	SIM_NEVER_OFF,       /* ... OFF ... */
	SIM_NOBODY,          /* release word: nobody polls it */
	SIM_LATE,            /* comes after its deadline, perhaps long after */
	SIM_NEAR,            /* comes about at its deadline */
	SIM_TWICE,           /* is reset some time after it came, and comes again */
	SIM_ALIAS,           /* comes with the MPIDR of a CPU that is not started */
	SIM_STRAY,           /* comes with an MPIDR that nobody has */
	SIM_CONTEXT,         /* comes with rubbish in x0 */
	SIM_FREQUENCY,       /* comes with another CNTFRQ_EL0 */
	SIM_WRONG_LEVEL,     /* comes below the boot CPU's exception level */
	SIM_DIES,            /* stops at stage `stage` */
	SIM_FAULTS,          /* takes an exception there */
	SIM_PREPARE_REFUSES, /* hooks ... */
	SIM_BAD_STACK,
	SIM_STARTING_REFUSES,
	SIM_STARTING_SLOW, /* returns after the deadline */
	SIM_HELD_UP,       /* stands still for longer than that somewhere in the library, once */
	SIM_MAIN_RETURNS,
	SIM_WORD_LOST,        /* stores to the release word do not stay */
	SIM_WORD_OVERWRITTEN, /* somebody clears the release word once after it was written */
	SIM_WORD_OCCUPIED,    /* it holds another address */
	SIM_WORD_MISSING,     /* there is none, or an unaligned one */
	SIM_WORD_UNMAPPED,    /* the kernel cannot reach it */
	SIM_DISABLED,         /* the description says so */
	SIM_NO_METHOD,
	SIM_UNKNOWN_METHOD,
	SIM_FAULT_COUNT,
};

enum sim_method {
	SIM_PSCI,
	SIM_SPIN_TABLE,
	SIM_PEN,
};

enum sim_power {
	SIM_POWER_ON = 0, /* as AFFINITY_INFO has it */
	SIM_POWER_OFF = 1,
	SIM_POWER_PENDING = 2,
};

/* What goes wrong with a CPU that is to go off. */
enum sim_parting {
	SIM_GOES,
	SIM_GOES_LATE,         /* the firmware takes longer than anybody waits at first */
	SIM_STOPPING_SLOW,     /* so does ops.stopping */
	SIM_STOPPING_HANGS,    /* it never returns */
	SIM_STOPPING_REFUSES,  /* it says no */
	SIM_OFF_DENIED,        /* so does CPU_OFF */
	SIM_OFF_NOT_SUPPORTED, /* there is none: the CPU goes to the pen */
	SIM_OFF_STAYS_ON,      /* it goes, and AFFINITY_INFO says ON for ever */
	SIM_OFF_STAYS_PENDING, /* ... ON_PENDING ... */
	SIM_PARTING_COUNT,
};

/* How a CPU sleeps, and what goes wrong with it. */
enum sim_nap {
	SIM_NAP_STANDBY,    /* it keeps its power */
	SIM_NAP_POWER_DOWN, /* it does not, nor in those below but for the first two */
	SIM_NAP_PENDING,    /* an interrupt is pending: the firmware returns at once */
	SIM_NAP_REFUSED,    /* the firmware answers with `code` */
	SIM_NAP_LONG,
	SIM_NAP_CONTEXT, /* it comes back with rubbish in x0 */
	SIM_NAP_RESET,   /* it is reset for no reason, once it is awake */
	SIM_NAP_NEVER,   /* it does not come back */
	SIM_NAP_COUNT,
};

/* What a CPU in ops.main is told to do. */
enum sim_order {
	SIM_ORDER_NONE,
	SIM_ORDER_SLEEP,
	SIM_ORDER_MEET,
	SIM_ORDER_MOVE, /* to another stack */
	SIM_ORDER_LEAVE,
	SIM_ORDER_WAIT,       /* for CPU `whom` to be off, besides the one that makes the calls */
	SIM_ORDER_BRING_BACK, /* CPU `whom`, which leaves */
};

struct sim_stack;

/* One CPU; index is the logical id that it has in the table. */
struct sim_cpu {
	/* What it is. */
	unsigned int id;
	uint64_t described; /* MPIDR in its description */
	uint64_t mpidr;     /* its real one */
	enum sim_method method;

	/* What goes wrong. */
	enum sim_fault fault;
	bool sticky;        /* at every start, not at the first one alone */
	int64_t code;       /* of SIM_REFUSED, and what hooks refuse with */
	unsigned int stage; /* of SIM_DIES, SIM_FAULTS */
	uint64_t delay;     /* ns from its start to its first instruction */
	uint64_t slow;      /* ns in ops.starting, or of standing still, ... */
	unsigned int still; /* which it does after so many accesses; 0: it has, or does not */
	uint64_t reset;     /* ns after its arrival */
	uint64_t word;      /* physical address of its release word */
	unsigned int level;

	/* Where it is. Those that others read are read and written with SIM_GET and SIM_SET. */
	enum sim_power power;
	uint64_t wake; /* blocked until then */
	uint64_t reset_at;
	uint32_t event; /* of WFE */
	bool in_wfe;
	bool dead;
	uint32_t waits_in;  /* id + 1 of the slot in whose pen it is; 0: in none */
	bool coherent;      /* its MMU and caches are on */
	bool doomed;        /* the next access that it makes in C is its last */
	uint64_t given;     /* x0 that CPU_ON was told */
	unsigned int asked; /* how often CPU_ON was accepted for it */
	unsigned int lives; /* how often it came */

	/* In ops.main, and on the way off, or to the next kernel. */
	uint32_t sent; /* on alone from the gate, so many times, ... */
	uint32_t went; /* and so many it came there */
	bool listens;  /* to orders */
	enum sim_order order;
	unsigned int whom;
	enum sim_parting parting;
	uint64_t takes; /* ns for its way off, ... */
	uint64_t told;  /* on which it was sent then */
	bool parks;     /* it is called off, ... */
	bool deaf;      /* and does not care */
	bool stuck;     /* it does not leave the library's pen */
	bool in_copy;   /* it waits in the copy of the pen */

	/* Asleep. */
	enum sim_nap nap;
	bool loses;       /* it asks for a state in which it loses its power */
	uint64_t rest;    /* ns */
	bool powerless;   /* all that it had but its stack is gone */
	const void *kept; /* there, what it goes on with; NULL: it has gone on */

	/* The entry code's registers. */
	uint64_t context;
	uint64_t stamp;
	uint64_t generation;
	uint64_t started; /* the one of its last start */
	uint32_t slot;    /* index */
	uint64_t early_pa;
	uint64_t slot_pa;
	uint64_t tpidr;

	struct sim_stack *stack; /* of the kernel, that it runs on; NULL: none */
	struct sim_thread *thread;
};

/* The machine. */
struct sim {
	uint64_t seed;
	uint64_t random;
	bool live; /* a run is on: accesses are watched */
	bool verbose;

	unsigned int cpus; /* in the table */
	uint32_t frequency;
	size_t granule;
	bool coherent; /* the kernel runs with its MMU on */
	unsigned int level;
	bool psci_0_1;
	bool shared_word;
	bool spurious;            /* WFE may end for no reason */
	bool relaxed;             /* timing or limits of this run leave more than one outcome */
	unsigned int switch_rate; /* out of 256 accesses, so many let another CPU run */
	unsigned int cache_rate;  /* and so many move a cache line */

	bool callers;             /* more than one */
	unsigned int caller;      /* the CPU that makes the calls: 0 but while the boot CPU is off */
	bool psci_0_1_off;        /* PSCI 0.1 has a CPU_OFF, after which nobody can tell whether it is off */
	bool cycling;             /* CPUs leave and come back */
	bool boot_described;      /* the boot CPU is, with its method */
	bool suspend;             /* the firmware has CPU_SUSPEND, ... */
	bool extended;            /* and its power states are in the extended format */
	bool gate;                /* CPUs wait there; ... */
	unsigned int gate_opened; /* how often somebody was told that he has opened it */
	bool leaves;              /* nobody keeps the boot CPU from handing over */
	bool helpers;             /* CPUs start others in the present call */
	unsigned int window;      /* of the present call; 0: none */
	uint64_t timeout;         /* ns, of the present call */
	unsigned int call;        /* number of the present call */
	uint64_t total_end;       /* ns: the present call may start no CPU after that */
	bool unwaited;            /* CPUs may be on their way that nobody waits for */
	bool no_deadline;         /* the present call starts and does not wait */
	uint64_t slack;           /* ns that a call may take beyond its deadline */
	struct sim_cpu cpu[SIM_MAX_CPUS];

	uint64_t overrun; /* ns, the worst of this run */
};

extern struct sim sim;

extern unsigned long sim_busy; /* calls that were refused for another's sake, in all runs */

/* Of all runs: CPUs that were sent off, came back, and what went wrong on the ways. */
struct sim_cycles {
	unsigned long begun;
	unsigned long done;
	unsigned long of_boot_cpu;
	unsigned long partings[SIM_PARTING_COUNT];
	unsigned long returns; /* with a fault */
};

extern struct sim_cycles sim_cycles;

extern unsigned long sim_parkings, sim_next_kernels; /* tried, and come to, in all runs */
extern unsigned long sim_stacks_back;                /* boot stacks, in all runs */
extern unsigned long sim_naps[SIM_NAP_COUNT];        /* of all runs */

#define SIM_GET(x)    __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define SIM_SET(x, v) __atomic_store_n(&(x), (v), __ATOMIC_RELAXED)

/* A number below `below`, from the seed. */
uint32_t sim_random(uint32_t below);
static inline bool sim_chance(uint32_t one_in)
{
	return sim_random(one_in) == 0;
}

/* An invariant does not hold: says which, in which seed, and ends the program. */
_Noreturn void sim_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints what happens, where --verbose asks for it. */
void sim_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The fault that counts at the CPU's present start. */
enum sim_fault sim_fault_now(const struct sim_cpu *cpu);

#endif
