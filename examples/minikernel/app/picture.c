/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pictures of what the CPUs do.
 */
#include "app/picture.h"

#include <smpboot/smpboot.h>
#include <stdlib.h>
#include <string.h>

#include "app/work.h"
#include "drivers/timer.h"
#include "kern/percpu.h"
#include "lib/console.h"

#define COLUMNS 64 /* of a time line or an activity line */
#define ROWS    64 /* of a table: with more CPUs only every second, third ... is shown */

/* From one CPU shown to the next. */
static unsigned int row_step(unsigned int cpus)
{
	return (cpus + ROWS - 1) / ROWS;
}

/* ---- Bring-up ------------------------------------------------------------------------ */

/* The span of time that the picture shows, in ticks of the system counter. */
struct span {
	uint64_t begin;
	uint64_t end;
};

/* From the first CPU that was asked for to the last that came. */
static struct span bring_up_span(unsigned int cpus)
{
	struct span span = { UINT64_MAX, 0 };
	struct smpboot_cpu_info info;

	for (unsigned int id = 1; id < cpus; id++) {
		if (smpboot_cpu(id, &info) != SMPBOOT_OK || info.stamps.asked == 0)
			continue;
		if (info.stamps.asked < span.begin)
			span.begin = info.stamps.asked;
		if (info.stamps.online > span.end)
			span.end = info.stamps.online;
		if (info.stamps.started > span.end)
			span.end = info.stamps.started;
	}
	return span;
}

static unsigned int column(const struct span *span, uint64_t stamp)
{
	uint64_t length = span->end - span->begin + 1;

	return stamp < span->begin ? 0 : (unsigned int)((stamp - span->begin) * COLUMNS / length);
}

static void fill(char *line, unsigned int from, unsigned int to, char with)
{
	for (unsigned int i = from; i <= to && i < COLUMNS; i++)
		line[i] = with;
}

static void show_time_line(const struct smpboot_cpu_info *info, const struct span *span)
{
	const struct smpboot_stamps *stamps = &info->stamps;
	char line[COLUMNS + 1];

	memset(line, ' ', COLUMNS);
	line[COLUMNS] = '\0';
	if (stamps->online == 0) {
		kprintf("%4u  %7lu        -        - |%s| %s\n", info->id,
		        (unsigned long)smpboot_ticks_to_us(stamps->asked - span->begin), line,
		        smpboot_reason_name(info->reason));
		return;
	}
	fill(line, column(span, stamps->online), COLUMNS - 1, '#');
	fill(line, column(span, stamps->entered), column(span, stamps->online), '=');
	fill(line, column(span, stamps->asked), column(span, stamps->entered), '.');
	kprintf("%4u  %7lu  %7lu  %7lu |%s|\n", info->id,
	        (unsigned long)smpboot_ticks_to_us(stamps->asked - span->begin),
	        (unsigned long)smpboot_ticks_to_us(stamps->entered - span->begin),
	        (unsigned long)smpboot_ticks_to_us(stamps->online - span->begin), line);
}

void picture_bring_up(void)
{
	unsigned int cpus = smpboot_counts().cpus;
	struct span span = bring_up_span(cpus);
	struct smpboot_cpu_info info;

	if (span.end == 0)
		return;
	kprintf("\n cpu    asked  entered   online us  . asked  = entered  # online\n");
	for (unsigned int id = 1; id < cpus; id += row_step(cpus)) {
		if (smpboot_cpu(id, &info) == SMPBOOT_OK && info.stamps.asked != 0)
			show_time_line(&info, &span);
	}
}

/* ---- Activity ------------------------------------------------------------------------- */

static uint64_t *idle_before; /* per CPU */
static uint64_t time_before;
static uint64_t time_begin;

static uint64_t idle_us(unsigned int id)
{
	const struct thread *idle = percpu_of(id)->idle;

	return idle != NULL ? atomic_load(&idle->run_us) : 0;
}

void picture_activity_begin(void)
{
	unsigned int count = percpu_count();

	kprintf("\nbusy, one digit for each CPU or group of CPUs: 0 idle to 9 busy, - off\n");
	idle_before = calloc(count, sizeof(*idle_before));
	for (unsigned int id = 0; idle_before != NULL && id < count; id++)
		idle_before[id] = idle_us(id);
	time_begin = time_before = timer_us();
}

/* Busy time of CPU `id` since the last picture, in tenths; -1: the CPU is off. */
static int busy_tenths(unsigned int id, uint64_t elapsed)
{
	uint64_t idle = idle_us(id);
	uint64_t slept = idle - idle_before[id];

	idle_before[id] = idle;
	if (!atomic_load(&percpu_of(id)->online))
		return -1;
	return slept >= elapsed ? 0 : (int)((elapsed - slept) * 9 / elapsed);
}

/* One digit for the mean of the CPUs from `first` to before `end`. */
static char busy_digit(unsigned int first, unsigned int end, uint64_t elapsed)
{
	int sum = 0;
	int on = 0;

	for (unsigned int id = first; id < end; id++) {
		int tenths = busy_tenths(id, elapsed);

		if (tenths >= 0) {
			sum += tenths;
			on++;
		}
	}
	return on == 0 ? '-' : (char)('0' + sum / on);
}

void picture_activity(void)
{
	unsigned int cpus = smpboot_counts().cpus;
	unsigned int group = (cpus + COLUMNS - 1) / COLUMNS;
	uint64_t now = timer_us();
	uint64_t elapsed = now - time_before + 1;
	unsigned int ready = 0;
	char line[COLUMNS + 1];
	unsigned int used = 0;

	if (idle_before == NULL)
		return;
	for (unsigned int id = 0; id < cpus; id += group) {
		unsigned int end = id + group < cpus ? id + group : cpus;

		line[used++] = busy_digit(id, end, elapsed);
		for (unsigned int i = id; i < end; i++)
			ready += atomic_load(&percpu_of(i)->ready_count);
	}
	line[used] = '\0';
	kprintf("%6lu ms  %s  %u waiting\n", (unsigned long)((now - time_begin) / 1000), line, ready);
	time_before = now;
}

/* ---- Summary ---------------------------------------------------------------------------- */

static void show_row(const struct percpu *cpu)
{
	const struct percpu_counts *counts = &cpu->counts;

	kprintf("%4u  0x%08lx  %6lu  %6lu  %6lu  %8lu  %9lu  %6lu  %10lu  %4lu\n", cpu->id,
	        (unsigned long)cpu->mpidr, atomic_load(&counts->ticks), work_rounds_on(cpu->id, true),
	        work_rounds_on(cpu->id, false), atomic_load(&counts->switches),
	        atomic_load(&counts->preempted), atomic_load(&counts->pulled),
	        atomic_load(&counts->ipis[IPI_RESCHEDULE]), atomic_load(&counts->ipis[IPI_CALL]));
}

void picture_summary(void)
{
	unsigned int cpus = smpboot_counts().cpus;

	kprintf("\nticks, rounds of pinned and of other threads, changes of thread, IPIs taken\n"
	        " cpu       mpidr   ticks  pinned  others  switches  preempted  pulled  reschedule  call\n");
	for (unsigned int id = 0; id < cpus; id += row_step(cpus)) {
		if (atomic_load(&percpu_of(id)->online))
			show_row(percpu_of(id));
	}
}
