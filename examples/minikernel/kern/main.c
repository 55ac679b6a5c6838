/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel from beginning to end.
 *
 * Words in the bootargs (QEMU: -append "..."):
 *   maxcpus=N      start no more than N CPUs, the boot CPU included
 *   timeout_ms=N   how long a CPU may take to come; a second without the word
 *   retries=N      how often a CPU is tried again where that is safe
 *   order=WHICH    who starts CPUs: parallel, serial, relay or tree
 *   window=N       how many may be in flight at a time
 *   gate=on        CPUs wait until all have come
 *   policy=WHICH   when missing CPUs make the run fail: all or min:N
 *   fault=LIST     CPUs that are to fail: KIND:CPU[,KIND:CPU...] (README.md)
 *   lscpu=on       show what the CPUs are
 *   demo=off       leave out the demonstration load
 *   cmd=LIST       commands to run then: NAME[:NUMBER...][,...] (README.md)
 *   shell          read commands from the console after that
 *   generation=N   how many kernels there were, this one included: set by the command next
 *   exit=HOW       how the run ends: semihosting, psci or none (lib/machine.h)
 */
#include <smpboot/smpboot.h>
#include <string.h>

#include "app/command.h"
#include "app/demo.h"
#include "app/picture.h"
#include "app/report.h"
#include "arch/cpu.h"
#include "boot/boot.h"
#include "boot/el3.h"
#include "drivers/irq.h"
#include "drivers/timer.h"
#include "kern/ipi.h"
#include "kern/lscpu.h"
#include "kern/main.h"
#include "kern/sched.h"
#include "kern/smp.h"
#include "kern/thread.h"
#include "lib/console.h"
#include "lib/machine.h"
#include "mm/mm.h"

#ifdef MINIKERNEL_EL2
#define WANTED_LEVEL 2
#else
#define WANTED_LEVEL 1
#endif

static void say_hello(void)
{
	kprintf("minikernel: libsmpboot %u.%u.%u, EL%u (entered at EL%lu), image at 0x%lx\n",
	        SMPBOOT_VERSION_MAJOR, SMPBOOT_VERSION_MINOR, SMPBOOT_VERSION_PATCH, cpu_level(),
	        (unsigned long)boot_info.entry_level, (unsigned long)boot_info.image_pa);
	if (cpu_level() < WANTED_LEVEL)
		kprintf("minikernel: built to stay at EL2, but %s\n",
		        boot_info.entry_level == 2 ? "this CPU has no VHE" : "not entered there");
	kprintf("machine: %s, %s, %lu MiB free\n", machine.model, irq_controller_name(),
	        (unsigned long)(mm_pages_available() * PAGE_SIZE >> 20));
}

static bool demo_wanted(void)
{
	char value[8];

	return !machine_bootarg("demo", value, sizeof(value)) || strcmp(value, "off") != 0;
}

/* An ordinary thread, at first pinned to the boot CPU because smpboot_bring_up_all() wants that. */
static void main_thread(void *unused)
{
	bool pass;

	(void)unused;
	say_hello();
	pass = smp_bring_up(); /* one CPU -> all CPUs */
	picture_bring_up();
	lscpu_show_if_wanted();
	pass &= smp_start_ticks(); /* from here on threads are preempted */
	thread_unpin();            /* and the boot CPU is one like any other */
	if (demo_wanted())
		pass &= demo_run();
	pass &= command_run_list(); /* CPUs that leave, come back, are handed over */
	if (machine_bootword("shell"))
		command_shell();
	pass &= ipi_stop_others(); /* nobody else prints below this line */
	report_cpus();
	report_result(pass);
	machine_exit(pass ? 0 : 1);
}

/* A GIC that boot/el3_tree.c did not see has kept all interrupts Secure: none would ever come. */
static void check_handed_over(void)
{
	bool gic = strncmp(irq_controller_name(), "GIC", 3) == 0;

	if (boot_info.entry_level == 3 && gic && el3_gic.version == 0)
		panic("entered at EL3, and the interrupt controller was not found there");
}

/* boot/head.S comes here: MMU on, at the high address, one CPU, IRQs masked. */
_Noreturn void kernel_main(uint64_t dtb_pa)
{
	machine_init(dtb_pa);    /* what there is */
	mm_init();               /* pages and the heap */
	console_init();          /* output kept so far is shown */
	irq_init();              /* interrupt controller */
	check_handed_over();     /* without firmware that was for us to do */
	if (irq_init_cpu() != 0) /* and this CPU's part of it */
		panic("the interrupt controller has no part for the boot CPU");
	timer_init();                    /* time, no tick yet */
	sched_init(smp_possible_cpus()); /* run queues, timer thread */
	if (thread_create("main", PRIORITY_HIGH, 0, main_thread, NULL) == NULL)
		panic("no memory for the main thread");
	sched_enter(); /* the boot CPU turns into its idle thread */
}
