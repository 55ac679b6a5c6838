# SPDX-License-Identifier: BSD-2-Clause
#
# Toolchain: Debian's gcc cross compiler, for bare metal.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_ASM_COMPILER aarch64-linux-gnu-gcc)

include("${CMAKE_CURRENT_LIST_DIR}/aarch64-common.cmake")
