/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's hooks and what they leave behind.
 */
#ifndef PROBE_KERNEL_H
#define PROBE_KERNEL_H

#include <smpboot/smpboot.h>

#include "probe.h"

#define TPIDR     0x5a5a000000000000ull
#define ROUNDS    1000u
#define LINE_SIZE 300 /* of text, the longest there is */

/* One page more than is needed, to lend unaligned ones. */
#define IDMAP_WORDS ((SMPBOOT_IDMAP_PAGES + 1) * (1u << 16) / sizeof(uint64_t))

struct probe_kernel {
	_Alignas(1 << 16) uint64_t idmap[IDMAP_WORDS];
	_Alignas(16) char stack[CPUS][STACK];
	struct observation reference; /* what the boot CPU has */
	struct observation seen[CPUS];
	unsigned int in_main[CPUS];
	unsigned int events[SMPBOOT_EVENT_DIFFERENT + 1];
	unsigned int prepared;   /* calls of ops.prepare */
	unsigned int counted;    /* by exclusives, on all secondaries */
	char failure[LINE_SIZE]; /* text of the last event FAILED */
	uint64_t boot_cpu;       /* Aff0 */
	uint64_t pen;            /* physical address where CPUs wait on a machine without firmware */
};

extern struct probe_kernel kernel;
extern struct smpboot_ops probe_ops;

/* Ends the run when something is not right. */
void check(bool right, const char *what);
void check_status(enum smpboot_status status, enum smpboot_status expected, const char *what);

/* The image's own memory, for who sees it with the MMU off. */
uint64_t physical(const void *p);

/* ops.map of a kernel whose memory is elsewhere than physically: knows the image, and nothing else. */
void *map_image_memory(void *context, uint64_t pa, size_t size);

/* The library and the machine's own method, named by native_method(); then probe_ops are registered. */
void set_up(void);
const char *native_method(void);

/* The machine's CPUs are Aff0 0 to CPUS - 1; the boot CPU is id 0, the others follow in order. */
uint64_t mpidr_of(unsigned int id);

void add_cpu(const struct smpboot_cpu_desc *desc, unsigned int expected_id);

/* compare.c */
void print_cpu(unsigned int id, const struct smpboot_cpu_info *info);

/* The level that the kernel runs at. */
unsigned int own_level(void);

/*
 * A CPU in ops.main, which was asked for after `begin`: all that ops.starting has seen, and
 * its row of the info table. context: what was in its x0.
 */
void check_cpu(unsigned int id, const struct smpboot_cpu_info *info, uint64_t context, uint64_t begin,
               uint64_t end);

#endif
