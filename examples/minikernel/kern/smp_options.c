/* SPDX-License-Identifier: BSD-2-Clause */
#include "kern/smp_options.h"

#include <stdlib.h>
#include <string.h>

#include "lib/console.h"
#include "lib/machine.h"

/* A number, or else `missing`. */
static unsigned int number(const char *name, unsigned int missing)
{
	char value[16];

	return machine_bootarg(name, value, sizeof(value)) ? (unsigned int)strtoul(value, NULL, 0) : missing;
}

/* policy=all, policy=min:N, or nothing. */
static bool read_policy(struct smpboot_options *options)
{
	char value[16];
	char *end;

	if (!machine_bootarg("policy", value, sizeof(value)))
		return true;
	if (strcmp(value, "all") == 0) {
		options->policy = SMPBOOT_POLICY_ALL;
		return true;
	}
	options->policy = SMPBOOT_POLICY_MINIMUM;
	options->min_online = strncmp(value, "min:", 4) == 0 ? (unsigned int)strtoul(value + 4, &end, 10) : 0;
	if (options->min_online != 0 && *end == '\0')
		return true;
	kprintf("smp: policy=%s is neither all nor min:N\n", value);
	return false;
}

/* order=NAME, or nothing. */
static bool read_order(struct smpboot_options *options)
{
	static const struct {
		const char *name;
		const struct smpboot_order *order;
	} orders[] = {
		{ "parallel", &smpboot_order_parallel },
		{ "serial", &smpboot_order_serial },
		{ "relay", &smpboot_order_relay },
		{ "tree", &smpboot_order_tree },
	};
	char value[16];

	if (!machine_bootarg("order", value, sizeof(value)))
		return true;
	for (unsigned int i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		if (strcmp(value, orders[i].name) == 0) {
			options->order = orders[i].order;
			return true;
		}
	}
	kprintf("smp: order=%s is none of parallel, serial, relay and tree\n", value);
	return false;
}

static bool read_gate(struct smpboot_options *options)
{
	char value[8];

	options->gate = machine_bootarg("gate", value, sizeof(value)) && strcmp(value, "on") == 0;
	return true;
}

bool smp_options_read(struct smpboot_options *options)
{
	*options = (struct smpboot_options)SMPBOOT_OPTIONS_DEFAULT;
	options->timeout_us = number("timeout_ms", SMPBOOT_DEFAULT_TIMEOUT_US / 1000) * 1000;
	options->max_cpus = number("maxcpus", 0);
	options->retries = number("retries", 0);
	options->window = number("window", 0);
	return read_policy(options) && read_order(options) && read_gate(options);
}
