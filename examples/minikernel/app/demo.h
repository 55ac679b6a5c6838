/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The demonstration: proves of each online CPU that it is a full member of
 * this kernel.
 */
#ifndef MINIKERNEL_APP_DEMO_H
#define MINIKERNEL_APP_DEMO_H

#include <stdbool.h>

/* What has been proved of a CPU. */
struct demo_proof {
	bool ran_pinned; /* ran the thread pinned to it */
	bool ran_others; /* ran threads that may run anywhere */
	bool ticked;     /* took ticks of its own timer */
	bool answered;   /* answered a call by IPI */
};

/*
 * Runs the load for about a second, shows it, and goes on for as long as a
 * proof is missing, up to a limit. In the main thread, ticks running. True:
 * every online CPU has proved everything and no thread found an error.
 */
bool demo_run(void);

#endif
