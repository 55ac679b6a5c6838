/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine under the tests of src/fdt: the real CPU table, a boot CPU of
 * any MPIDR, every event kept, and a PSCI that records how it was called.
 */
#ifndef FDT_MACHINE_H
#define FDT_MACHINE_H

#include <smpboot/fdt.h>
#include <smpboot/psci.h>

/* A fresh table for `capacity` CPUs, and nothing recorded. */
void machine_start(uint64_t boot_mpidr, unsigned int capacity);

/* The CPU that calls the library from now on. */
void machine_run_on(uint64_t mpidr);

/* Events since machine_start(); the first ones are kept. */
struct machine_event {
	enum smpboot_event_kind kind;
	unsigned int id;
	uint64_t mpidr;
	char node[32];
	const char *property;
};

unsigned int machine_event_count(void);
const struct machine_event *machine_event(unsigned int index);

/* What smpboot_psci_init() got, and what it answers. */
struct machine_psci {
	unsigned int calls;
	struct smpboot_psci_config config;
	enum smpboot_status answer;
};

extern struct machine_psci machine_psci;

/* The one event that there is. */
void assert_one_event(enum smpboot_event_kind kind, const char *node, const char *property);

/* A CPU's row in the table. */
void assert_cpu(unsigned int id, uint64_t mpidr, const char *method);

/* The table is as after machine_start(). */
void assert_nothing_added(void);

/* The scan fails like this, and has changed nothing. */
void assert_scan_fails(const void *tree, enum smpboot_status status, const char *node, const char *property);

/* The scan is carried out, with `events` events. */
void assert_scan(const void *tree, unsigned int events);

/* The same for the tree that is being built (fdt_tree.h): it is finished, scanned and freed. */
void assert_built_fails(enum smpboot_status status, const char *node, const char *property);
void assert_built(unsigned int events);

/* The one event of it is this warning, of the release address of the CPU with MPIDR and logical id 1. */
void assert_built_warns(enum smpboot_event_kind kind);

#endif
