/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The children of /cpus: which of them are CPUs, and what their properties
 * say. Names here are internal.
 */
#ifndef SMPBOOT_FDT_CPU_NODE_H
#define SMPBOOT_FDT_CPU_NODE_H

#include "names.h"
#include "scan.h"

/* A child of /cpus that is being passed: a CPU, cpu-map, a cache. */
struct smpboot_fdt_cpu {
	const char *name;
	struct smpboot_fdt_value reg;
	struct smpboot_fdt_value device_type;
	struct smpboot_fdt_value enable_method;
	struct smpboot_fdt_value status;
	struct smpboot_fdt_value release_addr;
};

/* What holds for all of them: from /cpus itself, and from the caller. */
struct smpboot_fdt_cpu_rules {
	uint32_t address_cells;
	struct smpboot_fdt_value enable_method;
	const struct smpboot_fdt_options *options;
};

/* To be called on each property of the child. */
void smpboot_fdt_cpu_property(struct smpboot_fdt_cpu *cpu, enum smpboot_fdt_name name,
                              const struct smpboot_fdt_value *value);

/*
 * To be called when the properties of the child have been passed: where it is
 * a CPU, it is added to the table, or the kernel is told why not.
 *
 * returns: SMPBOOT_OK; or, where CPUs as such cannot be added, why
 */
enum smpboot_status smpboot_fdt_cpu_close(const struct smpboot_fdt_cpu *cpu,
                                          const struct smpboot_fdt_cpu_rules *rules,
                                          struct smpboot_fdt_error *error);

/*
 * The logical id of the CPU, when the properties of the child have been passed;
 * SMPBOOT_NO_CPU: it is no CPU, has no usable reg, or is not in the table.
 */
unsigned int smpboot_fdt_cpu_id(const struct smpboot_fdt_cpu *cpu, uint32_t address_cells);

/* Warns of a CPU; `id`: where the table has it already, else SMPBOOT_NO_CPU. */
void smpboot_fdt_warn(enum smpboot_event_kind kind, unsigned int id, uint64_t mpidr, const char *node,
                      const char *property);

#endif
