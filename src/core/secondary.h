/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the architecture's entry code hands a new CPU over to C.
 */
#ifndef SMPBOOT_CORE_SECONDARY_H
#define SMPBOOT_CORE_SECONDARY_H

#include <stdint.h>

#include "record.h"

/*
 * Runs on the new CPU: boot CPU's translation regime and exception level, stack
 * and TPIDR from its slot, all interrupts masked.
 * @generation: of the slot's claim, as the CPU read it at its entry
 * @entry_el, @context: exception level and x0 at its first instruction
 * @entered, @mmu_on: system counter at the first instruction, and once at the
 *   virtual address
 */
_Noreturn void smpboot_secondary_main(struct smpboot_slot *slot, unsigned int id, uint32_t generation,
                                      unsigned int entry_el, uint64_t context, uint64_t entered,
                                      uint64_t mmu_on);

#endif
