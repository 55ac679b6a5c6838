/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that makes only the calls that start CPUs: what it links of the
 * library is the least that there is to link. It is measured, never run.
 */
#include <smpboot/psci.h>
#include <smpboot/smpboot.h>
#ifdef WITH_FDT
#include <smpboot/fdt.h>
#endif

static struct smpboot_cpu cpus[2];

extern const struct smpboot_ops minimal_ops; /* another file's: what is in it links nothing of the library */
extern const void *minimal_tree;

int _start(void);

static enum smpboot_status find_cpus(void)
{
#ifdef WITH_FDT
	return smpboot_fdt_add_cpus(minimal_tree);
#else
	static const struct smpboot_psci_config psci = {
		SMPBOOT_CONDUIT_HVC, SMPBOOT_PSCI_VERSION_OF(0, 2), 0, 0, 0, 0
	};
	static const struct smpboot_cpu_desc desc = { .mpidr = 1, .method = "psci" };

	return smpboot_psci_init(&psci) | smpboot_add_cpu(&desc, NULL);
#endif
}

int _start(void)
{
	return smpboot_init(cpus, 2) | smpboot_register_ops(&minimal_ops) | find_cpus() |
	       smpboot_bring_up_all(NULL, NULL);
}
