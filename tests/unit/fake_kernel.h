/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel on the made-up machine: its storage, its hooks, which do what they
 * are told and write down that they were called, and every event it was told.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include "fake_arch.h"
#include "fake_firmware.h"

/* MPIDR of the kernel's CPU with this logical id: in Aff3, Aff1 and Aff0. */
#define FAKE_MPIDR(id) (0x0300000200ull + (id))

/* What the hooks do for one CPU; index is its logical id. */
struct fake_plan {
	int prepare;          /* what ops.prepare returns */
	uintptr_t stack_top;  /* what it gives */
	int starting;         /* what ops.starting returns */
	uint64_t starting_us; /* how long it takes */
	bool main_returns;
	void (*in_prepare)(unsigned int id);
	void (*in_starting)(unsigned int id);
};

enum fake_hook {
	FAKE_PREPARE,
	FAKE_STARTING,
	FAKE_MAIN,
};

struct fake_call {
	enum fake_hook hook;
	unsigned int id;
	void *context;
	uint64_t mpidr; /* of the CPU that ran it */
};

#define FAKE_MAX_RECORDS 128

struct fake_kernel {
	struct fake_plan plan[FAKE_MAX_CPUS];
	struct fake_call calls[FAKE_MAX_RECORDS];
	unsigned int call_count;
	struct smpboot_event events[FAKE_MAX_RECORDS];
	unsigned int event_count;
	void (*in_event)(const struct smpboot_event *event);
};

extern struct fake_kernel fake_kernel;

/* The hooks, and the storage of FAKE_MAX_CPUS CPUs. */
extern const struct smpboot_ops fake_ops;
extern struct smpboot_cpu fake_storage[FAKE_MAX_CPUS];

/* A machine just switched on, the library not initialised. */
int fake_power_on(void **state);

/* The same, the library initialised, hooks and all methods registered, boot CPU FAKE_MPIDR(0). */
int fake_boot(void **state);

/* The same, and each physical address is the virtual one. */
int fake_boot_one_to_one(void **state);

/* The same, the kernel runs with its caches off. */
int fake_boot_uncached(void **state);

/* After each test that starts CPUs: none is left running. */
int fake_power_off(void **state);

/* Adds CPUs 1 to `last` of method "fake". */
void fake_add_cpus(unsigned int last);

/* Adds one. */
void fake_add_cpu(unsigned int id, const char *method);

/* Adds CPUs 1 to `last`, of which the firmware says, when it is asked, that they are on. */
void fake_add_powered_cpus(const char *method, unsigned int last);

/* One that waits at a release word; what it has to see there must be known with fake_memory_add(). */
void fake_add_waiting_cpu(unsigned int id, const char *method, uint64_t release_addr);

/* Brings all up with a timeout, 0 for the default; it must be carried out. */
struct smpboot_report fake_bring_up(uint32_t timeout_us);

/* Microseconds of the made-up clock since it was `begin`. */
uint64_t fake_us_since(uint64_t begin);

/* Row of the info table. */
struct smpboot_cpu_info fake_info(unsigned int id);

/* The same as text, to compare. */
#define FAKE_ROW_SIZE 512
void fake_row(unsigned int id, char row[FAKE_ROW_SIZE]);

/* Stack and per-CPU pointer that the kernel gives to a CPU. */
uintptr_t fake_stack(unsigned int id);
uint64_t fake_tpidr(unsigned int id);

/* How often a hook was called for a CPU. */
unsigned int fake_calls(enum fake_hook hook, unsigned int id);

/* How many events there were of a kind, and for a CPU. */
unsigned int fake_events(enum smpboot_event_kind kind);
unsigned int fake_events_of(enum smpboot_event_kind kind, unsigned int id);

/* The CPU's outcome. */
void assert_outcome(unsigned int id, enum smpboot_state state, enum smpboot_stage stage,
                    enum smpboot_reason reason);

/* It is in the kernel's main, and the kernel was told, once. */
void assert_active(unsigned int id);

#endif
