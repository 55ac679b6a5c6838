/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of the boot arguments.
 */
#include <string.h>

#include "lib/machine.h"

/* The word that begins at `word` or after blanks, and its length; length 0: there is none left. */
static size_t next_word(const char **word)
{
	*word += strspn(*word, " ");
	return strcspn(*word, " ");
}

int machine_bootarg(const char *name, char *value, size_t size)
{
	size_t name_length = strlen(name);
	const char *word = machine.bootargs;

	for (size_t length; (length = next_word(&word)) > 0; word += length) {
		size_t value_length = length - name_length - 1;

		if (strncmp(word, name, name_length) != 0 || word[name_length] != '=')
			continue;
		if (value_length > size - 1)
			value_length = size - 1;
		memcpy(value, word + name_length + 1, value_length);
		value[value_length] = '\0';
		return 1;
	}
	return 0;
}

bool machine_bootword(const char *wanted)
{
	const char *word = machine.bootargs;

	for (size_t length; (length = next_word(&word)) > 0; word += length)
		if (length == strlen(wanted) && strncmp(word, wanted, length) == 0)
			return true;
	return false;
}
