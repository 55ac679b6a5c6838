/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The method "spin-table".
 */
#include <smpboot/spin_table.h>

#include "core/release.h"

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)context; /* nothing reaches x0 */
	return smpboot_release(target, target->release_addr, entry);
}

static const struct smpboot_method method = {
	.name = "spin-table",
	.start = start,
	.nudge = smpboot_release_again,
	.diagnose = smpboot_release_diagnose,
};

enum smpboot_status smpboot_spin_table_init(void)
{
	return smpboot_register_method(&method);
}
