/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "timeline.h"

const char *const span_name[SPAN_COUNT] = {
	[SPAN_POWER_UP] = "power-up",      [SPAN_ENTRY] = "entry code, MMU off", [SPAN_TO_C] = "MMU on, to C",
	[SPAN_STARTING] = "starting hook", [SPAN_TO_MAIN] = "to main",
};

static bool between(const struct timeline_cpu *cpu, enum stamp first, enum stamp second, int64_t *from,
                    int64_t *to)
{
	*from = cpu->stamp[first];
	*to = cpu->stamp[second];
	return *from != NOT_REACHED && *to != NOT_REACHED && *from <= *to;
}

bool timeline_span(const struct timeline_cpu *cpu, enum span span, int64_t *from, int64_t *to)
{
	static const enum stamp ends[SPAN_COUNT][2] = {
		[SPAN_POWER_UP] = { STAMP_ASKED, STAMP_ENTERED },
		[SPAN_ENTRY] = { STAMP_ENTERED, STAMP_MMU_ON },
		[SPAN_TO_C] = { STAMP_MMU_ON, STAMP_IN_C },
		[SPAN_STARTING] = { STAMP_IN_C, STAMP_ONLINE },
		[SPAN_TO_MAIN] = { STAMP_ONLINE, STAMP_MAIN },
	};

	return between(cpu, ends[span][0], ends[span][1], from, to);
}

bool timeline_call(const struct timeline_cpu *cpu, int64_t *from, int64_t *to)
{
	return between(cpu, STAMP_ASKED, STAMP_STARTED, from, to);
}

int64_t timeline_last(const struct timeline_cpu *cpu)
{
	int64_t last = NOT_REACHED;

	for (unsigned int i = 0; i < STAMP_COUNT; i++)
		if (cpu->stamp[i] > last)
			last = cpu->stamp[i];
	return last;
}

bool timeline_failed(const struct timeline_cpu *cpu)
{
	return strcmp(cpu->state, "failed") == 0 || strcmp(cpu->state, "abandoned") == 0;
}

bool timeline_runs(const struct timeline_cpu *cpu)
{
	return strcmp(cpu->state, "active") == 0;
}
