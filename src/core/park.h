/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pen's second entrance, for CPUs that one kernel leaves to the next.
 */
#ifndef SMPBOOT_CORE_PARK_H
#define SMPBOOT_CORE_PARK_H

/* Where it is in the pen: x1 is where the CPU stores x2, once it runs there. */
#define SMPBOOT_PEN_PARK 40

#endif
