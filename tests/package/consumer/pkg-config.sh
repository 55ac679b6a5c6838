#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Compiles and links the stand-in kernel with nothing but pkg-config's answers.
#
# usage: pkg-config.sh FOLDER_OF_PC_FILES COMPILER [ITS OPTIONS...]

set -eu
here=$(cd "$(dirname "$0")" && pwd)
export PKG_CONFIG_LIBDIR="$1"
shift
flags=$(pkg-config --cflags smpboot-fdt)
libs=$(pkg-config --libs smpboot-fdt)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086
"$@" -ffreestanding -nostdlib -static -Wl,--build-id=none -Wall -Wextra -Werror $flags \
	-Wl,-T,"$here/consumer.ld" -Wl,--defsym=BASE=0xffff800000000000 \
	"$here/consumer.c" $libs -L/usr/lib/picolibc/aarch64-linux-gnu/lib -lc -o "$work/consumer"

# The version that CMake reads is the one that pkg-config tells.
pkg-config --modversion smpboot
