/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one machine that the library runs on: all of its state.
 */
#ifndef SMPBOOT_CORE_MACHINE_H
#define SMPBOOT_CORE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/method.h>
#include <smpboot/smpboot.h>

#include "gate.h"
#include "map.h"
#include "record.h"
#include "rendezvous.h"
#include "self.h"
#include "work.h"

#define SMPBOOT_MAX_METHODS 8

struct smpboot_machine {
	/* The kernel's storage, divided (see smpboot_storage_divide()). */
	struct smpboot_slot *slots;
	struct smpboot_map map;
	struct smpboot_self *selves;
	struct smpboot_early *early; /* NULL when there is room for the boot CPU only */
	unsigned int capacity;

	unsigned int count; /* CPUs; 0: not initialised */
	unsigned int dropped;
	bool boot_described;

	uint64_t stray; /* MPIDR_EL1 of the last CPU told as a stray, where stray_told says so */
	bool stray_told;

	bool coherent;  /* smpboot_arch_coherent() at init */
	bool started;   /* a bring-up was called: the table is closed */
	uint32_t busy;  /* a bring-up is running; atomic */
	bool given_up;  /* some CPU was ABANDONED once; atomic */
	bool unwaited;  /* some call has started CPUs and not waited for them */
	uint64_t epoch; /* system counter at init */
	uint32_t frequency;

	const struct smpboot_ops *ops;
	const struct smpboot_method *methods[SMPBOOT_MAX_METHODS];
	enum smpboot_reason
		probed[SMPBOOT_MAX_METHODS]; /* what each method's probe said, where asked says so */
	uint32_t asked;                      /* a bit per method: probed in this bring-up call */
	unsigned int method_count;

	struct smpboot_gate gate;
	struct smpboot_work work;
	struct smpboot_meeting meeting;
};

extern struct smpboot_machine smpboot_machine;

/* What the entry code reads with the MMU off. */
extern struct smpboot_boot_args smpboot_boot_args;

/* A CPU's MPIDR. */
static inline uint64_t smpboot_mpidr_of(unsigned int id)
{
	return smpboot_machine.map.hwids[id];
}

/* Ticks of a time, at least one. */
static inline uint64_t smpboot_us_to_ticks(uint32_t us)
{
	uint64_t ticks = (uint64_t)us * smpboot_machine.frequency / 1000000;

	return ticks != 0 ? ticks : 1;
}

/* What a method gets to know of a CPU. */
static inline struct smpboot_target smpboot_target_of(struct smpboot_slot *slot, unsigned int id)
{
	return (struct smpboot_target){
		.id = id,
		.mpidr = smpboot_mpidr_of(id),
		.release_addr = slot->release_addr,
		.scratch = &slot->scratch,
	};
}

/* SMPBOOT_OK when smpboot_init() was called, and the caller runs on the boot CPU; else why not. */
enum smpboot_status smpboot_check_boot_cpu(void);

/*
 * The same for calls that start CPUs: while the boot CPU is away, any CPU that
 * runs kernel code may make them.
 */
enum smpboot_status smpboot_check_caller(void);

/* The registered method of this name, or NULL. */
const struct smpboot_method *smpboot_method_find(const char *name);

/* What the method's probe, which it has, says, asked once between two calls of smpboot_method_probe_reset(). */
enum smpboot_reason smpboot_method_probe(const struct smpboot_method *method);
void smpboot_method_probe_reset(void);

#endif
