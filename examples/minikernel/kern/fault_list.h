/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The faults that the bootarg fault= lists, for the files that do them. Each is
 * one way of going wrong at one place on the CPU's way.
 */
#ifndef MINIKERNEL_KERN_FAULT_LIST_H
#define MINIKERNEL_KERN_FAULT_LIST_H

#define FAULT_MAX 8

/* Ways of going wrong; fault_list.c says which there are where. */
#define FAULT_STOP       1
#define FAULT_UNDEFINED  2
#define FAULT_WAIT       3
#define FAULT_REFUSE     4
#define FAULT_DROP       5
#define FAULT_TRAP_STOP  6
#define FAULT_TRAP_FAULT 7
#define FAULT_LOSE       8
#define FAULT_UNALIGNED  9
#define FAULT_UNMAPPED   10

/* struct fault */
#define FAULT_MPIDR   0
#define FAULT_EARLY   8
#define FAULT_DETOUR  16
#define FAULT_ENTRY   24
#define FAULT_CONTEXT 32
#define FAULT_HCR     40
#define FAULT_CPTR    48
#define FAULT_SHIFT   7

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_place {
	PLACE_PREPARE,
	PLACE_START,  /* the enable method */
	PLACE_DETOUR, /* between the firmware and the library, or by traps from below it */
	PLACE_EARLY,  /* ops.early */
	PLACE_STARTING,
};

struct fault_kind {
	const char *name;
	enum fault_place place;
	uint64_t way;
	unsigned int kernel_el; /* where it can be had: kernel at this level, entered at EL2; 0: anywhere */
	uint64_t hcr;           /* traps */
	uint64_t cptr;
};

struct fault {
	_Alignas(1 << FAULT_SHIFT) uint64_t mpidr;
	uint64_t early;  /* what to do in ops.early, or 0 */
	uint64_t detour; /* what to do on the detour */
	uint64_t entry;  /* the library's, and what it wants in x0 */
	uint64_t context;
	uint64_t hcr;
	uint64_t cptr;
	const struct fault_kind *kind;
	unsigned int id;
	unsigned int starts; /* how often ops.prepare was called */
};

_Static_assert(offsetof(struct fault, mpidr) == FAULT_MPIDR, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, early) == FAULT_EARLY, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, detour) == FAULT_DETOUR, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, entry) == FAULT_ENTRY, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, context) == FAULT_CONTEXT, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, hcr) == FAULT_HCR, "fault_entry.S reads it");
_Static_assert(offsetof(struct fault, cptr) == FAULT_CPTR, "fault_entry.S reads it");
_Static_assert(sizeof(struct fault) == 1 << FAULT_SHIFT, "fault_entry.S steps through them");

/* The first fault_count are in use. Assembly code reads them with the MMU off, and writes nothing. */
extern struct fault fault_list[FAULT_MAX];
extern unsigned int fault_count;

/* Reads "KIND:CPU[,KIND:CPU...]". False: it cannot be understood. */
bool fault_parse(const char *list);

/* The fault of a CPU; NULL: it has none. */
struct fault *fault_of(unsigned int id);

/* Whether the fault is in the enable method, or on the detour that the method sends the CPU on. */
bool fault_by_method(const struct fault *fault);

#endif /* __ASSEMBLER__ */

#endif
