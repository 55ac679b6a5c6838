/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The method "pen": one release word for all.
 */
#include <smpboot/pen.h>

#include "core/release.h"

static uint64_t release_word;

static struct smpboot_start start(const struct smpboot_target *target, uint64_t entry, uint64_t context)
{
	(void)context; /* nothing reaches x0 */
	return smpboot_release(target, release_word, entry);
}

static const struct smpboot_method method = {
	.name = "pen",
	.start = start,
	.nudge = smpboot_release_again,
	.diagnose = smpboot_release_diagnose,
};

enum smpboot_status smpboot_pen_init(uint64_t pen)
{
	enum smpboot_status status;

	if (pen == 0 || pen % 8 != 0)
		return SMPBOOT_ERR_STORAGE;
	status = smpboot_register_method(&method);
	if (status == SMPBOOT_OK)
		release_word = pen + SMPBOOT_PEN_RELEASE_WORD;
	return status;
}
