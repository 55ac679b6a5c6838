/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the CPUs in a flattened device tree (component smpboot::fdt), and tells the
 * next kernel, in its tree, of those that wait for it.
 *
 * Reads the tree from front to back, through libfdt: once, and once more where
 * CPUs have release addresses. It is read during the call only and may be moved
 * or freed afterwards. libfdt as Debian builds it uses vector registers and
 * unaligned loads, so the MMU must be on and FP accesses allowed
 * (CPACR_EL1.FPEN, CPTR_EL2) when these are called; a libfdt built with
 * -mgeneral-regs-only -mstrict-align needs neither.
 */
#ifndef SMPBOOT_FDT_H
#define SMPBOOT_FDT_H

#include <stdbool.h>

#include <smpboot/smpboot.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A CPU that was added, as its node tells of it. */
struct smpboot_fdt_cpu_node {
	unsigned int id;                     /* logical id */
	const char *name;                    /* of the node, which is a child of /cpus; inside the tree */
	const char *status;                  /* the property, inside the tree; NULL: there is none */
	const struct smpboot_cpu_desc *desc; /* before ops.fixup; valid during the call only */
};

/* Options of smpboot_fdt_scan(). All zero is the default. */
struct smpboot_fdt_options {
	bool skip_disabled; /* list CPUs with status = "disabled" as DISABLED; the Devicetree Specification
	                       calls them quiescent, so by default they are started like any other */

	/*
	 * Enable method of the CPUs for which the tree names none, NULL: none. For
	 * trees of machines without firmware: "pen", or one of the kernel's own.
	 */
	const char *default_method;

	/*
	 * Is told of each CPU that was added, the boot CPU too, in the tree's order;
	 * NULL: nobody. What it was told holds when the scan returns SMPBOOT_OK:
	 * after an error nothing was added. `context` is passed on.
	 */
	void (*added)(void *context, const struct smpboot_fdt_cpu_node *node);
	void *context;
};

/* Where a device tree could not be read. */
struct smpboot_fdt_error {
	enum smpboot_status status; /* SMPBOOT_OK: there was no error */
	char node[64];              /* name of the node, cut to fit; "/" for the root; empty: none */
	const char *property;       /* name of the property, a literal; NULL: the node as such */
};

/*
 * smpboot_fdt_add_cpus - adds every CPU of the tree, and connects to its PSCI
 * @dtb: the tree, 8-byte aligned, as the boot loader passed it or as a copy
 *
 * The same as smpboot_fdt_scan() with NULL options and error. Needs about 1.5 KiB
 * of stack, and what ops.event takes. Call it once,
 * on the boot CPU, after smpboot_init() and, so that warnings have somewhere
 * to go, after smpboot_register_ops().
 *
 * What counts as a CPU (Devicetree Specification, 3.8): a child of /cpus with
 * device_type = "cpu", or, without that property, named "cpu" or "cpu@...".
 *   reg            one or two cells, by #address-cells of /cpus (missing: 2):
 *                  the MPIDR's affinity fields. A CPU with a missing, short or
 *                  long reg, or with other bits set, is left out: event BAD_CPU.
 *   enable-method  of the CPU, or else of /cpus; of several the first. None, or
 *                  an unknown one, is that CPU's outcome when it is brought up.
 *   cpu-release-addr  one or two cells: where a "spin-table" CPU waits for its
 *                  entry address. A CPU where it has another size is left out.
 *   status         "fail", "fail-..." (broken) and "reserved" (another owner
 *                  runs there): DISABLED. "disabled": see the options.
 *                  Others: as "okay".
 * A CPU with a string property that does not end in a NUL is left out as well.
 * PSCI's node is found by its compatible property, anywhere outside /cpus.
 *
 * Where one of the CPUs added has the method "spin-table", that is registered
 * (smpboot_spin_table_init()), unless the kernel has one of that name already.
 * The release word of each such CPU is then looked for in what the tree says of
 * memory: event OUTSIDE where no memory node has it (device_type = "memory", a
 * child of the root); else event UNRESERVED where neither /memreserve/ nor a
 * child of /reserved-memory has it, so that it looks like free memory. Nodes
 * with another status than "okay" do not count. Told per CPU, of a shared
 * address too; the CPU is started in any case.
 *
 * The boot CPU is found by its MPIDR, wherever it stands, and keeps logical
 * id 0; the others are numbered in the tree's order. A CPU listed twice is
 * taken once (event DUPLICATE). CPUs that the table has no room for are left
 * out (event DROPPED). A tree without the boot CPU is used all the same
 * (event BOOT_CPU_MISSING).
 *
 * returns: SMPBOOT_OK, or, with nothing added:
 *   SMPBOOT_ERR_NULL, SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_BUSY,
 *   SMPBOOT_ERR_NOT_BOOT_CPU;
 *   SMPBOOT_ERR_FDT_HEADER, SMPBOOT_ERR_FDT_STRUCTURE, SMPBOOT_ERR_FDT_NO_CPUS,
 *   SMPBOOT_ERR_FDT_CELLS, SMPBOOT_ERR_FDT_PSCI: see there;
 *   what smpboot_psci_init() returns for the tree's PSCI node; so a kernel that
 *   has called it already gets SMPBOOT_ERR_DUPLICATE;
 *   SMPBOOT_ERR_METHOD: default_method is longer than 31 characters;
 *   SMPBOOT_ERR_FULL: no room for the method "spin-table"
 */
enum smpboot_status smpboot_fdt_add_cpus(const void *dtb);

/*
 * smpboot_fdt_scan - the same, with options and a precise error
 * @options: NULL for the defaults
 * @error: where not NULL, gets the status and the place
 */
enum smpboot_status smpboot_fdt_scan(const void *dtb, const struct smpboot_fdt_options *options,
                                     struct smpboot_fdt_error *error);

/*
 * smpboot_fdt_add_topology - notes what the tree says of the CPUs in the table
 * @dtb: as above; as a rule the same tree
 *
 * Caches and who shares them (cache-... and next-level-cache, wherever the nodes are),
 * the CPUs' places (cpu-map), capacity-dmips-mhz and numa-node-id, for the calls of
 * smpboot/topology.h. CPUs are found by their MPIDR. Nothing in it is an error: what
 * is not well formed is not known. Call it after smpboot_fdt_add_cpus() and before the
 * first bring-up; a second call forgets what the first one has noted. Needs about
 * 1.5 KiB of stack.
 *
 * Context: the boot CPU; as at the top of this file.
 * returns: SMPBOOT_OK, or, with nothing known:
 *   SMPBOOT_ERR_NULL, SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_BUSY, SMPBOOT_ERR_NOT_BOOT_CPU;
 *   SMPBOOT_ERR_FDT_HEADER, SMPBOOT_ERR_FDT_STRUCTURE, SMPBOOT_ERR_FDT_NO_CPUS,
 *   SMPBOOT_ERR_FDT_CELLS: see there
 */
enum smpboot_status smpboot_fdt_add_topology(const void *dtb);

/*
 * smpboot_fdt_describe_pen - tells the next kernel of the CPUs that wait in a pen
 * @dtb: the tree that the next kernel will get, 8-byte aligned, opened for writing
 *       with some room (fdt_open_into() of libfdt)
 * @pen: physical address of the pen, as smpboot_park_all() got it
 *
 * To be called after smpboot_park_all(), on the CPU that is left. Writes for each
 * CPU that waits in the pen (state OFFLINE, stage PARKED)
 *   enable-method     "spin-table"
 *   cpu-release-addr  two cells: pen + SMPBOOT_PEN_RELEASE_WORD, shared by all
 * and reserves the pen's memory, in blocks of the cache writeback granule: in
 * /memreserve/, and where the tree has a /reserved-memory node as a child of that
 * too ("smpboot-pen@..." with no-map). CPUs that were switched off keep the method
 * that they have, and so does the calling CPU. All else is kept.
 *
 * This alone writes trees, and needs the writing part of libfdt (fdt_rw.c), about
 * 56 bytes of room for each CPU and 160 for the rest, and about 1 KiB of stack.
 *
 * Context: any CPU that runs kernel code; as at the top of this file.
 * returns: SMPBOOT_OK, also where no CPU waits in the pen: nothing is written then;
 *   and, with nothing written:
 *   SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_STORAGE: pen is 0 or not
 *   8-byte aligned; SMPBOOT_ERR_FDT_HEADER: also a tree that was not opened for
 *   writing; SMPBOOT_ERR_FDT_STRUCTURE; SMPBOOT_ERR_FDT_NO_CPUS;
 *   SMPBOOT_ERR_FDT_CELLS; SMPBOOT_ERR_FDT_ROOM: not enough room;
 *   SMPBOOT_ERR_MISSING: a CPU that waits in the pen has no node in the tree
 */
enum smpboot_status smpboot_fdt_describe_pen(void *dtb, uint64_t pen);

#ifdef __cplusplus
}
#endif

#endif
