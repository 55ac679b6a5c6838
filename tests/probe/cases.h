/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs that do not come as they should, and what CPUs do once they are there: each
 * case_*() is a probe's main. Made for emulators, like start.S: no cache maintenance.
 */
#ifndef PROBE_CASES_H
#define PROBE_CASES_H

#include "probe.h"

/* What a CPU does on its detour to the library's entry. */
#define DETOUR_CONTEXT_BIT   0 /* passes RUBBISH in x0 */
#define DETOUR_FREQUENCY_BIT 1 /* sets another CNTFRQ_EL0 */
#define DETOUR_WAIT_BIT      2 /* waits for detour_go */
#define DETOUR_DROP_BIT      3 /* goes down to EL1 in good order */
#define DETOUR_SHIFT         4 /* log2 of sizeof(struct detour) */

#define WRONG_FREQUENCY 1000
#define NO_MEMORY       0x2000000000 /* an address with nothing behind it, virtual or physical */

#ifndef __ASSEMBLER__

#include <smpboot/method.h>

#include "kernel.h"

/* detour.S */
struct detour {
	uint64_t what;
	uint64_t entry;
};

extern struct detour detours[CPUS]; /* by Aff0 */
extern uint64_t detour_go;
extern uint64_t early_level[CPUS]; /* by Aff0; 0: early_hook() was not called */
extern uint64_t early_faulting;    /* Aff0 of the CPU that early_fault() is about */
extern const char early_fault_here[];
void early_hook(void);
void early_fault(void);

/* cases.c: the machine's own way of making a CPU run at a physical address. Without firmware: all of them. */
struct smpboot_start native_start(uint64_t mpidr, uint64_t address, uint64_t context);

/* The method "detour": by way of detour.S. How often it was asked for a CPU, by Aff0. */
extern const struct smpboot_method detour_method;
extern unsigned int detour_asked[CPUS];

void register_method(const struct smpboot_method *method);

/* set_up(), and all CPUs with one method. */
void set_up_all(const char *method);

/* case_release.c: the same with a spin-table whose one release word is for all of them. */
void set_up_spin_shared(void);

/* Bring-ups, and what must come of them. */
void bring_up_all(unsigned int online);
struct smpboot_cpu_info info_of(unsigned int id);
void expect_online(unsigned int id);
struct smpboot_cpu_info expect_failed(unsigned int id, enum smpboot_state state, enum smpboot_stage stage,
                                      enum smpboot_reason reason);
int pass(void);

#endif

#endif
