/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU that loses its power, as far as an emulator can show that: all of its registers
 * that the kernel counts on are rubbish, and it comes in by the library's entry.
 */
#ifndef PROBE_SLEEP_H
#define PROBE_SLEEP_H

#include <stdint.h>

#include <smpboot/status.h>

/*
 * smpboot_suspend() with values of its own in x18 to x29. *wrong: a bit for each of them that
 * is another one afterwards.
 */
enum smpboot_status sleep_keeping(int64_t (*enter)(uint64_t argument), uint64_t argument, int64_t *answer,
                                  uint64_t *wrong);

/* Where a CPU goes, MMU off, to lose what it has. In: x0 where it comes in again. Physical. */
extern const char power_down[];

/* What a kernel's register is that the library has to keep. */
enum kept {
	KEPT_TPIDR,
	KEPT_TPIDR_EL0,
	KEPT_TPIDRRO_EL0,
	KEPT_SP_EL0,
	KEPT_VBAR,
	KEPT_ACCESS,  /* CPACR, or CPTR */
	KEPT_COUNTER, /* CNTKCTL, or CNTHCTL */
	KEPT_TTBR0,
	KEPT_TTBR1, /* this and CONTEXTIDR: not at EL2 without E2H */
	KEPT_TCR,
	KEPT_CONTEXTIDR,
	KEPT_MDSCR,
	KEPT_DAIF,
	KEPT_KEYS, /* of pointer authentication, where there is one: A and B for code, for data; and the generic one */
	KEPT_COUNT = KEPT_KEYS + 10,
};

extern const char *const kept_name[KEPT_COUNT];

/* sleep_registers.c. The kernel's tables are reached through another TTBR0 afterwards. */
void kept_set(unsigned int id);
void kept_read(uint64_t *value);

/* For all CPUs, before they are started: the library's own return addresses are signed from now on. */
void kept_sign(void);

#endif
