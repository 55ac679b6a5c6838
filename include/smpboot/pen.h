/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The method "pen", for machines without firmware, where every CPU enters the
 * kernel's _start at once: one is elected as the boot CPU, the others wait in a
 * small pen until they are called. Usable from C and from assembly.
 *
 *	_start: mov     x19, x0
 *	        adrp    x0, election        // SMPBOOT_ELECTION_SIZE bytes of zeros
 *	        add     x0, x0, :lo12:election
 *	        bl      smpboot_elect
 *	        cbnz    x0, 1f
 *	        b       smpboot_pen         // not elected: wait here
 *	1:      ...                         // elected: the boot CPU
 */
#ifndef SMPBOOT_PEN_H
#define SMPBOOT_PEN_H

/* Bytes that an election needs: zero in the loaded image (not .bss, which nobody has cleared yet). */
#define SMPBOOT_ELECTION_SIZE 4112

/* Bytes of the pen, code and word, and where in it the word is. */
#define SMPBOOT_PEN_SIZE         56
#define SMPBOOT_PEN_RELEASE_WORD 48

#ifndef __ASSEMBLER__

#include <stdint.h>

#include <smpboot/method.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * smpboot_elect - elects one of all CPUs that call it as the boot CPU
 * @election: SMPBOOT_ELECTION_SIZE bytes, 8-byte aligned, all 0 before the first
 *            CPU comes, the same for all
 *
 * For the first instructions: any exception level, MMU and caches off, at its
 * physical address, no stack. Uses plain loads and stores only, since exclusives
 * may not work then. CPUs may call it at any time and in any number; those that
 * come after the decision lose. Each CPU calls it once.
 *
 * A CPU is known by Aff0 (0 to 15) and Aff1; one with a higher Aff0, or with
 * Aff2 or Aff3 other than 0, is never elected.
 *
 * returns: x0 = 1 on exactly one of the CPUs, 0 on all others
 * clobbers: x0-x17, flags
 */
uint64_t smpboot_elect(void *election);

/*
 * smpboot_pen - where a CPU waits: jump to it, it does not return
 *
 * SMPBOOT_PEN_SIZE bytes, 8-byte aligned, position-independent, that read and
 * write nothing else: they can be copied into memory that the kernel reserves,
 * and be jumped to there. The word must be alone in its cache writeback granule,
 * and writable by the kernel: in place it is not where the kernel's code is
 * read-only. MMU off, any exception level, needs no stack. The
 * CPU leaves when the word at SMPBOOT_PEN_RELEASE_WORD is an address.
 */
extern const unsigned char smpboot_pen[];

/*
 * smpboot_pen_init - registers the method "pen"
 * @pen: physical address of the pen where the CPUs wait: of smpboot_pen as it
 *       was linked, where the kernel can write to its word there, or of a copy
 *
 * Boot CPU, after smpboot_init(). A device tree of such a machine may name no
 * method for its CPUs: name this one with ops.fixup, or with default_method of
 * smpboot_fdt_options.
 *
 * returns: SMPBOOT_ERR_STORAGE: pen is 0 or not 8-byte aligned; else as
 *   smpboot_register_method()
 */
enum smpboot_status smpboot_pen_init(uint64_t pen);

#ifdef __cplusplus
}
#endif

#endif /* __ASSEMBLER__ */

#endif
