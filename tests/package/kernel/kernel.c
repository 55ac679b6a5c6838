/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that starts all its CPUs and tells how each came up. What a real one
 * has more of is in its three hooks.
 */
#include <smpboot/fdt.h>
#include <smpboot/smpboot.h>

#define MAX_CPUS  64
#define UART_DATA (*(volatile unsigned int *)0x09000000) /* PL011 of QEMU's virt machine */

static char stacks[MAX_CPUS][8192] __attribute__((aligned(16)));
static unsigned int running; /* CPUs in enter_scheduler(); atomic */
extern char vectors[];

int kernel_main(const void *dtb);

static void print_line(const char *text)
{
	while (*text)
		UART_DATA = (unsigned char)*text++;
	UART_DATA = '\n';
}

static int give_it_a_stack(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = stacks[id] + sizeof(stacks[id]);
	return 0;
}

static int vectors_gic_timer(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	__asm__ volatile("msr vbar_el1, %0; isb" : : "r"(vectors) : "memory");
	return 0;
}

static void enter_scheduler(void *context, unsigned int id)
{
	(void)context;
	(void)id;
	__atomic_add_fetch(&running, 1, __ATOMIC_RELEASE);
	for (;;)
		__asm__ volatile("wfi");
}

static void log_event(void *context, const struct smpboot_event *event)
{
	char line[160];

	(void)context;
	smpboot_format_event(event, line, sizeof(line));
	print_line(line);
}

/* README: the shortest use */
static struct smpboot_cpu cpus[MAX_CPUS]; /* the kernel owns all storage */

static const struct smpboot_ops ops = {
	.prepare = give_it_a_stack,    /* calling CPU, before the start */
	.starting = vectors_gic_timer, /* new CPU, kernel MMU on, IRQs masked */
	.main = enter_scheduler,       /* new CPU, does not return */
	.event = log_event,            /* every outcome, as a struct */
};

static enum smpboot_status start_all_cpus(const void *dtb, struct smpboot_report *report)
{
	enum smpboot_status status = smpboot_init(cpus, MAX_CPUS);

	if (status == SMPBOOT_OK)
		status = smpboot_register_ops(&ops);
	if (status == SMPBOOT_OK)
		status = smpboot_fdt_add_cpus(dtb); /* the boot CPU is logical id 0 */
	if (status == SMPBOOT_OK)
		status = smpboot_bring_up_all(NULL, report); /* in parallel, bounded, never hangs */
	return status;
}
/* README: end */

/* For libfdt, which Debian compiles with a stack protector. */
unsigned long __stack_chk_guard = 0x736d70626f6f7400;

_Noreturn void halt(int status);
_Noreturn void __stack_chk_fail(void);
_Noreturn void __stack_chk_fail(void)
{
	halt(3);
}

/* Waits until all CPUs that are online have reached enter_scheduler(), a second at most. */
static int all_run(const struct smpboot_counts *counts)
{
	uint64_t begin = smpboot_now();

	while (__atomic_load_n(&running, __ATOMIC_ACQUIRE) != counts->online - 1)
		if (smpboot_ticks_to_us(smpboot_now() - begin) > 1000000)
			return 0;
	return 1;
}

int kernel_main(const void *dtb)
{
	struct smpboot_report report;
	struct smpboot_cpu_info info;
	enum smpboot_status status = start_all_cpus(dtb, &report);
	char line[320];
	unsigned int id;

	if (status != SMPBOOT_OK) {
		print_line(smpboot_strerror(status));
		return 1;
	}
	if (!all_run(&report.counts) || report.counts.failed)
		return 1;
	for (id = 0; smpboot_cpu(id, &info) == SMPBOOT_OK; id++) {
		smpboot_format_cpu(&info, line, sizeof(line));
		print_line(line);
	}
	return 0;
}
