# SPDX-License-Identifier: BSD-2-Clause
#
# What the toolchain files share.

# There is no start-up code and no libc: a test program cannot be linked.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# Programs are the build machine's. Packages may lie anywhere, in
# CMAKE_PREFIX_PATH too, also when a sysroot is set.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
