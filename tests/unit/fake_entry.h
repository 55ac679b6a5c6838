/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the secondary entry does, done by a made-up CPU.
 */
#ifndef FAKE_ENTRY_H
#define FAKE_ENTRY_H

#include "fake_firmware.h"

/* From a CPU's first instruction to smpboot_secondary_main(). Returns when it goes no further. */
void fake_entry(struct fake_cpu *cpu);

/* The same from the point where a CPU finds its slot, for one that has turned its MMU off again. */
void fake_entry_again(struct fake_cpu *cpu);

#endif
