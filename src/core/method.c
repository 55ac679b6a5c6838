/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registry of enable methods.
 */
#include <smpboot/method.h>

#include "machine.h"
#include "table.h"

static bool same_name(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static bool usable_name(const char *name)
{
	size_t length = 0;

	if (name == NULL || name[0] == '\0')
		return false;
	while (name[length] != '\0')
		if (++length == SMPBOOT_METHOD_NAME_SIZE)
			return false;
	return true;
}

const struct smpboot_method *smpboot_method_find(const char *name)
{
	for (unsigned int i = 0; i < smpboot_machine.method_count; i++)
		if (same_name(smpboot_machine.methods[i]->name, name))
			return smpboot_machine.methods[i];
	return NULL;
}

void smpboot_method_probe_reset(void)
{
	smpboot_machine.asked = 0;
}

enum smpboot_reason smpboot_method_probe(const struct smpboot_method *method)
{
	unsigned int i = 0;

	while (smpboot_machine.methods[i] != method)
		i++;
	if ((smpboot_machine.asked & (1u << i)) == 0) {
		smpboot_machine.probed[i] = method->probe();
		smpboot_machine.asked |= 1u << i;
	}
	return smpboot_machine.probed[i];
}

enum smpboot_status smpboot_method_check(const struct smpboot_method *method)
{
	enum smpboot_status status = smpboot_check_boot_cpu();

	if (method == NULL)
		return SMPBOOT_ERR_NULL;
	if (status != SMPBOOT_OK)
		return status;
	if (__atomic_load_n(&smpboot_machine.busy, __ATOMIC_RELAXED) != 0)
		return SMPBOOT_ERR_BUSY;
	if (method->start == NULL || !usable_name(method->name))
		return SMPBOOT_ERR_METHOD;
	if (smpboot_method_find(method->name) != NULL)
		return SMPBOOT_ERR_DUPLICATE;
	if (smpboot_machine.method_count == SMPBOOT_MAX_METHODS)
		return SMPBOOT_ERR_FULL;
	return SMPBOOT_OK;
}

enum smpboot_status smpboot_register_method(const struct smpboot_method *method)
{
	enum smpboot_status status = smpboot_method_check(method);

	if (status != SMPBOOT_OK)
		return status;
	smpboot_machine.methods[smpboot_machine.method_count++] = method;
	/* CPUs may have been added before their method. */
	for (unsigned int id = 0; id < smpboot_machine.count; id++)
		if (same_name(smpboot_machine.slots[id].method_name, method->name))
			smpboot_machine.slots[id].method = method;
	return SMPBOOT_OK;
}
