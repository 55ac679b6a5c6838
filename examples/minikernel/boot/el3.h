/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine without firmware, where every CPU comes to _start at EL3: what has
 * to be done there before the kernel can do without Secure state.
 *
 * An interrupt controller with two security states keeps all interrupts to
 * itself until EL3 hands them over, and nothing below EL3 can ask for that. So
 * it is looked for in the device tree with the MMU off, long before the kernel
 * reads the tree.
 */
#ifndef MINIKERNEL_BOOT_EL3_H
#define MINIKERNEL_BOOT_EL3_H

/* struct el3_gic */
#define EL3_GIC_VERSION     0
#define EL3_GIC_COUNT       4
#define EL3_GIC_DISTRIBUTOR 8
#define EL3_GIC_STRIDE      16
#define EL3_GIC_REGIONS     24

#define EL3_GIC_MAX_REGIONS 8

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

struct el3_region {
	uint64_t base;
	uint64_t size;
};

struct el3_gic {
	uint32_t version; /* 2, 3; 0: none was found */
	uint32_t count;   /* of the regions */
	uint64_t distributor;
	uint64_t stride;                                /* GICv3: of the redistributors; 0: architectural */
	struct el3_region regions[EL3_GIC_MAX_REGIONS]; /* GICv2: CPU interface; GICv3: redistributors */
};

_Static_assert(offsetof(struct el3_gic, version) == EL3_GIC_VERSION, "el3_cpu.S reads it");
_Static_assert(offsetof(struct el3_gic, count) == EL3_GIC_COUNT, "el3_cpu.S reads it");
_Static_assert(offsetof(struct el3_gic, distributor) == EL3_GIC_DISTRIBUTOR, "el3_cpu.S reads it");
_Static_assert(offsetof(struct el3_gic, stride) == EL3_GIC_STRIDE, "el3_cpu.S reads it");
_Static_assert(offsetof(struct el3_gic, regions) == EL3_GIC_REGIONS, "el3_cpu.S reads it");

/* Valid on a machine whose boot CPU was entered at EL3. */
extern struct el3_gic el3_gic;

/* Boot CPU, EL3, MMU off: finds the controller, and hands over all that is not a CPU's own. */
void el3_gic_init(const void *tree);

/* The look for it. MMU off; `tree` may be anything. */
void el3_find_gic(const void *tree, struct el3_gic *gic);

/*
 * Each CPU for itself, the boot CPU after el3_gic_init(). At EL3 it hands over
 * this CPU's part of the controller; below EL3 it does nothing. Fit for the
 * library's ops.early, and for a call with the MMU off only.
 */
void el3_init_cpu(void);

#endif /* __ASSEMBLER__ */

#endif
