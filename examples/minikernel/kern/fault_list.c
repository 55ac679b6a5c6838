/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kinds of faults, and the list of those that are asked for.
 */
#include "kern/fault_list.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define HCR_TVM    (1ull << 26) /* writes to the registers of the translation regime trap */
#define HCR_TTLB   (1ull << 25) /* TLB maintenance traps */
#define CPTR_TCPAC (1ull << 31) /* writes to CPACR_EL1 trap */

static const struct fault_kind kinds[] = {
	{ "refuse-prepare", PLACE_PREPARE, FAULT_REFUSE, 0, 0, 0 },
	{ "unaligned-stack", PLACE_PREPARE, FAULT_UNALIGNED, 0, 0, 0 },
	{ "unmapped-stack", PLACE_PREPARE, FAULT_UNMAPPED, 0, 0, 0 },
	{ "refuse-start", PLACE_START, FAULT_REFUSE, 0, 0, 0 },
	{ "lose-start", PLACE_START, FAULT_LOSE, 0, 0, 0 },
	{ "no-entry", PLACE_DETOUR, FAULT_STOP, 0, 0, 0 },
	{ "late", PLACE_DETOUR, FAULT_WAIT, 0, 0, 0 },
	{ "low-level", PLACE_DETOUR, FAULT_DROP, 2, 0, 0 },
	{ "stop-early", PLACE_EARLY, FAULT_STOP, 0, 0, 0 },
	{ "fault-early", PLACE_EARLY, FAULT_UNDEFINED, 0, 0, 0 },
	/* Each register is the first of its kind that the library's entry code writes in the stage. */
	{ "stop-entry", PLACE_DETOUR, FAULT_TRAP_STOP, 1, 0, CPTR_TCPAC },
	{ "fault-entry", PLACE_DETOUR, FAULT_TRAP_FAULT, 1, 0, CPTR_TCPAC },
	{ "stop-level", PLACE_DETOUR, FAULT_TRAP_STOP, 1, HCR_TVM, 0 },
	{ "fault-level", PLACE_DETOUR, FAULT_TRAP_FAULT, 1, HCR_TVM, 0 },
	{ "stop-regime", PLACE_DETOUR, FAULT_TRAP_STOP, 1, HCR_TTLB, 0 },
	{ "fault-regime", PLACE_DETOUR, FAULT_TRAP_FAULT, 1, HCR_TTLB, 0 },
	{ "refuse-starting", PLACE_STARTING, FAULT_REFUSE, 0, 0, 0 },
	{ "stop-starting", PLACE_STARTING, FAULT_STOP, 0, 0, 0 },
	{ "slow-starting", PLACE_STARTING, FAULT_WAIT, 0, 0, 0 },
	{ "fault-starting", PLACE_STARTING, FAULT_UNDEFINED, 0, 0, 0 },
};

struct fault fault_list[FAULT_MAX];
unsigned int fault_count;

struct fault *fault_of(unsigned int id)
{
	for (unsigned int i = 0; i < fault_count; i++) {
		if (fault_list[i].id == id)
			return &fault_list[i];
	}
	return NULL;
}

bool fault_by_method(const struct fault *fault)
{
	return fault->kind->place == PLACE_START || fault->kind->place == PLACE_DETOUR;
}

static const struct fault_kind *kind_named(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strlen(kinds[i].name) == length && strncmp(kinds[i].name, name, length) == 0)
			return &kinds[i];
	}
	return NULL;
}

/* One KIND:CPU. Returns what follows it, or NULL. */
static const char *add(const char *word)
{
	size_t length = strcspn(word, ":");
	const struct fault_kind *kind = kind_named(word, length);
	unsigned long id;
	char *end;

	if (kind == NULL || word[length] != ':' || fault_count == FAULT_MAX)
		return NULL;
	id = strtoul(word + length + 1, &end, 10);
	if (end == word + length + 1 || id == 0 || id > UINT_MAX || fault_of((unsigned int)id) != NULL)
		return NULL;
	if (*end != '\0' && (*end != ',' || end[1] == '\0'))
		return NULL;
	fault_list[fault_count++] = (struct fault){
		.early = kind->place == PLACE_EARLY ? kind->way : 0,
		.detour = kind->way,
		.hcr = kind->hcr,
		.cptr = kind->cptr,
		.kind = kind,
		.id = (unsigned int)id,
	};
	return *end == ',' ? end + 1 : end;
}

bool fault_parse(const char *list)
{
	do
		list = add(list);
	while (list != NULL && *list != '\0');
	return list != NULL;
}
