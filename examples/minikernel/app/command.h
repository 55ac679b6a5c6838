/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands: from the bootargs, or typed at the console. README.md lists them.
 */
#ifndef MINIKERNEL_APP_COMMAND_H
#define MINIKERNEL_APP_COMMAND_H

#include <stdbool.h>

/* The most words that a command has, its name included. */
#define COMMAND_WORDS 4

struct command {
	const char *name;
	const char *arguments; /* for the help; [in brackets] what may be left out */
	const char *what;
	int least, most; /* how many arguments it takes */
	bool (*run)(int count, unsigned long *numbers);
};

/* Runs one line, which is changed by that. False: it failed, or is no command; a message has said so. */
bool command_run(char *line);

/*
 * Runs what the bootarg cmd= lists: commands after commas, each with its
 * arguments after colons. All are run; false: one has failed.
 */
bool command_run_list(void);

/* Reads lines from the console and runs them, until one of them is "exit". */
void command_shell(void);

/* In app/cpu_commands.c, app/stress.c and app/next.c. */
bool command_cpus(int count, unsigned long *numbers);
bool command_off(int count, unsigned long *numbers);
bool command_on(int count, unsigned long *numbers);
bool command_lscpu(int count, unsigned long *numbers);
bool command_timeline(int count, unsigned long *numbers);
bool command_stress(int count, unsigned long *numbers);
bool command_park(int count, unsigned long *numbers);
bool command_next(int count, unsigned long *numbers);

#endif
