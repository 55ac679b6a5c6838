/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine that the scan runs on: none. It says that it is the boot CPU of
 * any MPIDR, and remembers which PSCI the scan has found.
 */
#ifndef LSCPU_PORT_H
#define LSCPU_PORT_H

#include <stdint.h>

#include <smpboot/psci.h>

/* The boot CPU from now on; no PSCI is known. */
void port_reset(uint64_t boot_mpidr);

/* The PSCI that the scan has connected to, or NULL. */
const struct smpboot_psci_config *port_psci(void);

#endif
