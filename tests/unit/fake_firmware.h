/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The secondaries of the made-up machine, and the firmware that starts them:
 * the method "fake". Each secondary is a thread of its own, and exactly one
 * CPU runs at a time, until it waits, sleeps, stops or has nothing left to do.
 *
 * All times are in microseconds of the made-up clock.
 */
#ifndef FAKE_FIRMWARE_H
#define FAKE_FIRMWARE_H

#include <smpboot/method.h>

#define FAKE_MAX_CPUS 32

#define FAKE_NEVER   UINT64_MAX /* as a delay: it never comes */
#define FAKE_AT_ONCE 0          /* it comes before the method returns */

/* One secondary; index is its logical id. */
struct fake_cpu {
	/* What it does. */
	uint64_t mpidr;
	struct smpboot_start answer; /* of the firmware, when it is asked to start it */
	uint64_t delay;              /* from there to its first instruction */
	unsigned int entry_el;
	uint64_t context;            /* in x0, in place of what the method was given; 0: that */
	uint64_t arrives_as;         /* with this MPIDR_EL1; 0: its own */
	enum smpboot_stage stops_at; /* goes no further than this early stage; NONE: goes on to C */
	enum smpboot_stage faults_at; /* meets an exception: START: before its first mark; C: with the MMU on */
	struct smpboot_fault fault;
	uint64_t pause;                /* takes this long from its last look at the claim to C */
	uint32_t frequency;            /* its CNTFRQ_EL0; 0: the boot CPU's */
	uint64_t word;                 /* physical address of the release word that it waits for; 0: none */
	unsigned int deaf;             /* misses this many signals first */
	enum smpboot_power power;      /* what the firmware says of it */
	enum smpboot_reason diagnosis; /* what it says when it did not come in time */
	uint64_t power_us;             /* how long it takes to say so */
	unsigned int lost_starts;      /* this many starts come to nothing first */
	bool ends_in_return;           /* stops on its way back to the pen */
	bool stays_penned;             /* never leaves it */

	/* What happened to it. */
	unsigned int starts; /* how often the method was asked for it */
	uint64_t started_by; /* MPIDR of the CPU that asked last */
	uint64_t started_at;
	uint64_t entry; /* what the method was given */
	uint64_t given;
	unsigned int powers;    /* how often the method's power function was */
	unsigned int diagnoses; /* and its diagnosis */
	unsigned int returns;   /* how often it went back to the pen, and with what */
	unsigned int returned_level;
	uint64_t returned_context;
	bool parked;
	bool penned;        /* waits in the entry code */
	uint64_t parked_at; /* where it was sent from there; 0: nowhere */
	bool reached_c;
	uint64_t stack_top; /* what it found in its slot */
	uint64_t tpidr;
};

extern struct fake_cpu fake_cpus[FAKE_MAX_CPUS];

/*
 * The methods of this machine, with the names "fake", "mute" (hands no context),
 * "probed", and "powered" (knows of each CPU's power, and why it did not come; and switches
 * it off, without a word to who waits for that).
 */
extern const struct smpboot_method fake_method;
extern const struct smpboot_method fake_mute_method;
extern const struct smpboot_method fake_probed_method;
extern const struct smpboot_method fake_powered_method;

/* What the probe of fake_probed_method says, and how often it was asked. */
extern enum smpboot_reason fake_probe_answer;
extern unsigned int fake_probes;

/* How many signals any CPU has given. */
extern unsigned int fake_signals;

/* How long the CPU that asks the firmware for a start has to wait for its answer. */
extern uint64_t fake_start_us;

/* Forgets all CPUs. Each then is one that comes 10 us after it was asked for, at the kernel's level. */
void fake_firmware_reset(void);

/* Stops every CPU that still runs. */
void fake_firmware_stop(void);

/* Lets time pass on the boot CPU, in which CPUs that are due come. */
void fake_firmware_run(uint64_t us);

/* For hooks on a secondary: sleeps; ends for good, as a CPU that is the kernel's own from now on. */
void fake_cpu_sleep(uint64_t us);
_Noreturn void fake_cpu_rest(void);

#endif
