/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Included first in every file of the library: what is declared after this is
 * linked into the same image. -fvisibility=hidden says so of definitions only,
 * and without it extern data would be reached through a GOT, whose addresses
 * are wrong while the MMU is off.
 */
#pragma GCC visibility push(hidden)
