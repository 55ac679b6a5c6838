/* SPDX-License-Identifier: BSD-2-Clause */
#include "bounds.h"

#include "machine.h"

uint64_t bound_serial(unsigned int cpus, const struct firmware *firmware)
{
	uint64_t sum = 0;

	for (unsigned int i = 1; i < cpus; i++)
		sum += firmware->call + firmware->power[i];
	return sum;
}

uint64_t bound_parallel(unsigned int cpus, const struct firmware *firmware)
{
	uint64_t slowest = 0;

	for (unsigned int i = 1; i < cpus; i++)
		if (firmware->power[i] > slowest)
			slowest = firmware->power[i];
	return (cpus - 1) * firmware->call + slowest;
}

uint64_t bound_tree(unsigned int cpus, const struct firmware *firmware)
{
	uint64_t free_at[MACHINE_MAX_CPUS] = { 0 }; /* when each CPU can make its next call */
	uint64_t last = 0;

	for (unsigned int i = 1; i < cpus; i++) {
		unsigned int caller = 0;

		for (unsigned int j = 1; j < i; j++)
			if (free_at[j] < free_at[caller])
				caller = j;
		free_at[caller] += firmware->call;
		free_at[i] = free_at[caller] + firmware->power[i];
		if (free_at[i] > last)
			last = free_at[i];
	}
	return last;
}
