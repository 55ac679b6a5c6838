/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands that give the machine away.
 */
#include "app/command.h"
#include "kern/handover.h"

bool command_park(int count, unsigned long *numbers)
{
	(void)count;
	(void)numbers;
	return handover_park();
}

/* The next kernel runs the same commands: with a number, they end when there were that many kernels after the first. */
bool command_next(int count, unsigned long *numbers)
{
	if (count > 0 && handover_generation() > numbers[0])
		return true;
	return handover_next();
}
