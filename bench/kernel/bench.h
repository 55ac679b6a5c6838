/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel whose instructions are counted. It is tests/probe's start and tables
 * (mapped high, 4 KiB pages) with another main. run-bench writes what is to be
 * measured into the image, and counts from one mark to the other.
 */
#ifndef BENCH_H
#define BENCH_H

#define BENCH_MAX_CPUS 512
#define BENCH_STACK    1024

/* What is measured. */
#define BENCH_LIBRARY 0 /* smpboot_bring_up_all() */
#define BENCH_BARE    1 /* the floor "bare" */
#define BENCH_FULL    2 /* the floor "full duty" */
#define BENCH_TREE    3 /* smpboot_fdt_add_cpus() */
#define BENCH_TAGS    4 /* one pass of libfdt over the tree's tags */
#define BENCH_PLACES  5 /* smpboot_fdt_add_topology() */

/* struct floor_slot */
#define FLOOR_SLOT_SHIFT 6
#define FLOOR_STACK_TOP  0x00
#define FLOOR_TPIDR      0x08

/* struct floor_regime */
#define FLOOR_MAIR   0x00
#define FLOOR_TTBR1  0x08
#define FLOOR_TCR    0x10 /* while the MMU goes on, ... */
#define FLOOR_TTBR0  0x18
#define FLOOR_SCTLR  0x20
#define FLOOR_CPACR  0x28
#define FLOOR_FINAL  0x30 /* ... and the kernel's: TCR and TTBR0 */
#define FLOOR_RESUME 0x40
#define FLOOR_SLOTS  0x48

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/* Written into the image, symbol bench_params. */
struct bench_params {
	uint64_t what;  /* BENCH_... */
	uint64_t cpus;  /* that the machine has */
	uint64_t order; /* parallel, serial, relay, tree: see library.c */
	uint64_t window;
};

extern volatile struct bench_params bench_params;

/* The device tree, written into the image as well. */
extern char bench_tree[];
extern char bench_tree_end[];

/* Marks: what the boot CPU executes between them is measured. */
void bench_begin(void);
void bench_end(void);

/* Every secondary's last step: what it executes before is measured. Does not return. */
_Noreturn void bench_enter(void *context, unsigned int id);

/* Another CPU has come to bench_enter(). */
void bench_wait_for(unsigned int cpus);

/* As QEMU's virt machine with a GICv3 numbers its CPUs. */
static inline uint64_t bench_mpidr(unsigned int index)
{
	return (uint64_t)(index / 16) << 8 | index % 16;
}

/* Each returns 0, or the machine's exit status. */
int bench_library(void);
int bench_bare(void);
int bench_full(void);
int bench_tree_scan(void);
int bench_tree_tags(void);
int bench_tree_places(void);

#endif

#endif
