/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device tree blob from a file.
 */
#ifndef LSCPU_FILE_H
#define LSCPU_FILE_H

/*
 * Reads a whole file, and checks that it begins with the header of a device
 * tree that is not larger than the file.
 *
 * returns: the blob, to be freed, 8-byte aligned; or NULL, and in `problem` a
 *   sentence that says why
 */
void *file_read_tree(const char *name, const char **problem);

#endif
