/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the machine that call each other.
 */
#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include "sim.h"

/* The first instructions of a CPU, as src/arch/aarch64/entry.S has them. */
_Noreturn void sim_entry(struct sim_cpu *cpu);

/* The same for one that comes back from a sleep. */
_Noreturn void sim_entry_from_sleep(struct sim_cpu *cpu);

/* smpboot_suspend_wake: it goes on in what it called to sleep. */
_Noreturn void sim_suspend_wake(struct sim_cpu *cpu, struct smpboot_slot *slot);

/* CPU_SUSPEND: whether it is called, what it answers, and what PSCI_FEATURES does. */
bool sim_is_cpu_suspend(uint64_t function);
int64_t sim_cpu_suspend(struct sim_cpu *cpu, uint64_t state, uint64_t entry, uint64_t context);
int64_t sim_suspend_features(void);

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
const char *sim_parting_name(enum sim_parting parting);
const char *sim_nap_name(enum sim_nap nap);

/* A fault for the CPU's way off and one for its way back, which begins in the pen or with its power. */
void sim_plan_parting(struct sim_cpu *cpu);
void sim_plan_return(struct sim_cpu *cpu, bool from_pen);

/* Its next starts have this fault, with a code, a stage and times that fit. */
void sim_plan_start(struct sim_cpu *cpu, enum sim_fault fault);

/* It goes to the pen, and AFFINITY_INFO tells nothing of it. */
bool sim_goes_to_pen(const struct sim_cpu *cpu);

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

/* CPUs that leave and come back. Does not return on the CPU that it was called on, if that leaves too. */
void sim_cycle_all(void);

/* The boot CPU is back, in ops.main. */
_Noreturn void sim_cycle_on(void);

/* A CPU that leaves is off, or in the pen: brings it back. */
void sim_bring_back(unsigned int id);

/* A CPU in ops.main does what it is told. */
_Noreturn void sim_serve(struct sim_cpu *cpu);
/* It goes off by itself. Returns where it is refused. */
void sim_leave(struct sim_cpu *cpu);

void sim_tell(struct sim_cpu *cpu, enum sim_order order, unsigned int whom);

/* A CPU in ops.main that has no other orders and is as the table has it; or another one but `but`, or 0: none. */
bool sim_listens(unsigned int id);
unsigned int sim_choose(unsigned int but);

/* The CPU sleeps, a few times; or once, like this. */
void sim_nap(struct sim_cpu *cpu);
void sim_nap_once(struct sim_cpu *cpu, enum sim_nap nap);

/* Some go to sleep, and the calling CPU goes on. */
void sim_send_to_sleep(void);

/* Somebody was sent to sleep and may be awake at any time. */
bool sim_somebody_sleeps(void);

/* All have come back that could. */
void sim_check_sleepers(void);

/*
 * The CPU goes on in `function` on a stack that is not its boot stack, which it gives back
 * there with sim_release(). Where it is on such a one already, it returns.
 */
void sim_move(struct sim_cpu *cpu, void (*function)(struct sim_cpu *));
void sim_release(struct sim_cpu *cpu);

/* Others move; the calling CPU goes on. */
void sim_send_to_move(void);
void sim_serve_moved(struct sim_cpu *cpu);

/* Takes boot stacks back, on any CPU. */
void sim_collect(void);

/* The boot CPU leaves the machine to a next kernel, and may not come back. */
void sim_hand_over(void);

/* A CPU in the pen that is sent on, to the copy, which is here for ops.map. */
_Noreturn void sim_enter_copy(struct sim_cpu *cpu);
void *sim_copy_map(uint64_t pa);
void sim_copy_reset(void);

/* Where it looks for the address that it goes to; and the boot CPU's way there. */
uint64_t sim_copy_word(void);
_Noreturn void sim_next_kernel(struct sim_cpu *cpu, uint64_t argument);

/* The CPU leaves when it is called off. */
void sim_call_off(void *context, unsigned int id);
void sim_park(struct sim_cpu *cpu);

/* The second kernel's memory: what the first one had is gone. */
void sim_spoil_memory(void);

/* CPUs meet while some sleep, leave and come back. On the boot CPU. */
void sim_hold_meeting(void);

/* One is held; and this CPU's part of it. */
bool sim_meets(void);
void sim_meet(struct sim_cpu *cpu);

/* Its begin and its end: all that can still come comes, and is told. */
void sim_set_up(void);
void sim_settle(void);

/* What any CPU may ask at any time. */
void sim_look(void);

/* Its memory, and the library, as they are when the machine is switched on. */
void sim_power_up_memory(void);

#endif
