/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Trace Event Format that chrome://tracing and Perfetto read: a thread for
 * each CPU. The calls that start CPUs are asynchronous events, since they may
 * overlap with what the CPU does.
 */
#include <inttypes.h>

#include "timeline.h"

/* The words of a line have no space, and may have anything else. */
static void write_string(FILE *file, const char *text)
{
	fputc('"', file);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(file, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(file, "\\u%04x", c);
		else
			fputc(c, file);
	}
	fputc('"', file);
}

/* Microseconds, as the format has them. */
static void write_time(FILE *file, const char *key, int64_t ns)
{
	fprintf(file, ",\"%s\":%" PRId64 ".%03" PRId64, key, ns / 1000, ns % 1000);
}

static void begin_event(FILE *file, char phase, unsigned int id, const char *name)
{
	fprintf(file, ",\n{\"ph\":\"%c\",\"pid\":1,\"tid\":%u,\"name\":\"%s\"", phase, id, name);
}

static void write_cpu_name(FILE *file, const struct timeline_cpu *cpu)
{
	char name[2 * WORD_SIZE];

	begin_event(file, 'M', cpu->id, "thread_name");
	snprintf(name, sizeof(name), "cpu %u (mpidr %s)", cpu->id, cpu->mpidr);
	fputs(",\"args\":{\"name\":", file);
	write_string(file, name);
	fputs("}}", file);
	begin_event(file, 'M', cpu->id, "thread_sort_index");
	fprintf(file, ",\"args\":{\"sort_index\":%u}}", cpu->id);
}

static void write_spans(FILE *file, const struct timeline_cpu *cpu)
{
	int64_t from, to;

	for (unsigned int span = 0; span < SPAN_COUNT; span++) {
		if (!timeline_span(cpu, (enum span)span, &from, &to))
			continue;
		begin_event(file, 'X', cpu->id, span_name[span]);
		fputs(",\"cat\":\"cpu\"", file);
		write_time(file, "ts", from);
		write_time(file, "dur", to - from);
		fputs("}", file);
	}
}

static void write_call(FILE *file, const struct timeline_cpu *cpu)
{
	int64_t ends[2];

	if (!timeline_call(cpu, &ends[0], &ends[1]))
		return;
	for (unsigned int i = 0; i < 2; i++) {
		begin_event(file, "be"[i], cpu -> id, "start call");
		fprintf(file, ",\"cat\":\"start call\",\"id\":%u", cpu->id);
		write_time(file, "ts", ends[i]);
		fputs("}", file);
	}
}

static void write_failure(FILE *file, const struct timeline_cpu *cpu)
{
	if (!timeline_failed(cpu) || timeline_last(cpu) == NOT_REACHED)
		return;
	begin_event(file, 'i', cpu->id, "failed");
	write_time(file, "ts", timeline_last(cpu));
	fputs(",\"s\":\"t\",\"cat\":\"cpu\",\"args\":{\"stage\":", file);
	write_string(file, cpu->stage);
	fputs(",\"reason\":", file);
	write_string(file, cpu->reason);
	fputs("}}", file);
}

void timeline_write_trace(const struct timeline *timeline, FILE *file)
{
	fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
	      "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"bring-up\"}}",
	      file);
	for (size_t i = 0; i < timeline->count; i++) {
		write_cpu_name(file, &timeline->cpus[i]);
		write_spans(file, &timeline->cpus[i]);
		write_call(file, &timeline->cpus[i]);
		write_failure(file, &timeline->cpus[i]);
	}
	fputs("\n]}\n", file);
}
