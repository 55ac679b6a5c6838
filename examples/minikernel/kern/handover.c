/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine goes over to the next kernel. The other CPUs wait in a page of
 * their own, which the tree reserves: the next kernel takes all other memory of
 * this one as free.
 */
#include "kern/handover.h"

#include <smpboot/smpboot.h>
#include <stdlib.h>

#include "arch/cpu.h"
#include "boot/boot.h"
#include "kern/loader.h"
#include "kern/offline.h"
#include "kern/percpu.h"
#include "kern/smp.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

static uint64_t pen; /* physical; 0: no CPU is parked */

unsigned int handover_generation(void)
{
	char value[16];

	return machine_bootarg("generation", value, sizeof(value)) ? (unsigned int)strtoul(value, NULL, 10) :
	                                                             1;
}

static bool refuse(const char *what, const char *why)
{
	kprintf("%s: %s\n", what, why);
	return false;
}

/* ---- The other CPUs ---------------------------------------------------------------- */

/* It was taken out, and not switched off: it waits in code of this kernel's image. */
static bool waits_here(const struct smpboot_cpu_info *info)
{
	return info->state == SMPBOOT_STATE_OFFLINE && info->stage == SMPBOOT_STAGE_PEN;
}

static unsigned int count_waiting(void)
{
	struct smpboot_cpu_info info;
	unsigned int count = 0;

	for (unsigned int id = 0; smpboot_cpu(id, &info) == SMPBOOT_OK; id++)
		count += waits_here(&info);
	return count;
}

static bool park_others(void)
{
	void *page;

	if (pen != 0)
		return refuse("park", "the other CPUs are in the pen");
	page = mm_pages_alloc(1);
	if (page == NULL)
		return refuse("park", "no memory");
	/* Where not all obey, some may be there: the page is theirs. */
	pen = mm_phys(page);
	if (!cpus_park(pen))
		return false;
	kprintf("park: the other CPUs wait at 0x%llx\n", (unsigned long long)pen);
	return true;
}

static void park(void *done)
{
	*(bool *)done = park_others();
}

bool handover_park(void)
{
	static bool done;

	return smp_run_on_caller(park, &done) && done;
}

/* CPUs that are off need no pen: who starts them can do so again. */
static bool park_if_needed(void)
{
	bool needed = percpu_taking_threads() > 1 || count_waiting() > 0;

	return pen != 0 || !needed || park_others();
}

/* ---- The jump ----------------------------------------------------------------------------- */

/* From here on this CPU takes no interrupts. Returns when the library refuses. */
static void jump(uint64_t entry, uint64_t tree)
{
	enum smpboot_status status;
	uint64_t irq;

	kprintf("next: generation %u at 0x%llx\n\n", handover_generation() + 1, (unsigned long long)entry);
	irq = cpu_irq_save();
	offline_stopping(NULL, this_cpu()->id);
	status = smpboot_hand_over(entry, tree, (unsigned int)boot_info.entry_level);
	offline_start_again();
	cpu_irq_restore(irq);
	refuse("next", smpboot_strerror(status));
}

static void go_on(void *unused)
{
	uint64_t entry, tree;

	(void)unused;
	if (loader_place_image(&entry) && park_if_needed() &&
	    loader_make_tree(pen, handover_generation() + 1, &tree))
		jump(entry, tree);
}

bool handover_next(void)
{
	smp_run_on_caller(go_on, NULL);
	return false;
}
