/* SPDX-License-Identifier: BSD-2-Clause */
#include "kern/lscpu.h"

#include <smpboot/topology.h>
#include <string.h>

#include "lib/console.h"
#include "lib/machine.h"

static void write_text(void *context, const char *text, size_t length)
{
	(void)context;
	kprintf("%.*s", (int)length, text);
}

void lscpu_show(void)
{
	if (smpboot_lscpu(write_text, NULL) != SMPBOOT_OK)
		kprintf("lscpu: the library is not initialised\n");
}

void lscpu_show_if_wanted(void)
{
	char value[8];

	if (machine_bootarg("lscpu", value, sizeof(value)) && strcmp(value, "off") != 0)
		lscpu_show();
}
