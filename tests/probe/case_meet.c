/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs do together once they run the kernel's code: they meet, and give their
 * boot stacks back.
 */
#include "cases.h"

int case_meet(void);
int case_meet_uncached(void);
int case_stack(void);

#define MEETINGS 50u
#define LONG     20000000u /* us: nobody waits that long, however busy the host is */
#define SHORT    200000u
#define LATE     (CPUS - 1)

/* ---- Rendezvous ------------------------------------------------------------------- */

static unsigned int steps[2][CPUS]; /* not atomic: the rendezvous is what orders them */
static uint64_t lists[CPUS];
static unsigned int may_come; /* atomic */

static void meet(enum smpboot_status expected, uint32_t timeout_us, uint64_t *missing)
{
	*missing = RUBBISH;
	check_status(smpboot_rendezvous(timeout_us, missing, 1), expected, "smpboot_rendezvous");
}

static void keep_step(unsigned int id)
{
	uint64_t missing;

	for (unsigned int step = 1; step <= MEETINGS; step++) {
		steps[step % 2][id] = step;
		meet(SMPBOOT_OK, LONG, &missing);
		check(missing == 0, "a list of nobody");
		for (unsigned int other = 0; other < CPUS; other++)
			check(steps[step % 2][other] == step, "a CPU has not come");
	}
}

static void wait_for(const unsigned int *flag)
{
	while (__atomic_load_n(flag, __ATOMIC_ACQUIRE) == 0)
		__asm__ volatile("yield");
}

/* All meet; then all but one; then all again. */
static void meet_often(void *context, unsigned int id)
{
	uint64_t missing;

	(void)context;
	__atomic_store_n(&kernel.in_main[id], 1, __ATOMIC_RELEASE);
	/* A round may be complete without a CPU that is not active yet. */
	for (unsigned int other = 1; other < CPUS; other++)
		wait_for(&kernel.in_main[other]);
	keep_step(id);
	if (id == LATE)
		wait_for(&may_come);
	else
		meet(SMPBOOT_ERR_MISSING, id == 0 ? SHORT : LONG, &lists[id]);
	if (id == 0)
		__atomic_store_n(&may_come, 1, __ATOMIC_RELEASE);
	meet(SMPBOOT_OK, LONG, &missing);
	while (id != 0)
		__asm__ volatile("wfi");
}

int case_meet(void)
{
	probe_ops.main = meet_often;
	set_up_all(native_method());
	bring_up_all(CPUS);
	meet_often(NULL, 0);
	for (unsigned int id = 0; id < CPUS; id++)
		check(lists[id] == (id == LATE ? 0 : (uint64_t)1 << LATE), "the list of who is missing");
	return pass();
}

/* With the MMU off it is refused, on every CPU. */
int case_meet_uncached(void)
{
	uint64_t missing = RUBBISH;

	set_up_all(native_method());
	bring_up_all(CPUS);
	check_status(smpboot_rendezvous(SHORT, &missing, 1), SMPBOOT_ERR_STATE, "smpboot_rendezvous");
	check(missing == RUBBISH, "a refusal has written something");
	return pass();
}

/* ---- Boot stacks ------------------------------------------------------------------- */

static _Alignas(16) char own_stacks[CPUS][STACK];
static unsigned int left[CPUS]; /* atomic */
static unsigned int go_on;      /* atomic */
static unsigned int given;

static int prepare_with_size(void *context, unsigned int id, struct smpboot_launch *launch)
{
	(void)context;
	launch->stack_top = kernel.stack[id] + STACK;
	launch->stack_size = STACK;
	launch->tpidr = TPIDR + id;
	return 0;
}

/* The kernel uses it for something else at once. */
static void take_back(void *context, unsigned int id, void *stack_top)
{
	(void)context;
	given++;
	check(stack_top == kernel.stack[id] + STACK, "top of a stack that is given back");
	for (size_t i = 0; i < STACK / sizeof(uint64_t); i++)
		((uint64_t *)(void *)kernel.stack[id])[i] = RUBBISH;
}

static _Noreturn void on_own_stack(unsigned int id)
{
	check_status(smpboot_release_boot_stack(), SMPBOOT_OK, "smpboot_release_boot_stack");
	check_status(smpboot_release_boot_stack(), SMPBOOT_ERR_STATE, "smpboot_release_boot_stack");
	__atomic_store_n(&left[id], 1, __ATOMIC_RELEASE);
	wait_for(&go_on);
	for (size_t i = 0; i < STACK / sizeof(uint64_t); i++)
		check(((uint64_t *)(void *)kernel.stack[id])[i] == RUBBISH,
		      "a stack that was given back is used");
	__atomic_store_n(&left[id], 2, __ATOMIC_RELEASE);
	for (;;)
		__asm__ volatile("wfi");
}

static _Noreturn void switch_to(char *stack_top, unsigned int id)
{
	register uint64_t first __asm__("x0") = id;

	__asm__ volatile("mov sp, %0\n\tmov x29, xzr\n\tblr %1"
	                 :
	                 : "r"(stack_top), "r"(on_own_stack), "r"(first)
	                 : "memory");
	__builtin_unreachable();
}

static void change_stack(void *context, unsigned int id)
{
	(void)context;
	check_status(smpboot_release_boot_stack(), SMPBOOT_ERR_STACK, "smpboot_release_boot_stack");
	switch_to(own_stacks[id] + STACK, id);
}

static void wait_until(unsigned int value)
{
	for (unsigned int id = 1; id < CPUS; id++)
		while (__atomic_load_n(&left[id], __ATOMIC_ACQUIRE) != value)
			__asm__ volatile("yield");
}

int case_stack(void)
{
	probe_ops.prepare = prepare_with_size;
	probe_ops.main = change_stack;
	probe_ops.release_stack = take_back;
	set_up_all(native_method());
	check(smpboot_collect_stacks() == 0, "a stack was collected that nobody has left");
	/* With the MMU off a CPU gets on only while this one waits: all are in main afterwards, or soon. */
	bring_up_all(CPUS);
	wait_until(1);
	check(smpboot_collect_stacks() == CPUS - 1, "number of stacks collected");
	check(smpboot_collect_stacks() == 0 && given == CPUS - 1, "a stack was collected twice");
	__atomic_store_n(&go_on, 1, __ATOMIC_RELEASE);
	wait_until(2);
	return pass();
}
