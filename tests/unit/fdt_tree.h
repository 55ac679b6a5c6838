/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes device trees for the tests of src/fdt, each in a block of exactly its
 * own size, so that AddressSanitizer sees a read behind its end.
 */
#ifndef FDT_TREE_H
#define FDT_TREE_H

#include <stddef.h>
#include <stdint.h>

/* Begins a tree, with its root open. One tree is built at a time. */
void tree_start(void);

/* The same, with a range in its list of reserved memory. */
void tree_start_reserving(uint64_t base, uint64_t size);

void tree_node(const char *name);
void tree_end(void);

void tree_bytes(const char *name, const void *bytes, size_t size);
void tree_string(const char *name, const char *value);
void tree_cell(const char *name, uint32_t value);
void tree_two_cells(const char *name, uint64_t value);

/* A reg of these cells. */
void tree_reg(const uint32_t *cells, size_t count);

#define TREE_REG(...) \
	tree_reg((const uint32_t[]){ __VA_ARGS__ }, sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

/* A memory node in a root without #address-cells and #size-cells: they are 2 and 1. */
void tree_memory(uint32_t base, uint32_t size);

/* Opens /cpus with this #address-cells. */
void tree_cpus(uint32_t address_cells);

/* Opens a CPU with device_type, and a reg of two cells. */
void tree_cpu(const char *name, uint64_t mpidr);

/* A whole CPU with nothing else. */
void tree_plain_cpu(uint64_t mpidr);

/* A whole CPU that waits for a word at this address. */
void tree_spin_table_cpu(uint64_t mpidr, uint64_t release_addr);

/* Closes the root. The caller frees the tree. */
void *tree_finish(void);

/* A tree of /cpus alone with CPUs 0 to count - 1, 16 to an Aff1. */
void *tree_of_cpus(unsigned int count);
uint64_t tree_mpidr(unsigned int index);

/*
 * A tree out of a given structure block. Its strings block has "reg" at 0 and
 * "status" at 4, and ends at 11.
 */
void *tree_raw(const uint32_t *words, size_t count);

/* A word of the header, by its byte offset. */
#define TREE_MAGIC        0
#define TREE_TOTALSIZE    4
#define TREE_OFF_STRUCT   8
#define TREE_OFF_STRINGS  12
#define TREE_OFF_RESERVED 16
#define TREE_VERSION      20
#define TREE_LAST_COMP    24
#define TREE_SIZE_STRINGS 32
#define TREE_SIZE_STRUCT  36
#define TREE_HEADER_SIZE  40

uint32_t tree_get_header(const void *tree, size_t offset);
void tree_set_header(void *tree, size_t offset, uint32_t value);

#endif
