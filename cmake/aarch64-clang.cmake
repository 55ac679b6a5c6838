# SPDX-License-Identifier: BSD-2-Clause
#
# Toolchain: clang and lld, for bare metal.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

set(CMAKE_C_COMPILER clang)
set(CMAKE_C_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_ASM_COMPILER clang)
set(CMAKE_ASM_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld")

include("${CMAKE_CURRENT_LIST_DIR}/aarch64-common.cmake")
