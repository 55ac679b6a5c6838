/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the machine that call each other.
 */
#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include "sim.h"

/* The first instructions of a CPU, as src/arch/aarch64/entry.S has them. */
_Noreturn void sim_entry(struct sim_cpu *cpu);

/* What a CPU does from its power-up, or from the start of the machine, to sim_entry(). */
_Noreturn void sim_boot_rom(struct sim_cpu *cpu);

/* WFE: until a signal, a time, or, on some machines, no reason. */
void sim_wait_event(uint64_t until);

/* The early vectors: the CPU takes an exception where it is, and stops. */
_Noreturn void sim_take_exception(struct sim_cpu *cpu);

/* Writes the release words as the machine finds them, and what else the firmware does before the kernel. */
void sim_firmware_reset(void);

/* Its release words, for the kernel's ops.map. */
void *sim_firmware_map(uint64_t pa, size_t size);

/* Where the release words are. */
uint64_t sim_word_pa(unsigned int index);

/* Makes a machine and its faults from sim.seed. */
void sim_make_plan(void);
void sim_print_plan(void);
const char *sim_fault_name(enum sim_fault fault);

/* The kernel was told the outcome of a start: it must be one that the injected fault leads to. */
void sim_check_outcome(const struct sim_cpu *cpu, const struct smpboot_cpu_info *info);

/* A CPU of this run is reset or stands still while it runs, and leaves undone what it was about to do. */
bool sim_somebody_lags(void);

/* One access in the library: the CPU may stand still over it. */
void sim_hold_up(void);

/* Rows of the table, and what the machine itself knows of them. */
struct smpboot_cpu_info sim_info_of(unsigned int id);
bool sim_waits_in(unsigned int id);
bool sim_online(enum smpboot_state state);

/* The table agrees with what the kernel was told and with where the CPUs are. */
void sim_check_all(void);

/* So does a report. */
void sim_check_report(const struct smpboot_report *report);

/*
 * The call that has just ended did so in time, and as soon as it could, where it
 * `waited` for all. Times in ns; total 0: none.
 */
void sim_check_time(uint64_t begin, uint64_t timeout, uint64_t total, bool waited);

/* All that could still come has come: everything was told. */
void sim_check_end(void);

/* The kernel's boot: set-up, bring-up calls and the checks after each. */
void sim_scenario(void);

/* One smpboot_bring_up_all(), and what lets CPUs on. */
void sim_call_all(void);
void sim_open_gate(void);
void sim_transfer(void);

/* Nobody is left at the gate, and nobody went twice. */
void sim_check_gate(void);

/* No more CPUs are on their way than the present call allows. */
void sim_check_window(void);

/* Its begin and its end: all that can still come comes, and is told. */
void sim_set_up(void);
void sim_settle(void);

/* What any CPU may ask at any time. */
void sim_look(void);

/* Its memory, and the library, as they are when the machine is switched on. */
void sim_power_up_memory(void);

#endif
