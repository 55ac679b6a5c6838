/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of the boot arguments.
 */
#include <string.h>

#include "lib/machine.h"

int machine_bootarg(const char *name, char *value, size_t size)
{
	size_t name_length = strlen(name);
	const char *word = machine.bootargs;

	while (*word != '\0') {
		size_t length = strcspn(word, " ");

		if (strncmp(word, name, name_length) == 0 && word[name_length] == '=') {
			size_t value_length = length - name_length - 1;

			if (value_length > size - 1)
				value_length = size - 1;
			memcpy(value, word + name_length + 1, value_length);
			value[value_length] = '\0';
			return 1;
		}
		word += length;
		word += strspn(word, " ");
	}
	return 0;
}
