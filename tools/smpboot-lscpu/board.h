/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library makes of a device tree, collected for printing.
 */
#ifndef LSCPU_BOARD_H
#define LSCPU_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/fdt.h>
#include <smpboot/method.h>
#include <smpboot/psci.h>
#include <smpboot/topology.h>

/* A CPU of the tree that is in the table, at the index of its logical id. */
struct board_cpu {
	const char *node; /* name, inside the tree; NULL: the tree does not list it */
	uint64_t mpidr;
	char method[SMPBOOT_METHOD_NAME_SIZE]; /* empty: none */
	const char *status;                    /* "okay", "disabled", "fail" */
	uint64_t release_addr;                 /* 0: none */
	enum smpboot_reason reason;            /* why it cannot be started; NONE: it can, or runs already */

	/* What the tree says of it besides. */
	struct smpboot_topology place;
	int64_t capacity; /* -1: nothing */
	int64_t numa;     /* likewise */
	struct smpboot_cache caches[SMPBOOT_CACHES];
	int64_t leaders[SMPBOOT_CACHES]; /* the first CPU that shares the cache; -1: nobody says who does */
	unsigned int cache_count;
};

struct board_warning {
	enum smpboot_event_kind kind;
	const char *node; /* name, inside the tree; NULL: /cpus itself */
	const char *property;
	char text[128];
};

struct board {
	struct board_cpu *cpus;
	unsigned int cpu_count;
	struct board_warning *warnings;
	size_t warning_count;
	struct smpboot_psci_config psci; /* conduit NONE: the tree has none */
	char *lscpu;                     /* what smpboot_lscpu() writes */
	size_t lscpu_size;
};

/*
 * Scans the tree as a kernel would whose table has room for all its CPUs.
 * @boot_mpidr: of the boot CPU; NULL: it is the first CPU of the tree
 *
 * Gives what smpboot_fdt_scan() gives; SMPBOOT_ERR_FULL where memory ran out.
 * To be freed with board_free() in any case.
 */
enum smpboot_status board_scan(struct board *board, const void *dtb, const uint64_t *boot_mpidr,
                               struct smpboot_fdt_error *error);
void board_free(struct board *board);

/* How many CPUs the tree lists that can be used, and how many of those run or can be started. */
unsigned int board_listed(const struct board *board);
unsigned int board_startable(const struct board *board);

/* The name of a warning, as in "bad-cpu". */
const char *board_warning_code(enum smpboot_event_kind kind);

/* The PSCI node's compatible string that was gone by, its conduit's name, and the id of CPU_ON. */
const char *board_psci_compatible(const struct board *board);
const char *board_psci_conduit(const struct board *board);
uint32_t board_psci_cpu_on(const struct board *board);

#endif
