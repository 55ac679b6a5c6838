/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim [--seeds N] [--first N] [--seed N] [--verbose]
 *
 * Runs one machine after another, each from its seed, and tells how many and
 * which faults they had. Ends with the first seed that breaks an invariant.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel.h"
#include "machine.h"
#include "rounds.h"
#include "sched.h"

struct sim sim;

/* splitmix64: any seed is as good as any other. */
uint32_t sim_random(uint32_t below)
{
	uint64_t z = (*sim_dice() += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (uint32_t)(((z & 0xffffffff) * below) >> 32);
}

_Noreturn void sim_fail(const char *format, ...)
{
	va_list arguments;

	sim_print_plan();
	printf("seed %llu, at %llu ns: ", (unsigned long long)sim.seed, (unsigned long long)sim_now());
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\nagain: --seed %llu --verbose\n", (unsigned long long)sim.seed);
	fflush(stdout);
	_exit(1);
}

void sim_note(const char *format, ...)
{
	va_list arguments;

	if (!sim.verbose)
		return;
	printf("%12llu ns  ", (unsigned long long)sim_now());
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

/* The sanitizers call these. */
void __ubsan_on_report(void);
void __asan_on_error(void);

void __ubsan_on_report(void)
{
	sim_fail("see the sanitizer's report");
}

void __asan_on_error(void)
{
	__ubsan_on_report();
}

static unsigned long faults[SIM_FAULT_COUNT];
static unsigned long cpus;
unsigned long sim_busy;
struct sim_cycles sim_cycles;
unsigned long sim_naps[SIM_NAP_COUNT];
static uint64_t worst;
static uint64_t worst_seed;

static void run(uint64_t seed)
{
	sim.seed = seed;
	sim_kernel_reset();
	sim_make_plan();
	if (sim.verbose)
		sim_print_plan();
	sim_power_up_memory();
	/* Before they get others for their way back. */
	for (unsigned int id = 1; id < sim.cpus; id++, cpus++)
		faults[sim.cpu[id].fault]++;
	sim_run_machine();
	if (sim.overrun > worst) {
		worst = sim.overrun;
		worst_seed = seed;
	}
}

static void print_cycles(void)
{
	unsigned long faulty = 0;

	for (unsigned int parting = 0; parting < SIM_PARTING_COUNT; parting++) {
		printf("%8lu CPUs that left with %s\n", sim_cycles.partings[parting],
		       sim_parting_name((enum sim_parting)parting));
		faulty += parting != SIM_GOES ? sim_cycles.partings[parting] : 0;
	}
	printf("%lu CPUs were sent off (%lu times the boot CPU), %lu cycles off and on; %lu faults on the way "
	       "off, %lu on the way back\n",
	       sim_cycles.begun, sim_cycles.of_boot_cpu, sim_cycles.done, faulty, sim_cycles.returns);
}

static void print_naps(void)
{
	unsigned long sum = 0;

	for (unsigned int nap = 0; nap < SIM_NAP_COUNT; nap++) {
		printf("%8lu times a CPU slept, %s\n", sim_naps[nap], sim_nap_name((enum sim_nap)nap));
		sum += sim_naps[nap];
	}
	printf("%lu times a CPU was to sleep, %lu times with a fault\n", sum,
	       sum - sim_naps[SIM_NAP_STANDBY] - sim_naps[SIM_NAP_POWER_DOWN]);
}

static void print_sum(unsigned long seeds)
{
	unsigned long faulty = cpus - faults[SIM_FINE];

	for (unsigned int fault = 0; fault < SIM_FAULT_COUNT; fault++)
		printf("%8lu CPUs with %s\n", faults[fault], sim_fault_name((enum sim_fault)fault));
	printf("%lu seeds, %lu CPUs, %lu faults; worst overrun of a deadline: %llu ns (seed %llu)\n", seeds,
	       cpus, faulty, (unsigned long long)worst, (unsigned long long)worst_seed);
	print_cycles();
	print_naps();
	sim_rounds_print();
	printf("%lu times all CPUs were to be parked, %lu next kernels\n", sim_parkings, sim_next_kernels);
	printf("%lu boot stacks were given back\n", sim_stacks_back);
	if (sim_parallel)
		printf("%lu calls were refused because another was running\n", sim_busy);
}

int main(int argc, char **argv)
{
	uint64_t first = 1;
	uint64_t seeds = 1000;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--verbose") == 0) {
			sim.verbose = true;
		} else if (i + 1 < argc && strcmp(argv[i], "--seeds") == 0) {
			seeds = strtoull(argv[++i], NULL, 0);
		} else if (i + 1 < argc && strcmp(argv[i], "--first") == 0) {
			first = strtoull(argv[++i], NULL, 0);
		} else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
			first = strtoull(argv[++i], NULL, 0);
			seeds = 1;
		} else {
			fprintf(stderr, "usage: sim [--seeds N] [--first N] [--seed N] [--verbose]\n");
			return 2;
		}
	}
	for (uint64_t seed = first; seed < first + seeds; seed++)
		run(seed);
	print_sum(seeds);
	return 0;
}
