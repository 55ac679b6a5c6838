/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which commands there are, and how a line becomes one. All arguments are
 * numbers.
 */
#include "app/command.h"

#include <stdlib.h>
#include <string.h>

#include "lib/console.h"
#include "lib/machine.h"

#define LIST_SIZE 512

static bool command_help(int count, unsigned long *numbers);

static const struct command commands[] = {
	{ "cpus", "", "every CPU: its state, how busy it is, how many threads wait for it", 0, 0,
	  command_cpus },
	{ "off", "N", "takes CPU N out; its threads go on elsewhere", 1, 1, command_off },
	{ "on", "N", "brings CPU N back", 1, 1, command_on },
	{ "stress", "N [SEED]", "N times: a random CPU off and on again, work going on", 1, 2,
	  command_stress },
	{ "lscpu", "", "what the CPUs are", 0, 0, command_lscpu },
	{ "timeline", "", "when each CPU came, step by step", 0, 0, command_timeline },
	{ "park", "", "all other CPUs into the pen, for the next kernel", 0, 0, command_park },
	{ "next", "[N]", "hands over to the kernel in the initrd, unless there were N before", 0, 1,
	  command_next },
	{ "help", "", "this list", 0, 0, command_help },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static bool command_help(int count, unsigned long *numbers)
{
	(void)count;
	(void)numbers;
	for (size_t i = 0; i < COMMANDS; i++)
		kprintf("%-8s  %-8s  %s\n", commands[i].name, commands[i].arguments, commands[i].what);
	return true;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int split(char *line, char *words[])
{
	int count = 0;
	char *rest;

	for (char *word = strtok_r(line, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
		if (count < COMMAND_WORDS)
			words[count] = word;
		count++;
	}
	return count;
}

static bool read_numbers(char *words[], int count, unsigned long *numbers)
{
	for (int i = 0; i < count; i++) {
		char *end;

		numbers[i] = strtoul(words[i], &end, 0);
		if (*end != '\0' || *words[i] == '-') {
			kprintf("%s is not a number\n", words[i]);
			return false;
		}
	}
	return true;
}

static bool usage(const struct command *command)
{
	kprintf("usage: %s %s\n", command->name, command->arguments);
	return false;
}

bool command_run(char *line)
{
	unsigned long numbers[COMMAND_WORDS];
	char *words[COMMAND_WORDS];
	int count = split(line, words);
	const struct command *command;

	if (count == 0)
		return true;
	command = find(words[0]);
	if (command == NULL) {
		kprintf("%s is no command; \"help\" lists them\n", words[0]);
		return false;
	}
	if (count - 1 < command->least || count - 1 > command->most)
		return usage(command);
	return read_numbers(words + 1, count - 1, numbers) && command->run(count - 1, numbers);
}

/* ---- From the bootargs ------------------------------------------------------------- */

static bool run_from_list(char *item)
{
	for (char *c = item; *c != '\0'; c++)
		if (*c == ':')
			*c = ' ';
	kprintf("\ncmd: %s\n", item);
	return command_run(item);
}

bool command_run_list(void)
{
	static char list[LIST_SIZE];
	bool good = true;
	char *rest;

	if (!machine_bootarg("cmd", list, sizeof(list)))
		return true;
	if (strlen(list) == sizeof(list) - 1) {
		kprintf("cmd= is longer than %zu characters\n", sizeof(list) - 2);
		return false;
	}
	for (char *item = strtok_r(list, ",", &rest); item != NULL; item = strtok_r(NULL, ",", &rest))
		good &= run_from_list(item);
	return good;
}
