/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The version of the library. The build reads it from here, so that a kernel
 * built without CMake sees the same numbers.
 */
#ifndef SMPBOOT_VERSION_H
#define SMPBOOT_VERSION_H

#define SMPBOOT_VERSION_MAJOR 0
#define SMPBOOT_VERSION_MINOR 1
#define SMPBOOT_VERSION_PATCH 0

#endif
