/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines typed at the console.
 */
#include <string.h>

#include "app/command.h"
#include "kern/wait.h"
#include "lib/console.h"

#define LINE_SIZE 80

#define BACKSPACE 0x08
#define DELETE    0x7f
#define CTRL_U    0x15

static void rub_out(size_t count)
{
	while (count-- > 0)
		kprintf("\b \b");
}

/* One character typed; false: it ends the line. */
static bool take(char *line, size_t *length, int c)
{
	if (c == '\r' || c == '\n')
		return false;
	if (c == BACKSPACE || c == DELETE) {
		rub_out(*length > 0);
		*length -= *length > 0;
	} else if (c == CTRL_U) {
		rub_out(*length);
		*length = 0;
	} else if (c >= ' ' && c < DELETE && *length < LINE_SIZE - 1) {
		line[(*length)++] = (char)c;
		kprintf("%c", c);
	}
	return true;
}

/* False: there is no console. */
static bool read_line(char *line)
{
	size_t length = 0;
	int c;

	kprintf("minikernel> ");
	do {
		c = console_getc(WAIT_FOREVER);
		if (c < 0)
			return false;
	} while (take(line, &length, c));
	line[length] = '\0';
	kprintf("\n");
	return true;
}

void command_shell(void)
{
	char line[LINE_SIZE];

	kprintf("\n\"help\" lists the commands, \"exit\" ends the run\n");
	while (read_line(line) && strcmp(line, "exit") != 0)
		command_run(line);
}
